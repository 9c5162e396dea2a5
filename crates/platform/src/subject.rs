//! What an audit entry, a job or a mail is about.

/// A row that facts are about, such as (`order`, 17). The order's timeline is everything whose subject it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// Table noun: `order`, `user`, `page`, `run_enrollment`, …
    pub kind: &'static str,
    /// Primary key.
    pub id: i64,
}

impl Subject {
    /// A subject of this kind and key.
    pub const fn new(kind: &'static str, id: i64) -> Self {
        Subject { kind, id }
    }
}
