//! The public REST API: the catalog that MIT Learn pulls (catalog_export.md 8), kept per generation like a page, and
//! what the storefront's islands ask.

use super::WebState;
use axum::{
    Json, Router,
    extract::{Path, Query, Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;
use xpro_app::{
    content::{Generation, Rendered},
    respond::PageError,
    visitor::{MaybeSignedIn, SignedInStaff},
};
use xpro_catalog::export::{Export, ExportSite};
use xpro_cms::delivery::ExportFacts;
use xpro_kernel::{CourseId, CourseRunId, ProductId, ProgramId};
use xpro_learning::dashboard::{is_enrolled_in_program, is_enrolled_in_run};

const JSON: &str = "application/json";

pub(super) fn routes() -> Router<WebState> {
    let mut routes = Router::new();
    for base in ["/api", "/api/v1"] {
        routes = routes
            .route(&format!("{base}/courses/"), get(courses))
            .route(&format!("{base}/courses/{{id}}/"), get(course))
            .route(&format!("{base}/programs/"), get(programs))
            .route(&format!("{base}/programs/{{id}}/"), get(program))
            .route(&format!("{base}/parent_course_topics/"), get(topics));
    }
    routes
        .route("/api/products/", get(products))
        .route("/api/products/{id}/", get(product))
        .route_layer(middleware::from_fn(known_format))
        .route("/api/app/visitor", get(visitor))
        .route("/api/app/enrolled", get(enrolled))
}

/// JSON is all there is: another `format` names nothing (catalog_export.md 8).
async fn known_format(request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let mut formats = query.split('&').filter_map(|pair| pair.strip_prefix("format="));
    if formats.any(|format| !matches!(format, "json" | "api")) {
        return PageError::NotFound.into_response();
    }
    next.run(request).await
}

async fn courses(State(state): State<WebState>, headers: HeaderMap) -> Response {
    list(&state, &headers, "/api/courses/", |export| export.courses_json())
}

async fn programs(State(state): State<WebState>, headers: HeaderMap) -> Response {
    list(&state, &headers, "/api/programs/", |export| export.programs_json())
}

async fn products(State(state): State<WebState>, headers: HeaderMap) -> Response {
    list(&state, &headers, "/api/products/", |export| export.products_json())
}

async fn topics(State(state): State<WebState>, headers: HeaderMap) -> Response {
    list(&state, &headers, "/api/parent_course_topics/", |export| export.parent_course_topics_json())
}

async fn course(State(state): State<WebState>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    item(&state, &headers, "Course", &id, |export, id| export.course_json(CourseId(id)))
}

async fn program(State(state): State<WebState>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    item(&state, &headers, "Program", &id, |export, id| export.program_json(ProgramId(id)))
}

async fn product(State(state): State<WebState>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    item(&state, &headers, "Product", &id, |export, id| export.product_json(ProductId(id)))
}

fn list(
    state: &WebState,
    headers: &HeaderMap,
    key: &str,
    write: impl FnOnce(&Export<'_, ExportFacts>) -> Vec<u8>,
) -> Response {
    let render = |generation: &Generation| Some(Rendered::of(JSON, with_export(state, generation, write)));
    match state.app.content.current().page(key, render) {
        Some(snapshot) => snapshot.respond(headers),
        None => PageError::NotFound.into_response(),
    }
}

fn item(
    state: &WebState,
    headers: &HeaderMap,
    noun: &str,
    id: &str,
    write: impl FnOnce(&Export<'_, ExportFacts>, i64) -> Option<Vec<u8>>,
) -> Response {
    let found = id.parse().ok().and_then(|id: i64| {
        // Few ask for one: the room is the lists' and the pages'.
        state.app.content.current().passing_page(&format!("/api/ {noun} {id}"), |generation| {
            Some(Rendered::of(JSON, with_export(state, generation, |export| write(export, id))?))
        })
    });
    match found {
        Some(snapshot) => snapshot.respond(headers),
        None => (
            StatusCode::NOT_FOUND,
            Json(serde_json::json!({ "detail": format!("No {noun} matches the given query.") })),
        )
            .into_response(),
    }
}

pub(super) fn with_export<T>(
    state: &WebState,
    generation: &Generation,
    write: impl FnOnce(&Export<'_, ExportFacts>) -> T,
) -> T {
    let pages = ExportFacts::new(generation.site(), &state.app.config.base_url);
    let site = export_site(state);
    write(&Export {
        data: generation.site().catalog(),
        pages: &pages,
        site: &site,
        now: generation.now(),
        enrolled: None,
    })
}

/// What the export knows of the installation.
pub(super) fn export_site(state: &WebState) -> ExportSite {
    ExportSite {
        default_thumbnail_url: format!("{}/public/default-thumbnail.webp", state.app.config.base_url),
        courseware_base_url: state.settings.courseware_url().clone(),
    }
}

/// What the header's island shows of the person.
async fn visitor(MaybeSignedIn(learner): MaybeSignedIn, staff: Result<SignedInStaff, Response>) -> Response {
    match learner {
        Some(learner) => {
            private(serde_json::json!({ "signed_in": true, "name": learner.name, "is_staff": staff.is_ok() }))
        }
        None => private(serde_json::json!({ "signed_in": false })),
    }
}

#[derive(Debug, Deserialize)]
struct EnrolledQuery {
    run: Option<CourseRunId>,
    program: Option<ProgramId>,
}

/// Whether the person is enrolled in what a product page sells.
async fn enrolled(
    State(state): State<WebState>,
    MaybeSignedIn(learner): MaybeSignedIn,
    Query(query): Query<EnrolledQuery>,
) -> Result<Response, PageError> {
    let Some(learner) = learner else { return Ok(private(serde_json::json!({ "enrolled": false }))) };
    let mut conn = state.app.db.read().await?;
    let enrolled = match (query.run, query.program) {
        (Some(run), _) => is_enrolled_in_run(&mut conn, &learner, run).await?,
        (None, Some(program)) => is_enrolled_in_program(&mut conn, &learner, program).await?,
        (None, None) => false,
    };
    Ok(private(serde_json::json!({ "enrolled": enrolled })))
}

fn private(body: serde_json::Value) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}
