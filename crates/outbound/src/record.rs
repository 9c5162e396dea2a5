//! What is remembered of a call: enough for metrics, the staff page and the log, and nothing private.

use std::time::Duration;

use url::Url;
use uuid::Uuid;

/// How an attempt failed, without details.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorClass {
    /// No complete answer in time.
    Timeout,
    /// No connection, or it was lost before the answer began.
    Connect,
    /// An answer outside 200–299.
    Status,
    /// The answer broke off.
    Body,
    /// The answer was not what the protocol promises, or too large.
    Decode,
    /// Not called, because the circuit is open.
    CircuitOpen,
    /// The request could not be formed, or its redirects went in circles.
    Request,
}

impl ErrorClass {
    /// The name used in logs and metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::Connect => "connect",
            Self::Status => "status",
            Self::Body => "body",
            Self::Decode => "decode",
            Self::CircuitOpen => "circuit_open",
            Self::Request => "request",
        }
    }
}

/// One attempt of one call.
#[derive(Debug, Clone)]
pub struct CallRecord {
    /// The outside system.
    pub system: &'static str,
    /// The client's name for the operation.
    pub operation: &'static str,
    /// HTTP method.
    pub method: String,
    /// Path of the request; query names are kept and their values masked.
    pub path: String,
    /// Status of the answer, if one came.
    pub status: Option<u16>,
    /// From asking the circuit breaker to the end of the answer.
    pub duration: Duration,
    /// Number of the attempt, counted from 1.
    pub attempt: u32,
    /// How it failed, or `None` on success.
    pub error_class: Option<ErrorClass>,
    /// Sent as `X-Request-Id`; the same for all attempts of one call.
    pub request_id: Uuid,
}

/// Hears of every attempt. Called on the calling task: it must not block.
pub trait CallObserver: Send + Sync {
    /// Takes note of one attempt.
    fn observed(&self, record: CallRecord);
}

/// Takes no note; the log still does.
impl CallObserver for () {
    fn observed(&self, _record: CallRecord) {}
}

/// Writes the record to the log.
pub(crate) fn log(record: &CallRecord) {
    let duration_ms = u64::try_from(record.duration.as_millis()).unwrap_or(u64::MAX);
    let CallRecord { system, operation, method, path, status, attempt, request_id, .. } = record;
    match record.error_class.map(ErrorClass::as_str) {
        None => tracing::info!(
            system, operation, method, path, status, duration_ms, attempt, %request_id, "outbound call"
        ),
        Some(error) => tracing::warn!(
            system, operation, method, path, status, duration_ms, attempt, %request_id, error, "outbound call failed"
        ),
    }
}

/// The path with the names of the query and stars for its values: values carry e-mail addresses and codes.
pub(crate) fn masked_path(url: &Url) -> String {
    let names: Vec<String> = url.query_pairs().map(|(name, _)| format!("{name}=***")).collect();
    if names.is_empty() {
        return url.path().to_owned();
    }
    format!("{}?{}", url.path(), names.join("&"))
}
