//! The small values that fields of all kinds are made of.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _, ser::Error as _};
use time::{
    Date, OffsetDateTime, UtcOffset, format_description::BorrowedFormatItem, format_description::well_known::Rfc3339,
    macros::format_description,
};
use uuid::Uuid;
use xpro_kernel::ImageId;

/// Rich text as the editor writes it; turned into safe HTML by [`crate::richtext::to_html`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Markdown(pub String);

impl Markdown {
    /// This text.
    pub fn new(text: impl Into<String>) -> Self {
        Markdown(text.into())
    }

    /// Whether nothing is written.
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl From<&str> for Markdown {
    fn from(text: &str) -> Self {
        Markdown(text.to_owned())
    }
}

/// An image as one place uses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageUse {
    /// Which one.
    pub image: ImageId,
    /// Text for those who do not see it: none takes the library's, empty marks it as decorative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
}

impl ImageUse {
    /// With the library's alternative text.
    pub fn new(image: ImageId) -> Self {
        ImageUse { image, alt: None }
    }
}

/// One entry of a list, with an id that stays with it through edits, moves and revisions (cms.md B1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item<T> {
    /// Stable id.
    pub id: Uuid,
    /// What it holds.
    pub value: T,
}

/// A button; shown only when both are filled.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CallToAction {
    /// Its text.
    pub title: String,
    /// A path on this site or an absolute address.
    pub url: String,
}

/// A day, stored as `2026-11-24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub Date);

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.format(DAY).map_err(S::Error::custom)?)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Date::parse(&text, DAY).map(Day).map_err(D::Error::custom)
    }
}

/// An instant, stored in UTC as `2026-11-24T08:00:00Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub OffsetDateTime);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.to_offset(UtcOffset::UTC).format(&Rfc3339).map_err(S::Error::custom)?;
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        OffsetDateTime::parse(&text, &Rfc3339).map(Moment).map_err(D::Error::custom)
    }
}

/// How a course is taught.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum PageFormat {
    /// Wholly online.
    #[default]
    Online,
    /// Partly in a room.
    Hybrid,
}

impl PageFormat {
    /// As printed and exported.
    pub fn name(self) -> &'static str {
        match self {
            PageFormat::Online => "Online",
            PageFormat::Hybrid => "Hybrid",
        }
    }
}

/// A block or item id made from a name, so that imports and demo content come out the same each time.
pub fn stable_id(name: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("xpro:block:{name}").as_bytes())
}
