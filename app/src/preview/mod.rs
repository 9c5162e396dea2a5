//! The real page of a draft, for the frame beside the editor's form. Every text carries the address of its field in
//! `data-field`; the public pages never do.

mod link;
mod marks;
mod render;

use crate::{respond, state::AppState, visitor::SignedInStaff};
use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse as _, Response},
    routing::get,
};
pub use link::router as links;
use render::{Draft, render};
use sqlx::PgConnection;
use xpro_cms::{
    access::{LoadEditorError, ReadError, load_editor},
    document::{PageDocument, SCHEMA, StoredDocument},
    publish::{OpenDraft, open_draft},
    store,
};
use xpro_kernel::PageId;

/// No document is larger.
const BODY_LIMIT: usize = 4 << 20;

/// Nothing runs in the frame, and only the studio may hold it.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

/// A GET shows the saved draft, a POST the document in its body.
pub fn router() -> Router<AppState> {
    Router::new().route("/studio/preview/{page}", get(saved).post(posted)).layer(DefaultBodyLimit::max(BODY_LIMIT))
}

async fn saved(SignedInStaff(staff): SignedInStaff, State(state): State<AppState>, Path(page): Path<i64>) -> Response {
    answer(&state, &staff, page, None).await
}

async fn posted(
    SignedInStaff(staff): SignedInStaff,
    State(state): State<AppState>,
    Path(page): Path<i64>,
    body: Bytes,
) -> Response {
    answer(&state, &staff, page, Some(body)).await
}

async fn answer(state: &AppState, staff: &xpro_kernel::Staff, page: i64, body: Option<Bytes>) -> Response {
    let is_posted = body.is_some();
    let found = match state.db.read().await {
        Ok(mut conn) => draft(&mut conn, staff, PageId(page), body).await,
        Err(error) => return respond::PageError::from(error).into_response(),
    };
    match found.map(|draft| render(state, draft)) {
        Ok(Ok(html)) => framed(StatusCode::OK, Html(html).into_response()),
        Ok(Err(why)) if is_posted => told(why),
        // The frame needs a page to put the next answer into.
        Ok(Err(why)) => framed(StatusCode::OK, Html(render::nothing(state, why)).into_response()),
        Err(Refused::Page(error)) => error.into_response(),
        Err(Refused::Document(why)) => told(&why),
    }
}

/// Why there is nothing to draw, for the editor's own words beside the frame. A plain text would be taken for an answer of
/// the framework's and drawn as an error page.
fn told(why: &str) -> Response {
    let body = serde_json::json!({ "reason": why });
    framed(StatusCode::UNPROCESSABLE_ENTITY, Json(body).into_response())
}

fn framed(status: StatusCode, mut response: Response) -> Response {
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Why there is nothing to draw.
enum Refused {
    /// Not for them, or ours to mend.
    Page(respond::PageError),
    /// The document is none.
    Document(String),
}

impl From<sqlx::Error> for Refused {
    fn from(error: sqlx::Error) -> Self {
        Refused::Page(error.into())
    }
}

async fn draft(
    conn: &mut PgConnection,
    staff: &xpro_kernel::Staff,
    page: PageId,
    body: Option<Bytes>,
) -> Result<Draft, Refused> {
    let editor = load_editor(conn, staff).await.map_err(|error| match error {
        LoadEditorError::NoAccess => Refused::Page(respond::PageError::Forbidden),
        LoadEditorError::Internal(error) => error.into(),
    })?;
    let OpenDraft { page, kind, document, .. } = open_draft(conn, (&editor).into(), page).await.map_err(unread)?;
    let body = match body {
        Some(body) => {
            serde_json::from_slice(&body).map_err(|_| Refused::Document("This is no document.".to_owned()))?
        }
        None => document.to_stored().map_err(|error| Refused::Document(error.to_string()))?.body,
    };
    let (body, fields) = marks::mark(kind.name(), body);
    // What no document can hold is told beside its field; meanwhile the preview stays as it was.
    let read = PageDocument::read(kind, StoredDocument { schema: SCHEMA, body })
        .map_err(|_| Refused::Document("The preview waits for a field that cannot be understood.".to_owned()))?;
    let snippets = store::snippet::list_all(conn).await?;
    Ok(Draft { id: page.id, url_path: page.url_path, kind, document: read.document, snippets, fields })
}

fn unread(error: ReadError) -> Refused {
    match error {
        ReadError::Refused(_) => Refused::Page(respond::PageError::NotFound),
        ReadError::Document(error) => Refused::Document(error.to_string()),
        ReadError::Internal(error) => error.into(),
    }
}
