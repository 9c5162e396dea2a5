//! Renditions at `/images/<signature>/<id>/<spec>/` (cms.md 2.5), and documents at `/documents/<id>/<name>` (2.6).

use super::WebState;
use axum::{
    Router,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use std::sync::Arc;
use tokio::sync::OnceCell;
use xpro_cms::{
    media::{RenderImage, RenditionError, Signer},
    store,
};
use xpro_kernel::{DocumentId, ImageId};
use xpro_pictures::{DRAWING_MIME, Spec};
use xpro_platform::{files, jobs};

const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Another format comes that this browser would rather have.
const FOR_NOW: HeaderValue = HeaderValue::from_static("public, max-age=60");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
/// Nothing that is uploaded may run anything.
const NOTHING: HeaderValue = HeaderValue::from_static("default-src 'none'");

/// A drawing brings its own styles and pictures along. Opened by itself it is nobody's page: no scripts, no forms, no origin.
const DRAWING: HeaderValue =
    HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox");

/// What a file of the library may do where it is opened by itself.
pub(super) fn upload_policy(mime: &str) -> HeaderValue {
    if mime == DRAWING_MIME { DRAWING } else { NOTHING }
}

/// The site's key, read once.
#[derive(Clone, Debug, Default)]
pub struct SiteSigner(Arc<OnceCell<Signer>>);

impl SiteSigner {
    pub(super) async fn get(&self, state: &WebState) -> Result<&Signer, sqlx::Error> {
        self.0
            .get_or_try_init(|| async {
                let mut conn = state.app.db.read().await?;
                Signer::load(&mut conn).await
            })
            .await
    }
}

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route("/images/{signature}/{id}/{spec}/", get(rendition))
        .route("/documents/{id}/{name}", get(document))
}

/// A short answer in plain text, as scripts and proxies expect it of a picture's address.
fn refuse(status: StatusCode, text: impl Into<String>) -> Response {
    let mut response = (status, text.into()).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, NO_STORE);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, NOTHING);
    response
}

async fn rendition(
    State(state): State<WebState>,
    Path((signature, id, spec)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    let Ok(image) = id.parse::<ImageId>() else { return refuse(StatusCode::NOT_FOUND, "There is no such picture.") };
    let signer = match state.signer.get(&state).await {
        Ok(signer) => signer,
        Err(error) => return failed(&error),
    };
    if !signer.is_signed(&signature, image, spec.trim()) {
        return refuse(StatusCode::FORBIDDEN, "The signature does not fit this address.");
    }
    let spec = match Spec::parse(&spec) {
        Ok(spec) => spec,
        Err(error) => return refuse(StatusCode::BAD_REQUEST, format!("The spec cannot be understood: {error}.")),
    };
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match state.darkroom.rendition(&state.app.db, image, &spec, accept).await {
        Ok((file, more_to_make)) => {
            if more_to_make {
                ask_for_the_rest(&state, image, &spec).await;
            }
            let mut response =
                not_modified(&headers, &file.etag).unwrap_or_else(|| Body::from(file.bytes).into_response());
            let answer = response.headers_mut();
            set(answer, header::CONTENT_TYPE, &file.mime);
            set(answer, header::ETAG, &file.etag);
            answer.insert(header::CACHE_CONTROL, if more_to_make { FOR_NOW } else { FOREVER });
            answer.insert(header::CONTENT_SECURITY_POLICY, upload_policy(&file.mime));
            if spec.format.is_none() {
                answer.insert(header::VARY, HeaderValue::from_static("accept"));
            }
            response
        }
        Err(RenditionError::NotFound) => refuse(StatusCode::NOT_FOUND, "There is no such picture."),
        Err(RenditionError::SourceMissing) => refuse(StatusCode::GONE, "The picture's file is missing."),
        Err(RenditionError::Picture(error)) => refuse(StatusCode::BAD_REQUEST, format!("No rendition: {error}.")),
        Err(error @ (RenditionError::Storage(_) | RenditionError::Internal(_))) => failed(&error),
    }
}

/// A job makes the smaller formats of what somebody looks at. That it cannot be asked for is no reason to show nothing.
async fn ask_for_the_rest(state: &WebState, image: ImageId, spec: &Spec) {
    let job = RenderImage { image, spec: Some(spec.as_str().to_owned()) };
    let asked = async {
        let mut tx = state.app.db.begin("rendition").await?;
        jobs::enqueue(&mut tx, &job).await?;
        tx.commit().await
    };
    if let Err(error) = asked.await {
        tracing::warn!(%error, image = image.0, "could not ask for the other formats of a rendition");
    }
}

fn failed(error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "a file of the library could not be given out");
    refuse(StatusCode::SERVICE_UNAVAILABLE, "The file cannot be given out just now.")
}

fn set(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

fn not_modified(headers: &HeaderMap, etag: &str) -> Option<Response> {
    let known = headers.get(header::IF_NONE_MATCH)?.to_str().ok()?;
    let same = known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag || tag.trim() == "*");
    same.then(|| StatusCode::NOT_MODIFIED.into_response())
}

/// A document. Only PDF is shown in the browser; everything else is saved.
async fn document(
    State(state): State<WebState>,
    Path((id, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let Ok(id) = id.parse::<DocumentId>() else { return super::layers::marked(StatusCode::NOT_FOUND) };
    let found = async {
        let mut conn = state.app.db.read().await?;
        store::document_file::find(&mut conn, id).await
    };
    let row = match found.await {
        Ok(Some(row)) if row.file_name == name => row,
        Ok(_) => return super::layers::marked(StatusCode::NOT_FOUND),
        Err(error) => return failed(&error),
    };
    let etag = format!("\"{}\"", row.file_hash);
    let mut response = match not_modified(&headers, &etag) {
        Some(response) => response,
        None => match files::read(&state.files, &row.file_key).await {
            Ok(bytes) => Body::from(bytes).into_response(),
            Err(object_store::Error::NotFound { .. }) => return super::layers::marked(StatusCode::NOT_FOUND),
            Err(error) => return failed(&error),
        },
    };
    let is_pdf = row.mime == "application/pdf";
    let answer = response.headers_mut();
    set(answer, header::CONTENT_TYPE, if is_pdf { "application/pdf" } else { "application/octet-stream" });
    set(answer, header::ETAG, &etag);
    let place = if is_pdf { "inline" } else { "attachment" };
    set(answer, header::CONTENT_DISPOSITION, &format!("{place}; filename=\"{}\"", row.file_name));
    // The address stays when the file is replaced, so everybody asks again and mostly hears "the same".
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
    answer.insert(header::CONTENT_SECURITY_POLICY, NOTHING);
    response
}
