//! What can go wrong with a call, and whether trying later may help.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use url::Url;
use uuid::Uuid;

use crate::reach::Unreachable;
use crate::record::ErrorClass;

/// Longest part of a refused answer that is quoted, in characters.
const EXCERPT_CHARS: usize = 2000;

/// Errors of client crates tell whether the same call may succeed later, so that a job knows whether to try again.
pub trait Retryable {
    /// Whether trying again later may help.
    fn is_retryable(&self) -> bool;

    /// Whether trying again cannot help until a person changes something.
    fn is_permanent(&self) -> bool {
        !self.is_retryable()
    }
}

/// A gateway could not be set up: the system's certificates or the settings are unusable.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client for {system} could not be set up")]
pub struct SetupError {
    pub(crate) system: &'static str,
    #[source]
    pub(crate) source: reqwest::Error,
}

/// A call that did not succeed. The text is fit for logs: it holds no body, no credentials and no query.
#[derive(Debug, thiserror::Error)]
#[error("{system} {operation}: {fault}")]
pub struct CallError {
    /// The outside system.
    pub system: &'static str,
    /// The client's name for the operation.
    pub operation: &'static str,
    /// The `X-Request-Id` that was sent.
    pub request_id: Uuid,
    /// What happened.
    #[source]
    pub fault: Fault,
}

impl Retryable for CallError {
    /// True for timeouts, lost connections, an open circuit, and the statuses 408, 429 and 5xx.
    fn is_retryable(&self) -> bool {
        self.fault.is_retryable()
    }
}

impl CallError {
    /// The status of the answer, if one came with a refusal.
    pub fn status(&self) -> Option<u16> {
        self.answer().map(|answer| answer.status.as_u16())
    }

    /// The refusing answer, if one came.
    pub fn answer(&self) -> Option<&StatusAnswer> {
        match &self.fault {
            Fault::Status(answer) => Some(answer),
            _ => None,
        }
    }

    /// A text for staff: for a refusal its status and body (see [`StatusAnswer::summary`]), otherwise the error itself.
    pub fn summary(&self) -> String {
        self.answer().map_or_else(|| self.to_string(), StatusAnswer::summary)
    }
}

/// The ways a call fails.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// No complete answer in time.
    #[error("no answer in time")]
    Timeout,
    /// No connection, or it was lost before the answer began.
    #[error("no connection")]
    Connect(#[source] reqwest::Error),
    /// An answer outside 200–299.
    #[error("answered {}", .0.status)]
    Status(Box<StatusAnswer>),
    /// The answer broke off.
    #[error("the answer broke off")]
    Body(#[source] reqwest::Error),
    /// The answer was not what the protocol promises, or too large.
    #[error("unexpected answer: {0}")]
    Decode(String),
    /// Not called: too many failures in a row. One probe may go after `retry_in`.
    #[error("not called after repeated failures, next try in {} s", .retry_in.as_secs())]
    CircuitOpen {
        /// How long it is worth waiting.
        retry_in: Duration,
    },
    /// Not called: the address is not one of the public internet.
    #[error("the address is not on the public internet")]
    OutOfReach,
    /// The request could not be formed, or its redirects went in circles.
    #[error("the request could not be made")]
    Request(#[source] reqwest::Error),
}

impl Fault {
    /// Sorts an error of the HTTP client. The URL is dropped from it, since a query may hold private values.
    pub(crate) fn from_send(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if is_out_of_reach(&error) {
            return Self::OutOfReach;
        }
        // A timeout while connecting is both; nothing was sent, so it is a missing connection.
        if error.is_connect() {
            Self::Connect(error)
        } else if error.is_timeout() {
            Self::Timeout
        } else if error.is_builder() || error.is_redirect() {
            Self::Request(error)
        } else {
            Self::Connect(error)
        }
    }

    pub(crate) fn from_body(error: reqwest::Error) -> Self {
        if error.is_timeout() {
            return Self::Timeout;
        }
        Self::Body(error.without_url())
    }

    /// See [`Retryable`] for [`CallError`].
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Timeout | Self::Connect(_) | Self::Body(_) | Self::CircuitOpen { .. } => true,
            Self::Status(answer) => answer.is_retryable(),
            Self::Decode(_) | Self::Request(_) | Self::OutOfReach => false,
        }
    }

    /// Whether the failure says that the system itself is unwell.
    pub(crate) fn counts_against_system(&self) -> bool {
        match self {
            Self::Timeout | Self::Connect(_) | Self::Body(_) => true,
            Self::Status(answer) => answer.status.is_server_error(),
            Self::Decode(_) | Self::CircuitOpen { .. } | Self::Request(_) | Self::OutOfReach => false,
        }
    }

    /// The class for records and metrics.
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Timeout => ErrorClass::Timeout,
            Self::Connect(_) => ErrorClass::Connect,
            Self::Status(_) => ErrorClass::Status,
            Self::Body(_) => ErrorClass::Body,
            Self::Decode(_) => ErrorClass::Decode,
            Self::CircuitOpen { .. } => ErrorClass::CircuitOpen,
            Self::Request(_) | Self::OutOfReach => ErrorClass::Request,
        }
    }
}

/// Whether the call was stopped on its way out.
fn is_out_of_reach(error: &(dyn Error + 'static)) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.is::<Unreachable>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// An answer outside 200–299. `Debug` leaves the body out.
#[derive(Clone)]
pub struct StatusAnswer {
    /// Status of the answer.
    pub status: StatusCode,
    /// Where it came from, without query.
    pub url: String,
    /// Media type in lower case without parameters, such as `application/json`; empty when not given.
    pub media_type: String,
    /// How long the system asks to be left alone, if it says so in seconds.
    pub retry_after: Option<Duration>,
    /// The body, as much as was read.
    pub body: Bytes,
}

impl StatusAnswer {
    pub(crate) fn new(status: StatusCode, url: &Url, headers: &HeaderMap, body: Bytes) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let media_type = text(CONTENT_TYPE)
            .and_then(|value| value.split(';').next())
            .map(|essence| essence.trim().to_ascii_lowercase())
            .unwrap_or_default();
        let retry_after = text(RETRY_AFTER).and_then(|value| value.trim().parse().ok()).map(Duration::from_secs);
        let mut url = url.clone();
        url.set_query(None);
        url.set_fragment(None);
        Self { status, url: url.into(), media_type, retry_after, body }
    }

    fn is_retryable(&self) -> bool {
        let patience = [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_MANY_REQUESTS];
        self.status.is_server_error() || patience.contains(&self.status)
    }

    /// Whether the answer declares itself JSON, with or without parameters such as a charset.
    pub fn is_json(&self) -> bool {
        self.media_type == "application/json" || self.media_type.ends_with("+json")
    }

    /// Whether the answer declares itself HTML.
    pub fn is_html(&self) -> bool {
        matches!(self.media_type.as_str(), "text/html" | "application/xhtml+xml")
    }

    /// The beginning of the body as text.
    pub fn excerpt(&self) -> String {
        String::from_utf8_lossy(&self.body).chars().take(EXCERPT_CHARS).collect()
    }

    /// Status and body for staff; an HTML page is named by its URL and left out.
    pub fn summary(&self) -> String {
        let status = self.status.as_u16();
        if self.is_html() {
            return format!("status {status} from {} (HTML body left out)", self.url);
        }
        format!("status {status}: {}", self.excerpt())
    }
}

impl fmt::Debug for StatusAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StatusAnswer")
            .field("status", &self.status)
            .field("url", &self.url)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
