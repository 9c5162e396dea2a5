//! Codes that wait for a person (ecommerce.md 5.3): on the dashboard and in the notice after signing in.

use crate::store;
use serde::Serialize;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{Learner, ProductId};

/// A code that was handed to the person's address and can be used now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnusedCode {
    /// The code.
    pub coupon_code: String,
    /// What it is for.
    pub product_id: ProductId,
    /// Use it before.
    #[serde(with = "time::serde::rfc3339::option")]
    pub expiration_date: Option<OffsetDateTime>,
    /// Title of the program or course.
    pub product_title: String,
    /// Text id of the program or run; not part of the published shape.
    #[serde(skip)]
    pub text_id: String,
    /// `courserun` or `program`.
    pub product_type: &'static str,
    /// Picture; the server knows it.
    pub thumbnail_url: Option<String>,
    /// Start of the run, or of the program's offering.
    #[serde(with = "time::serde::rfc3339::option")]
    pub start_date: Option<OffsetDateTime>,
}

/// The person's unused codes, the one that expires first at the top. Expired, not yet active, switched-off and exhausted
/// codes are left out, as are those for products that are not sold (D-43). One statement.
///
/// # Errors
/// When the database refuses.
pub async fn list_unused_codes(
    conn: &mut PgConnection,
    learner: &Learner,
    now: OffsetDateTime,
) -> Result<Vec<UnusedCode>, sqlx::Error> {
    store::assignment::list_unused(conn, learner.id, learner.email.as_str(), now).await
}
