//! Dates as documents write them, in UTC.

use time::OffsetDateTime;

/// `March 1, 2026`.
pub(super) fn long_day(at: OffsetDateTime) -> String {
    format!("{} {}, {}", at.month(), at.day(), at.year())
}

/// `Mar 1, 2026`.
pub(super) fn short_day(at: OffsetDateTime) -> String {
    let month = at.month().to_string();
    format!("{} {}, {}", month.get(..3).unwrap_or(&month), at.day(), at.year())
}

/// `Mar 1, 2026 - Apr 30, 2026`, with a question mark for a missing day; none when both are missing.
pub(super) fn period(start: Option<OffsetDateTime>, end: Option<OffsetDateTime>) -> Option<String> {
    let day = |at: Option<OffsetDateTime>| at.map_or_else(|| "?".to_owned(), short_day);
    (start.is_some() || end.is_some()).then(|| format!("{} - {}", day(start), day(end)))
}
