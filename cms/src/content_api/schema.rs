//! The fields that the API shows, declared once: names, places, defaults, filters, orders (cms.md 6.2 to 6.4). Parameters,
//! answers and the OpenAPI document all come from here.

use crate::document::PageKind;

/// Where a field stands in an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At the top.
    Body,
    /// In `meta`.
    Meta,
}

/// When a field is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// In listings and details.
    Always,
    /// In details; in listings when asked for.
    Detail,
    /// In details only; listings do not know it.
    DetailOnly,
    /// When asked for, by name or with `*`.
    Asked,
}

/// How a field's value is read from a parameter, and where it is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Flag,
    /// An instant.
    Moment,
    /// Worked out; neither filter nor order.
    Derived,
}

/// Where the database has a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Nowhere.
    None,
    /// A column, as an expression.
    Sql(&'static str),
    /// A field of the body.
    Body(&'static str),
    /// A field of the body's `promote`.
    Promote(&'static str),
}

/// One field.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name, in parameters and answers.
    pub name: &'static str,
    /// Where it stands.
    pub place: Place,
    /// When it is shown.
    pub shown: Shown,
    /// What it holds.
    pub kind: Kind,
    /// Where it is found.
    pub column: Column,
    /// Another item, of which fields can be selected.
    pub relation: bool,
    /// For the OpenAPI document.
    pub help: &'static str,
}

const fn field(name: &'static str, place: Place, shown: Shown, kind: Kind, column: Column) -> Field {
    Field { name, place, shown, kind, column, relation: false, help: "" }
}

const fn meta(name: &'static str, shown: Shown, kind: Kind, column: Column) -> Field {
    field(name, Place::Meta, shown, kind, column)
}

const fn body(name: &'static str, kind: Kind) -> Field {
    let column = if matches!(kind, Kind::Derived) { Column::None } else { Column::Body(name) };
    field(name, Place::Body, Shown::Detail, kind, column)
}

/// What every page has.
const PAGE: &[Field] = &[
    field("id", Place::Body, Shown::Always, Kind::Number, Column::Sql("p.id")),
    meta("type", Shown::Always, Kind::Derived, Column::None),
    meta("detail_url", Shown::Always, Kind::Derived, Column::None),
    meta("html_url", Shown::Always, Kind::Derived, Column::None),
    meta("slug", Shown::Always, Kind::Text, Column::Sql("p.slug")),
    meta("show_in_menus", Shown::Detail, Kind::Flag, Column::Promote("show_in_menus")),
    meta("seo_title", Shown::Detail, Kind::Text, Column::Promote("seo_title")),
    meta("search_description", Shown::Detail, Kind::Text, Column::Promote("search_description")),
    meta("first_published_at", Shown::Always, Kind::Moment, Column::Sql("p.first_published_at")),
    meta("alias_of", Shown::Detail, Kind::Derived, Column::None),
    Field { relation: true, ..meta("parent", Shown::DetailOnly, Kind::Derived, Column::None) },
    meta("locale", Shown::Asked, Kind::Derived, Column::None),
    meta("live", Shown::Always, Kind::Flag, Column::Sql("p.live")),
    meta("last_published_at", Shown::Always, Kind::Moment, Column::Sql("p.last_published_at")),
    Field {
        help: "Whether a newer text is waiting to be published.",
        ..meta("has_unpublished_changes", Shown::Asked, Kind::Derived, Column::None)
    },
    Field {
        help: "Counts what was written on the page; a save names the one it began from.",
        ..meta("version", Shown::Asked, Kind::Derived, Column::None)
    },
    field("title", Place::Body, Shown::Always, Kind::Text, Column::Sql("p.title")),
];

/// What product pages have besides, in the order of cms.md 6.4, up to the course or program.
const PRODUCT: &[Field] = &[
    body("language_name", Kind::Derived),
    body("description", Kind::Text),
    body("external_marketing_url", Kind::Text),
    body("marketing_hubspot_form_id", Kind::Text),
    body("subhead", Kind::Text),
    body("video_title", Kind::Text),
    body("video_url", Kind::Text),
    body("duration", Kind::Text),
    body("min_weeks", Kind::Number),
    body("max_weeks", Kind::Number),
    body("format", Kind::Text),
    body("time_commitment", Kind::Text),
    body("min_weekly_hours", Kind::Number),
    body("max_weekly_hours", Kind::Number),
    body("thumbnail_image", Kind::Derived),
    body("background_image", Kind::Derived),
    body("background_video_url", Kind::Text),
    field("featured", Place::Body, Shown::Detail, Kind::Flag, Column::Sql("p.featured")),
    body("page_content", Kind::Derived),
    body("is_external_course_page", Kind::Derived),
    body("is_external_program_page", Kind::Derived),
    body("faqs_list", Kind::Derived),
    body("outcomes", Kind::Derived),
    body("who_should_enroll", Kind::Derived),
    body("techniques", Kind::Derived),
    body("testimonials", Kind::Derived),
    body("faculty", Kind::Derived),
    body("for_teams", Kind::Derived),
    body("propel_career", Kind::Derived),
    body("certificate_page", Kind::Derived),
    body("course_overview", Kind::Derived),
    body("news_and_events", Kind::Derived),
];
const COURSE: Field = body("course", Kind::Derived);
const PROGRAM: Field = body("program", Kind::Derived);

const IMAGE: &[Field] = &[
    field("id", Place::Body, Shown::Always, Kind::Number, Column::Sql("f.id")),
    meta("type", Shown::Always, Kind::Derived, Column::None),
    meta("detail_url", Shown::Always, Kind::Derived, Column::None),
    meta("tags", Shown::Always, Kind::Derived, Column::None),
    meta("download_url", Shown::Always, Kind::Derived, Column::None),
    field("title", Place::Body, Shown::Always, Kind::Text, Column::Sql("f.title")),
    field("width", Place::Body, Shown::Detail, Kind::Number, Column::Sql("f.width")),
    field("height", Place::Body, Shown::Detail, Kind::Number, Column::Sql("f.height")),
    Field {
        help: "Text for those who do not see it.",
        ..field("alt", Place::Body, Shown::Asked, Kind::Text, Column::Sql("f.alt"))
    },
];

const DOCUMENT: &[Field] = &[
    field("id", Place::Body, Shown::Always, Kind::Number, Column::Sql("f.id")),
    meta("type", Shown::Always, Kind::Derived, Column::None),
    meta("detail_url", Shown::Always, Kind::Derived, Column::None),
    meta("tags", Shown::Always, Kind::Derived, Column::None),
    meta("download_url", Shown::Always, Kind::Derived, Column::None),
    field("title", Place::Body, Shown::Always, Kind::Text, Column::Sql("f.title")),
    Field { help: "Bytes.", ..field("file_size", Place::Body, Shown::Asked, Kind::Number, Column::Sql("f.file_size")) },
];

/// What an item may be, with the fields it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// A page of any kind.
    AnyPage,
    /// A page of one kind.
    Page(PageKind),
    /// A picture.
    Image,
    /// A document.
    Document,
}

impl Schema {
    /// Its fields, in the order of answers.
    pub fn fields(self) -> Vec<Field> {
        match self {
            Schema::Page(kind) if kind.is_product() => {
                let last = if kind.is_course() { COURSE } else { PROGRAM };
                PAGE.iter().chain(PRODUCT).copied().chain([last]).collect()
            }
            Schema::AnyPage | Schema::Page(_) => PAGE.to_vec(),
            Schema::Image => IMAGE.to_vec(),
            Schema::Document => DOCUMENT.to_vec(),
        }
    }

    /// The field of this name.
    pub fn field(self, name: &str) -> Option<Field> {
        self.fields().into_iter().find(|field| field.name == name)
    }
}

/// `cms.CoursePage`
pub fn type_name(kind: &str) -> String {
    format!("cms.{kind}")
}
