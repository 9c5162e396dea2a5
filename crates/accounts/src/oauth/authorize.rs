//! The authorization endpoint (RFC 6749 4.1.1, accounts_ops.md 3.2).

use super::{pkce, redirect, scope};
use crate::{
    Token,
    store::{self, oauth_application::ApplicationRow, oauth_grant::NewGrant},
};
use serde::{Deserialize, Serialize};
use time::Duration;
use url::Url;
use xpro_kernel::{Actor, Learner};
use xpro_platform::{
    Subject,
    audit::{self, Change},
    db::Tx,
};

/// How long a code can be exchanged.
const CODE_TTL: Duration = Duration::seconds(60);

/// The query of `GET /oauth2/authorize/`; the consent form posts it back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are those of RFC 6749 and RFC 7636")]
pub struct AuthorizeRequest {
    pub client_id: String,
    pub response_type: String,
    pub redirect_uri: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub scope: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_challenge: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_challenge_method: Option<String>,
    /// `force` (default), or `auto`: no consent page while an unexpired token with these scopes exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approval_prompt: Option<String>,
    /// `login`: sign in again; `none`: show no page of ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
}

/// What the person pressed on the consent page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentAnswer {
    /// Authorize.
    Allow,
    /// Cancel.
    Deny,
}

/// What a consent page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Who asks.
    pub application_name: String,
    /// For what, as people read it.
    pub scopes: Vec<&'static str>,
}

/// Why we show an error page of ours instead of sending the browser back (it would go to an address we do not trust).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuthorizePageError {
    /// No such client.
    #[error("This sign-in was asked for by an application that we do not know.")]
    UnknownClient,
    /// Not one of the client's addresses.
    #[error("This sign-in would lead to an address that is not registered for the application.")]
    UnknownRedirect,
}

/// What the endpoint answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthorizeOutcome {
    /// Send the browser there, with a code or an error.
    Redirect(String),
    /// HTTP 400 with a page of ours.
    ErrorPage(AuthorizePageError),
    /// Sign in first; the path to come back to, without `prompt=login`, which is fulfilled by then.
    NeedsLogin {
        /// Path and query.
        next: String,
    },
    /// Ask the person; the form posts the same request with a [`ConsentAnswer`].
    NeedsConsent(Consent),
}

/// Answers an authorization request. `answer` is none on GET.
///
/// # Errors
/// When the database refuses.
pub async fn authorize(
    tx: &mut Tx,
    request: &AuthorizeRequest,
    learner: Option<&Learner>,
    answer: Option<ConsentAnswer>,
) -> Result<AuthorizeOutcome, sqlx::Error> {
    let Some(application) = store::oauth_application::find_by_client_id(tx, &request.client_id).await? else {
        return Ok(AuthorizeOutcome::ErrorPage(AuthorizePageError::UnknownClient));
    };
    let uri =
        Url::parse(&request.redirect_uri).ok().filter(|uri| redirect::is_registered(uri, &application.redirect_uris));
    let Some(uri) = uri else { return Ok(AuthorizeOutcome::ErrorPage(AuthorizePageError::UnknownRedirect)) };
    let valid = match validate(request, &application) {
        Ok(valid) => valid,
        Err((error, description)) => return Ok(refuse(request, &uri, error, description)),
    };
    let prompt = request.prompt.as_deref();
    let Some(learner) = learner else {
        return Ok(if prompt == Some("none") {
            refuse(request, &uri, "login_required", "nobody is signed in")
        } else {
            needs_login(request)
        });
    };
    // A posted answer comes from the page that followed the second sign-in.
    if prompt == Some("login") && answer.is_none() {
        return Ok(needs_login(request));
    }
    match answer {
        Some(ConsentAnswer::Deny) => Ok(refuse(request, &uri, "access_denied", "the person declined")),
        None if !has_consent(tx, request, &application, learner, &valid.scopes).await? => {
            if prompt == Some("none") {
                return Ok(refuse(request, &uri, "consent_required", "the person must be asked"));
            }
            let scopes = valid.scopes.iter().filter_map(|scope| scope::describe_scope(scope)).collect();
            Ok(AuthorizeOutcome::NeedsConsent(Consent { application_name: application.name, scopes }))
        }
        _ => issue_code(tx, request, &application, learner, &uri, &valid).await,
    }
}

/// The checked parts of a request.
#[derive(Debug)]
struct Valid {
    scopes: Vec<String>,
    challenge: Option<pkce::Challenge>,
}

fn validate(request: &AuthorizeRequest, application: &ApplicationRow) -> Result<Valid, (&'static str, &'static str)> {
    if request.response_type != "code" {
        return Err(("unsupported_response_type", "response_type must be code"));
    }
    let challenge = pkce::parse(request.code_challenge.as_deref(), request.code_challenge_method.as_deref())
        .map_err(|problem| ("invalid_request", problem))?;
    if application.is_public() && challenge.is_none() {
        return Err(("invalid_request", "a public client must send a code_challenge"));
    }
    let scopes = scope::resolve(&request.scope, application)
        .ok_or(("invalid_scope", "a scope is unknown or not allowed for this client"))?;
    Ok(Valid { scopes, challenge })
}

async fn has_consent(
    tx: &mut Tx,
    request: &AuthorizeRequest,
    application: &ApplicationRow,
    learner: &Learner,
    scopes: &[String],
) -> Result<bool, sqlx::Error> {
    if application.skip_authorization {
        return Ok(true);
    }
    let now = tx.now();
    Ok(request.approval_prompt.as_deref() == Some("auto")
        && store::oauth_token::is_granted(tx, application.id, learner.id, scopes, now).await?)
}

async fn issue_code(
    tx: &mut Tx,
    request: &AuthorizeRequest,
    application: &ApplicationRow,
    learner: &Learner,
    uri: &Url,
    valid: &Valid,
) -> Result<AuthorizeOutcome, sqlx::Error> {
    let code = Token::random();
    let grant = NewGrant {
        code_hash: code.hash(),
        application_id: application.id,
        user_id: learner.id,
        redirect_uri: &request.redirect_uri,
        scopes: &valid.scopes,
        code_challenge: valid.challenge.as_ref().map(|challenge| challenge.value.as_str()),
        code_challenge_method: valid.challenge.as_ref().map(|challenge| challenge.method),
        expires_at: tx.now() + CODE_TTL,
    };
    store::oauth_grant::insert(tx, &grant).await?;
    let after = serde_json::json!({ "application": application.name, "scopes": valid.scopes });
    let change = Change {
        act: "authorize",
        actor: Actor::from(learner),
        subject: Subject::new("user", learner.id.0),
        before: None,
        after: Some(after),
        note: "",
    };
    audit::record(tx, change).await?;
    let mut pairs = vec![("code", code.as_str())];
    pairs.extend(request.state.as_deref().map(|state| ("state", state)));
    Ok(AuthorizeOutcome::Redirect(redirect::with_query(uri, &pairs)))
}

fn refuse(request: &AuthorizeRequest, uri: &Url, error: &str, description: &str) -> AuthorizeOutcome {
    let mut pairs = vec![("error", error), ("error_description", description)];
    pairs.extend(request.state.as_deref().map(|state| ("state", state)));
    AuthorizeOutcome::Redirect(redirect::with_query(uri, &pairs))
}

fn needs_login(request: &AuthorizeRequest) -> AuthorizeOutcome {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let required = [
        ("client_id", &request.client_id),
        ("response_type", &request.response_type),
        ("redirect_uri", &request.redirect_uri),
    ];
    query.extend_pairs(required);
    let optional = [
        ("scope", Some(&request.scope).filter(|scope| !scope.is_empty())),
        ("state", request.state.as_ref()),
        ("code_challenge", request.code_challenge.as_ref()),
        ("code_challenge_method", request.code_challenge_method.as_ref()),
        ("approval_prompt", request.approval_prompt.as_ref()),
    ];
    query.extend_pairs(optional.into_iter().filter_map(|(name, value)| Some((name, value?))));
    AuthorizeOutcome::NeedsLogin { next: format!("/oauth2/authorize/?{}", query.finish()) }
}
