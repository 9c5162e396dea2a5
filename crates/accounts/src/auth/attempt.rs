//! Attempts: the memory between the steps of signing in or registering.

use crate::{
    Call, Token,
    store::{
        self,
        attempt::{AttemptRow, NewAttempt},
    },
    token::sha256,
};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use xpro_kernel::{Email, UserId};
use xpro_platform::db::Tx;

/// Kept for a week after they end, for questions to support (accounts_ops.md 12.3).
const KEPT: Duration = Duration::days(7);

pub(super) const PASSWORD: &str = "password";
pub(super) const CONFIRM: &str = "confirm";
pub(super) const DETAILS: &str = "details";
pub(super) const EXTRA: &str = "extra";

/// What a new attempt starts from.
#[derive(Debug)]
pub(super) struct Start<'a> {
    pub flow: &'static str,
    pub email: &'a Email,
    pub user_id: Option<UserId>,
    pub next: Option<&'a str>,
    pub affiliate_code: Option<&'a str>,
}

/// Begins an attempt that waits for `step`; returns its id and token.
pub(super) async fn begin(
    tx: &mut Tx,
    call: &Call<'_>,
    step: &'static str,
    start: &Start<'_>,
) -> Result<(i64, Token), sqlx::Error> {
    let token = Token::random();
    let new = NewAttempt {
        token_hash: token.hash(),
        flow: start.flow,
        email: start.email.as_str(),
        user_id: start.user_id,
        step,
        is_new: start.user_id.is_none(),
        affiliate_code: start.affiliate_code,
        next_url: start.next,
        // Links in letters are opened in any browser; only passwords are tied to the one that asked.
        browser_hash: call.browser.filter(|_| step == PASSWORD).map(|browser| sha256(browser).to_vec()),
        expires_at: tx.now() + call.settings.attempt_ttl,
    };
    let id = store::attempt::insert(tx, &new).await?;
    Ok((id, token))
}

/// Ends an attempt and carries what it knows over to the next step, under a new token.
pub(super) async fn carry_on(
    tx: &mut Tx,
    call: &Call<'_>,
    from: &AttemptRow,
    step: &'static str,
    user_id: Option<UserId>,
) -> Result<Token, sqlx::Error> {
    store::attempt::consume(tx, from.id).await?;
    let token = Token::random();
    let new = NewAttempt {
        token_hash: token.hash(),
        flow: &from.flow,
        email: &from.email,
        user_id,
        step,
        is_new: from.is_new,
        affiliate_code: from.affiliate_code.as_deref(),
        next_url: from.next_url.as_deref(),
        browser_hash: None,
        expires_at: tx.now() + call.settings.attempt_ttl,
    };
    store::attempt::insert(tx, &new).await?;
    Ok(token)
}

/// The attempt with this token, if it waits for `step`.
pub(super) async fn find(
    conn: &mut PgConnection,
    token: &str,
    step: &str,
    now: OffsetDateTime,
) -> Result<Option<AttemptRow>, sqlx::Error> {
    store::attempt::find(conn, &sha256(token), step, now).await
}

/// Like [`find`], locked until the transaction ends.
pub(super) async fn lock(tx: &mut Tx, token: &str, step: &str) -> Result<Option<AttemptRow>, sqlx::Error> {
    store::attempt::lock(tx, &sha256(token), step).await
}

/// Whether the call comes from the visitor who began the attempt.
pub(super) fn is_same_browser(attempt: &AttemptRow, call: &Call<'_>) -> bool {
    attempt
        .browser_hash
        .as_ref()
        .is_none_or(|expected| call.browser.is_some_and(|browser| sha256(browser).as_slice() == expected))
}

pub(crate) async fn purge(conn: &mut PgConnection, now: OffsetDateTime) -> Result<u64, sqlx::Error> {
    store::attempt::purge(conn, now - KEPT).await
}
