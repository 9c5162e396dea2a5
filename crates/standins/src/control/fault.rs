//! What can go wrong on purpose.

use axum::http::{HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};

use crate::system::System;

/// Stands for the server-to-server notices of CyberSource in a fault's `path_prefix`: they leave
/// the stand-in, so they have no path here.
pub(crate) const NOTICE_PATH: &str = "/notice";

/// The longest delay, in milliseconds.
const LONGEST_DELAY: u64 = 600_000;

/// A fault as it is ordered over the control API.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct FaultSpec {
    pub(crate) system: System,
    /// Only requests whose path begins so; all paths of the system when absent.
    #[serde(default)]
    pub(crate) path_prefix: Option<String>,
    /// Only requests with this method; any when absent.
    #[serde(default)]
    pub(crate) method: Option<String>,
    /// What happens.
    #[serde(flatten)]
    pub(crate) kind: FaultKind,
    /// How many requests are hit; all until cleared when absent.
    #[serde(default)]
    pub(crate) times: Option<u32>,
    /// Whether the request is handled before the fault strikes.
    #[serde(default)]
    pub(crate) when: Moment,
}

/// The kinds of fault.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum FaultKind {
    /// The answer comes late, by so many milliseconds.
    Delay { ms: u64 },
    /// An error answer.
    Status {
        code: u16,
        #[serde(default)]
        body: Option<String>,
        #[serde(default)]
        content_type: Option<String>,
    },
    /// Status 200 with rubbish.
    Garbage {
        #[serde(default)]
        shape: Garbage,
    },
    /// The connection is closed without an answer; a notice is never sent.
    Drop,
    /// The request is handled twice and the second answer is given; a notice is sent twice.
    Duplicate,
}

/// What rubbish looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Garbage {
    /// An HTML page, as a proxy would put in between.
    #[default]
    Html,
    /// JSON that stops in the middle.
    Truncated,
}

/// When a fault strikes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Moment {
    /// Instead of handling the request.
    #[default]
    Before,
    /// After it was handled: the effect is there, the answer is lost.
    After,
}

impl FaultKind {
    /// A few words for lists and the log.
    pub(crate) fn label(&self) -> String {
        match self {
            Self::Delay { ms } => format!("delay {ms} ms"),
            Self::Status { code, .. } => format!("status {code}"),
            Self::Garbage { shape: Garbage::Html } => "garbage html".into(),
            Self::Garbage { shape: Garbage::Truncated } => "garbage truncated".into(),
            Self::Drop => "drop".into(),
            Self::Duplicate => "duplicate".into(),
        }
    }
}

impl FaultSpec {
    /// Says what is wrong with an order, if anything.
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.times == Some(0) {
            return Err("times must be at least 1; leave it out for a lasting fault".into());
        }
        if let Some(prefix) = &self.path_prefix
            && !prefix.starts_with('/')
        {
            return Err("path_prefix must begin with a slash".into());
        }
        match &self.kind {
            FaultKind::Delay { ms } if *ms > LONGEST_DELAY => {
                return Err(format!("ms must not exceed {LONGEST_DELAY}"));
            }
            FaultKind::Status { code, content_type, .. } => {
                let usable = StatusCode::from_u16(*code).is_ok() && (200..600).contains(code);
                if !usable {
                    return Err("code must lie between 200 and 599".into());
                }
                if let Some(kind) = content_type
                    && HeaderValue::from_str(kind).is_err()
                {
                    return Err("content_type is not a valid header value".into());
                }
            }
            _ => {}
        }
        if self.is_for_notices() && matches!(self.kind, FaultKind::Status { .. }) {
            return Err("a notice is sent, not answered: status does not apply to it".into());
        }
        Ok(())
    }

    /// Whether this fault hits the notices that leave the stand-in rather than requests that
    /// reach it.
    pub(crate) fn is_for_notices(&self) -> bool {
        self.system == System::CyberSource
            && match &self.path_prefix {
                Some(prefix) => prefix == NOTICE_PATH,
                None => matches!(self.kind, FaultKind::Duplicate),
            }
    }
}
