//! The doors of the public pages: find the rendered page in the current generation, or render it into it. No cookie is
//! looked at, so the answer is the same for everyone.

use crate::{
    content::{Generation, Rendered, Snapshot},
    pages::{
        crawlers,
        public::{self, meta},
    },
    shell::{self, Bundle, Head},
    state::AppState,
};
use axum::{
    Router,
    extract::{OriginalUri, Path, State},
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use leptos::prelude::AnyView;
use std::sync::Arc;
use xpro_cms::{
    delivery::{self, CatalogQuery, OfferKind, SiteData},
    document::PageKind,
};

/// Routes of the public pages. The server adds the fallback that finds text pages.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/", get(home))
        .route("/catalog/", get(catalog))
        .route("/courses/{readable_id}/", get(course))
        .route("/programs/{readable_id}/", get(program))
        .route("/sitemap.xml", get(crawlers::sitemap))
        .route("/robots.txt", get(crawlers::robots))
        .route("/brand.css", get(brand_css))
}

async fn home(State(state): State<AppState>, headers: HeaderMap) -> Response {
    serve(&state, &headers, "/", |generation| {
        let model = delivery::home(generation.site(), generation.now());
        let frame = state.frame_in(generation, meta::home_head(&model, &state.site_frame(generation)), Bundle::Site);
        Some(Rendered::html(shell::document(&frame, move || public::home(&model))))
    })
}

async fn catalog(State(state): State<AppState>, headers: HeaderMap, uri: Uri) -> Response {
    let generation = state.content.current();
    let query = catalog_query(&uri, generation.site());
    let key = format!("/catalog/ {query:?}");
    let render = |generation: &Generation| {
        let model = delivery::catalog(generation.site(), &query, generation.now());
        let frame = state.frame_in(generation, meta::catalog_head(&model, &state.site_frame(generation)), Bundle::Site);
        Some(Rendered::html(shell::document(&frame, move || public::catalog(&model))))
    };
    answer(
        if query.is_usual(generation.site()) {
            generation.page(&key, render)
        } else {
            generation.passing_page(&key, render)
        },
        &headers,
    )
}

/// Only what was understood tells pages apart: campaign parameters do not.
pub(crate) fn catalog_query(uri: &Uri, site: &SiteData) -> CatalogQuery {
    let pairs: Vec<(String, String)> =
        uri.query().and_then(|query| serde_urlencoded::from_str(query).ok()).unwrap_or_default();
    CatalogQuery::from_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))).understood(site)
}

async fn course(state: State<AppState>, path: Path<String>, headers: HeaderMap) -> Response {
    product(state, path, headers, OfferKind::Course)
}

async fn program(state: State<AppState>, path: Path<String>, headers: HeaderMap) -> Response {
    product(state, path, headers, OfferKind::Program)
}

fn product(
    State(state): State<AppState>,
    Path(readable_id): Path<String>,
    headers: HeaderMap,
    kind: OfferKind,
) -> Response {
    // A plus that some program turned into a blank is still that id.
    let readable_id = readable_id.replace(' ', "+");
    let key = delivery::product_url(kind, &readable_id);
    serve(&state, &headers, &key, |generation| {
        let model = delivery::product(generation.site(), kind, &readable_id, generation.now())?;
        let frame = state.frame_in(generation, meta::product_head(&model, &state.site_frame(generation)), Bundle::Site);
        let support = state.config.support_email.clone();
        Some(Rendered::html(shell::document(&frame, move || public::product(&model, &support))))
    })
}

/// What no route knows: a text page, the same address with a slash, or nothing.
pub async fn fallback(
    State(state): State<AppState>,
    OriginalUri(uri): OriginalUri,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let path = percent_encoding::percent_decode_str(uri.path()).decode_utf8_lossy().into_owned();
    if !path.ends_with('/') {
        return with_slash(&state, &uri, &path);
    }
    if !matches!(method, Method::GET | Method::HEAD) && state.content.current().site().live_page(&path).is_some() {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET,HEAD")]).into_response();
    }
    serve(&state, &headers, &path, |generation| {
        let (head, body) = page_at(&state, generation, &path)?;
        let frame = state.frame_in(generation, head, Bundle::Site);
        Some(Rendered::html(shell::document(&frame, body)))
    })
}

/// What lays a page out.
pub(crate) type Body = Box<dyn FnOnce() -> AnyView + Send>;

/// The live page at this address, of whatever kind.
pub(crate) fn any_page(
    state: &AppState,
    generation: &Generation,
    path: &str,
    query: &CatalogQuery,
) -> Option<(Head, Body)> {
    let (site, frame) = (generation.site(), state.site_frame(generation));
    let page = site.live_page(path)?;
    match page.document.kind() {
        PageKind::HomePage => {
            let model = delivery::home(site, generation.now());
            Some((meta::home_head(&model, &frame), Box::new(move || public::home(&model))))
        }
        PageKind::CatalogPage => {
            let model = delivery::catalog(site, query, generation.now());
            Some((meta::catalog_head(&model, &frame), Box::new(move || public::catalog(&model))))
        }
        kind if kind.is_product() => {
            let model = delivery::product_page(site, page, generation.now())?;
            let support = state.config.support_email.clone();
            Some((meta::product_head(&model, &frame), Box::new(move || public::product(&model, &support))))
        }
        _ => page_at(state, generation, path),
    }
}

/// The page that an editor put at this address, of a kind without a route of its own.
fn page_at(state: &AppState, generation: &Generation, path: &str) -> Option<(Head, Body)> {
    let (site, frame) = (generation.site(), state.site_frame(generation));
    match site.live_page(path)?.document.kind() {
        PageKind::ResourcePage => {
            let model = delivery::resource(site, path)?;
            Some((meta::resource_head(&model, &frame), Box::new(move || public::resource(&model))))
        }
        PageKind::WebinarIndexPage => {
            let model = delivery::webinars(site, generation.now())?;
            Some((meta::webinars_head(&model, path), Box::new(move || public::webinars(&model))))
        }
        PageKind::WebinarPage => {
            let model = delivery::webinar(site, path)?;
            Some((meta::webinar_head(&model, &frame), Box::new(move || public::webinar(&model))))
        }
        PageKind::BlogIndexPage => {
            let model = delivery::blog(site, path)?;
            Some((meta::blog_head(&model, path), Box::new(move || public::blog(&model))))
        }
        PageKind::EnterprisePage => {
            let model = delivery::enterprise(site)?;
            Some((meta::enterprise_head(&model, path), Box::new(move || public::enterprise(&model))))
        }
        _ => None,
    }
}

/// 301 to the slash form of pages that have one; a file that is not there is not there.
fn with_slash(state: &AppState, uri: &Uri, path: &str) -> Response {
    let slashed = format!("{path}/");
    let generation = state.content.current();
    let known = generation.site().live_page(&slashed).is_some()
        || SLASHED_PREFIXES.iter().any(|prefix| slashed.starts_with(prefix));
    if !known {
        return crate::respond::PageError::NotFound.into_response();
    }
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    (StatusCode::MOVED_PERMANENTLY, Redirect::permanent(&format!("{}/{query}", uri.path()))).into_response()
}

/// Where every address ends in a slash.
const SLASHED_PREFIXES: &[&str] = &[
    "/catalog/",
    "/courses/",
    "/programs/",
    "/signin/",
    "/create-account/",
    "/checkout/",
    "/dashboard/",
    "/receipt/",
    "/profile/",
    "/account-settings/",
    "/api/",
];

/// The one color that is a setting.
async fn brand_css(State(state): State<AppState>, headers: HeaderMap) -> Response {
    serve(&state, &headers, "/brand.css", |generation| {
        let accent = generation.site().settings().safe_accent_color();
        Some(Rendered::of(
            "text/css; charset=utf-8",
            format!(":root{{--accent:{accent};--accent-hover:color-mix(in srgb,{accent},black 22%)}}\n"),
        ))
    })
}

pub(super) fn serve(
    state: &AppState,
    headers: &HeaderMap,
    key: &str,
    render: impl FnOnce(&Generation) -> Option<Rendered>,
) -> Response {
    answer(state.content.current().page(key, render), headers)
}

fn answer(page: Option<Arc<Snapshot>>, headers: &HeaderMap) -> Response {
    match page {
        Some(snapshot) => snapshot.respond(headers),
        None => crate::respond::PageError::NotFound.into_response(),
    }
}
