//! The timeline: every fact about an order in one list (peers.md 6, feature 4).

use super::Instant;
use serde::{Deserialize, Serialize};

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// When.
    pub at: Instant,
    /// What it is about.
    pub kind: EntryKind,
    /// In a few words.
    pub title: String,
    /// More, masked; empty when there is no more to say.
    pub detail: String,
    /// Person, job or gateway that did it.
    pub actor: String,
    /// How long it took, in milliseconds.
    pub duration_ms: Option<i64>,
    /// How it ended.
    pub outcome: EntryOutcome,
    /// Where to look in the log; empty when there was no request.
    pub request_id: String,
    /// What can be tried again.
    pub retry: Option<RetryTarget>,
}

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// A change of the order itself.
    Order,
    /// A form for the gateway, or the gateway's answer.
    Payment,
    /// What came in from an outside system, as it came.
    Notice,
    /// A change of an enrollment.
    Enrollment,
    /// Work in the queue.
    Job,
    /// A mail.
    Mail,
}

/// How a fact ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryOutcome {
    /// It happened.
    Done,
    /// It waits, or is under way.
    Waiting,
    /// It did not work and will be tried again, or somebody should look.
    Warning,
    /// It failed.
    Failed,
}

/// What can be tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum RetryTarget {
    /// A failed job.
    Job(i64),
    /// An enrollment that Open edX does not know.
    Enrollment(i64),
}
