//! What an import did.

use crate::acts::Outcome;
use crate::import::PageOutcome;

/// How many items of one kind met which fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// New here.
    pub created: usize,
    /// Said something else before.
    pub updated: usize,
    /// Said the same already.
    pub unchanged: usize,
    /// Reported among the issues and not loaded.
    pub invalid: usize,
}

impl Tally {
    /// Whether anything was written.
    pub fn changed_anything(&self) -> bool {
        self.created + self.updated > 0
    }

    pub(super) fn add(&mut self, other: Tally) {
        self.created += other.created;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.invalid += other.invalid;
    }
}

impl From<Outcome> for Tally {
    fn from(outcome: Outcome) -> Self {
        let mut tally = Tally::default();
        match outcome {
            Outcome::Created => tally.created = 1,
            Outcome::Updated => tally.updated = 1,
            Outcome::Unchanged => tally.unchanged = 1,
        }
        tally
    }
}

impl From<PageOutcome> for Tally {
    fn from(outcome: PageOutcome) -> Self {
        match outcome {
            PageOutcome::Created => Outcome::Created.into(),
            PageOutcome::Updated => Outcome::Updated.into(),
            PageOutcome::Unchanged => Outcome::Unchanged.into(),
        }
    }
}

/// Something that was served and not loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportIssue {
    /// Where in the served JSON: `programs[0].courses[2].courseruns[1].start_date`.
    pub path: String,
    /// What is wrong there.
    pub message: String,
}

impl std::fmt::Display for ImportIssue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

/// What an import did, item by item counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportReport {
    /// Programs.
    pub programs: Tally,
    /// Courses, those inside programs included, each counted once.
    pub courses: Tally,
    /// Course runs.
    pub runs: Tally,
    /// Entries of price lists; an update is a new entry of an old list.
    pub prices: Tally,
    /// Product pages.
    pub pages: Tally,
    /// Everything that was not loaded.
    pub issues: Vec<ImportIssue>,
}

impl ImportReport {
    /// Whether anything was written.
    pub fn changed_anything(&self) -> bool {
        [self.programs, self.courses, self.runs, self.prices, self.pages].iter().any(Tally::changed_anything)
    }

    pub(super) fn add(&mut self, other: ImportReport) {
        self.programs.add(other.programs);
        self.courses.add(other.courses);
        self.runs.add(other.runs);
        self.prices.add(other.prices);
        self.pages.add(other.pages);
        self.issues.extend(other.issues);
    }
}
