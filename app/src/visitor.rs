//! Who is asking: extractors that turn the session into an actor, at the door and nowhere else.

use crate::{respond::PageError, state::AppState};
use axum::{
    extract::{ConnectInfo, FromRef, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};
use tower_sessions::Session;
use xpro_accounts::session::{self, SignedInSession, load_learner, load_staff};
use xpro_kernel::{Learner, Staff};

/// Id of the request, set by the outermost layer; on every fact written and every error shown.
#[derive(Debug, Clone, Default)]
pub struct RequestId(pub String);

impl<S: Send + Sync> FromRequestParts<S> for RequestId {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<RequestId>().cloned().unwrap_or_default())
    }
}

/// The visitor's address: the peer, or what a trusted proxy says.
#[derive(Debug, Clone, Copy)]
pub struct ClientIp(pub Option<IpAddr>);

impl ClientIp {
    /// Text for throttles and the record; empty when unknown.
    pub fn text(self) -> String {
        self.0.map(|ip| ip.to_string()).unwrap_or_default()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ClientIp
where
    AppState: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        Ok(ClientIp(client_ip(peer, &parts.headers, &AppState::from_ref(state).config.trusted_proxies)))
    }
}

/// The last address in `X-Forwarded-For` that is not one of our own proxies, believed only when the peer is one.
fn client_ip(peer: Option<IpAddr>, headers: &HeaderMap, trusted: &[IpAddr]) -> Option<IpAddr> {
    let peer = peer?;
    if !trusted.contains(&peer) {
        return Some(peer);
    }
    let forwarded =
        headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(",");
    forwarded
        .split(',')
        .rev()
        .filter_map(|part| part.trim().parse().ok())
        .find(|ip| !trusted.contains(ip))
        .or(Some(peer))
}

/// The signed-in learner, if there is one.
#[derive(Debug, Clone)]
pub struct MaybeSignedIn(pub Option<Learner>);

impl<S: Send + Sync> FromRequestParts<S> for MaybeSignedIn
where
    AppState: FromRef<S>,
{
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let state = AppState::from_ref(state);
        let Some(mut claim) = Claim::read(parts, &state).await? else { return Ok(MaybeSignedIn(None)) };
        let learner = load_learner(&mut claim.conn, &claim.signed_in).await?;
        if learner.is_some() {
            claim.renew(&state).await?;
        }
        Ok(MaybeSignedIn(learner))
    }
}

/// The signed-in learner; everybody else is sent to sign in and comes back.
#[derive(Debug, Clone)]
pub struct SignedIn(pub Learner);

impl<S: Send + Sync> FromRequestParts<S> for SignedIn
where
    AppState: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let MaybeSignedIn(learner) =
            MaybeSignedIn::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        learner.map(SignedIn).ok_or_else(|| sign_in_first(parts))
    }
}

/// A signed-in member of staff.
#[derive(Debug, Clone)]
pub struct SignedInStaff(pub Staff);

impl<S: Send + Sync> FromRequestParts<S> for SignedInStaff
where
    AppState: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        match find_staff(parts, &AppState::from_ref(state)).await {
            Ok(Found::Staff(staff)) => Ok(SignedInStaff(staff)),
            Ok(Found::NotStaff) => Err(PageError::Forbidden.into_response()),
            Ok(Found::Nobody) => Err(sign_in_first(parts)),
            Err(error) => Err(error.into_response()),
        }
    }
}

/// The signed-in member of staff, if there is one.
#[derive(Debug, Clone)]
pub struct MaybeStaff(pub Option<Staff>);

impl<S: Send + Sync> FromRequestParts<S> for MaybeStaff
where
    AppState: FromRef<S>,
{
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        match find_staff(parts, &AppState::from_ref(state)).await? {
            Found::Staff(staff) => Ok(MaybeStaff(Some(staff))),
            Found::NotStaff | Found::Nobody => Ok(MaybeStaff(None)),
        }
    }
}

/// Who asks for a staff page.
enum Found {
    /// Somebody whose session ended, or who has none.
    Nobody,
    /// A person without the staff flag.
    NotStaff,
    /// A member of staff.
    Staff(Staff),
}

async fn find_staff(parts: &Parts, state: &AppState) -> Result<Found, PageError> {
    let Some(mut claim) = Claim::read(parts, state).await? else { return Ok(Found::Nobody) };
    let Some(staff) = load_staff(&mut claim.conn, &claim.signed_in).await? else {
        let person = load_learner(&mut claim.conn, &claim.signed_in).await?;
        return Ok(if person.is_some() { Found::NotStaff } else { Found::Nobody });
    };
    claim.renew(state).await?;
    Ok(Found::Staff(staff))
}

/// What the session says, and a connection to check it with.
struct Claim {
    session: Session,
    signed_in: SignedInSession,
    conn: sqlx::pool::PoolConnection<sqlx::Postgres>,
}

impl Claim {
    /// The session's claim; no query without a cookie.
    async fn read(parts: &Parts, state: &AppState) -> Result<Option<Self>, PageError> {
        if !parts.headers.contains_key(header::COOKIE) {
            return Ok(None);
        }
        let Some(session) = parts.extensions.get::<Session>().cloned() else { return Ok(None) };
        match SignedInSession::read(&session).await.map_err(PageError::internal)? {
            Some(signed_in) => Ok(Some(Claim { session, signed_in, conn: state.db.read().await? })),
            None => Ok(None),
        }
    }

    /// Keeps a session that is used alive (accounts_ops.md 1.15).
    async fn renew(&self, state: &AppState) -> Result<(), PageError> {
        session::renew(&self.session, state.db.now()).await.map_err(PageError::internal)
    }
}

/// The sign-in page with the way back; a form's target is no place to come back to, so only GETs keep theirs.
fn sign_in_first(parts: &Parts) -> Response {
    if parts.uri.path().starts_with("/api/") {
        return PageError::NotSignedIn.into_response();
    }
    let back = if parts.method == axum::http::Method::GET {
        parts.uri.path_and_query().map_or("/", |path| path.as_str())
    } else {
        parts.uri.path()
    };
    to_sign_in(back)
}

/// 303 to the sign-in page with the way back.
pub fn to_sign_in(back: &str) -> Response {
    let next = percent_encoding::utf8_percent_encode(back, percent_encoding::NON_ALPHANUMERIC);
    Redirect::to(&format!("/signin/?next={next}")).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forwarded(value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", value.parse().expect("header"));
        headers
    }

    #[test]
    fn a_strangers_forwarding_header_is_not_believed() {
        let peer: IpAddr = "203.0.113.9".parse().expect("address");
        assert_eq!(client_ip(Some(peer), &forwarded("10.1.1.1"), &[]), Some(peer));
    }

    #[test]
    fn behind_a_trusted_proxy_the_nearest_stranger_counts() {
        let proxy: IpAddr = "10.0.0.1".parse().expect("address");
        let headers = forwarded("6.6.6.6, 203.0.113.9, 10.0.0.1");
        assert_eq!(client_ip(Some(proxy), &headers, &[proxy]), "203.0.113.9".parse().ok());
    }
}
