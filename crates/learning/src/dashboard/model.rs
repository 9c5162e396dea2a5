//! The dashboard's cards.

use super::{DateSummary, date_summary};
use time::OffsetDateTime;
use xpro_kernel::{OrderId, ProgramId, RunEnrollmentId};

/// Whether Open edX knows of an enrollment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PushState {
    /// Being set up.
    Pending,
    /// Confirmed.
    Enrolled,
    /// All attempts are spent; support has been told.
    NeedsHelp,
}

impl PushState {
    pub(crate) fn parse(text: &str) -> Self {
        match text {
            "enrolled" => PushState::Enrolled,
            "needs_help" => PushState::NeedsHelp,
            _ => PushState::Pending,
        }
    }
}

/// One run the learner is enrolled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseCard {
    /// The enrollment.
    pub enrollment: RunEnrollmentId,
    /// Course title.
    pub course_title: String,
    /// Run title, used in "you are now enrolled".
    pub run_title: String,
    /// Open edX course key.
    pub courseware_id: String,
    /// Course page key, for its picture.
    pub course_readable_id: String,
    /// Path below the courseware host.
    pub courseware_url_path: Option<String>,
    /// Program the course belongs to.
    pub program: Option<ProgramId>,
    /// Dates.
    pub start: Option<OffsetDateTime>,
    /// See `start`.
    pub end: Option<OffsetDateTime>,
    /// See `start`.
    pub expiration: Option<OffsetDateTime>,
    /// Truth about Open edX.
    pub push: PushState,
    /// When the next attempt is due, while pending.
    pub next_attempt: Option<OffsetDateTime>,
    /// Fulfilled order, for the receipt.
    pub receipt: Option<OrderId>,
}

impl CourseCard {
    /// Where it stands in time.
    pub fn dates(&self, now: OffsetDateTime) -> DateSummary {
        date_summary(self.start, self.end, self.expiration, now)
    }

    /// Whether the title links to the courseware: it has a place, has started, and has not ended (courseware.md 8.4).
    pub fn is_open(&self, now: OffsetDateTime) -> bool {
        self.push == PushState::Enrolled
            && self.courseware_url_path.as_deref().is_some_and(|path| !path.is_empty())
            && self.start.is_some_and(|start| start < now)
            && self.end.is_none_or(|end| end > now)
    }

    fn is_past(&self, now: OffsetDateTime) -> bool {
        self.end.is_some_and(|end| end < now)
    }
}

/// One program with the runs chosen in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramCard {
    /// The program.
    pub program: ProgramId,
    /// Title.
    pub title: String,
    /// `program-v1:…`.
    pub readable_id: String,
    /// Fulfilled order, for the receipt.
    pub receipt: Option<OrderId>,
    /// Its runs, by the course's place in the program.
    pub courses: Vec<CourseCard>,
}

impl ProgramCard {
    fn is_past(&self, now: OffsetDateTime) -> bool {
        !self.courses.is_empty() && self.courses.iter().all(|card| card.is_past(now))
    }
}

/// A paid order whose enrollments are not written yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingUp {
    /// The order.
    pub order: OrderId,
    /// What was bought.
    pub title: String,
    /// Its text id.
    pub text_id: String,
}

/// The dashboard, sorted into its sections (courseware.md 8.2).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dashboard {
    /// Paid a moment ago.
    pub setting_up: Vec<SettingUp>,
    /// Current programs.
    pub programs: Vec<ProgramCard>,
    /// Current courses outside of programs.
    pub courses: Vec<CourseCard>,
    /// Programs that ended.
    pub past_programs: Vec<ProgramCard>,
    /// Courses that ended.
    pub past_courses: Vec<CourseCard>,
}

impl Dashboard {
    pub(crate) fn sort(
        courses: Vec<CourseCard>,
        mut programs: Vec<ProgramCard>,
        setting_up: Vec<SettingUp>,
        now: OffsetDateTime,
    ) -> Self {
        let mut standalone = Vec::new();
        for course in courses {
            match programs.iter_mut().find(|card| course.program == Some(card.program)) {
                Some(program) => program.courses.push(course),
                None => standalone.push(course),
            }
        }
        let (past_programs, programs) = programs.into_iter().partition(|card| card.is_past(now));
        let (past_courses, courses) = standalone.into_iter().partition(|card| card.is_past(now));
        Dashboard { setting_up, programs, courses, past_programs, past_courses }
    }

    /// Nothing current to learn; past enrollments do not count.
    pub fn is_empty(&self) -> bool {
        self.setting_up.is_empty() && self.programs.is_empty() && self.courses.is_empty()
    }

    /// Whether something may change by itself soon, so that the page should look again.
    pub fn is_settling(&self) -> bool {
        let pending = |card: &CourseCard| card.push == PushState::Pending;
        !self.setting_up.is_empty()
            || self.courses.iter().any(pending)
            || self.programs.iter().flat_map(|program| &program.courses).any(pending)
    }

    /// Title of the current enrollment with this text id: a program's readable id, or a run's key.
    pub fn title_of(&self, text_id: &str) -> Option<&str> {
        let program = self.programs.iter().find(|card| card.readable_id == text_id).map(|card| card.title.as_str());
        let in_programs = self.programs.iter().flat_map(|card| &card.courses);
        program.or_else(|| {
            in_programs
                .chain(&self.courses)
                .find(|card| card.courseware_id == text_id)
                .map(|card| card.run_title.as_str())
        })
    }
}
