//! `email_verification`: codes mailed to prove that somebody reads an address.

use time::OffsetDateTime;
use xpro_kernel::Email;
use xpro_platform::db::Tx;

#[derive(Debug)]
pub(crate) struct VerificationRow {
    pub id: i64,
    pub email: String,
    pub expires_at: OffsetDateTime,
    pub used_at: Option<OffsetDateTime>,
}

pub(crate) async fn insert(
    tx: &mut Tx,
    email: &Email,
    code_hash: &[u8],
    attempt_id: i64,
    expires_at: OffsetDateTime,
) -> Result<i64, sqlx::Error> {
    let now = tx.now();
    sqlx::query_scalar!(
        "insert into email_verification (email, code_hash, attempt_id, created_at, expires_at) values ($1, $2, $3, $4, $5) returning id",
        email.as_str(), code_hash, attempt_id, now, expires_at,
    )
    .fetch_one(&mut **tx)
    .await
}

pub(crate) async fn lock(tx: &mut Tx, code_hash: &[u8]) -> Result<Option<VerificationRow>, sqlx::Error> {
    sqlx::query_as!(
        VerificationRow,
        "select id, email, expires_at, used_at from email_verification where code_hash = $1 for update",
        code_hash
    )
    .fetch_optional(&mut **tx)
    .await
}

pub(crate) async fn use_up(tx: &mut Tx, id: i64) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!("update email_verification set used_at = $2 where id = $1", id, now).execute(&mut **tx).await.map(drop)
}
