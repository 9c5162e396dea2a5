//! Which topics and languages the catalogue offers (courseware.md 1.2, 1.5, 1.15.4).

use super::CatalogData;
use crate::model::{Language, Topic};
use std::collections::HashSet;
use time::OffsetDateTime;
use xpro_kernel::{CourseId, LanguageId, TopicId};

/// What a live course page is filed under.
#[derive(Debug, Clone, Copy)]
pub struct PageTopics<'a> {
    /// The course that the page describes.
    pub course: CourseId,
    /// Its topics.
    pub topics: &'a [TopicId],
    /// Its language.
    pub language: Option<LanguageId>,
}

/// A parent topic and how many visible courses are filed under it or its children.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopicCount<'a> {
    /// The parent.
    pub topic: &'a Topic,
    /// Distinct courses: one filed under a parent and its child counts once (D-01).
    pub course_count: usize,
}

impl CatalogData {
    /// Parent topics with at least one visible course, by name. `pages` are the live course pages.
    pub fn parent_topics<'a>(
        &self,
        pages: impl IntoIterator<Item = PageTopics<'a>>,
        now: OffsetDateTime,
    ) -> Vec<TopicCount<'_>> {
        let filed: Vec<(CourseId, HashSet<TopicId>)> = self
            .visible(pages, now)
            .map(|page| (page.course, page.topics.iter().map(|topic| self.parent_or_self(*topic)).collect()))
            .collect();
        let mut parents: Vec<&Topic> = self.topics().iter().filter(|topic| topic.parent_id.is_none()).collect();
        parents.sort_by(|a, b| a.name.cmp(&b.name));
        parents
            .into_iter()
            .map(|topic| {
                let courses: HashSet<CourseId> =
                    filed.iter().filter(|(_, topics)| topics.contains(&topic.id)).map(|(course, _)| *course).collect();
                TopicCount { topic, course_count: courses.len() }
            })
            .filter(|count| count.course_count > 0)
            .collect()
    }

    /// Active languages of at least one visible course page, by priority. `pages` are the live course pages.
    pub fn catalog_languages<'a>(
        &self,
        pages: impl IntoIterator<Item = PageTopics<'a>>,
        now: OffsetDateTime,
    ) -> Vec<&Language> {
        let spoken: HashSet<LanguageId> = self.visible(pages, now).filter_map(|page| page.language).collect();
        self.languages().iter().filter(|language| language.is_active && spoken.contains(&language.id)).collect()
    }

    /// Whether something filed under `filed` belongs below `wanted`: the topic itself or one of its children.
    pub fn is_topic_or_child(&self, filed: TopicId, wanted: TopicId) -> bool {
        filed == wanted || self.topic(filed).is_some_and(|topic| topic.parent_id == Some(wanted))
    }

    fn parent_or_self(&self, id: TopicId) -> TopicId {
        self.topic(id).and_then(|topic| topic.parent_id).unwrap_or(id)
    }

    fn visible<'a>(
        &self,
        pages: impl IntoIterator<Item = PageTopics<'a>>,
        now: OffsetDateTime,
    ) -> impl Iterator<Item = PageTopics<'a>> {
        pages.into_iter().filter(move |page| {
            self.course(page.course).is_some_and(|course| course.live) && self.is_catalog_visible(page.course, now)
        })
    }
}
