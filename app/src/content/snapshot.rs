//! A rendered answer, kept with its compressed forms and its entity tag.

use super::compress;
use arc_swap::ArcSwapOption;
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::sync::{Arc, OnceLock};

/// What a page's function returns: the same bytes for everybody.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// Answer's status.
    pub status: StatusCode,
    /// `text/html; charset=utf-8`, …
    pub content_type: &'static str,
    /// The body.
    pub body: Bytes,
}

impl Rendered {
    /// A page that exists.
    pub fn html(document: String) -> Self {
        Rendered { status: StatusCode::OK, content_type: "text/html; charset=utf-8", body: Bytes::from(document) }
    }

    /// Something else that exists.
    pub fn of(content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Rendered { status: StatusCode::OK, content_type, body: body.into() }
    }
}

/// A rendered answer with its encodings. Brotli is fast at first and thorough soon after.
#[derive(Debug)]
pub struct Snapshot {
    rendered: Rendered,
    tag: String,
    fast: OnceLock<Bytes>,
    thorough: ArcSwapOption<Bytes>,
    gzip: OnceLock<Bytes>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Snapshot {
    pub(super) fn new(rendered: Rendered) -> Self {
        let digest = Sha256::digest(&rendered.body);
        let tag = digest[..10].iter().map(|byte| format!("{byte:02x}")).collect();
        Snapshot { rendered, tag, fast: OnceLock::new(), thorough: ArcSwapOption::empty(), gzip: OnceLock::new() }
    }

    /// Bytes of the body as rendered.
    pub(super) fn len(&self) -> usize {
        self.rendered.body.len()
    }

    /// Compresses as well as brotli can; slow, so it belongs off the request's path.
    pub(super) fn compress_thoroughly(&self) {
        self.thorough.store(Some(Arc::new(compress::brotli(&self.rendered.body, 11))));
    }

    /// Answers a request, with 304 when the client has these bytes already.
    pub fn respond(&self, request: &HeaderMap) -> Response {
        let encoding = preferred(request);
        let tag = self.entity_tag(encoding);
        let known = request
            .get_all(header::IF_NONE_MATCH)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|tags| tags.split(','))
            .any(|known| matches!(known.trim().trim_start_matches("W/"), known if known == tag || known == "*"));
        let mut response =
            if known { Response::new(Body::empty()) } else { Response::new(Body::from(self.body(encoding))) };
        *response.status_mut() = if known { StatusCode::NOT_MODIFIED } else { self.rendered.status };
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.rendered.content_type));
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
        if let (false, Some(name)) = (known, encoding.name()) {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        response
    }

    /// One tag per encoding: they are different bytes. Fast and thorough brotli decode alike, so they share one. The
    /// body names the built files by their hashes, so another build has other tags.
    fn entity_tag(&self, encoding: Encoding) -> String {
        match encoding.name() {
            Some(name) => format!("\"{}-{name}\"", self.tag),
            None => format!("\"{}\"", self.tag),
        }
    }

    fn body(&self, encoding: Encoding) -> Bytes {
        let plain = &self.rendered.body;
        match encoding {
            Encoding::Identity => plain.clone(),
            Encoding::Gzip => self.gzip.get_or_init(|| compress::gzip(plain)).clone(),
            Encoding::Brotli => match self.thorough.load_full() {
                Some(best) => (*best).clone(),
                None => self.fast.get_or_init(|| compress::brotli(plain, 4)).clone(),
            },
        }
    }
}

impl Encoding {
    fn name(self) -> Option<&'static str> {
        match self {
            Encoding::Brotli => Some("br"),
            Encoding::Gzip => Some("gzip"),
            Encoding::Identity => None,
        }
    }
}

/// The best encoding the client takes; `;q=0` means it does not.
fn preferred(request: &HeaderMap) -> Encoding {
    let accepted = request.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes = |name: &str| {
        accepted.split(',').any(|part| {
            let mut parts = part.split(';').map(str::trim);
            parts.next().is_some_and(|coding| coding.eq_ignore_ascii_case(name)) && !parts.any(is_refusal)
        })
    };
    if takes("br") {
        Encoding::Brotli
    } else if takes("gzip") {
        Encoding::Gzip
    } else {
        Encoding::Identity
    }
}

fn is_refusal(parameter: &str) -> bool {
    let weight = parameter.split_once('=').filter(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
    weight.is_some_and(|(_, weight)| weight.trim().parse::<f32>().is_ok_and(|weight| weight <= 0.0))
}
