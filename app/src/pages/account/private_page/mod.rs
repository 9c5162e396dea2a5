//! Published pages that are not for everybody (cms.md 5.5, L15). Whoever passes what stands before one gets the same bytes as
//! everybody else who does; who does not is asked for the password or to sign in. Only these pages look at a session, so the
//! public ones cost what they cost before.

mod password;

use super::visit::Visit;
use crate::{
    content::{Generation, Rendered},
    pages::storefront,
    respond::PageError,
    shell::{self, Bundle},
    state::AppState,
    visitor::{MaybeSignedIn, MaybeStaff, to_sign_in},
};
use axum::{
    Router,
    extract::{FromRequestParts, OriginalUri, Request, State},
    http::{HeaderMap, HeaderValue, Uri, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use percent_encoding::percent_decode_str;
use std::sync::Arc;
use tower::ServiceExt as _;
use xpro_cms::{
    delivery::{SiteData, SitePage},
    privacy::{RestrictionId, Visitor, Wall, wall},
};
use xpro_kernel::{Learner, Staff};

/// What answers requests for private pages; it needs sessions.
pub fn router() -> Router<AppState> {
    let doors = get(show).post(password::submit);
    Router::new().route("/", doors.clone()).route("/{*path}", doors)
}

/// Sends requests for private pages to `private`, and lets the others pass without a look at their cookies.
pub async fn keep(State((state, private)): State<(AppState, Router)>, request: Request, next: Next) -> Response {
    let path = asked_path(request.uri());
    let generation = state.content.current();
    if generation.site().find_private(&path).is_some() {
        // A router refuses nothing: what it does not know it answers with 404.
        return private.oneshot(request).await.into_response();
    }
    if !path.ends_with('/') && generation.site().find_private(&format!("{path}/")).is_some() {
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        return Redirect::permanent(&format!("{}/{query}", request.uri().path())).into_response();
    }
    next.run(request).await
}

async fn show(request: PrivateRequest, headers: HeaderMap) -> Result<Response, PageError> {
    let generation = request.visit.state.content.current();
    let page = request.page(generation.site())?;
    match request.wall(generation.site(), page).await? {
        None => read(&request.visit.state, &generation, page, &request.uri, &headers),
        Some(Wall::Password(_)) => password::ask(&request).await,
        Some(Wall::SignIn) => Ok(to_sign_in(&request.here())),
        Some(Wall::NotForThem) => Err(PageError::Forbidden),
    }
}

/// The page, rendered once for all who may read it.
fn read(
    state: &AppState,
    generation: &Arc<Generation>,
    page: &SitePage,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<Response, PageError> {
    let path = page.url_path.as_str();
    // Only the catalog's pages are told apart by their query.
    let query = storefront::catalog_query(uri, generation.site());
    let render = |generation: &Generation| {
        let site = generation.site().behind_the_guards_of(path)?;
        let opened = Generation::for_preview(site, generation.now());
        let (head, body) = storefront::any_page(state, &opened, path, &query)?;
        let head = shell::Head { robots: Some("noindex, nofollow".to_owned()), ..head };
        Some(Rendered::html(shell::document(&state.frame_in(&opened, head, Bundle::Site), body)))
    };
    let snapshot = generation.passing_page(&format!("private {path} {query:?}"), render).ok_or(PageError::NotFound)?;
    let mut response = snapshot.respond(headers);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// A request for a private page: what it asks for, and who asks.
struct PrivateRequest {
    visit: Visit,
    uri: Uri,
    learner: Option<Learner>,
    staff: Option<Staff>,
    opened: Vec<RestrictionId>,
}

impl FromRequestParts<AppState> for PrivateRequest {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, PageError> {
        let visit = Visit::from_request_parts(parts, state).await?;
        let MaybeSignedIn(learner) = MaybeSignedIn::from_request_parts(parts, state).await?;
        let MaybeStaff(staff) = MaybeStaff::from_request_parts(parts, state).await?;
        let Ok(OriginalUri(uri)) = OriginalUri::from_request_parts(parts, state).await;
        let opened = password::opened(&visit.session).await?;
        Ok(PrivateRequest { visit, uri, learner, staff, opened })
    }
}

impl PrivateRequest {
    /// The page, unless it was opened for everybody or taken off a moment ago.
    fn page<'a>(&self, site: &'a SiteData) -> Result<&'a SitePage, PageError> {
        site.find_private(&asked_path(&self.uri)).ok_or(PageError::NotFound)
    }

    /// What stops the visitor.
    async fn wall(&self, site: &SiteData, page: &SitePage) -> Result<Option<Wall>, PageError> {
        let visitor = Visitor {
            user: self.learner.as_ref().map(|learner| learner.id),
            staff: self.staff.as_ref(),
            opened: &self.opened,
        };
        let mut conn = self.visit.state.db.read().await?;
        Ok(wall(&mut conn, visitor, page.id, &site.guards_of(page)).await?)
    }

    /// Path and query.
    fn here(&self) -> String {
        self.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string)
    }
}

/// The address as the tree knows it. A plus that some program turned into a blank is still that id.
fn asked_path(uri: &Uri) -> String {
    let path = percent_decode_str(uri.path()).decode_utf8_lossy();
    let has_id = path.starts_with("/courses/") || path.starts_with("/programs/");
    if has_id { path.replace(' ', "+") } else { path.into_owned() }
}
