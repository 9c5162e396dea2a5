//! The date rules of a run (courseware.md 1.8).

use time::OffsetDateTime;

/// The five dates that the rules are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RunDates {
    /// First day.
    pub start_date: Option<OffsetDateTime>,
    /// Last day.
    pub end_date: Option<OffsetDateTime>,
    /// When buying begins.
    pub enrollment_start: Option<OffsetDateTime>,
    /// When buying stops.
    pub enrollment_end: Option<OffsetDateTime>,
    /// When links to the classroom stop.
    pub expiration_date: Option<OffsetDateTime>,
}

/// Which rules hold for a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunDateCheck {
    /// All of them: forms, vendor feeds, the sync with Open edX.
    Full,
    /// Only the order of dates, which the database demands too. For imports and demo data, which bring runs of the past.
    OrderOnly,
}

/// The first rule that the dates break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RunDateError {
    /// Rule 1.
    #[error("a start date or an enrollment end is required")]
    StartOrEnrollmentEndRequired,
    /// Rule 2.
    #[error("the start date or the enrollment end must lie in the future")]
    StartOrEnrollmentEndMustBeFuture,
    /// Rule 3.
    #[error("the end date must not precede the start date")]
    EndBeforeStart,
    /// Rule 4.
    #[error("the enrollment end must not precede the enrollment start")]
    EnrollmentEndBeforeStart,
    /// Rule 5.
    #[error("the end date must not lie in the past")]
    EndInPast,
    /// Rule 6.
    #[error("the expiration date must not precede the start date")]
    ExpirationBeforeStart,
    /// Rule 6.
    #[error("the expiration date must not precede the end date")]
    ExpirationBeforeEnd,
}

impl RunDates {
    /// Checks these dates against `before`, the stored ones of the same run.
    ///
    /// Rules about the past are applied only when a date they look at changes, so that a run that has
    /// ended can still get its title corrected (D-02).
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn check(
        &self,
        before: Option<&RunDates>,
        check: RunDateCheck,
        now: OffsetDateTime,
    ) -> Result<(), RunDateError> {
        let changed =
            |date: fn(&RunDates) -> Option<OffsetDateTime>| before.is_none_or(|before| date(before) != date(self));
        if check == RunDateCheck::Full && (changed(|d| d.start_date) || changed(|d| d.enrollment_end)) {
            self.check_can_begin(now)?;
        }
        if follows(self.start_date, self.end_date) {
            return Err(RunDateError::EndBeforeStart);
        }
        if follows(self.enrollment_start, self.enrollment_end) {
            return Err(RunDateError::EnrollmentEndBeforeStart);
        }
        if check == RunDateCheck::Full && changed(|d| d.end_date) && self.end_date.is_some_and(|end| end < now) {
            return Err(RunDateError::EndInPast);
        }
        if follows(self.start_date, self.expiration_date) {
            return Err(RunDateError::ExpirationBeforeStart);
        }
        if follows(self.end_date, self.expiration_date) {
            return Err(RunDateError::ExpirationBeforeEnd);
        }
        Ok(())
    }

    fn check_can_begin(&self, now: OffsetDateTime) -> Result<(), RunDateError> {
        let is_future = |date: Option<OffsetDateTime>| date.is_some_and(|date| date >= now);
        if self.start_date.is_none() && self.enrollment_end.is_none() {
            Err(RunDateError::StartOrEnrollmentEndRequired)
        } else if !is_future(self.start_date) && !is_future(self.enrollment_end) {
            Err(RunDateError::StartOrEnrollmentEndMustBeFuture)
        } else {
            Ok(())
        }
    }
}

fn follows(first: Option<OffsetDateTime>, second: Option<OffsetDateTime>) -> bool {
    matches!((first, second), (Some(first), Some(second)) if first > second)
}
