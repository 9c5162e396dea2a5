//! `/api/parent_course_topics/` (courseware.md 7.6).

use super::{Export, PageFacts, value::json, wire::TopicObject};
use crate::data::PageTopics;

impl<P: PageFacts> Export<'_, P> {
    /// Body of `/api/parent_course_topics/`: parent topics with visible courses, by name.
    pub fn parent_course_topics_json(&self) -> Vec<u8> {
        let counts = self.data.parent_topics(self.live_course_pages(), self.now);
        let objects =
            counts.iter().map(|count| TopicObject { name: &count.topic.name, course_count: count.course_count });
        json(&objects.collect::<Vec<_>>())
    }

    fn live_course_pages(&self) -> impl Iterator<Item = PageTopics<'_>> {
        self.data.courses().iter().filter_map(|course| {
            let page = self.pages.course_page(course.id).filter(|page| page.live)?;
            Some(PageTopics { course: course.id, topics: &page.topics, language: page.language })
        })
    }
}
