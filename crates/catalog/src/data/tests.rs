//! Derived values over a hand-made snapshot.

use super::*;
use crate::model::*;
use time::{Duration, OffsetDateTime, macros::datetime};
use xpro_kernel::*;

const NOW: OffsetDateTime = datetime!(2026-03-10 12:00 UTC);

fn hours(hours: i64) -> Option<OffsetDateTime> {
    Some(NOW + Duration::hours(hours))
}

fn course(id: i64, position: i16, live: bool) -> Course {
    Course {
        id: CourseId(id),
        program_id: Some(ProgramId(1)),
        position_in_program: Some(position),
        title: format!("Course {id}"),
        readable_id: format!("course-v1:xPRO+C{id}"),
        live,
        is_external: false,
        external_course_id: String::new(),
        platform_id: PlatformId(1),
    }
}

fn run(id: i64, course: i64, start: i64, end: i64) -> CourseRun {
    CourseRun {
        id: CourseRunId(id),
        course_id: CourseId(course),
        title: format!("Run {id}"),
        courseware_id: format!("course-v1:xPRO+C{course}+R{id}"),
        run_tag: format!("R{id}"),
        courseware_url_path: None,
        external_course_run_id: String::new(),
        start_date: hours(start),
        end_date: hours(end),
        enrollment_start: None,
        enrollment_end: None,
        expiration_date: None,
        live: true,
    }
}

fn product(id: i64, target: ProductTarget, price: i64, is_active: bool) -> PricedProduct {
    PricedProduct {
        product: Product { id: ProductId(id), target, is_active, is_private: false },
        latest: Some(ProductVersion {
            id: ProductVersionId(id),
            product_id: ProductId(id),
            price: Money::from_cents(price * 100),
            description: "x".into(),
            text_id: "x".into(),
            requires_enrollment_code: false,
            created_at: NOW,
        }),
    }
}

fn catalog(courses: Vec<Course>, runs: Vec<CourseRun>, products: Vec<PricedProduct>) -> CatalogData {
    let program = Program {
        id: ProgramId(1),
        title: "Program".into(),
        readable_id: "program-v1:xPRO+P".into(),
        live: true,
        is_external: false,
        platform_id: PlatformId(1),
    };
    CatalogData::new(CatalogParts { programs: vec![program], courses, runs, products, ..CatalogParts::default() })
}

#[test]
fn a_program_counts_its_live_courses() {
    let data = catalog(vec![course(1, 1, true), course(2, 2, true), course(3, 3, false)], vec![], vec![]);
    assert_eq!(data.num_courses(ProgramId(1)), 2);
    assert_eq!(data.courses_of(ProgramId(1)).count(), 3);
}

#[test]
fn a_programs_dates_are_those_of_its_first_course() {
    let courses = vec![course(1, 1, true), course(2, 2, true)];
    let only_past = catalog(courses.clone(), vec![run(1, 1, -9, -8), run(2, 2, 5, 9)], vec![]);
    assert_eq!(only_past.program_next_run_date(ProgramId(1), NOW), None);

    let data = catalog(courses, vec![run(1, 1, 4, 9), run(2, 1, 2, 9), run(3, 2, 1, 12)], vec![]);
    assert_eq!(data.program_next_run_date(ProgramId(1), NOW), hours(2));
    assert_eq!(data.program_first_unexpired_run(ProgramId(1), NOW).map(|run| run.id), Some(CourseRunId(2)));
    assert_eq!(data.program_end_date(ProgramId(1)), hours(12));
}

#[test]
fn a_program_whose_first_course_is_not_live_has_no_dates() {
    let data = catalog(vec![course(1, 1, false), course(2, 2, true)], vec![run(1, 1, 1, 9), run(2, 2, 1, 9)], vec![]);
    assert_eq!(data.program_first_unexpired_run(ProgramId(1), NOW), None);
    assert!(data.is_program_catalog_visible(ProgramId(1), NOW));
}

#[test]
fn a_course_costs_what_its_first_open_run_costs() {
    let (first, second) = (ProductTarget::CourseRun(CourseRunId(1)), ProductTarget::CourseRun(CourseRunId(2)));
    let runs = vec![run(1, 1, 1, 9), run(2, 1, 3, 9)];
    let courses = vec![course(1, 1, true)];

    let sold = catalog(courses.clone(), runs.clone(), vec![product(1, first, 12, true), product(2, second, 10, true)]);
    assert_eq!(sold.course_price(CourseId(1), NOW), Some(Money::from_cents(1200)));
    let inactive = catalog(courses, runs, vec![product(1, first, 12, false), product(2, second, 10, true)]);
    assert_eq!(inactive.course_price(CourseId(1), NOW), None);
    assert!(inactive.product_of(first).is_some() && inactive.active_product_of(first).is_none());
}

#[test]
fn rows_are_found_by_key_and_by_text_id() {
    let data = catalog(vec![course(2, 1, true), course(1, 2, true)], vec![run(7, 2, 5, 9), run(8, 2, 1, 9)], vec![]);
    assert_eq!(data.course_by_readable_id("course-v1:xPRO+C1").map(|course| course.id), Some(CourseId(1)));
    assert_eq!(data.run_by_courseware_id("course-v1:xPRO+C2+R8").map(|run| run.id), Some(CourseRunId(8)));
    assert_eq!(data.program_by_readable_id("program-v1:xPRO+P").map(|program| program.id), Some(ProgramId(1)));
    assert_eq!(data.course_by_readable_id("nothing"), None);
    let of_course: Vec<i64> = data.runs_of(CourseId(2)).map(|run| run.id.0).collect();
    assert_eq!(of_course, [8, 7], "by start");
    let of_program: Vec<i64> = data.courses_of(ProgramId(1)).map(|course| course.id.0).collect();
    assert_eq!(of_program, [2, 1], "by position");
    assert_eq!(data.sold_title(ProductTarget::CourseRun(CourseRunId(7))), Some("Course 2"));
    assert_eq!(data.sold_text_id(ProductTarget::CourseRun(CourseRunId(7))), Some("course-v1:xPRO+C2+R7"));
    assert_eq!(data.runs_sold_by(ProductTarget::Program(ProgramId(1))).len(), 2);
}

mod filed {
    use super::*;

    fn topic(id: i64, name: &str, parent: Option<i64>) -> Topic {
        Topic { id: TopicId(id), name: name.into(), parent_id: parent.map(TopicId) }
    }

    fn language(id: i64, name: &str, priority: Option<i16>, is_active: bool) -> Language {
        Language { id: LanguageId(id), name: name.into(), bcp47: "en".into(), priority, is_active }
    }

    fn filed() -> CatalogData {
        CatalogData::new(CatalogParts {
            courses: (1..=5).map(|id| course(id, id as i16, id != 5)).collect(),
            runs: vec![run(1, 1, 5, 9), run(2, 2, 5, 9), run(3, 3, -9, -5), run(4, 4, 5, 9), run(5, 5, 5, 9)],
            topics: vec![topic(1, "Engineering", None), topic(2, "Systems", Some(1)), topic(3, "Arts", None)],
            languages: vec![
                language(1, "English", Some(1), true),
                language(2, "Spanish", Some(100), true),
                language(3, "Greek", Some(100), false),
            ],
            ..CatalogParts::default()
        })
    }

    #[test]
    fn a_course_under_a_parent_and_its_child_counts_once() {
        let data = filed();
        let (both, child, arts) = ([TopicId(1), TopicId(2)], [TopicId(2)], [TopicId(3)]);
        let page = |course, topics| PageTopics { course: CourseId(course), topics, language: None };

        let counts =
            data.parent_topics([page(1, &both[..]), page(2, &child[..]), page(3, &arts[..]), page(5, &arts[..])], NOW);

        let counts: Vec<(&str, usize)> =
            counts.iter().map(|count| (count.topic.name.as_str(), count.course_count)).collect();
        assert_eq!(counts, [("Engineering", 2)], "course 3 is over and course 5 not live");
        assert!(data.is_topic_or_child(TopicId(2), TopicId(1)));
        assert!(!data.is_topic_or_child(TopicId(1), TopicId(2)));
    }

    #[test]
    fn languages_are_those_of_visible_courses() {
        let data = filed();
        let page = |course, language| PageTopics {
            course: CourseId(course),
            topics: &[],
            language: Some(LanguageId(language)),
        };
        let names = |pages: &[PageTopics<'_>]| -> Vec<String> {
            data.catalog_languages(pages.iter().copied(), NOW).iter().map(|language| language.name.clone()).collect()
        };
        assert_eq!(names(&[page(1, 2), page(2, 1), page(4, 3)]), ["English", "Spanish"]);
        assert!(names(&[page(3, 1)]).is_empty());
    }
}
