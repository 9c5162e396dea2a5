//! The token endpoint: a code or a refresh token becomes a new pair (RFC 6749 4.1.3, 6).

use super::{
    client::ClientCredentials,
    issue::{TokenAnswer, TokenRefusal, issue},
    pkce,
};
use crate::{
    store::{self, oauth_application::ApplicationRow},
    token::sha256,
};
use serde::Deserialize;
use xpro_platform::db::Tx;

/// The form of `POST /oauth2/token/`.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are those of RFC 6749 and RFC 7636")]
pub struct TokenRequest {
    pub grant_type: String,
    pub code: Option<String>,
    pub redirect_uri: Option<String>,
    pub code_verifier: Option<String>,
    pub refresh_token: Option<String>,
    pub scope: Option<String>,
    pub client_id: Option<String>,
    pub client_secret: Option<String>,
}

impl std::fmt::Debug for TokenRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenRequest")
            .field("grant_type", &self.grant_type)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// Answers a token request. Commit the transaction whatever the answer is.
///
/// # Errors
/// When the database refuses.
pub async fn exchange(
    tx: &mut Tx,
    client: Option<&ClientCredentials>,
    request: &TokenRequest,
) -> Result<TokenAnswer, sqlx::Error> {
    let application = match client {
        Some(client) => client.authenticate(tx).await?,
        None => None,
    };
    let Some(application) = application else { return Ok(TokenAnswer::Refused(TokenRefusal::InvalidClient)) };
    match request.grant_type.as_str() {
        "authorization_code" => exchange_code(tx, &application, request).await,
        "refresh_token" => refresh(tx, &application, request).await,
        "" => Ok(TokenAnswer::Refused(TokenRefusal::InvalidRequest)),
        _ => Ok(TokenAnswer::Refused(TokenRefusal::UnsupportedGrantType)),
    }
}

async fn exchange_code(
    tx: &mut Tx,
    application: &ApplicationRow,
    request: &TokenRequest,
) -> Result<TokenAnswer, sqlx::Error> {
    let (Some(code), Some(redirect_uri)) = (&request.code, &request.redirect_uri) else {
        return Ok(TokenAnswer::Refused(TokenRefusal::InvalidRequest));
    };
    let Some(grant) = store::oauth_grant::lock(tx, &sha256(code)).await? else {
        return Ok(TokenAnswer::Refused(TokenRefusal::InvalidGrant));
    };
    if grant.application_id != application.id {
        return Ok(TokenAnswer::Refused(TokenRefusal::InvalidGrant));
    }
    if grant.used_at.is_some() {
        // A code used twice was stolen by one of the two: nobody keeps what came of it.
        store::oauth_token::lock_family(tx, grant.family).await?;
        let revoked = store::oauth_token::revoke_family(tx, grant.family).await?;
        tracing::warn!(revoked, "an authorization code was used a second time");
        return Ok(TokenAnswer::Refused(TokenRefusal::InvalidGrant));
    }
    store::oauth_grant::use_up(tx, grant.id).await?;
    let fits = pkce::fits(
        grant.code_challenge.as_deref(),
        grant.code_challenge_method.as_deref(),
        request.code_verifier.as_deref(),
    );
    let is_active = store::user::find_active(tx, grant.user_id).await?.is_some();
    if grant.expires_at <= tx.now() || grant.redirect_uri != *redirect_uri || !fits || !is_active {
        return Ok(TokenAnswer::Refused(TokenRefusal::InvalidGrant));
    }
    issue(tx, application.id, grant.user_id, grant.family, &grant.scopes).await.map(TokenAnswer::Granted)
}

async fn refresh(
    tx: &mut Tx,
    application: &ApplicationRow,
    request: &TokenRequest,
) -> Result<TokenAnswer, sqlx::Error> {
    let Some(token) = &request.refresh_token else { return Ok(TokenAnswer::Refused(TokenRefusal::InvalidRequest)) };
    let hash = sha256(token);
    let Some(family) = store::oauth_token::find_family(tx, &hash).await? else {
        return Ok(TokenAnswer::Refused(TokenRefusal::InvalidGrant));
    };
    store::oauth_token::lock_family(tx, family).await?;
    let row = store::oauth_token::lock_by_refresh(tx, &hash).await?.filter(|row| row.application_id == application.id);
    let Some(row) = row else { return Ok(TokenAnswer::Refused(TokenRefusal::InvalidGrant)) };
    if row.revoked_at.is_some() {
        let revoked = store::oauth_token::revoke_family(tx, family).await?;
        tracing::warn!(revoked, "a refresh token was used a second time");
        return Ok(TokenAnswer::Refused(TokenRefusal::InvalidGrant));
    }
    let is_active = store::user::find_active(tx, row.user_id).await?.is_some();
    if !is_active || row.refresh_expires.is_none_or(|expires| expires <= tx.now()) {
        return Ok(TokenAnswer::Refused(TokenRefusal::InvalidGrant));
    }
    let Some(scopes) = narrowed(request.scope.as_deref(), &row.scopes) else {
        return Ok(TokenAnswer::Refused(TokenRefusal::InvalidScope));
    };
    store::oauth_token::revoke(tx, row.id).await?;
    issue(tx, application.id, row.user_id, family, &scopes).await.map(TokenAnswer::Granted)
}

/// The scopes of a refreshed pair: as granted, or fewer.
fn narrowed(asked: Option<&str>, granted: &[String]) -> Option<Vec<String>> {
    let asked: Vec<String> = asked.unwrap_or_default().split_ascii_whitespace().map(str::to_owned).collect();
    if asked.is_empty() {
        return Some(granted.to_vec());
    }
    asked.iter().all(|scope| granted.contains(scope)).then_some(asked)
}
