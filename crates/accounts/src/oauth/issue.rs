//! Making tokens, and the answers of the token endpoint.

use super::scope::USER_READ;
use crate::{
    Token,
    store::{self, oauth_token::NewToken},
};
use serde::Serialize;
use time::Duration;
use uuid::Uuid;
use xpro_kernel::UserId;
use xpro_platform::db::Tx;

/// Life of an access token, in seconds.
const ACCESS_TTL: i64 = 36_000;
const REFRESH_TTL: Duration = Duration::days(30);

/// The JSON body of a granted token request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of RFC 6749")]
pub struct TokenBody {
    pub access_token: Token,
    pub expires_in: i64,
    pub token_type: &'static str,
    pub scope: String,
    pub refresh_token: Token,
}

/// Why no token is given; `{"error": code}` on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenRefusal {
    /// HTTP 401 with `WWW-Authenticate: Basic`.
    InvalidClient,
    /// Code or refresh token unknown, used, expired, or of another client; verifier or redirect address do not fit.
    InvalidGrant,
    /// A parameter is missing.
    InvalidRequest,
    /// More scopes than were granted.
    InvalidScope,
    /// Neither `authorization_code` nor `refresh_token`.
    UnsupportedGrantType,
}

impl TokenRefusal {
    /// The error code on the wire.
    pub fn code(self) -> &'static str {
        match self {
            TokenRefusal::InvalidClient => "invalid_client",
            TokenRefusal::InvalidGrant => "invalid_grant",
            TokenRefusal::InvalidRequest => "invalid_request",
            TokenRefusal::InvalidScope => "invalid_scope",
            TokenRefusal::UnsupportedGrantType => "unsupported_grant_type",
        }
    }

    /// The HTTP status.
    pub fn status(self) -> u16 {
        if self == TokenRefusal::InvalidClient { 401 } else { 400 }
    }
}

/// What the token endpoint answers. Commit the transaction in both cases: a refusal may have revoked tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenAnswer {
    /// HTTP 200 with `Cache-Control: no-store`.
    Granted(TokenBody),
    /// See [`TokenRefusal`].
    Refused(TokenRefusal),
}

/// Stores a new pair of this family.
pub(super) async fn issue(
    tx: &mut Tx,
    application_id: i64,
    user_id: UserId,
    family: Uuid,
    scopes: &[String],
) -> Result<TokenBody, sqlx::Error> {
    let (access, refresh) = (Token::random_long(), Token::random_long());
    let new = NewToken {
        application_id,
        user_id,
        access_hash: access.hash(),
        access_expires: tx.now() + Duration::seconds(ACCESS_TTL),
        refresh: Some((refresh.hash(), tx.now() + REFRESH_TTL)),
        family,
        scopes,
    };
    store::oauth_token::insert(tx, &new).await?;
    Ok(TokenBody {
        access_token: access,
        expires_in: ACCESS_TTL,
        token_type: "Bearer",
        scope: scopes.join(" "),
        refresh_token: refresh,
    })
}

/// A token in the name of this person for Open edX, which reads our user record with it (accounts_ops.md 3.6, 3.7).
/// It must be committed before Open edX hears of it. None when no application has this name.
///
/// # Errors
/// When the database refuses.
pub async fn mint_token_for_courseware(
    tx: &mut Tx,
    user_id: UserId,
    application_name: &str,
    lives: Duration,
) -> Result<Option<Token>, sqlx::Error> {
    let Some(application_id) = store::oauth_application::find_id_by_name(tx, application_name).await? else {
        return Ok(None);
    };
    let access = Token::random_long();
    let scopes = [USER_READ.to_owned()];
    let access_expires = tx.now() + lives;
    let new = NewToken {
        application_id,
        user_id,
        access_hash: access.hash(),
        access_expires,
        refresh: None,
        family: Uuid::new_v4(),
        scopes: &scopes,
    };
    store::oauth_token::insert(tx, &new).await?;
    Ok(Some(access))
}
