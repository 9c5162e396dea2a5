//! What other contexts need to know of a fulfilled order.

use super::start::KEY;
use crate::store;
use sqlx::PgConnection;
use xpro_kernel::{CompanyId, CourseRunId, Learner, OrderId, ProgramId, UserId, is_plain_text};

/// A fulfilled order, for learning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderFacts {
    /// Who bought.
    pub purchaser: UserId,
    /// Chosen runs.
    pub runs: Vec<CourseRunId>,
    /// Program bought.
    pub program: Option<ProgramId>,
    /// Company that paid for the code.
    pub company: Option<CompanyId>,
}

/// Whether a payment of the learner for this text id is held until staff have decided about it.
///
/// # Errors
/// When the database refuses.
pub async fn has_held_payment(conn: &mut PgConnection, learner: &Learner, text_id: &str) -> Result<bool, sqlx::Error> {
    Ok(is_plain_text(text_id) && store::order::has_held(conn, learner.id, text_id).await?)
}

/// The order that the checkout of this key has placed and paid already, by its text id; for copies of a form that come
/// when the basket is gone.
///
/// # Errors
/// When the database refuses.
pub async fn find_placed(
    conn: &mut PgConnection,
    learner: &Learner,
    checkout_key: &str,
) -> Result<Option<(OrderId, String)>, sqlx::Error> {
    if checkout_key.is_empty() || checkout_key.len() > KEY || !is_plain_text(checkout_key) {
        return Ok(None);
    }
    store::order::find_paid_by_key(conn, learner.id, checkout_key).await
}

/// The order's facts; none unless it is fulfilled.
///
/// # Errors
/// When the database refuses.
pub async fn order_facts(conn: &mut PgConnection, order: OrderId) -> Result<Option<OrderFacts>, sqlx::Error> {
    let row = store::order::find_facts(conn, order).await?;
    Ok(row.map(|row| OrderFacts {
        purchaser: row.purchaser,
        runs: row.runs.into_iter().map(CourseRunId).collect(),
        program: row.program,
        company: row.company,
    }))
}
