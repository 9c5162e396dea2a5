//! The stand-ins' own clock. Outside systems do not share xPRO's, so neither do these.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

/// Now, in UTC.
pub(crate) fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

/// Now as `YYYY-MM-DDTHH:MM:SSZ`, the form that both CyberSource and Open edX print.
pub(crate) fn stamp() -> String {
    stamp_of(now())
}

/// An instant as `YYYY-MM-DDTHH:MM:SSZ`.
pub(crate) fn stamp_of(at: OffsetDateTime) -> String {
    let form = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
    at.to_offset(time::UtcOffset::UTC).format(&form).expect("a UTC instant of our era always prints")
}

/// Reads an RFC 3339 instant.
pub(crate) fn parse(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text, &Rfc3339).ok()
}
