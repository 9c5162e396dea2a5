//! Tokens of the API: made and revoked by those who look after integrations, shown once, kept as a hash.
//!
//! A token is `xpro_<key>_<secret>`. The key finds the row, the secret is compared in constant time, and both are random, so
//! that a plain hash cannot be searched back.

use super::{caller::Scope, store::tokens};
use crate::{
    access::{Editor, LoadEditorError, load_editor},
    store,
};
use sha2::{Digest as _, Sha256};
use sqlx::PgConnection;
use subtle::ConstantTimeEq as _;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;
use xpro_kernel::{Actor, UserId, plain_text};
use xpro_platform::{Subject, audit, db::Tx};

pub use super::store::tokens::TokenRow;

/// Permission of those who look after tokens and webhooks.
pub const INTEGRATIONS_CHANGE: &str = "integrations.change";

/// What every token begins with, so that secret scanners know it.
pub const PREFIX: &str = "xpro_";

/// Longest life of a token, in days.
const MAX_DAYS: i64 = 3650;

/// A token that is wanted.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// In whose name it acts: the e-mail address of somebody with content access. None is who makes it.
    pub owner: Option<String>,
    /// What it is good for.
    pub scopes: Vec<Scope>,
    /// How long it lives; none is until it is revoked.
    pub days: Option<i64>,
}

/// A token that was made.
#[derive(Clone, PartialEq, Eq)]
pub struct IssuedToken {
    /// Its row.
    pub id: i64,
    /// The token itself; nobody can read it again.
    pub token: String,
}

impl std::fmt::Debug for IssuedToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IssuedToken").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// Needs [`INTEGRATIONS_CHANGE`].
    #[error("this needs the permission {INTEGRATIONS_CHANGE}")]
    Denied,
    /// A field is wrong; its name, and why.
    #[error("{1}")]
    Field(&'static str, &'static str),
    /// No such token, or it is revoked already.
    #[error("there is no such token")]
    NotFound,
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

pub(super) fn may(editor: &Editor) -> Result<(), TokenError> {
    if editor.has(INTEGRATIONS_CHANGE) { Ok(()) } else { Err(TokenError::Denied) }
}

/// Makes a token.
///
/// # Errors
/// See [`TokenError`].
pub async fn issue_token(tx: &mut Tx, editor: &Editor, new: &NewToken) -> Result<IssuedToken, TokenError> {
    may(editor)?;
    let name = plain_text(&new.name);
    if name.is_empty() || name.chars().count() > 100 {
        return Err(TokenError::Field("name", "Enter a name of up to 100 characters."));
    }
    if new.scopes.is_empty() {
        return Err(TokenError::Field("scopes", "Choose at least one."));
    }
    if new.days.is_some_and(|days| !(1..=MAX_DAYS).contains(&days)) {
        return Err(TokenError::Field("days", "Enter a number of days from 1 to 3650, or nothing."));
    }
    let owner = match new.owner.as_deref().map(str::trim).filter(|email| !email.is_empty()) {
        None => editor.user_id(),
        Some(email) => owner(tx, editor, email).await?,
    };
    let (key, secret) = (random()[..12].to_owned(), random() + &random());
    let scopes: Vec<String> =
        Scope::ALL.iter().filter(|scope| new.scopes.contains(scope)).map(|s| s.name().to_owned()).collect();
    let now = tx.now();
    let row = tokens::NewRow {
        key: &key,
        secret_hash: &hash(&secret),
        name: &name,
        owner,
        scopes: &scopes,
        created_by: editor.user_id(),
        expires_at: new.days.map(|days| now + Duration::days(days)),
    };
    let id = tokens::insert(tx, row, now).await?;
    let after = serde_json::json!({ "name": name, "owner": owner, "scopes": scopes, "days": new.days });
    record(tx, editor, "issue_api_token", id, None, Some(after)).await?;
    Ok(IssuedToken { id, token: format!("{PREFIX}{key}_{secret}") })
}

/// Nobody makes a token that may more than they may themselves: only superusers make one for a superuser.
async fn owner(tx: &mut Tx, editor: &Editor, email: &str) -> Result<UserId, TokenError> {
    if email.chars().any(char::is_control) {
        return Err(TokenError::Field("owner", "This is no e-mail address."));
    }
    let found = tokens::find_owner(tx, email).await?;
    let Some((id, is_superuser)) = found else {
        return Err(TokenError::Field("owner", "Nobody on the staff has this e-mail address."));
    };
    if id != editor.user_id() && !editor.is_superuser() || is_superuser && !editor.is_superuser() {
        return Err(TokenError::Field("owner", "Only an administrator may make a token for somebody else."));
    }
    if !opens_studio(tx, id).await? {
        return Err(TokenError::Field("owner", "They may not open the Studio, so a token of theirs would do nothing."));
    }
    Ok(id)
}

/// Whether this member of staff has content access, without which the API answers nothing.
async fn opens_studio(conn: &mut PgConnection, user: UserId) -> Result<bool, sqlx::Error> {
    let Some(staff) = store::bulk::staff(conn, user).await? else { return Ok(false) };
    match load_editor(conn, &staff).await {
        Ok(_) => Ok(true),
        Err(LoadEditorError::NoAccess) => Ok(false),
        Err(LoadEditorError::Internal(error)) => Err(error),
    }
}

/// Ends a token, at once.
///
/// # Errors
/// See [`TokenError`].
pub async fn revoke_token(tx: &mut Tx, editor: &Editor, id: i64) -> Result<(), TokenError> {
    may(editor)?;
    let now = tx.now();
    if !tokens::revoke(tx, id, editor.user_id(), now).await? {
        return Err(TokenError::NotFound);
    }
    Ok(record(tx, editor, "revoke_api_token", id, None, None).await?)
}

/// All tokens, newest first, with those that ended.
///
/// # Errors
/// See [`TokenError`].
pub async fn list_tokens(conn: &mut PgConnection, editor: &Editor) -> Result<Vec<TokenRow>, TokenError> {
    may(editor)?;
    Ok(tokens::list(conn).await?)
}

/// A token that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presented {
    /// In whose name it acts.
    pub owner: UserId,
    /// What it is good for.
    pub scopes: Vec<Scope>,
}

/// What a presented token is good for; none when it is unknown, wrong, revoked or over. Notes that it was used, once a
/// minute.
///
/// # Errors
/// When the database refuses.
pub async fn present_token(
    conn: &mut PgConnection,
    token: &str,
    now: OffsetDateTime,
) -> Result<Option<Presented>, sqlx::Error> {
    let Some((key, secret)) = token.strip_prefix(PREFIX).and_then(|rest| rest.split_once('_')) else { return Ok(None) };
    let row = if key.len() == 12 { tokens::find(conn, key).await? } else { None };
    // A hash is compared in any case, so that the answer for a key that exists takes no longer.
    let known = row.as_ref().map_or_else(|| vec![0; 32], |row| row.secret_hash.clone());
    let fits: bool = hash(secret).as_slice().ct_eq(&known).into();
    let Some(row) = row.filter(|row| fits && row.expires_at.is_none_or(|at| at > now)) else { return Ok(None) };
    if row.last_used_at.is_none_or(|at| now - at > Duration::MINUTE) {
        tokens::note_use(conn, row.id, now).await?;
    }
    let scopes = row.scopes.iter().filter_map(|name| Scope::from_name(name)).collect();
    Ok(Some(Presented { owner: row.owner_id, scopes }))
}

/// 32 hex digits.
pub(super) fn random() -> String {
    Uuid::new_v4().simple().to_string()
}

fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

pub(super) async fn record(
    tx: &mut Tx,
    editor: &Editor,
    act: &'static str,
    id: i64,
    before: Option<serde_json::Value>,
    after: Option<serde_json::Value>,
) -> Result<(), sqlx::Error> {
    let kind = if act.contains("token") { "api_token" } else { "webhook_endpoint" };
    let actor = Actor::from(editor.staff());
    audit::record(tx, audit::Change { act, actor, subject: Subject::new(kind, id), before, after, note: "" }).await
}
