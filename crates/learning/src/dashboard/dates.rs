//! Where a run stands in time (courseware.md 8.3), evaluated in the spec's order.

use time::OffsetDateTime;

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateSummary {
    /// Begins later.
    Starts(OffsetDateTime),
    /// The learner's access ended.
    AccessExpired(OffsetDateTime),
    /// Under way until then.
    Ends(OffsetDateTime),
    /// Over; the archive can be read.
    Ended(OffsetDateTime),
    /// Under way without an end.
    Started(OffsetDateTime),
    /// No dates yet.
    Pending,
}

impl DateSummary {
    /// Whether the learner can work in it now.
    pub fn is_in_progress(self) -> bool {
        matches!(self, DateSummary::Ends(_) | DateSummary::Started(_))
    }

    /// Whether only the archive is left.
    pub fn is_archived(self) -> bool {
        matches!(self, DateSummary::Ended(_))
    }
}

/// Evaluates a run's dates against `now`.
pub fn date_summary(
    start: Option<OffsetDateTime>,
    end: Option<OffsetDateTime>,
    expiration: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> DateSummary {
    match (start, end, expiration) {
        (Some(start), _, _) if start > now => DateSummary::Starts(start),
        (_, _, Some(expired)) if expired < now => DateSummary::AccessExpired(expired),
        (_, Some(end), _) if end > now => DateSummary::Ends(end),
        (_, Some(end), _) => DateSummary::Ended(end),
        (Some(start), None, _) => DateSummary::Started(start),
        (None, None, _) => DateSummary::Pending,
    }
}
