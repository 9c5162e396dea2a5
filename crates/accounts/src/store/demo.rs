//! What only seeding writes.

use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{Email, UserId};
use xpro_platform::db::Tx;

/// The parts of `users` that people reach only in the course of time.
#[derive(Debug)]
pub(crate) struct StandingRow {
    pub is_active: bool,
    pub is_staff: bool,
    pub is_superuser: bool,
    pub compliance_status: &'static str,
    pub deactivated_at: Option<OffsetDateTime>,
    pub deactivated_reason: Option<&'static str>,
    pub retired_at: Option<OffsetDateTime>,
    pub created_at: OffsetDateTime,
}

pub(crate) async fn set_standing(tx: &mut Tx, id: UserId, row: &StandingRow) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set is_active = $2, is_staff = $3, is_superuser = $4, compliance_status = $5, deactivated_at = $6, deactivated_reason = $7,
             retired_at = $8, created_at = $9 where id = $1",
        id.0, row.is_active, row.is_staff, row.is_superuser, row.compliance_status, row.deactivated_at, row.deactivated_reason, row.retired_at, row.created_at,
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Whether a person or an attempt has this address.
pub(crate) async fn is_known(conn: &mut PgConnection, email: &Email) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from users where lower(email) = $1)
               or exists (select 1 from email_verification where email = $1) as "known!""#,
        email.as_str(),
    )
    .fetch_one(conn)
    .await
}

pub(crate) async fn has_email_change(
    conn: &mut PgConnection,
    user: UserId,
    new_email: &Email,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from email_change where user_id = $1 and new_email = $2) as "exists!""#,
        user.0,
        new_email.as_str()
    )
    .fetch_one(conn)
    .await
}
