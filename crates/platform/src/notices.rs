//! Inbound notices: stored raw before anything is believed, so that each can be replayed (architecture.md decision 4).

use crate::Subject;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::NoticeId;

/// A notice as it came in.
#[derive(Debug, Clone)]
pub struct Arrival<'a> {
    /// Sending system: `cybersource`.
    pub source: &'static str,
    /// The body, byte for byte.
    pub body: &'a [u8],
    /// Its content type.
    pub content_type: &'a str,
    /// Peer address, for staff.
    pub remote_ip: &'a str,
    /// Request it came with.
    pub request_id: &'a str,
}

/// What became of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Signature or shape is wrong: nobody's word.
    Rejected,
    /// Signed, but about nothing we know.
    Unknown,
    /// It changed something.
    Applied,
    /// Seen before.
    Duplicate,
    /// Staff must look.
    NeedsReview,
    /// We failed while handling it; replay it.
    Error,
}

impl Verdict {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Rejected => "rejected",
            Verdict::Unknown => "unknown",
            Verdict::Applied => "applied",
            Verdict::Duplicate => "duplicate",
            Verdict::NeedsReview => "needs_review",
            Verdict::Error => "error",
        }
    }
}

/// Stores a notice; call it outside of the transaction that handles the notice.
///
/// # Errors
/// When the database refuses.
pub async fn store(
    conn: &mut PgConnection,
    arrival: &Arrival<'_>,
    now: OffsetDateTime,
) -> Result<NoticeId, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into inbound_notice (source, received_at, body, content_type, remote_ip, request_id)
           values ($1, $2, $3, $4, $5, $6) returning id as "id: NoticeId""#,
        arrival.source,
        now,
        arrival.body,
        arrival.content_type,
        arrival.remote_ip,
        arrival.request_id,
    )
    .fetch_one(conn)
    .await
}

/// Notes what became of a notice.
///
/// # Errors
/// When the database refuses.
pub async fn conclude(
    conn: &mut PgConnection,
    id: NoticeId,
    verdict: Verdict,
    reason: &str,
    subject: Option<Subject>,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update inbound_notice set verdict = $2, reason = $3, subject_type = $4, subject_id = $5, handled_at = $6 where id = $1",
        id.0, verdict.as_str(), reason, subject.map(|s| s.kind), subject.map(|s| s.id), now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A stored notice that has not been dealt with.
#[derive(Debug, Clone)]
pub struct OpenNotice {
    /// Key.
    pub id: NoticeId,
    /// The body, byte for byte.
    pub body: Vec<u8>,
    /// Its content type.
    pub content_type: String,
    /// Request it came with.
    pub request_id: String,
}

/// Notices of a system that came between these instants and were stored and nothing more: the process died, or the
/// database did, before they were dealt with. At most a hundred, oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn list_open(
    conn: &mut PgConnection,
    source: &str,
    since: OffsetDateTime,
    before: OffsetDateTime,
) -> Result<Vec<OpenNotice>, sqlx::Error> {
    sqlx::query_as!(
        OpenNotice,
        r#"select id as "id: NoticeId", body, content_type, request_id from inbound_notice
           where verdict in ('received', 'error') and source = $1 and received_at >= $2 and received_at < $3
           order by id limit 100"#,
        source,
        since,
        before,
    )
    .fetch_all(conn)
    .await
}
