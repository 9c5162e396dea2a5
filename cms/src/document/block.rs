//! A section of a page as the document holds it.

use super::blocks::{self, *};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _, ser::SerializeMap};
use serde_json::{Map, Value};
use uuid::Uuid;
use xpro_form::BlockSpec;
use xpro_kernel::SnippetId;

/// One section, in the editor's order. Stored as `{"id", "type", "hidden", "shared", "value"}`.
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
            /// A section that a snippet says; becomes one of the others when it is shown ([`super::SharedSections`]).
            Shared(SharedUse),
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
                    BlockContent::Shared(shared) => &shared.name,
                    BlockContent::Unreadable { name, .. } => name,
                }
            }

            pub(super) fn from_stored(name: &str, value: Value) -> Self {
                let read = match name {
                    $($name => serde_json::from_value::<$data>(value.clone()).map(BlockContent::$variant).map_err(|error| error.to_string()),)*
                    _ => Err("unknown section type".to_owned()),
                };
                read.unwrap_or_else(|reason| BlockContent::Unreadable { name: name.to_owned(), value, reason })
            }

            pub(super) fn to_stored(&self) -> Result<Value, serde_json::Error> {
                match self {
                    $(BlockContent::$variant(data) => serde_json::to_value(data),)*
                    BlockContent::Shared(shared) => Ok(Value::Object(shared.edited.clone())),
                    BlockContent::Unreadable { value, .. } => Ok(value.clone()),
                }
            }
        }

        pub(super) fn specs() -> Vec<BlockSpec> {
            vec![$(blocks::spec::<$data>($name)),*]
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
    /// Logos on the enterprise page.
    CompaniesLogos(CompaniesLogos) = "companies_logos",
    /// Steps on the enterprise page.
    LearningJourney(LearningJourney) = "learning_journey",
    /// Stories on the enterprise page.
    SuccessStories(SuccessStories) = "success_stories",
    /// `#b2bform`
    LearningStrategyForm(LearningStrategyForm) = "learning_strategy_form",
    /// For feeds.
    FeedHeading(FeedHeading) = "heading",
    /// For feeds.
    FeedParagraph(FeedParagraph) = "paragraph",
    /// For feeds.
    FeedImage(FeedImage) = "image",
    /// For feeds.
    FeedHtml(FeedHtml) = "raw_html",
}

/// How a page uses a shared section.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedUse {
    /// The snippet that says it.
    pub snippet: SnippetId,
    /// Its type; the snippet's section has the same.
    pub name: String,
    /// The fields that are edited here; the others follow the snippet.
    pub edited: Map<String, Value>,
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
        if let BlockContent::Shared(shared) = &self.content {
            map.serialize_entry("shared", &shared.snippet)?;
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
        let shared = fields.get("shared").and_then(Value::as_i64).map(SnippetId);
        let content = match (shared, value) {
            (Some(snippet), Value::Object(edited)) => BlockContent::Shared(SharedUse { snippet, name, edited }),
            (Some(snippet), _) => BlockContent::Shared(SharedUse { snippet, name, edited: Map::new() }),
            (None, value) => BlockContent::from_stored(&name, value),
        };
        Ok(Block { id, hidden, content })
    }
}
