//! `program_enrollment`.

use crate::enrollment::OpenOrder;
use xpro_kernel::{ProgramEnrollmentId, ProgramId};
use xpro_platform::db::Tx;

/// Opens or reopens; `None` when it is open already.
pub(crate) async fn open(
    tx: &mut Tx,
    order: &OpenOrder,
    program: ProgramId,
) -> Result<Option<ProgramEnrollmentId>, sqlx::Error> {
    let now = tx.now();
    sqlx::query_scalar!(
        r#"insert into program_enrollment as e (user_id, program_id, order_id, company_id, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $5)
           on conflict (user_id, program_id, order_id) do update set active = true, change_status = null, updated_at = $5
           where not e.active
           returning id as "id: ProgramEnrollmentId""#,
        order.user.0, program.0, order.order.0, order.company.map(|id| id.0), now,
    )
    .fetch_optional(&mut **tx)
    .await
}
