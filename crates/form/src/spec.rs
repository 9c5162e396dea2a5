//! The shape of declarations. Their JSON is what the Studio and the API's documentation read.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;

/// A constant in the server, owned where it was received.
pub type Text = Cow<'static, str>;

/// What a page, a section, a snippet or a part of them holds.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FormSpec {
    /// In the editor's order.
    pub fields: Vec<FieldSpec>,
    /// What fields demand of each other; checked when publishing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldSpec {
    /// Key in the document.
    pub name: Text,
    /// What editors read.
    pub label: Text,
    /// A sentence about it; may be empty.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub help: Text,
    /// Where it stands; fields inside groups and lists stand where those do.
    #[serde(default)]
    pub tab: Tab,
    /// Must be filled to publish.
    #[serde(default)]
    pub required: bool,
    /// What a new one begins with, when that is not the empty value of its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// What it takes.
    pub kind: FieldKind,
}

/// The part of the editor where a field stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tab {
    /// What visitors read.
    #[default]
    Content,
    /// Search engines, shared links, address.
    Promote,
    /// What visitors do not see.
    Settings,
}

/// What a field takes. The comment says how its value is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FieldKind {
    /// One line of text. `"..."`
    Line {
        /// Most characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<u32>,
    },
    /// Plain text of several lines. `"..."`
    Lines {
        /// Most characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<u32>,
    },
    /// Rich text as Markdown. `"..."`
    Markdown {
        /// What the toolbar offers.
        features: Vec<Feature>,
        /// Most characters of text; markup is not counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<u32>,
    },
    /// Absolute http or https address of at most 200 characters. `"https://..."`, `""` for none.
    Url,
    /// Last part of an address. `"..."`, `""` for none.
    Slug,
    /// `true` or `false`.
    Flag,
    /// Whole number. `5` or `null`
    Integer {
        /// Smallest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<i64>,
        /// Largest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<i64>,
    },
    /// Exact decimal number. `"1.25"` or `null`
    Decimal {
        /// Digits in all.
        digits: u32,
        /// Of these, after the point.
        scale: u32,
        /// Smallest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<i64>,
    },
    /// A day. `"2026-11-24"` or `null`
    Date,
    /// An instant. `"2026-11-24T08:00:00Z"` or `null`
    DateTime,
    /// One of a few. The option's value, or `null` where the field is not required.
    Choice {
        /// In order.
        options: Vec<ChoiceOption>,
    },
    /// An image of the library as one place uses it. `{"image": 7, "alt": "..."}` or `null`; without `alt` the library's
    /// text holds, an empty one marks the image as decorative.
    Image {
        /// Narrower ones look bad here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min_width: Option<u32>,
        /// Lower ones look bad here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min_height: Option<u32>,
    },
    /// A document of the library: its id or `null`.
    Document,
    /// A button. `{"title": "...", "url": "..."}`, both `""` for none.
    Action {
        /// Most characters of its title.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<u32>,
    },
    /// A thing that is managed elsewhere: its id or `null`; with `many` a list of ids.
    Reference {
        /// Of what.
        to: Target,
        /// Several.
        #[serde(default)]
        many: bool,
    },
    /// Fields that belong together. `{...}`
    Group {
        /// What they are.
        form: FormSpec,
    },
    /// An ordered list. `[{"id": "<uuid>", "value": ...}]`; the ids stay with their entries.
    List {
        /// What each entry holds; its name is empty.
        item: Box<FieldSpec>,
        /// Fewest entries to publish.
        #[serde(default)]
        min: u32,
        /// Most entries.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<u32>,
    },
    /// An ordered list of sections. `[{"id": "<uuid>", "type": "text", "hidden": true, "shared": 3, "value": {...}}]`;
    /// `hidden` and `shared` may be absent. With `shared`, `value` holds only the fields that are edited here.
    Sections {
        /// Names of the blocks that may stand here.
        allowed: Vec<Text>,
        /// Fewest to publish.
        #[serde(default)]
        min: u32,
        /// Most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<u32>,
    },
}

/// What rich text may contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// Bold.
    Bold,
    /// Italic.
    Italic,
    /// Second-level heading (printed below the section's own).
    H2,
    /// Third-level heading.
    H3,
    /// Fourth-level heading.
    H4,
    /// Numbered list.
    Ol,
    /// List.
    Ul,
    /// Rule.
    Hr,
    /// Link to a page or address.
    Link,
    /// Link to a document.
    DocumentLink,
    /// Image.
    Image,
    /// Video or another embedded thing.
    Embed,
}

impl Feature {
    /// What rich text offers when nothing else is said (cms.md T1).
    pub const ALL: [Feature; 12] = [
        Feature::H2,
        Feature::H3,
        Feature::H4,
        Feature::Bold,
        Feature::Italic,
        Feature::Ol,
        Feature::Ul,
        Feature::Hr,
        Feature::Link,
        Feature::DocumentLink,
        Feature::Image,
        Feature::Embed,
    ];
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceOption {
    /// As stored.
    pub value: Text,
    /// As read.
    pub label: Text,
}

/// What a reference points to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Target {
    /// A course.
    Course,
    /// A program.
    Program,
    /// A run of a course.
    CourseRun,
    /// A topic.
    Topic,
    /// A language.
    Language,
    /// A platform.
    Platform,
    /// A page of one of these kinds; none means any.
    Page {
        /// Machine names.
        #[serde(default)]
        kinds: Vec<Text>,
    },
    /// A snippet.
    Snippet {
        /// Its kind.
        kind: Text,
    },
    /// A group of people.
    Group,
}

/// What fields of one form demand of each other. Field names are those of the form that the rule stands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Rule {
    /// At least one of these is filled.
    AnyOf {
        /// Which.
        fields: Vec<Text>,
        /// What to tell the editor; shown beside the first field.
        message: Text,
    },
    /// `low` is not above `high`.
    NotAbove {
        /// Whole number.
        low: Text,
        /// Whole number.
        high: Text,
    },
    /// `field` is filled when `of` holds `is`.
    RequiredWhen {
        /// Which.
        field: Text,
        /// A choice or a flag.
        of: Text,
        /// Its stored value.
        is: Value,
    },
    /// No two entries of a list of groups have the same value in `field`.
    Distinct {
        /// The list.
        list: Text,
        /// Key in its entries.
        field: Text,
        /// What to tell the editor; shown above the list.
        message: Text,
    },
}

/// One type of section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlockSpec {
    /// As stored.
    pub name: Text,
    /// What editors read.
    pub label: Text,
    /// What it is for.
    pub help: Text,
    /// Name of its icon.
    pub icon: Text,
    /// What it holds.
    pub form: FormSpec,
    /// Most of them on one page, hidden ones counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_per_page: Option<u32>,
    /// Only people with the permission of this name may add one; others may keep what is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<Text>,
    /// Its anchor on the page, for links; empty for none.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub anchor: Text,
}

/// Every type of section, by name.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BlockCatalog(pub Vec<BlockSpec>);

impl BlockCatalog {
    /// The block of this name.
    pub fn get(&self, name: &str) -> Option<&BlockSpec> {
        self.0.iter().find(|block| block.name == name)
    }
}

/// How many pages of a kind there may be, drafts included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// Any number.
    None,
    /// One in the site.
    OnePerSite,
    /// One for each course or program that is described.
    OnePerProduct,
}

/// One kind of page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KindSpec {
    /// Machine name: `CoursePage`.
    pub name: Text,
    /// What editors read.
    pub label: Text,
    /// What it is for.
    pub help: Text,
    /// What it holds, `title` and `promote` included.
    pub form: FormSpec,
    /// Kinds it may stand under; none for the root.
    pub parents: Vec<Text>,
    /// Kinds that may stand under it.
    pub children: Vec<Text>,
    /// How many there may be.
    pub limit: Limit,
    /// Visitors can open it.
    pub has_url: bool,
    /// The slug that editors cannot change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed_slug: Option<Text>,
    /// Its slug is the readable id of what it describes.
    #[serde(default)]
    pub slug_from_product: bool,
    /// Slugs that belong to the application: no page below it may take them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reserved_slugs: Vec<Text>,
    /// Search engines are told of it.
    pub in_sitemap: bool,
}

/// One kind of snippet: something said once and used in many places.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SnippetSpec {
    /// Machine name: `signatory`.
    pub name: Text,
    /// What editors read.
    pub label: Text,
    /// The same for many.
    pub plural: Text,
    /// What it is for.
    pub help: Text,
    /// Name of its icon.
    pub icon: Text,
    /// What it holds.
    pub form: FormSpec,
    /// The field whose text names a row in lists.
    pub named_by: Text,
}

/// Everything that is declared.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Declarations {
    /// Schema number of the documents that they describe.
    pub schema: i32,
    /// Kinds of page.
    pub kinds: Vec<KindSpec>,
    /// Types of section.
    pub blocks: BlockCatalog,
    /// Kinds of snippet.
    pub snippets: Vec<SnippetSpec>,
    /// Other records that have a form of their own: topics, courses, settings, groups.
    #[serde(default)]
    pub records: Vec<SnippetSpec>,
}

impl Declarations {
    /// The kind of page of this name.
    pub fn kind(&self, name: &str) -> Option<&KindSpec> {
        self.kinds.iter().find(|kind| kind.name == name)
    }

    /// The kind of snippet of this name.
    pub fn snippet(&self, name: &str) -> Option<&SnippetSpec> {
        self.snippets.iter().find(|snippet| snippet.name == name)
    }

    /// The kind of record of this name.
    pub fn record(&self, name: &str) -> Option<&SnippetSpec> {
        self.records.iter().find(|record| record.name == name)
    }

    /// Whether a page of kind `child` may stand under one of kind `parent`; none is the root (rules R1, R4).
    pub fn may_stand_under(&self, child: &str, parent: Option<&str>) -> bool {
        let Some(kind) = self.kind(child) else { return false };
        match parent {
            None => kind.parents.is_empty(),
            Some(parent) => {
                let takes = |above: &KindSpec| above.children.iter().any(|name| name == child);
                kind.parents.iter().any(|name| name == parent) && self.kind(parent).is_some_and(takes)
            }
        }
    }
}

impl FormSpec {
    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&FieldSpec> {
        self.fields.iter().find(|field| field.name == name)
    }
}
