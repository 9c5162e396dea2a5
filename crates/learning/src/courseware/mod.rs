//! The Open edX account behind a person: whether it exists, and the token that acts for them (courseware.md 2.3 to 2.5).

mod tokens;

pub use tokens::{StoredToken, find_token, forget_token, store_token};

use crate::store::courseware_user;
use sqlx::PgConnection;
use time::Duration;
use xpro_kernel::{Actor, System, UserId};
use xpro_platform::{Subject, audit, db::Tx};

/// People younger than this are still being set up by their own job (courseware.md 2.8).
const GRACE: Duration = Duration::minutes(5);

/// Whether the person has an Open edX account.
///
/// # Errors
/// When the database refuses.
pub async fn has_courseware_user(conn: &mut PgConnection, user: UserId) -> Result<bool, sqlx::Error> {
    courseware_user::exists(conn, user).await
}

/// Notes that the person has an Open edX account.
///
/// # Errors
/// When the database refuses.
pub async fn record_courseware_user(tx: &mut Tx, system: System, user: UserId) -> Result<(), sqlx::Error> {
    if !courseware_user::insert(tx, user).await? {
        return Ok(());
    }
    let after = serde_json::json!({ "platform": "edx" });
    note(tx, "record_courseware_user", system, user, (None, Some(after))).await
}

/// Notes that Open edX no longer has the person's account: it is to be made anew.
///
/// # Errors
/// When the database refuses.
pub async fn forget_courseware_user(tx: &mut Tx, system: System, user: UserId) -> Result<(), sqlx::Error> {
    if !courseware_user::delete(tx, user).await? {
        return Ok(());
    }
    let before = serde_json::json!({ "platform": "edx" });
    note(tx, "forget_courseware_user", system, user, (Some(before), None)).await
}

async fn note(
    tx: &mut Tx,
    act: &'static str,
    system: System,
    user: UserId,
    (before, after): (Option<serde_json::Value>, Option<serde_json::Value>),
) -> Result<(), sqlx::Error> {
    let subject = Subject::new("user", user.0);
    audit::record(tx, audit::Change { act, actor: Actor::from(system), subject, before, after, note: "" }).await
}

/// Active people who lack an Open edX account or token, for the scheduled repair.
///
/// # Errors
/// When the database refuses.
pub async fn list_faulty_users(tx: &mut Tx) -> Result<Vec<UserId>, sqlx::Error> {
    let older_than = tx.now() - GRACE;
    courseware_user::list_faulty(tx, older_than).await
}
