//! Dates as people and machines read them. All of them in UTC.

use leptos::prelude::*;
use time::{Month, OffsetDateTime, UtcOffset};

fn month(month: Month) -> &'static str {
    match month {
        Month::January => "January",
        Month::February => "February",
        Month::March => "March",
        Month::April => "April",
        Month::May => "May",
        Month::June => "June",
        Month::July => "July",
        Month::August => "August",
        Month::September => "September",
        Month::October => "October",
        Month::November => "November",
        Month::December => "December",
    }
}

/// `August 20, 2026` (spec cms.md 3.1).
pub fn long_date(at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    format!("{} {}, {}", month(at.month()), at.day(), at.year())
}

/// `Aug 20, 2026`, for tables and small labels.
pub fn short_date(at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    format!("{} {}, {}", &month(at.month())[..3], at.day(), at.year())
}

/// `August 20, 2026, 14:05 UTC`.
pub fn long_date_and_time(at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    format!("{}, {:02}:{:02} UTC", long_date(at), at.hour(), at.minute())
}

/// `2026-08-20T14:05:00Z`, for `datetime` attributes and structured data.
pub fn iso_instant(at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        at.year(),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

/// A day: `August 20, 2026`.
#[component]
pub fn DateText(
    /// When.
    at: OffsetDateTime,
    /// `Aug 20, 2026` instead.
    #[prop(optional)]
    short: bool,
) -> impl IntoView {
    let text = if short { short_date(at) } else { long_date(at) };
    view! { <time datetime=iso_instant(at)>{text}</time> }
}

/// A moment: `August 20, 2026, 14:05 UTC`.
#[component]
pub fn TimeText(
    /// When.
    at: OffsetDateTime,
) -> impl IntoView {
    view! { <time datetime=iso_instant(at)>{long_date_and_time(at)}</time> }
}
