//! Moments and durations as staff read them.

use js_sys::Date;
use leptos::prelude::*;
use xpro_api::Instant;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A moment in the reader's time zone, without the year when it is this one; pointing at it shows UTC, as the logs have
/// it.
#[component]
pub fn Moment(
    /// When.
    at: Instant,
    /// To the second, and always with the year.
    #[prop(optional)]
    exact: bool,
) -> impl IntoView {
    // Milliseconds of any year that people trade in are far below 2^53.
    let date = Date::new(&(at.0 as f64).into());
    let iso = String::from(date.to_iso_string());
    let time = if exact {
        format!("{:02}:{:02}:{:02}", date.get_hours(), date.get_minutes(), date.get_seconds())
    } else {
        format!("{:02}:{:02}", date.get_hours(), date.get_minutes())
    };
    let month = MONTHS.get(date.get_month() as usize).copied().unwrap_or_default();
    let year = date.get_full_year();
    let text = if exact || year != Date::new_0().get_full_year() {
        format!("{month} {}, {year}, {time}", date.get_date())
    } else {
        format!("{month} {}, {time}", date.get_date())
    };
    view! { <time class="moment" datetime=iso.clone() title=iso>{text}</time> }
}

/// How long something took: `412 ms`, `1.2 s`, `2 min 5 s`.
pub fn duration_text(millis: i64) -> String {
    match millis {
        ..1_000 => format!("{} ms", millis.max(0)),
        1_000..60_000 => format!("{}.{} s", millis / 1_000, millis % 1_000 / 100),
        60_000..3_600_000 => format!("{} min {} s", millis / 60_000, millis % 60_000 / 1_000),
        _ => format!("{} h {} min", millis / 3_600_000, millis % 3_600_000 / 60_000),
    }
}

#[cfg(test)]
mod tests {
    use super::duration_text;

    #[test]
    fn durations_read_well_at_every_size() {
        for (millis, text) in [
            (-3, "0 ms"),
            (0, "0 ms"),
            (999, "999 ms"),
            (1_000, "1.0 s"),
            (59_999, "59.9 s"),
            (60_000, "1 min 0 s"),
            (3_599_999, "59 min 59 s"),
            (7_260_000, "2 h 1 min"),
        ] {
            assert_eq!(duration_text(millis), text);
        }
    }
}
