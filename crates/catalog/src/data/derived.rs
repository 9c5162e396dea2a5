//! What follows from the snapshot at an instant (courseware.md 1.15, cms.md 3.1).

use super::CatalogData;
use crate::model::{self, Course, CourseRun, ProductTarget, ProgramRun};
use time::OffsetDateTime;
use xpro_kernel::{CourseId, Money, ProgramId};

impl CatalogData {
    /// The course's runs that can be bought, earliest start first.
    pub fn unexpired_runs(&self, course: CourseId, now: OffsetDateTime) -> Vec<&CourseRun> {
        model::unexpired_runs(self.runs_of(course), now)
    }

    /// The run that the course's enroll button sells.
    pub fn first_unexpired_run(&self, course: CourseId, now: OffsetDateTime) -> Option<&CourseRun> {
        model::first_unexpired_run(self.runs_of(course), now)
    }

    /// The course's next start.
    pub fn next_run_date(&self, course: CourseId, now: OffsetDateTime) -> Option<OffsetDateTime> {
        model::next_run_date(self.runs_of(course), now)
    }

    /// Whether the catalogue shows the course, as far as its runs tell.
    pub fn is_catalog_visible(&self, course: CourseId, now: OffsetDateTime) -> bool {
        model::is_catalog_visible(self.runs_of(course), now)
    }

    /// The course's price: that of its first unexpired run.
    pub fn course_price(&self, course: CourseId, now: OffsetDateTime) -> Option<Money> {
        self.price_of(ProductTarget::CourseRun(self.first_unexpired_run(course, now)?.id))
    }

    /// How many live courses the program has.
    pub fn num_courses(&self, program: ProgramId) -> usize {
        self.courses_of(program).filter(|course| course.live).count()
    }

    /// The live course at position 1; none when that one is not live.
    pub fn first_course(&self, program: ProgramId) -> Option<&Course> {
        self.courses_of(program).find(|course| course.live && course.position_in_program == Some(1))
    }

    /// The first course's runs that can be bought.
    pub fn program_unexpired_runs(&self, program: ProgramId, now: OffsetDateTime) -> Vec<&CourseRun> {
        self.first_course(program).map(|course| self.unexpired_runs(course.id, now)).unwrap_or_default()
    }

    /// The first course's first run that can be bought.
    pub fn program_first_unexpired_run(&self, program: ProgramId, now: OffsetDateTime) -> Option<&CourseRun> {
        self.first_unexpired_run(self.first_course(program)?.id, now)
    }

    /// The first course's next start.
    pub fn program_next_run_date(&self, program: ProgramId, now: OffsetDateTime) -> Option<OffsetDateTime> {
        self.next_run_date(self.first_course(program)?.id, now)
    }

    /// Whether any of the program's courses, live or not, is visible.
    pub fn is_program_catalog_visible(&self, program: ProgramId, now: OffsetDateTime) -> bool {
        self.courses_of(program).any(|course| self.is_catalog_visible(course.id, now))
    }

    /// The program's price.
    pub fn program_price(&self, program: ProgramId) -> Option<Money> {
        self.price_of(ProductTarget::Program(program))
    }

    /// The program's offering that starts next.
    pub fn soonest_future_program_run(&self, program: ProgramId, now: OffsetDateTime) -> Option<&ProgramRun> {
        model::soonest_future_run(self.program_runs_of(program), now)
    }

    /// The latest end over the live runs of all the program's courses, ended ones included.
    pub fn program_end_date(&self, program: ProgramId) -> Option<OffsetDateTime> {
        self.courses_of(program)
            .flat_map(|course| self.runs_of(course.id))
            .filter(|run| run.live)
            .filter_map(|run| run.end_date)
            .max()
    }

    /// Runs of every course of a program, or the one run: what buying the product gives access to choose from.
    pub fn runs_sold_by(&self, target: ProductTarget) -> Vec<&CourseRun> {
        match target {
            ProductTarget::CourseRun(id) => self.run(id).into_iter().collect(),
            ProductTarget::Program(id) => self.courses_of(id).flat_map(|course| self.runs_of(course.id)).collect(),
        }
    }

    /// Title under which a product is sold: the program's, or that of the run's *course*.
    pub fn sold_title(&self, target: ProductTarget) -> Option<&str> {
        match target {
            ProductTarget::CourseRun(id) => Some(self.course(self.run(id)?.course_id)?.title.as_str()),
            ProductTarget::Program(id) => Some(self.program(id)?.title.as_str()),
        }
    }

    /// Text id under which a product is sold: the program's readable id or the run's courseware id.
    pub fn sold_text_id(&self, target: ProductTarget) -> Option<&str> {
        match target {
            ProductTarget::CourseRun(id) => Some(self.run(id)?.courseware_id.as_str()),
            ProductTarget::Program(id) => Some(self.program(id)?.readable_id.as_str()),
        }
    }
}
