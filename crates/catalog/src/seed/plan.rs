//! What the demo catalogue holds.

use super::{courses, external, topics};
use crate::model::RunDates;
use time::OffsetDateTime;
use xpro_kernel::Money;

/// A course language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoLanguage {
    /// English name.
    pub name: &'static str,
    /// Its `lang` tag.
    pub bcp47: &'static str,
    /// Lower sorts first.
    pub priority: i16,
}

/// A parent topic with its children.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoTopic {
    /// Parent.
    pub name: &'static str,
    /// Children.
    pub children: &'static [&'static str],
}

/// A program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoProgram {
    /// Title.
    pub title: &'static str,
    /// Names the row and its page.
    pub readable_id: &'static str,
    /// None: it cannot be bought as a whole.
    pub price: Option<Money>,
    /// Dated offerings.
    pub runs: Vec<DemoProgramRun>,
}

/// A dated offering of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoProgramRun {
    /// `R1`, `R2`, …
    pub tag: String,
    /// Start of the first course.
    pub start: OffsetDateTime,
    /// End of the last course.
    pub end: OffsetDateTime,
}

/// A course with its runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoCourse {
    /// Title.
    pub title: &'static str,
    /// Names the row and its page.
    pub readable_id: &'static str,
    /// Readable id of its program and its position there.
    pub program: Option<(&'static str, i16)>,
    /// Name of its platform; not `xPRO` means sold by a vendor.
    pub platform: &'static str,
    /// Whether it is offered.
    pub live: bool,
    /// The vendor's code; empty for our own.
    pub external_course_id: &'static str,
    /// Name of the language that its page should have.
    pub language: &'static str,
    /// Names of the topics that its page should have.
    pub topics: &'static [&'static str],
    /// Runs.
    pub runs: Vec<DemoRun>,
}

/// A course run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoRun {
    /// `R1`, `R2`, …; the courseware id is the course's readable id, `+` and this.
    pub tag: String,
    /// All dates.
    pub dates: RunDates,
    /// Whether it is offered.
    pub live: bool,
    /// None: no product.
    pub price: Option<Money>,
    /// Whether the product can be bought.
    pub sold: bool,
}

/// The whole demo catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoCatalog {
    /// Names that MIT Learn knows (catalog_export.md 5).
    pub platforms: &'static [&'static str],
    /// Four languages.
    pub languages: &'static [DemoLanguage],
    /// Twelve parents.
    pub topics: &'static [DemoTopic],
    /// Three programs.
    pub programs: Vec<DemoProgram>,
    /// Our own courses, then the vendors'.
    pub courses: Vec<DemoCourse>,
}

/// The plan for a demo that starts on the day of `now`; the same all day long.
pub fn demo_catalog(now: OffsetDateTime) -> DemoCatalog {
    let today = now.to_offset(time::UtcOffset::UTC).replace_time(time::Time::MIDNIGHT);
    let mut courses = courses::own(today);
    let programs = courses::programs(&courses);
    courses.extend(external::courses(today));
    DemoCatalog {
        platforms: &["xPRO", "Emeritus", "Global Alumni"],
        languages: topics::LANGUAGES,
        topics: topics::TOPICS,
        programs,
        courses,
    }
}
