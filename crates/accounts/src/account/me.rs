//! A person's own record, as `GET /api/users/me` shows it (accounts_ops.md 1.12). Open edX reads it too: `username`,
//! `email` and `name` are frozen.

use crate::{
    person::{LegalAddress, Profile},
    store,
};
use serde::Serialize;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{Learner, UserId};

/// The record of somebody signed in.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the names are those of the published API")]
pub struct Me {
    pub id: UserId,
    pub username: String,
    pub name: String,
    pub email: String,
    pub legal_address: LegalAddress,
    pub profile: Profile,
    pub is_anonymous: bool,
    pub is_authenticated: bool,
    #[serde(with = "time::serde::rfc3339")]
    pub created_on: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub updated_on: OffsetDateTime,
    /// Filled by the shop, which knows coupons.
    pub unused_coupons: Vec<serde_json::Value>,
}

/// What a bearer token without a wider scope may read (accounts_ops.md 3.6).
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the names are those of the published API")]
pub struct TokenIdentity {
    pub id: UserId,
    pub username: String,
    pub email: String,
    pub name: String,
    pub is_anonymous: bool,
    pub is_authenticated: bool,
}

impl From<&Learner> for TokenIdentity {
    fn from(learner: &Learner) -> Self {
        TokenIdentity {
            id: learner.id,
            username: learner.username.clone(),
            email: learner.email.to_string(),
            name: learner.name.clone(),
            is_anonymous: false,
            is_authenticated: true,
        }
    }
}

/// The record of somebody not signed in: no name, no timestamps.
pub fn anonymous_me() -> serde_json::Value {
    serde_json::json!({
        "id": null, "username": "", "email": null, "legal_address": null, "profile": null,
        "is_anonymous": true, "is_authenticated": false, "unused_coupons": [],
    })
}

/// The record of this person; coupons come from the shop.
///
/// # Errors
/// When the database refuses.
pub async fn find_me(
    conn: &mut PgConnection,
    user: UserId,
    unused_coupons: Vec<serde_json::Value>,
) -> Result<Option<Me>, sqlx::Error> {
    let Some(row) = store::user::find_record(conn, user).await? else { return Ok(None) };
    Ok(Some(Me {
        id: user,
        username: row.username,
        name: row.name,
        email: row.email,
        legal_address: store::legal_address::find(conn, user).await?.unwrap_or_default(),
        profile: store::profile::find(conn, user).await?.unwrap_or_default(),
        is_anonymous: false,
        is_authenticated: true,
        created_on: row.created_at,
        updated_on: row.updated_at,
        unused_coupons,
    }))
}
