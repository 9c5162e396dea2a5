//! Course runs (courseware.md 1.7, 1.15.1).

use super::RunDates;
use serde::Serialize;
use time::OffsetDateTime;
use url::Url;
use xpro_kernel::{CourseId, CourseRunId};

/// One dated offering of a course, with its own classroom in Open edX.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CourseRun {
    /// Key.
    pub id: CourseRunId,
    /// Offering of what.
    pub course_id: CourseId,
    /// At most 255 characters; the sync with Open edX overwrites it.
    pub title: String,
    /// Unique Open edX course key, such as `course-v1:xPRO+SysEngx1+R4`.
    pub courseware_id: String,
    /// Unique within the course, at most 10 characters.
    pub run_tag: String,
    /// Path below the Open edX host.
    pub courseware_url_path: Option<String>,
    /// The vendor's run code; empty for our own.
    pub external_course_run_id: String,
    /// First day.
    #[serde(with = "time::serde::rfc3339::option")]
    pub start_date: Option<OffsetDateTime>,
    /// Last day.
    #[serde(with = "time::serde::rfc3339::option")]
    pub end_date: Option<OffsetDateTime>,
    /// When buying begins; none means at once.
    #[serde(with = "time::serde::rfc3339::option")]
    pub enrollment_start: Option<OffsetDateTime>,
    /// When buying stops; none means never.
    #[serde(with = "time::serde::rfc3339::option")]
    pub enrollment_end: Option<OffsetDateTime>,
    /// When the dashboard stops giving links to the classroom; none unless staff set it.
    #[serde(with = "time::serde::rfc3339::option")]
    pub expiration_date: Option<OffsetDateTime>,
    /// Whether it is offered.
    pub live: bool,
}

impl CourseRun {
    /// The id by which people and URLs name it.
    pub fn text_id(&self) -> &str {
        &self.courseware_id
    }

    /// All five dates.
    pub fn dates(&self) -> RunDates {
        RunDates {
            start_date: self.start_date,
            end_date: self.end_date,
            enrollment_start: self.enrollment_start,
            enrollment_end: self.enrollment_end,
            expiration_date: self.expiration_date,
        }
    }

    /// It has ended.
    pub fn is_past(&self, now: OffsetDateTime) -> bool {
        self.end_date.is_some_and(|end| end < now)
    }

    /// It has not ended and its enrollment is open.
    pub fn is_not_beyond_enrollment(&self, now: OffsetDateTime) -> bool {
        self.end_date.is_none_or(|end| end > now)
            && self.enrollment_end.is_none_or(|end| end > now)
            && self.enrollment_start.is_none_or(|start| start <= now)
    }

    /// It can be bought, as far as its dates tell.
    pub fn is_unexpired(&self, now: OffsetDateTime) -> bool {
        !self.is_past(now) && self.is_not_beyond_enrollment(now)
    }

    /// Address of the classroom: the stored path joined to the Open edX host; an absolute URL in the path wins.
    pub fn courseware_url(&self, base: &Url) -> Option<String> {
        let path = self.courseware_url_path.as_deref().filter(|path| !path.is_empty())?;
        let url = base.join(path).ok()?;
        matches!(url.scheme(), "http" | "https").then(|| url.into())
    }
}
