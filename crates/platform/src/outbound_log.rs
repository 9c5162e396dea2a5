//! The log of calls to outside systems: what was asked, how it ended, how long it took. Never bodies, never secrets.

use sqlx::PgConnection;
use time::OffsetDateTime;

/// One finished call.
#[derive(Debug, Clone)]
pub struct OutboundCall {
    /// When it ended.
    pub at: OffsetDateTime,
    /// `openedx`, `mailgun`, …
    pub system: String,
    /// Name of the operation, such as `enroll`.
    pub operation: String,
    /// HTTP method.
    pub method: String,
    /// Path, query values masked.
    pub path: String,
    /// HTTP status; none when no answer came.
    pub status: Option<u16>,
    /// Wall time in milliseconds.
    pub duration_ms: u32,
    /// 1 for the first try.
    pub attempt: u32,
    /// Class of the failure; none when it went well.
    pub error_class: Option<String>,
    /// Job in whose course it happened.
    pub job_id: Option<i64>,
    /// Request or job run it belongs to.
    pub request_id: String,
}

/// Appends a call.
///
/// # Errors
/// When the database refuses.
pub async fn append(conn: &mut PgConnection, call: &OutboundCall) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into outbound_call (at, system, operation, method, path, status, duration_ms, attempt, error_class, job_id, request_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        call.at, call.system, call.operation, call.method, call.path, call.status.map(i32::from),
        i32::try_from(call.duration_ms).unwrap_or(i32::MAX), i32::try_from(call.attempt).unwrap_or(i32::MAX),
        call.error_class, call.job_id, call.request_id,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Deletes calls older than `older_than`.
///
/// # Errors
/// When the database refuses.
pub async fn purge(conn: &mut PgConnection, older_than: OffsetDateTime) -> Result<u64, sqlx::Error> {
    Ok(sqlx::query!("delete from outbound_call where at < $1", older_than).execute(conn).await?.rows_affected())
}
