//! The member of staff who asks, and what came of an act.

use serde::{Deserialize, Serialize};

/// Who is signed in, and what the studio may offer them. The server checks again on every call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffMe {
    /// Full name; the username when there is none.
    pub name: String,
    /// Address of the account.
    pub email: String,
    /// May see orders (`orders.view`).
    pub may_view_orders: bool,
    /// May put failed jobs back into the queue (`jobs.retry`).
    pub may_retry_jobs: bool,
    /// May ask for another push of an enrollment (`enrollments.retry`).
    pub may_retry_enrollments: bool,
    /// May open pages (`content.access`).
    pub may_edit_content: bool,
    /// May change redirects (`redirects.change`).
    pub may_change_redirects: bool,
    /// Rooms of records and reports that they may enter: `snippets`.
    #[serde(default)]
    pub rooms: Vec<String>,
    /// May look after tokens and webhooks (`integrations.change`).
    pub may_change_integrations: bool,
}

/// What an act did, in words for the person who asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobActionResult {
    /// One sentence.
    pub message: String,
}
