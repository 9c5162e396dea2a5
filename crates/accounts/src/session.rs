//! Who a session belongs to, and how long it lives (accounts_ops.md 1.15).

use crate::store;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use tower_sessions::{Session, session::Id, session_store};
use xpro_kernel::{Learner, Staff, UserId};
use xpro_platform::db::Tx;

/// Key of [`SignedInSession`] in the session's data.
pub const SIGNED_IN: &str = "signed_in";
/// Key of the instant of the last renewal, in seconds since 1970.
const RENEWED: &str = "renewed";
/// A session that nobody uses ends after this.
pub const SLIDING: Duration = Duration::days(14);
/// Every session ends after this.
pub const ABSOLUTE: Duration = Duration::days(90);
/// How long a session lives with which we walk the Open edX login for somebody.
pub const INTERNAL: Duration = Duration::minutes(5);
/// A session in use is written at most once in this time.
const RENEWAL: Duration = Duration::days(1);

/// What the session knows of the person signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedInSession {
    /// Who.
    pub user_id: UserId,
    /// The session holds while this equals the person's own number (`users.auth_epoch`).
    pub auth_epoch: i32,
}

impl SignedInSession {
    /// Who the session says is signed in; [`load_learner`] decides whether that still holds.
    ///
    /// # Errors
    /// When the session store refuses.
    pub async fn read(session: &Session) -> Result<Option<Self>, tower_sessions::session::Error> {
        session.get(SIGNED_IN).await
    }
}

/// Signs the visitor in under a new session id; what else the session holds (basket, affiliate code) stays.
///
/// # Errors
/// When the session store refuses.
pub async fn sign_in(session: &Session, signed_in: SignedInSession) -> Result<(), tower_sessions::session::Error> {
    session.cycle_id().await?;
    session.insert(SIGNED_IN, signed_in).await
}

/// Ends the session here and in the database, so that a copied cookie is worthless.
///
/// # Errors
/// When the session store refuses.
pub async fn sign_out(session: &Session) -> Result<(), tower_sessions::session::Error> {
    session.flush().await
}

/// Keeps a session in use alive: marks it changed once a day, so that the layer writes it and sends its cookie again.
///
/// # Errors
/// When the session store refuses.
pub async fn renew(session: &Session, now: OffsetDateTime) -> Result<(), tower_sessions::session::Error> {
    let renewed: Option<i64> = session.get(RENEWED).await?;
    if renewed.is_some_and(|at| now.unix_timestamp() - at < RENEWAL.whole_seconds()) {
        return Ok(());
    }
    session.insert(RENEWED, now.unix_timestamp()).await
}

/// The person a session is about: active, and not signed out everywhere since.
///
/// # Errors
/// When the database refuses.
pub async fn load_learner(conn: &mut PgConnection, claim: &SignedInSession) -> Result<Option<Learner>, sqlx::Error> {
    store::user::find_learner(conn, claim.user_id, claim.auth_epoch).await
}

/// Like [`load_learner`], for people with the staff flag.
///
/// # Errors
/// When the database refuses.
pub async fn load_staff(conn: &mut PgConnection, claim: &SignedInSession) -> Result<Option<Staff>, sqlx::Error> {
    store::user::find_staff(conn, claim.user_id, claim.auth_epoch).await
}

/// A session of somebody who did not sign in, for walking the Open edX login in their name (accounts_ops.md 1.15). The
/// result is the value of the session cookie. It lives five minutes; [`delete_internal_session`] ends it earlier.
///
/// # Errors
/// When the database refuses; `RowNotFound` when the person does not exist or is not active.
pub async fn create_internal_session(tx: &mut Tx, user_id: UserId) -> Result<String, sqlx::Error> {
    let auth_epoch = store::user::find_active_epoch(tx, user_id).await?.ok_or(sqlx::Error::RowNotFound)?;
    let id = Id::default();
    let data = serde_json::json!({ SIGNED_IN: SignedInSession { user_id, auth_epoch } });
    store::session::insert_internal(tx, &id_hash(&id), SignedInSession { user_id, auth_epoch }, &data, INTERNAL)
        .await?;
    Ok(id.to_string())
}

/// Ends a session made by [`create_internal_session`].
///
/// # Errors
/// When the database refuses.
pub async fn delete_internal_session(conn: &mut PgConnection, cookie: &str) -> Result<(), sqlx::Error> {
    let Ok(id) = cookie.parse::<Id>() else { return Ok(()) };
    store::session::delete(conn, &id_hash(&id)).await
}

/// Deletes sessions that have ended; returns how many.
///
/// # Errors
/// When the database refuses.
pub async fn purge_sessions(conn: &mut PgConnection, now: OffsetDateTime) -> Result<u64, sqlx::Error> {
    store::session::purge(conn, now).await
}

pub(crate) fn id_hash(id: &Id) -> [u8; 32] {
    crate::token::sha256(&id.to_string())
}

pub(crate) fn backend(error: sqlx::Error) -> session_store::Error {
    session_store::Error::Backend(error.to_string())
}

/// An active person, for jobs that work on somebody's behalf.
///
/// # Errors
/// When the database refuses.
pub async fn find_active_learner(conn: &mut PgConnection, user_id: UserId) -> Result<Option<Learner>, sqlx::Error> {
    store::user::find_active(conn, user_id).await
}

/// An active member of staff, for what acts in somebody's name without their session, such as a token.
///
/// # Errors
/// When the database refuses.
pub async fn find_active_staff(conn: &mut PgConnection, user_id: UserId) -> Result<Option<Staff>, sqlx::Error> {
    let Some(auth_epoch) = store::user::find_active_epoch(conn, user_id).await? else { return Ok(None) };
    store::user::find_staff(conn, user_id, auth_epoch).await
}
