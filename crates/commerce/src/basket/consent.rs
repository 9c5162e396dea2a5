//! Agreements about data sharing that a company's code asks for (ecommerce.md 3.5).

use super::{BasketError, BasketItem, Fault};
use crate::store;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{Actor, CompanyId, CouponId, Learner, UserId};
use xpro_platform::{Subject, audit, db::Tx};

/// Something the person must agree to before the code can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Key, to be sent back when it is signed.
    pub id: i64,
    /// Who pays for the code and is told.
    pub company: CompanyId,
    /// Its name.
    pub company_name: String,
    /// The agreement, in Markdown.
    pub text: String,
    /// When the person agreed; none while they have not.
    pub signed_at: Option<OffsetDateTime>,
}

/// What the code asks for with this item, worked out anew each time, so that it goes when the code goes.
pub(crate) async fn load_consents(
    conn: &mut PgConnection,
    user: UserId,
    item: &BasketItem,
    coupon: Option<CouponId>,
) -> Result<Vec<Consent>, sqlx::Error> {
    let Some(coupon) = coupon else { return Ok(Vec::new()) };
    let courses = item.course_ids();
    let mut wanted = store::consent::list_wanted(conn, user, coupon, &courses).await?;
    if wanted.iter().any(Option::is_none) {
        store::consent::insert_missing(conn, user, coupon, &courses).await?;
        wanted = store::consent::list_wanted(conn, user, coupon, &courses).await?;
    }
    Ok(wanted.into_iter().flatten().collect())
}

/// The learner agrees. Somebody else's consents among the keys are left alone without a word.
///
/// # Errors
/// A [`Fault`] when a key names no consent at all; nothing is signed then.
pub async fn sign_consents(tx: &mut Tx, learner: &Learner, consents: &[i64]) -> Result<(), BasketError> {
    let unknown = store::consent::list_unknown(tx, consents).await?;
    if !unknown.is_empty() {
        let ids: Vec<String> = unknown.iter().map(ToString::to_string).collect();
        return Err(Fault::new(
            "data_consents",
            "basket.consents.unknown",
            format!("Unknown consent id(s): {}", ids.join(",")),
        )
        .into());
    }
    for id in store::consent::sign(tx, learner.id, consents).await? {
        let after = serde_json::json!({ "consented_at": tx.now().unix_timestamp() });
        let change = audit::Change {
            act: "sign_consents",
            actor: Actor::from(learner),
            subject: Subject::new("data_consent", id),
            before: None,
            after: Some(after),
            note: "",
        };
        audit::record(tx, change).await?;
    }
    Ok(())
}
