//! The fields of a posted form or of an address's query.

use crate::respond::PageError;
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{header, request::Parts},
    response::{IntoResponse, Response},
};
use std::convert::Infallible;

/// Names and values in order; a name may come more than once.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// Decodes `a=1&b=2`. What is no UTF-8 is refused, and so is NUL: no text of ours can hold it.
    fn decode(encoded: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(encoded).ok()?;
        let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((decode(name)?, decode(value)?))
        });
        pairs.collect::<Option<_>>().map(Pairs)
    }

    /// The first value with this name.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The first value with this name, blank when there is none.
    pub fn text(&self, name: &str) -> String {
        self.find(name).unwrap_or_default().to_owned()
    }

    /// All values with this name.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
    }

    /// All values whose names begin with this.
    pub fn starting(&self, prefix: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(known, _)| known.starts_with(prefix)).map(|(_, value)| value.as_str())
    }

    /// What follows this in all names that begin with it.
    pub fn names_after(&self, prefix: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(move |(known, _)| known.strip_prefix(prefix))
    }

    /// Everything, as it came.
    pub fn as_slice(&self) -> &[(String, String)] {
        &self.0
    }
}

/// Forms hold passwords.
impl std::fmt::Debug for Pairs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

fn decode(text: &str) -> Option<String> {
    let text = text.replace('+', " ");
    let decoded = percent_encoding::percent_decode_str(&text).decode_utf8().ok()?;
    (!decoded.contains('\0')).then(|| decoded.into_owned())
}

/// The fields of the form in the body. Bodies of another kind, or that cannot be read, are a plain 4xx.
#[derive(Debug, Clone)]
pub struct Posted(pub Pairs);

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .map(|kind| kind.as_bytes().to_ascii_lowercase())
            .unwrap_or_default();
        if !kind.starts_with(b"application/x-www-form-urlencoded") {
            return Err(PageError::BadRequest("the body is no form").into_response());
        }
        // The layers limit its size; their refusal is passed on as it is.
        let body = Bytes::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        Pairs::decode(&body).map(Posted).ok_or_else(|| PageError::BadRequest("the form cannot be read").into_response())
    }
}

/// The fields of the query. One that cannot be read counts as none: a mangled link still leads to its page.
#[derive(Debug, Clone)]
pub struct Queried(pub Pairs);

impl<S: Send + Sync> FromRequestParts<S> for Queried {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Queried(Pairs::decode(parts.uri.query().unwrap_or_default().as_bytes()).unwrap_or_default()))
    }
}

#[cfg(test)]
pub(super) fn pairs(encoded: &[u8]) -> Option<Pairs> {
    Pairs::decode(encoded)
}
