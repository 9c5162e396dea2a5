//! Where each row of the snapshot is.

use super::CatalogParts;
use crate::model::ProductTarget;
use std::{collections::HashMap, hash::Hash};
use xpro_kernel::{CourseId, CourseRunId, ProductId, ProgramId, TopicId};

/// Positions in the lists of [`CatalogParts`].
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    pub programs: HashMap<ProgramId, usize>,
    pub program_ids: HashMap<String, usize>,
    pub runs_of_program: HashMap<ProgramId, Vec<usize>>,
    pub courses: HashMap<CourseId, usize>,
    pub course_ids: HashMap<String, usize>,
    pub courses_of_program: HashMap<ProgramId, Vec<usize>>,
    pub runs: HashMap<CourseRunId, usize>,
    pub run_ids: HashMap<String, usize>,
    pub runs_of_course: HashMap<CourseId, Vec<usize>>,
    pub products: HashMap<ProductId, usize>,
    pub product_of: HashMap<ProductTarget, usize>,
    pub topics: HashMap<TopicId, usize>,
}

impl Index {
    pub(super) fn build(parts: &CatalogParts) -> Self {
        let none_last = |date: Option<time::OffsetDateTime>| (date.is_none(), date);
        Index {
            programs: by(&parts.programs, |program| program.id),
            program_ids: by(&parts.programs, |program| program.readable_id.clone()),
            runs_of_program: grouped(
                &parts.program_runs,
                |run| Some(run.program_id),
                |run| (none_last(run.start_date), run.id),
            ),
            courses: by(&parts.courses, |course| course.id),
            course_ids: by(&parts.courses, |course| course.readable_id.clone()),
            courses_of_program: grouped(
                &parts.courses,
                |course| course.program_id,
                |course| (course.position_in_program.is_none(), course.position_in_program, course.id),
            ),
            runs: by(&parts.runs, |run| run.id),
            run_ids: by(&parts.runs, |run| run.courseware_id.clone()),
            runs_of_course: grouped(&parts.runs, |run| Some(run.course_id), |run| (none_last(run.start_date), run.id)),
            products: by(&parts.products, |priced| priced.product.id),
            product_of: by(&parts.products, |priced| priced.product.target),
            topics: by(&parts.topics, |topic| topic.id),
        }
    }
}

fn by<T, K: Hash + Eq>(rows: &[T], key: impl Fn(&T) -> K) -> HashMap<K, usize> {
    rows.iter().enumerate().map(|(at, row)| (key(row), at)).collect()
}

fn grouped<T, K: Hash + Eq, O: Ord>(
    rows: &[T],
    key: impl Fn(&T) -> Option<K>,
    order: impl Fn(&T) -> O,
) -> HashMap<K, Vec<usize>> {
    let mut groups: HashMap<K, Vec<usize>> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some(key) = key(row) {
            groups.entry(key).or_default().push(at);
        }
    }
    for group in groups.values_mut() {
        group.sort_by_key(|at| order(&rows[*at]));
    }
    groups
}
