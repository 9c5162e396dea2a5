//! The served JSON. Missing keys and nulls are tolerated wherever a course, run or program makes sense without them.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, de::Error};
use serde_json::value::RawValue;
use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};
use url::Url;
use xpro_kernel::{Money, is_plain_text};

/// The own part of a program.
#[derive(Deserialize)]
pub(super) struct ServedProgram<'a> {
    pub title: Text,
    pub readable_id: Text,
    pub platform: Option<Text>,
    #[serde(default)]
    pub is_external: bool,
    #[serde(default, deserialize_with = "said")]
    pub current_price: Option<Option<Price>>,
    #[serde(borrow)]
    pub courses: Option<Vec<&'a RawValue>>,
    pub instructors: Option<Vec<Named>>,
}

/// The own part of a course.
#[derive(Deserialize)]
pub(super) struct ServedCourse<'a> {
    pub title: Text,
    pub readable_id: Text,
    pub platform: Option<Text>,
    #[serde(default)]
    pub is_external: bool,
    pub topics: Option<Vec<Named>>,
    #[serde(borrow)]
    pub courseruns: Option<Vec<&'a RawValue>>,
}

/// Only the id of a course, for linking one whose other facts are malformed here but known from the other list.
#[derive(Deserialize)]
pub(super) struct ServedId {
    pub readable_id: Text,
}

/// A course run.
#[derive(Deserialize)]
pub(super) struct ServedRun {
    pub title: Text,
    pub courseware_id: Text,
    pub run_tag: Option<Text>,
    pub courseware_url: Option<CoursewarePath>,
    pub start_date: Option<Timestamp>,
    pub end_date: Option<Timestamp>,
    pub enrollment_start: Option<Timestamp>,
    pub enrollment_end: Option<Timestamp>,
    pub expiration_date: Option<Timestamp>,
    pub instructors: Option<Vec<Named>>,
    #[serde(default, deserialize_with = "said")]
    pub current_price: Option<Option<Price>>,
}

/// The part of a course or program that its product page says.
#[derive(Deserialize)]
pub(super) struct ServedPage {
    pub url: Option<WebUrl>,
    pub description: Option<Text>,
    pub external_marketing_url: Option<WebUrl>,
    pub marketing_hubspot_form_id: Option<Text>,
    pub thumbnail_url: Option<WebUrl>,
    pub time_commitment: Option<Text>,
    pub min_weekly_hours: Option<Count>,
    pub max_weekly_hours: Option<Count>,
    pub duration: Option<Text>,
    pub min_weeks: Option<Count>,
    pub max_weeks: Option<Count>,
    pub format: Option<Format>,
    pub video_url: Option<WebUrl>,
    pub credits: Option<Credits>,
    pub language: Option<Text>,
}

/// `{"name": …}`.
#[derive(Deserialize)]
pub(super) struct Named {
    pub name: Text,
}

/// A text without control characters, which the database would refuse.
pub(super) struct Text(pub String);

/// A price in dollars, at most two decimals.
#[derive(Clone, Copy)]
pub(super) struct Price(pub Money);

/// Education units: `numeric(5,2)`, served as a number or, in hand-edited files, as a text.
pub(super) struct Credits(pub Decimal);

/// An instant, in UTC and whole microseconds.
pub(super) struct Timestamp(pub OffsetDateTime);

/// An absolute http(s) address; empty counts as none.
pub(super) struct WebUrl(pub Option<String>);

/// The path of a classroom's address; empty counts as none.
pub(super) struct CoursewarePath(pub Option<String>);

/// Hours or weeks.
pub(super) struct Count(pub i16);

/// `Online` or `Hybrid`; empty counts as none.
pub(super) struct Format(pub Option<String>);

/// Tells a key that says null from one that is missing.
fn said<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if is_plain_text(&text) { Ok(Text(text)) } else { Err(D::Error::custom("holds control characters")) }
    }
}

/// Reads a number, quoted or not, from its digits.
fn exact<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    let raw = <&RawValue>::deserialize(deserializer)?;
    let digits = raw.get().trim_matches('"').trim();
    Decimal::from_str_exact(digits)
        .or_else(|_| Decimal::from_scientific(digits))
        .map(|number| number.normalize())
        .map_err(|_| D::Error::custom(format_args!("expected a number, found {}", raw.get())))
}

impl<'de> Deserialize<'de> for Price {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = exact(deserializer)?;
        if number.is_sign_negative() && !number.is_zero()
            || number.scale() > 2
            || number >= Decimal::from(10_i64.pow(15))
        {
            return Err(D::Error::custom(format_args!("{number} is no price in dollars and cents")));
        }
        Ok(Price(Money::round(number.abs())))
    }
}

impl<'de> Deserialize<'de> for Credits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = exact(deserializer)?;
        if number.is_sign_negative() && !number.is_zero() || number.scale() > 2 || number >= Decimal::ONE_THOUSAND {
            return Err(D::Error::custom(format_args!(
                "{number} is no number of credits below 1000 with two decimals"
            )));
        }
        Ok(Credits(number.abs()))
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let at = OffsetDateTime::parse(&text, &Rfc3339)
            .map_err(|_| D::Error::custom(format_args!("{text:?} is no timestamp")))?;
        let at = at.checked_to_offset(UtcOffset::UTC).ok_or_else(|| D::Error::custom("is out of range"))?;
        Ok(Timestamp(at.replace_nanosecond(at.microsecond() * 1_000).unwrap_or(at)))
    }
}

/// None for an empty text; refuses what is not http or https, because it will become a link.
fn web_url<E: Error>(text: &str) -> Result<Option<Url>, E> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(Some(url)),
        _ => Err(E::custom(format_args!("{text:?} is no http or https address"))),
    }
}

impl<'de> Deserialize<'de> for WebUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Text(text) = Text::deserialize(deserializer)?;
        // Kept as served: parsing may respell it.
        Ok(WebUrl(web_url(&text)?.map(|_| text)))
    }
}

impl<'de> Deserialize<'de> for CoursewarePath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Text(text) = Text::deserialize(deserializer)?;
        let Some(url) = web_url(&text)? else { return Ok(CoursewarePath(None)) };
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        Ok(CoursewarePath(Some(format!("{}{query}", url.path()))))
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let count = u16::deserialize(deserializer)?;
        i16::try_from(count).map(Count).map_err(|_| D::Error::custom("is too large"))
    }
}

impl<'de> Deserialize<'de> for Format {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Text(text) = Text::deserialize(deserializer)?;
        match text.as_str() {
            "" => Ok(Format(None)),
            "Online" | "Hybrid" => Ok(Format(Some(text))),
            _ => Err(D::Error::custom(format_args!("{text:?} is neither Online nor Hybrid"))),
        }
    }
}

impl ServedRun {
    /// Names of the faculty, in page order.
    pub(super) fn instructor_names(&self) -> Option<Vec<String>> {
        self.instructors.as_deref().map(names)
    }
}

/// The names themselves, empty ones left out.
pub(super) fn names(named: &[Named]) -> Vec<String> {
    named.iter().map(|named| named.name.0.trim()).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
