//! Uploads into the libraries: one file per request, as its body, so that it can be counted while it comes in and refused
//! without being kept whole.

use super::WebState;
use axum::{
    Json, Router,
    body::Body,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use futures::StreamExt as _;
use serde::Deserialize;
use std::sync::Arc;
use tokio::sync::Semaphore;
use xpro_api::{ApiError, DOCUMENT_UPLOAD, IMAGE_UPLOAD, UploadAnswer, uploads};
use xpro_app::visitor::{RequestId, SignedInStaff};
use xpro_cms::{
    access::Editor,
    media::{
        self, DOCUMENTS_CHANGE, IMAGES_CHANGE, MAX_BYTES, MAX_DOCUMENT_BYTES, MediaError, UploadedDocument,
        UploadedImage,
    },
};
use xpro_kernel::{DocumentId, ImageId};

/// Files that are taken in at once; each is in memory while it is looked at.
const AT_ONCE: usize = 4;

/// What is more than allowed is read to here and thrown away, so that the browser gets to read why.
const PATIENCE: usize = 128 * 1024 * 1024;

/// Turns at taking files in.
#[derive(Clone, Debug)]
pub struct UploadTurns(Arc<Semaphore>);

impl Default for UploadTurns {
    fn default() -> Self {
        UploadTurns(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

pub(super) fn routes() -> Router<WebState> {
    Router::new().route(IMAGE_UPLOAD, post(image)).route(DOCUMENT_UPLOAD, post(document))
}

/// Whether files are sent to this address.
pub(super) fn takes(path: &str) -> bool {
    matches!(path, IMAGE_UPLOAD | DOCUMENT_UPLOAD)
}

/// What is told beside the file.
#[derive(Debug, Deserialize)]
struct Told {
    /// Name of the file.
    #[serde(default)]
    name: String,
    /// Whose place it takes.
    replace: Option<i64>,
    /// Keep it even if the same file is there already.
    #[serde(default)]
    duplicate: bool,
}

/// Why nothing was taken.
enum Refusal {
    Api(ApiError),
    TooLarge(&'static str),
    Broken,
}

impl From<ApiError> for Refusal {
    fn from(error: ApiError) -> Self {
        Refusal::Api(error)
    }
}

impl From<MediaError> for Refusal {
    fn from(error: MediaError) -> Self {
        Refusal::Api(uploads::refusal(error))
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        Refusal::Api(error.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, error) = match self {
            Refusal::Api(error) => (error.status(), error),
            Refusal::TooLarge(reason) => (413, ApiError::invalid(reason)),
            Refusal::Broken => (400, ApiError::invalid("The upload broke off. Try again.")),
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, [(header::CACHE_CONTROL, "no-store")], Json(error)).into_response()
    }
}

fn kept(answer: impl serde::Serialize) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response()
}

/// Who uploads; asked before a byte of the file is read.
async fn uploader(
    state: &WebState,
    staff: Result<SignedInStaff, Response>,
    permission: &'static str,
) -> Result<Editor, Refusal> {
    let Ok(SignedInStaff(staff)) = staff else { return Err(ApiError::SignedOut.into()) };
    let mut conn = state.app.db.read().await?;
    let editor = uploads::editor(&mut conn, &staff).await?;
    if editor.has(permission) { Ok(editor) } else { Err(ApiError::Forbidden.into()) }
}

async fn image(
    State(state): State<WebState>,
    staff: Result<SignedInStaff, Response>,
    RequestId(request_id): RequestId,
    Query(told): Query<Told>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let editor = uploader(&state, staff, IMAGES_CHANGE).await?;
    let _turn = state.uploads.0.acquire().await;
    let bytes =
        read(&headers, body, MAX_BYTES, "The file is larger than 10 MB; make it smaller and try again.").await?;
    let file = media::keep_image(&state.files, &state.darkroom, &told.name, bytes).await?;
    let mut tx = state.app.db.begin(&request_id).await?;
    let answer = match told.replace {
        Some(id) => {
            let image = media::replace_image(&mut tx, (&editor).into(), ImageId(id), &file).await?;
            uploads::image_answer(&mut tx, &image, UploadAnswer::Replaced).await?
        }
        None => {
            let uploaded = media::upload_image(&mut tx, (&editor).into(), &file, told.duplicate).await?;
            let (UploadedImage::Added(id) | UploadedImage::Duplicate(id)) = uploaded;
            let image = media::find_image(&mut tx, (&editor).into(), id).await?;
            let wrap = if uploaded == UploadedImage::Added(id) { UploadAnswer::Added } else { UploadAnswer::Duplicate };
            uploads::image_answer(&mut tx, &image, wrap).await?
        }
    };
    tx.commit().await?;
    if matches!(answer, UploadAnswer::Duplicate(_)) {
        forget(&state, &file.file_key).await;
    }
    Ok(kept(answer))
}

async fn document(
    State(state): State<WebState>,
    staff: Result<SignedInStaff, Response>,
    RequestId(request_id): RequestId,
    Query(told): Query<Told>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let editor = uploader(&state, staff, DOCUMENTS_CHANGE).await?;
    let _turn = state.uploads.0.acquire().await;
    let reason = "The file is larger than 25 MB; make it smaller and try again.";
    let bytes = read(&headers, body, MAX_DOCUMENT_BYTES, reason).await?;
    let file = media::keep_document(&state.files, &told.name, bytes).await?;
    let mut tx = state.app.db.begin(&request_id).await?;
    let answer = match told.replace {
        Some(id) => {
            let row = media::replace_document(&mut tx, (&editor).into(), DocumentId(id), &file).await?;
            uploads::document_answer(row, UploadAnswer::Replaced)
        }
        None => {
            let uploaded = media::upload_document(&mut tx, (&editor).into(), &file, told.duplicate).await?;
            let (UploadedDocument::Added(id) | UploadedDocument::Duplicate(id)) = uploaded;
            let row = media::find_document(&mut tx, (&editor).into(), id).await?;
            let is_new = uploaded == UploadedDocument::Added(id);
            uploads::document_answer(row, if is_new { UploadAnswer::Added } else { UploadAnswer::Duplicate })
        }
    };
    tx.commit().await?;
    if matches!(answer, UploadAnswer::Duplicate(_)) {
        forget(&state, &file.file_key).await;
    }
    Ok(kept(answer))
}

/// A file that no row points at. Left behind, it would only take room.
async fn forget(state: &WebState, key: &str) {
    if let Err(error) = object_store::ObjectStoreExt::delete(&*state.files, &object_store::path::Path::from(key)).await
    {
        tracing::warn!(%error, key, "a file that nobody needs could not be removed");
    }
}

/// The body, if it is not larger than `most`.
async fn read(headers: &HeaderMap, body: Body, most: usize, reason: &'static str) -> Result<Vec<u8>, Refusal> {
    let told: Option<usize> = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if told.is_some_and(|length| length > PATIENCE) {
        return Err(Refusal::TooLarge(reason));
    }
    let mut bytes = Vec::with_capacity(told.unwrap_or_default().min(most));
    let mut seen = 0_usize;
    let mut parts = body.into_data_stream();
    while let Some(part) = parts.next().await {
        let part = part.map_err(|_| Refusal::Broken)?;
        seen = seen.saturating_add(part.len());
        if seen > PATIENCE {
            break;
        }
        if seen > most {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&part);
        }
    }
    if seen > most { Err(Refusal::TooLarge(reason)) } else { Ok(bytes) }
}
