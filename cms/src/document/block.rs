//! A section of a page as the document holds it.

use super::section::*;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _, ser::SerializeMap};
use serde_json::Value;
use uuid::Uuid;

/// One section, in the editor's order. Stored as `{"id", "type", "hidden", "value"}`.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Stays with the section through edits, moves and revisions.
    pub id: Uuid,
    /// Kept in the document but not shown.
    pub hidden: bool,
    /// What it says.
    pub content: BlockContent,
}

/// Declares the block types once: variant, stored type name, struct.
macro_rules! blocks {
    ($($(#[$doc:meta])* $variant:ident($data:ty) = $name:literal),* $(,)?) => {
        /// What a section says.
        #[derive(Debug, Clone, PartialEq)]
        pub enum BlockContent {
            $($(#[$doc])* $variant($data),)*
            /// Something this program does not understand: kept as it is, never shown.
            Unreadable {
                /// Its stored type.
                name: String,
                /// Its stored value.
                value: Value,
                /// What is wrong with it.
                reason: String,
            },
        }

        impl BlockContent {
            /// The stored type name.
            pub fn name(&self) -> &str {
                match self {
                    $(BlockContent::$variant(_) => $name,)*
                    BlockContent::Unreadable { name, .. } => name,
                }
            }

            fn from_stored(name: &str, value: Value) -> Self {
                let read = match name {
                    $($name => serde_json::from_value::<$data>(value.clone()).map(BlockContent::$variant).map_err(|error| error.to_string()),)*
                    _ => Err("unknown section type".to_owned()),
                };
                read.unwrap_or_else(|reason| BlockContent::Unreadable { name: name.to_owned(), value, reason })
            }

            fn to_stored(&self) -> Result<Value, serde_json::Error> {
                match self {
                    $(BlockContent::$variant(data) => serde_json::to_value(data),)*
                    BlockContent::Unreadable { value, .. } => Ok(value.clone()),
                }
            }
        }
    };
}

blocks! {
    /// `#courseOverview`
    Overview(Overview) = "overview",
    /// `#learningOutcomes`
    Outcomes(Outcomes) = "outcomes",
    /// `#targetAudience`
    Audience(Audience) = "audience",
    /// `#learningTechniques`
    IconGrid(IconGrid) = "icon_grid",
    /// `#testimonials`
    Testimonials(Testimonials) = "testimonials",
    /// `#faculty`
    Faculty(Faculty) = "faculty",
    /// `#courseLineup`
    Lineup(Lineup) = "lineup",
    /// `#news-and-events`
    News(News) = "news",
    /// `#forTeams`
    TextImage(TextImage) = "text_image",
    /// `#faq`
    Faq(Faq) = "faq",
    /// `#textSection`
    Text(Text) = "text",
    /// The home page's "about".
    TextVideo(TextVideo) = "text_video",
    /// The home page's logos.
    ImageCarousel(ImageCarousel) = "image_carousel",
    /// What a certificate states; not shown on the page itself, but its CEUs are.
    Certificate(Certificate) = "certificate",
}

impl Block {
    /// A shown section whose id follows from `name`.
    pub fn named(name: &str, content: BlockContent) -> Self {
        Block { id: super::stable_id(name), hidden: false, content }
    }
}

impl Serialize for Block {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = self.content.to_stored().map_err(serde::ser::Error::custom)?;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("type", self.content.name())?;
        if self.hidden {
            map.serialize_entry("hidden", &true)?;
        }
        map.serialize_entry("value", &value)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Block {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Value::deserialize(deserializer)?;
        let Value::Object(mut fields) = stored else { return Err(D::Error::custom("a section must be an object")) };
        let name = fields.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        let value = fields.remove("value").unwrap_or(Value::Null);
        // A section that lost its id gets one from its place in the world: its content.
        let id = fields
            .get("id")
            .and_then(Value::as_str)
            .and_then(|id| id.parse().ok())
            .unwrap_or_else(|| super::stable_id(&format!("{name}:{value}")));
        let hidden = fields.get("hidden").and_then(Value::as_bool).unwrap_or(false);
        Ok(Block { id, hidden, content: BlockContent::from_stored(&name, value) })
    }
}
