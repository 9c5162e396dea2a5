//! Which records there are, and who may do what with them.

use crate::{
    access::{CONTENT_ACCESS, Editor},
    document::{SnippetKind, declarations},
};
use xpro_catalog::acts::CHANGE_CATALOG;
use xpro_form::SnippetSpec;

/// Needed to change snippets.
pub const CHANGE_SNIPPETS: &str = "snippets.change";
/// Needed to change topics, languages and platforms.
pub const CHANGE_TOPICS: &str = "topics.change";
/// Needed to see and change the site's settings.
pub const CHANGE_SETTINGS: &str = "settings.change";
/// Needed to see and change people and groups.
pub const CHANGE_USERS: &str = "users.change";

/// A kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecordKind {
    /// Something said once and used in many places.
    Snippet(SnippetKind),
    /// A subject of courses.
    Topic,
    /// A language of courses.
    Language,
    /// Who runs courses.
    Platform,
    /// A course.
    Course,
    /// A program of courses.
    Program,
    /// A dated offering of a course.
    CourseRun,
    /// A dated offering of a program.
    ProgramRun,
    /// Something that is sold, with its price list.
    Product,
    /// The one document of site-wide settings.
    Settings,
    /// People with the same permissions.
    Group,
    /// Somebody with an account.
    User,
}

impl RecordKind {
    /// Those that are not snippets.
    pub const OTHERS: [RecordKind; 11] = [
        RecordKind::Topic,
        RecordKind::Language,
        RecordKind::Platform,
        RecordKind::Course,
        RecordKind::Program,
        RecordKind::CourseRun,
        RecordKind::ProgramRun,
        RecordKind::Product,
        RecordKind::Settings,
        RecordKind::Group,
        RecordKind::User,
    ];

    /// All of them.
    pub fn all() -> impl Iterator<Item = RecordKind> {
        SnippetKind::ALL.into_iter().map(RecordKind::Snippet).chain(Self::OTHERS)
    }

    /// As the Studio names it.
    pub fn name(self) -> &'static str {
        match self {
            RecordKind::Snippet(kind) => kind.name(),
            RecordKind::Topic => "topic",
            RecordKind::Language => "language",
            RecordKind::Platform => "platform",
            RecordKind::Course => "course",
            RecordKind::Program => "program",
            RecordKind::CourseRun => "course_run",
            RecordKind::ProgramRun => "program_run",
            RecordKind::Product => "product",
            RecordKind::Settings => "settings",
            RecordKind::Group => "group",
            RecordKind::User => "user",
        }
    }

    /// The kind of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|kind| kind.name() == name)
    }

    /// What audit calls it.
    pub fn subject(self) -> &'static str {
        match self {
            RecordKind::Snippet(_) => "snippet",
            RecordKind::Language => "course_language",
            RecordKind::Settings => "site_setting",
            RecordKind::Group => "user_group",
            other => other.name(),
        }
    }

    /// The permission that changing one needs.
    pub fn permission(self) -> &'static str {
        match self {
            RecordKind::Snippet(_) => CHANGE_SNIPPETS,
            RecordKind::Topic | RecordKind::Language | RecordKind::Platform => CHANGE_TOPICS,
            RecordKind::Course
            | RecordKind::Program
            | RecordKind::CourseRun
            | RecordKind::ProgramRun
            | RecordKind::Product => CHANGE_CATALOG,
            RecordKind::Settings => CHANGE_SETTINGS,
            RecordKind::Group | RecordKind::User => CHANGE_USERS,
        }
    }

    /// The permission that seeing one needs. Settings and people are for those who look after them only.
    pub fn seen_with(self) -> &'static str {
        match self {
            RecordKind::Settings | RecordKind::Group | RecordKind::User => self.permission(),
            _ => CONTENT_ACCESS,
        }
    }

    /// Whether new ones are made here: people make their accounts themselves, the settings are there.
    pub fn can_be_added(self) -> bool {
        !matches!(self, RecordKind::Settings | RecordKind::User)
    }

    /// Whether unused ones can be deleted: price lists are kept for ever, people are retired elsewhere.
    pub fn can_be_deleted(self) -> bool {
        !matches!(self, RecordKind::Settings | RecordKind::User | RecordKind::Product)
    }

    /// Whether this person may change one.
    pub fn may_change(self, editor: &Editor) -> bool {
        editor.has(self.permission())
    }

    /// Whether this person may see one.
    pub fn may_see(self, editor: &Editor) -> bool {
        editor.has(self.seen_with())
    }

    /// What its form and lists are made from.
    ///
    /// # Panics
    /// Never: a test asks every kind.
    pub fn spec(self) -> &'static SnippetSpec {
        let found = match self {
            RecordKind::Snippet(kind) => declarations().snippet(kind.name()),
            other => declarations().record(other.name()),
        };
        found.expect("every kind is declared")
    }

    /// Headings of its list behind the name.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            RecordKind::Snippet(SnippetKind::SharedSection) => &["Section", "Platform", "Changed"],
            RecordKind::Snippet(_) => &["Changed"],
            RecordKind::Topic => &["Below", "Pages"],
            RecordKind::Language => &["Tag", "Priority", "Filter"],
            RecordKind::Platform => &["Courses", "Feed"],
            RecordKind::Course => &["Id", "Runs", "State"],
            RecordKind::Program => &["Id", "Courses", "State"],
            RecordKind::CourseRun => &["Id", "Starts", "State"],
            RecordKind::ProgramRun => &["Starts", "Ends"],
            RecordKind::Product => &["Id", "Price", "State"],
            RecordKind::Settings => &[],
            RecordKind::Group => &["Members", "Branches"],
            RecordKind::User => &["E-mail", "Groups", "Rights"],
        }
    }
}
