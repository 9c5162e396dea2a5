//! The page cache: once per generation, the right bytes for each client.

use super::{Rendered, Snapshot};
use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, StatusCode, header},
};
use http_body_util::BodyExt as _;

fn asking(name: header::HeaderName, value: &'static str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(name, HeaderValue::from_static(value));
    headers
}

async fn body(response: axum::response::Response) -> Bytes {
    response.into_body().collect().await.expect("a body in memory").to_bytes()
}

fn page() -> Snapshot {
    Snapshot::new(Rendered::html("<p>the same words again and again</p>".repeat(200)))
}

#[tokio::test]
async fn each_client_gets_an_encoding_it_takes() {
    let page = page();
    for (accepted, expected) in [
        ("gzip, br", Some("br")),
        ("gzip, br;q=0", Some("gzip")),
        ("GZIP;q=0.5, br; Q=0.000", Some("gzip")),
        ("gzip;q=0, br;q=0", None),
        ("identity", None),
        ("", None),
        ("zebra", None),
    ] {
        let response = page.respond(&asking(header::ACCEPT_ENCODING, accepted));
        assert_eq!(
            response.headers().get(header::CONTENT_ENCODING).map(|value| value.to_str().expect("ascii")),
            expected,
            "{accepted}"
        );
        assert_eq!(response.headers()[header::VARY], "Accept-Encoding");
    }
    assert_eq!(body(page.respond(&HeaderMap::new())).await.len(), 200 * "<p>the same words again and again</p>".len());
}

#[tokio::test]
async fn thorough_compression_replaces_the_fast_one_under_the_same_tag() {
    let page = page();
    let fast = page.respond(&asking(header::ACCEPT_ENCODING, "br"));
    let tag = fast.headers()[header::ETAG].clone();
    let fast = body(fast).await;

    page.compress_thoroughly();

    let thorough = page.respond(&asking(header::ACCEPT_ENCODING, "br"));
    assert_eq!(thorough.headers()[header::ETAG], tag);
    assert!(body(thorough).await.len() <= fast.len());
}

#[tokio::test]
async fn a_client_that_has_the_bytes_gets_none() {
    let page = page();
    let tag = page.respond(&HeaderMap::new()).headers()[header::ETAG].clone();
    let mut headers = HeaderMap::new();
    headers.insert(header::IF_NONE_MATCH, tag);

    let response = page.respond(&headers);

    assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
    assert!(body(response).await.is_empty());
}

#[tokio::test]
async fn tags_differ_by_encoding_and_content_and_a_weak_or_any_tag_is_known() {
    let page = page();
    let tag = |page: &Snapshot, accepted| {
        let answer = page.respond(&asking(header::ACCEPT_ENCODING, accepted));
        answer.headers()[header::ETAG].to_str().expect("ascii").to_owned()
    };
    let other = Snapshot::new(Rendered::html("<link href=\"/static/site-b.css\">".to_owned()));
    let tags = [tag(&page, "br"), tag(&page, "gzip"), tag(&page, "identity"), tag(&other, "br")];
    assert_eq!(tags.iter().collect::<std::collections::HashSet<_>>().len(), 4, "{tags:?}");

    for known in [format!("W/{}", tags[2]), format!("\"x\", {}", tags[2]), "*".to_owned()] {
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, known.parse().expect("a header"));
        assert_eq!(page.respond(&headers).status(), StatusCode::NOT_MODIFIED, "{known}");
    }
    let mut headers = asking(header::ACCEPT_ENCODING, "br");
    headers.insert(header::IF_NONE_MATCH, tags[1].parse().expect("a header"));
    assert_eq!(page.respond(&headers).status(), StatusCode::OK, "the tag of another encoding");
}
