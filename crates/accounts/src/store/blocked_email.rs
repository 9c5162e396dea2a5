//! `blocked_email`: addresses that may not register, kept as hashes.

use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::Email;

pub(crate) async fn exists(conn: &mut PgConnection, email: &Email) -> Result<bool, sqlx::Error> {
    let hash = crate::token::sha256(email.as_str());
    sqlx::query_scalar!(r#"select exists (select 1 from blocked_email where email_hash = $1) as "blocked!""#, &hash)
        .fetch_one(conn)
        .await
}

pub(crate) async fn insert(conn: &mut PgConnection, email: &Email, now: OffsetDateTime) -> Result<bool, sqlx::Error> {
    let hash = crate::token::sha256(email.as_str());
    let done = sqlx::query!(
        "insert into blocked_email (email_hash, created_at) values ($1, $2) on conflict do nothing",
        &hash,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
