//! `/api/courses/` and `/api/course_runs/` (catalog_export.md 3, courseware.md 7.2, 7.4).

use super::{
    Export, PageFacts, ProductPageFacts,
    value::{Number, Stamp, json},
    wire::{CourseObject, Named, PageObject, RunObject},
};
use crate::model::{Course, CourseRun, ProductTarget};
use xpro_kernel::{CourseId, CourseRunId, TopicId};

impl<'a, P: PageFacts> Export<'a, P> {
    /// Body of `/api/courses/`: live courses with a live page, by program key (none last), then title.
    pub fn courses_json(&self) -> Vec<u8> {
        let mut listed: Vec<&Course> = self.data.courses().iter().filter(|course| self.lists_course(course)).collect();
        listed.sort_by_key(|course| (course.program_id.is_none(), course.program_id, course.title.as_str(), course.id));
        json(&listed.into_iter().map(|course| self.course(course, self.sold_runs(course))).collect::<Vec<_>>())
    }

    /// Body of `/api/courses/<id>/`; none when the list does not have it.
    pub fn course_json(&self, id: CourseId) -> Option<Vec<u8>> {
        let course = self.data.course(id).filter(|course| self.lists_course(course))?;
        Some(json(&self.course(course, self.sold_runs(course))))
    }

    /// A course as the list would have it, in any state: for the content API (cms.md 6.4).
    pub fn any_course_json(&self, id: CourseId) -> Option<Vec<u8>> {
        let course = self.data.course(id)?;
        Some(json(&self.course(course, self.sold_runs(course))))
    }

    /// Body of `/api/course_runs/`: all runs in any state, by key.
    pub fn course_runs_json(&self) -> Vec<u8> {
        json(&self.data.runs().iter().map(|run| self.run(run)).collect::<Vec<_>>())
    }

    /// Body of `/api/course_runs/<id>/`.
    pub fn course_run_json(&self, id: CourseRunId) -> Option<Vec<u8>> {
        self.data.run(id).map(|run| json(&self.run(run)))
    }

    fn lists_course(&self, course: &Course) -> bool {
        course.live && self.pages.course_page(course.id).is_some_and(|page| page.live)
    }

    /// Runs that can be bought, as a course's own listing has them.
    fn sold_runs(&self, course: &Course) -> Vec<&'a CourseRun> {
        let mut runs = self.data.unexpired_runs(course.id, self.now);
        runs.retain(|run| {
            self.data.active_product_of(ProductTarget::CourseRun(run.id)).is_some()
                && self.enrolled.is_none_or(|enrolled| !enrolled.contains(&run.id))
        });
        runs
    }

    pub(super) fn course(&self, course: &'a Course, runs: Vec<&'a CourseRun>) -> CourseObject<'a> {
        let page = self.pages.course_page(course.id);
        CourseObject {
            page: self.page(page),
            id: course.id,
            title: &course.title,
            readable_id: &course.readable_id,
            courseruns: runs.into_iter().map(|run| self.run(run)).collect(),
            next_run_id: self.data.first_unexpired_run(course.id, self.now).map(|run| run.id),
            topics: self.topic_names(page.into_iter().flat_map(|page| &page.topics)),
            is_external: course.is_external,
            platform: self.platform(course.platform_id),
        }
    }

    fn run(&self, run: &'a CourseRun) -> RunObject<'a> {
        let product = self.data.active_product_of(ProductTarget::CourseRun(run.id));
        RunObject {
            title: &run.title,
            start_date: run.start_date.map(Stamp),
            end_date: run.end_date.map(Stamp),
            enrollment_start: run.enrollment_start.map(Stamp),
            enrollment_end: run.enrollment_end.map(Stamp),
            expiration_date: run.expiration_date.map(Stamp),
            courseware_url: run.courseware_url(&self.site.courseware_base_url),
            courseware_id: &run.courseware_id,
            run_tag: &run.run_tag,
            id: run.id,
            product_id: product.map(|priced| priced.product.id),
            instructors: instructors(self.pages.course_page(run.course_id)),
            current_price: product.and_then(|priced| priced.current_price()).map(Number::from),
        }
    }

    pub(super) fn page(&self, page: Option<&'a ProductPageFacts>) -> PageObject<'a> {
        let default_thumbnail = self.site.default_thumbnail_url.as_str();
        PageObject {
            url: page.map(|page| page.url.as_str()),
            description: page.map(|page| page.description.as_str()),
            external_marketing_url: page.and_then(|page| page.external_marketing_url.as_deref()),
            marketing_hubspot_form_id: page.map(|page| page.marketing_hubspot_form_id.as_str()),
            thumbnail_url: page.and_then(|page| page.thumbnail_url.as_deref()).unwrap_or(default_thumbnail),
            time_commitment: page.and_then(|page| page.time_commitment.as_deref()),
            min_weekly_hours: page.and_then(|page| page.min_weekly_hours),
            max_weekly_hours: page.and_then(|page| page.max_weekly_hours),
            duration: page.and_then(|page| page.duration.as_deref()),
            min_weeks: page.and_then(|page| page.min_weeks),
            max_weeks: page.and_then(|page| page.max_weeks),
            format: page.and_then(|page| page.format.as_deref()),
            video_url: page.and_then(|page| page.video_url.as_deref()),
            credits: page.and_then(|page| page.credits).map(Number),
            availability: "dated",
            prerequisites: [],
            language: page
                .and_then(|page| page.language)
                .and_then(|id| self.data.language(id))
                .map(|language| language.name.as_str()),
        }
    }

    /// Distinct names, sorted.
    pub(super) fn topic_names(&self, topics: impl IntoIterator<Item = &'a TopicId>) -> Vec<Named<'a>> {
        let mut names: Vec<Named<'a>> =
            topics.into_iter().filter_map(|id| self.data.topic(*id)).map(|topic| Named { name: &topic.name }).collect();
        names.sort();
        names.dedup();
        names
    }

    pub(super) fn platform(&self, id: xpro_kernel::PlatformId) -> &'a str {
        self.data.platform(id).map_or("", |platform| platform.name.as_str())
    }
}

/// The faculty of a page, in page order.
pub(super) fn instructors(page: Option<&ProductPageFacts>) -> Vec<Named<'_>> {
    page.into_iter().flat_map(|page| &page.instructors).map(|name| Named { name }).collect()
}
