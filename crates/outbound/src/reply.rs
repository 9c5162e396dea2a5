//! A successful answer.

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;
use url::Url;

use crate::error::Fault;

/// An answer with a status from 200 to 299. `Debug` leaves the body out.
pub struct Reply {
    /// Status of the answer.
    pub status: StatusCode,
    /// Headers of the answer.
    pub headers: HeaderMap,
    /// Where the answer came from, after redirects.
    pub url: Url,
    /// The body; empty for a gateway made by [`crate::Gateway::walker`].
    pub body: Bytes,
}

impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Reads JSON. The error names the field but never repeats a value, since values may be tokens.
pub(crate) fn read_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Fault> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let class = match error.inner().classify() {
            serde_json::error::Category::Data => "unexpected value",
            serde_json::error::Category::Eof => "broken off",
            serde_json::error::Category::Io | serde_json::error::Category::Syntax => "not JSON",
        };
        Fault::Decode(format!("{class} at {}", error.path()))
    })?;
    reader.end().map_err(|_| Fault::Decode("text after the JSON".to_owned()))?;
    Ok(value)
}
