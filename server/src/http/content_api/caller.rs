//! Who asks: a session of somebody with content access, or a bearer token. Wrong tokens are counted by address.

use super::answer::Refused;
use crate::http::WebState;
use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use sqlx::PgConnection;
use time::Duration;
use xpro_accounts::{oauth::bearer, session::find_active_staff};
use xpro_app::visitor::{ClientIp, MaybeSignedIn, SignedInStaff};
use xpro_cms::{
    access::{LoadEditorError, load_editor},
    content_api::{ApiProblem, Caller, PREFIX, Scope, present_token},
};
use xpro_kernel::Staff;
use xpro_platform::throttle::{self, Limit, Throttled};

/// Wrong tokens from one address.
const GUESSES: Limit = Limit { action: "api_token", hits: 30, window: Duration::minutes(10) };

/// Scopes of a token of the OAuth2 provider with the scope `read`: what is published, and nothing else.
const OAUTH: [Scope; 3] = [Scope::PagesRead, Scope::ImagesRead, Scope::DocumentsRead];

/// Somebody who may ask.
pub(super) struct Asking(pub(super) Caller);

impl FromRequestParts<WebState> for Asking {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Refused> {
        let bearer =
            parts.headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap_or_default().to_owned());
        match bearer {
            Some(authorization) => {
                let Ok(ip) = ClientIp::from_request_parts(parts, state).await;
                by_token(state, &authorization, &ip.text()).await.map(Asking)
            }
            None => by_session(parts, state).await.map(Asking),
        }
    }
}

async fn by_session(parts: &mut Parts, state: &WebState) -> Result<Caller, Refused> {
    let staff = SignedInStaff::from_request_parts(parts, state).await;
    let Ok(SignedInStaff(staff)) = staff else {
        let person = MaybeSignedIn::from_request_parts(parts, state).await;
        let is_known = person.is_ok_and(|MaybeSignedIn(person)| person.is_some());
        return Err(Refused(if is_known { no_access() } else { signed_out() }));
    };
    let mut conn = state.app.db.read().await?;
    Ok(Caller::by_session(editor(&mut conn, &staff).await?))
}

fn signed_out() -> ApiProblem {
    ApiProblem::SignedOut("Authentication credentials were not provided.")
}

fn no_access() -> ApiProblem {
    ApiProblem::Forbidden("You do not have permission to perform this action.".to_owned())
}

async fn editor(conn: &mut PgConnection, staff: &Staff) -> Result<xpro_cms::access::Editor, ApiProblem> {
    load_editor(conn, staff).await.map_err(|error| match error {
        LoadEditorError::NoAccess => no_access(),
        LoadEditorError::Internal(error) => error.into(),
    })
}

async fn by_token(state: &WebState, authorization: &str, ip: &str) -> Result<Caller, Refused> {
    let presented = authorization
        .split_once(' ')
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim());
    let now = state.app.db.now();
    let mut conn = state.app.db.read().await?;
    throttle::check(&mut conn, &GUESSES, ip, now).await?.map_err(slow_down)?;
    let found = match presented {
        Some(token) => holder(&mut conn, token, now).await?,
        None => None,
    };
    let Some((staff, scopes)) = found else {
        // Counted only now: who has a token asks as often as they like.
        throttle::hit(&mut conn, &GUESSES, ip, now).await?.map_err(slow_down)?;
        return Err(Refused(ApiProblem::SignedOut("The token is not valid.")));
    };
    Ok(Caller::by_token(editor(&mut conn, &staff).await?, scopes))
}

fn slow_down(throttled: Throttled) -> ApiProblem {
    ApiProblem::Throttled(throttled.retry_after.whole_seconds().max(1))
}

/// The owner of a token, still active, and what it is good for.
async fn holder(
    conn: &mut PgConnection,
    token: &str,
    now: time::OffsetDateTime,
) -> Result<Option<(Staff, Vec<Scope>)>, sqlx::Error> {
    let (owner, scopes) = if token.starts_with(PREFIX) {
        let Some(presented) = present_token(conn, token, now).await? else { return Ok(None) };
        (presented.owner, presented.scopes)
    } else {
        let Some(holder) = bearer(conn, token, now).await?.filter(|holder| holder.has("read")) else { return Ok(None) };
        (holder.learner.id, OAUTH.to_vec())
    };
    Ok(find_active_staff(conn, owner).await?.map(|staff| (staff, scopes)))
}
