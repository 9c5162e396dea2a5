//! Times as the site's clock shows them, whatever the reader's own says.

use super::day;
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use xpro_api::Instant;

/// What a clock shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wall {
    /// Days since 1970-01-01.
    pub day: i64,
    /// Minutes since midnight.
    pub minute: i64,
}

impl Wall {
    fn millis(self) -> i64 {
        (self.day * 1_440 + self.minute) * 60_000
    }

    /// `2026-11-26T09:00`, as fields of forms hold it.
    pub fn field(self) -> String {
        let (year, month, day) = day::date(self.day);
        format!("{year:04}-{month:02}-{day:02}T{}", self.clock())
    }

    /// The same read back.
    pub fn of_field(text: &str) -> Option<Self> {
        let (date, clock) = text.split_once('T')?;
        let mut date = date.split('-').map(str::parse::<u32>);
        let (year, month, day) = (date.next()?.ok()?, date.next()?.ok()?, date.next()?.ok()?);
        let mut clock = clock.split(':').map(str::parse::<u32>);
        let (hour, minute) = (clock.next()?.ok()?, clock.next()?.ok()?);
        let fits = (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && year < 10_000;
        let day = day::number(year as i32, month, day);
        fits.then_some(Wall { day, minute: i64::from(hour * 60 + minute) })
    }

    /// `09:00`
    pub fn clock(self) -> String {
        format!("{:02}:{:02}", self.minute / 60, self.minute % 60)
    }

    /// `Nov 26, 2026, 09:00`
    pub fn text(self) -> String {
        let (year, month, of_month) = day::date(self.day);
        let month = day::MONTHS.get(month as usize - 1).and_then(|name| name.get(..3)).unwrap_or_default();
        format!("{month} {of_month}, {year}, {}", self.clock())
    }
}

/// A time zone. The browser knows them; one that it does not know is UTC.
pub struct Zone {
    name: String,
    format: Option<Intl::DateTimeFormat>,
}

impl Zone {
    /// By name, such as `America/New_York`.
    pub fn new(name: &str) -> Self {
        match format_of(name) {
            Some(format) => Zone { name: name.to_owned(), format: Some(format) },
            None => Zone { name: "UTC".to_owned(), format: format_of("UTC") },
        }
    }

    /// What its clock shows.
    pub fn wall(&self, at: Instant) -> Wall {
        let utc = Wall { day: at.0.div_euclid(86_400_000), minute: at.0.rem_euclid(86_400_000) / 60_000 };
        let Some(format) = &self.format else { return utc };
        let date = Date::new(&JsValue::from_f64(at.0 as f64));
        let mut found = [0_i64; 5];
        for part in format.format_to_parts(&date).iter() {
            let text = |key: &str| Reflect::get(&part, &key.into()).ok().and_then(|value| value.as_string());
            let names = ["year", "month", "day", "hour", "minute"];
            let place = text("type").and_then(|kind| names.iter().position(|name| *name == kind));
            if let (Some(place), Some(Ok(number))) = (place, text("value").map(|value| value.parse())) {
                found[place] = number;
            }
        }
        let [year, month, of_month, hour, minute] = found;
        if year == 0 || month == 0 || of_month == 0 {
            return utc;
        }
        Wall { day: day::number(year as i32, month as u32, of_month as u32), minute: hour % 24 * 60 + minute }
    }

    /// When its clock shows that. In the hour that a clock set forward skips, as much later as the clock jumps; in the
    /// hour that it shows twice, the first time.
    pub fn instant(&self, wall: Wall) -> Instant {
        Instant(instant_of(wall.millis(), |at| self.offset(Instant(at))))
    }

    /// How far its clock is ahead of UTC, in milliseconds.
    fn offset(&self, at: Instant) -> i64 {
        self.wall(at).millis() - at.0.div_euclid(60_000) * 60_000
    }

    /// Its name with how far it is from UTC at that time: `America/New York (UTC−5:00)`.
    pub fn label(&self, at: Instant) -> String {
        format!("{} ({})", self.place(), offset_text(self.offset(at)))
    }

    /// The same for some days: a clock that is set in between has two distances.
    pub fn label_of_days(&self, first: i64, last: i64) -> String {
        let offset = |day| self.offset(self.instant(Wall { day, minute: 12 * 60 }));
        match (offset(first), offset(last)) {
            (before, after) if before == after => format!("{} ({})", self.place(), offset_text(before)),
            (before, after) => {
                format!("{} ({}, later {})", self.place(), offset_text(before), offset_text(after))
            }
        }
    }

    fn place(&self) -> String {
        self.name.replace('_', " ")
    }
}

/// When a clock shows `wall`, all in milliseconds: what the distance from UTC of the day before says, unless the clock was
/// set since.
fn instant_of(wall: i64, offset: impl Fn(i64) -> i64) -> i64 {
    const DAY: i64 = 86_400_000;
    let (before, after) = (wall - offset(wall - DAY), wall - offset(wall + DAY));
    let shows = |at: i64| at + offset(at) == wall;
    if !shows(before) && shows(after) { after } else { before }
}

/// `UTC−5:00`
fn offset_text(offset: i64) -> String {
    let minutes = offset / 60_000;
    let sign = if minutes < 0 { '−' } else { '+' };
    format!("UTC{sign}{}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// None for a zone that the browser does not know; it throws then.
fn format_of(zone: &str) -> Option<Intl::DateTimeFormat> {
    let options = Object::new();
    for (key, value) in [
        ("timeZone", zone),
        ("hourCycle", "h23"),
        ("year", "numeric"),
        ("month", "2-digit"),
        ("day", "2-digit"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
    ] {
        // A plain object takes every property.
        let _ = Reflect::set(&options, &key.into(), &value.into());
    }
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.dyn_into().ok()?;
    let made = Reflect::construct(&class, &Array::of2(&"en-US".into(), &options)).ok()?;
    Some(made.unchecked_into())
}

/// Now.
pub fn now() -> Instant {
    Instant(Date::now() as i64)
}

/// A moment on the site's clock; pointing at it shows UTC.
#[component]
pub fn SiteMoment(
    /// When.
    at: Instant,
    /// The site's zone.
    #[prop(into)]
    zone: String,
) -> impl IntoView {
    let text = Zone::new(&zone).wall(at).text();
    let iso = String::from(Date::new(&JsValue::from_f64(at.0 as f64)).to_iso_string());
    view! { <time class="moment" datetime=iso.clone() title=iso>{text}</time> }
}

/// A field for a time on the site's clock, with the zone beside it.
#[component]
pub fn SiteTimeField(
    /// `id` of the field.
    id: &'static str,
    /// What it is called.
    label: &'static str,
    /// What it holds: `2026-11-26T09:00`.
    value: RwSignal<String>,
    /// The site's zone.
    #[prop(into)]
    zone: String,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let zone = StoredValue::new(zone);
    let named = move || {
        let zone = zone.with_value(|zone| Zone::new(zone));
        let at = Wall::of_field(&value.get()).map_or_else(now, |wall| zone.instant(wall));
        zone.label(at)
    };
    let described = format!("{id}-zone {id}-error");
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            <div class="edit-time">
                <input
                    class="input"
                    id=id
                    type="datetime-local"
                    prop:value=value
                    aria-describedby=described
                    aria-invalid=move || error.get().is_some().then_some("true")
                    on:input=move |event| value.set(event_target_value(&event))
                />
                <span class="edit-time__zone" id=format!("{id}-zone")>{named}</span>
            </div>
            <p class="field__error" id=format!("{id}-error")>{move || error.get()}</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::{Wall, instant_of, offset_text};

    /// A clock that is one hour further ahead between two moments, and what it is ahead by else.
    fn clock(hours: i64, summer: (&str, &str)) -> impl Fn(i64) -> i64 {
        let (from, until) = (millis(summer.0), millis(summer.1));
        move |at| (hours + i64::from((from..until).contains(&at))) * 3_600_000
    }

    fn millis(text: &str) -> i64 {
        Wall::of_field(text).expect("a time").millis()
    }

    /// The UTC time, as a field has it, at which the clock shows the other.
    fn utc(offset: impl Fn(i64) -> i64, shown: &str) -> String {
        let at = instant_of(millis(shown), offset);
        Wall { day: at.div_euclid(86_400_000), minute: at.rem_euclid(86_400_000) / 60_000 }.field()
    }

    #[test]
    fn a_time_that_a_clock_skips_comes_later_and_never_earlier() {
        let new_york = || clock(-5, ("2027-03-14T07:00", "2027-11-07T06:00"));
        assert_eq!(utc(new_york(), "2027-03-14T01:59"), "2027-03-14T06:59");
        assert_eq!(utc(new_york(), "2027-03-14T02:30"), "2027-03-14T07:30", "03:30 there");
        assert_eq!(utc(new_york(), "2027-03-14T03:00"), "2027-03-14T07:00");
        let leap_year = clock(-5, ("2028-03-12T07:00", "2028-11-05T06:00"));
        assert_eq!(utc(leap_year, "2028-03-12T02:15"), "2028-03-12T07:15", "03:15 there");
        let berlin = || clock(1, ("2027-03-28T01:00", "2027-10-31T01:00"));
        assert_eq!(utc(berlin(), "2027-03-28T01:59"), "2027-03-28T00:59");
        assert_eq!(utc(berlin(), "2027-03-28T02:30"), "2027-03-28T01:30", "03:30 there");
        assert_eq!(utc(berlin(), "2027-03-28T03:00"), "2027-03-28T01:00");
    }

    #[test]
    fn a_time_that_a_clock_shows_twice_is_the_first() {
        let new_york = || clock(-5, ("2027-03-14T07:00", "2027-11-07T06:00"));
        assert_eq!(utc(new_york(), "2027-11-07T00:59"), "2027-11-07T04:59");
        assert_eq!(utc(new_york(), "2027-11-07T01:30"), "2027-11-07T05:30");
        assert_eq!(utc(new_york(), "2027-11-07T02:00"), "2027-11-07T07:00");
        let berlin = || clock(1, ("2027-03-28T01:00", "2027-10-31T01:00"));
        assert_eq!(utc(berlin(), "2027-10-31T02:30"), "2027-10-31T00:30");
        assert_eq!(utc(berlin(), "2027-10-31T03:00"), "2027-10-31T02:00");
        assert_eq!(utc(berlin(), "2027-07-01T09:00"), "2027-07-01T07:00");
    }

    #[test]
    fn distances_from_utc_are_read() {
        assert_eq!(offset_text(-5 * 3_600_000), "UTC−5:00");
        assert_eq!(offset_text(5 * 3_600_000 + 45 * 60_000), "UTC+5:45");
        assert_eq!(offset_text(-30 * 60_000), "UTC−0:30");
    }

    #[test]
    fn fields_are_read_back() {
        for text in ["2026-11-26T09:00", "2028-02-29T23:59"] {
            assert_eq!(Wall::of_field(text).map(Wall::field).as_deref(), Some(text));
        }
        for text in ["", "2026-11-26", "2026-13-01T00:00", "2026-01-01T24:00", "x-y-zT1:2"] {
            assert_eq!(Wall::of_field(text), None, "{text}");
        }
        assert_eq!(Wall::of_field("2026-11-26T09:05:00").map(Wall::text).as_deref(), Some("Nov 26, 2026, 09:05"));
    }
}
