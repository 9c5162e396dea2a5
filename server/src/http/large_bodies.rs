//! Bodies that no form of ours has: refused, but only once they have arrived. A connection that is closed while a browser
//! still sends shows people the browser's error instead of our page.

use super::{layers::marked, uploads};
use axum::{
    Json,
    body::Body,
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use futures::StreamExt as _;
use std::time::Duration;
use xpro_api::{ApiError, PAGE_PREVIEW};

/// No form of ours is larger.
pub(super) const LIMIT: usize = 256 * 1024;
/// The studio sends whole documents: two hundred sections of long texts stay below this.
const STUDIO_LIMIT: usize = 4 * 1024 * 1024;
/// Merging sends two of them.
const MERGE_LIMIT: usize = 2 * STUDIO_LIMIT;
/// Longest body that is read to be thrown away; who sends more than this is no person with a form.
const MOST: usize = 32 * 1024 * 1024;
/// How long that may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// 413 for a body that says it is too large. One that does not say is stopped where it is read.
pub(super) async fn refuse(request: Request, next: Next) -> Response {
    let length = announced_length(&request);
    let path = request.uri().path();
    if length <= limit_of(path) {
        return next.run(request).await;
    }
    let answer = refusal(path);
    if length <= MOST {
        // Whether all of it came makes no difference to the answer.
        let _ = tokio::time::timeout(PATIENCE, discard(request.into_body())).await;
    }
    answer
}

/// The studio's screens read the reason where they ask; everybody else gets a page.
fn refusal(path: &str) -> Response {
    const STATUS: StatusCode = StatusCode::PAYLOAD_TOO_LARGE;
    if path.starts_with("/api/studio/") {
        (STATUS, Json(ApiError::invalid("This page is too long to be saved."))).into_response()
    } else if path.starts_with(PAGE_PREVIEW) {
        (STATUS, Json(serde_json::json!({ "reason": "This page is too long to be shown." }))).into_response()
    } else {
        marked(STATUS)
    }
}

/// Longest body that is taken at a path. Uploads count for themselves while they come in.
pub(super) fn limit_of(path: &str) -> usize {
    if uploads::takes(path) {
        usize::MAX
    } else if path == "/api/studio/page-merge" {
        MERGE_LIMIT
    } else if path.starts_with("/api/studio/") || path.starts_with(PAGE_PREVIEW) {
        STUDIO_LIMIT
    } else {
        LIMIT
    }
}

fn announced_length(request: &Request) -> usize {
    let header = request.headers().get(header::CONTENT_LENGTH);
    header.and_then(|value| value.to_str().ok()?.parse().ok()).unwrap_or(0)
}

async fn discard(body: Body) {
    let mut pieces = body.into_data_stream();
    while let Some(Ok(_)) = pieces.next().await {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, middleware, routing::post};
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };
    use tower::ServiceExt as _;

    /// The answer to a body of so many pieces of 64 KB, and how many of them were read.
    async fn answer(pieces: usize) -> (StatusCode, usize) {
        let read = Arc::new(AtomicUsize::new(0));
        let counter = read.clone();
        let body = futures::stream::iter(0..pieces).map(move |_| {
            counter.fetch_add(1, Ordering::Relaxed);
            Ok::<_, std::io::Error>(vec![b'a'; 64 * 1024])
        });
        let request = Request::post("/")
            .header(header::CONTENT_LENGTH, pieces * 64 * 1024)
            .body(Body::from_stream(body))
            .expect("request");
        let router = Router::new()
            .route("/", post(async |_: axum::body::Bytes| StatusCode::OK))
            .layer(middleware::from_fn(refuse));
        let status = router.oneshot(request).await.expect("answer").status();
        (status, read.load(Ordering::Relaxed))
    }

    #[tokio::test]
    async fn a_large_body_is_read_to_its_end_and_refused() {
        assert_eq!(answer(160).await, (StatusCode::PAYLOAD_TOO_LARGE, 160));
    }

    #[tokio::test]
    async fn an_enormous_one_is_not_read_at_all() {
        assert_eq!(answer(16_384).await, (StatusCode::PAYLOAD_TOO_LARGE, 0));
    }

    #[tokio::test]
    async fn an_ordinary_one_passes() {
        assert_eq!(answer(4).await, (StatusCode::OK, 4));
    }

    #[test]
    fn uploads_and_documents_may_be_larger_than_forms() {
        assert_eq!(limit_of("/checkout/"), LIMIT);
        assert_eq!(limit_of("/api/studio/page-save"), STUDIO_LIMIT);
        assert_eq!(limit_of("/api/studio/page-merge"), MERGE_LIMIT);
        assert_eq!(limit_of("/studio/preview/1"), STUDIO_LIMIT);
        assert_eq!(limit_of(xpro_api::IMAGE_UPLOAD), usize::MAX);
    }
}
