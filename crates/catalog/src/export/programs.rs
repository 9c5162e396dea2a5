//! `/api/programs/` (catalog_export.md 4, courseware.md 7.3).

use super::{
    Export, PageFacts,
    courses::instructors,
    value::{Number, Stamp, json},
    wire::ProgramObject,
};
use crate::model::{ProductTarget, Program};
use xpro_kernel::ProgramId;

impl<'a, P: PageFacts> Export<'a, P> {
    /// Body of `/api/programs/`: live programs with a live page and a product, switched off or not, by key.
    pub fn programs_json(&self) -> Vec<u8> {
        let listed = self.data.programs().iter().filter(|program| self.lists_program(program));
        json(&listed.map(|program| self.program(program)).collect::<Vec<_>>())
    }

    /// Body of `/api/programs/<id>/`; none when the list does not have it.
    pub fn program_json(&self, id: ProgramId) -> Option<Vec<u8>> {
        let program = self.data.program(id).filter(|program| self.lists_program(program))?;
        Some(json(&self.program(program)))
    }

    /// A program as the list would have it, in any state: for the content API (cms.md 6.4).
    pub fn any_program_json(&self, id: ProgramId) -> Option<Vec<u8>> {
        self.data.program(id).map(|program| json(&self.program(program)))
    }

    fn lists_program(&self, program: &Program) -> bool {
        program.live
            && self.pages.program_page(program.id).is_some_and(|page| page.live)
            && self.data.product_of(ProductTarget::Program(program.id)).is_some()
    }

    fn program(&self, program: &'a Program) -> ProgramObject<'a> {
        let page = self.pages.program_page(program.id);
        let first_run = self.data.program_first_unexpired_run(program.id, self.now);
        let course_pages = self.data.courses_of(program.id).filter_map(|course| self.pages.course_page(course.id));
        // For everyone, and runs without a product too: MIT Learn needs the courses, not the prices.
        let courses = self.data.courses_of(program.id).filter(|course| course.live);
        ProgramObject {
            page: self.page(page),
            title: &program.title,
            readable_id: &program.readable_id,
            current_price: self.data.program_price(program.id).map(Number::from),
            id: program.id,
            courses: courses.map(|course| self.course(course, self.data.unexpired_runs(course.id, self.now))).collect(),
            start_date: first_run.and_then(|run| run.start_date).map(Stamp),
            end_date: self.data.program_end_date(program.id).map(Stamp),
            enrollment_start: first_run.and_then(|run| run.enrollment_start).map(Stamp),
            instructors: instructors(page),
            topics: self.topic_names(course_pages.flat_map(|page| &page.topics)),
            is_external: program.is_external,
            platform: self.platform(program.platform_id),
        }
    }
}
