//! What other contexts need to know of a fulfilled order.

use crate::store;
use sqlx::PgConnection;
use xpro_kernel::{CompanyId, CourseRunId, OrderId, ProgramId, UserId};

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
