//! The demo catalogue.

use super::*;
use std::collections::HashSet;
use time::{OffsetDateTime, macros::datetime};

const NOW: OffsetDateTime = datetime!(2026-03-10 12:00 UTC);

#[test]
fn the_demo_has_the_promised_counts() {
    let catalog = demo_catalog(NOW);
    assert_eq!(catalog.platforms.len(), 3);
    assert_eq!(
        catalog.languages.iter().map(|language| language.name).collect::<Vec<_>>(),
        ["English", "Spanish", "Portuguese", "Chinese"]
    );
    assert_eq!(catalog.topics.len(), 12);
    assert!(catalog.topics.iter().all(|topic| !topic.children.is_empty()));
    assert_eq!(catalog.programs.len(), 3);
    let (external, own): (Vec<_>, Vec<_>) = catalog.courses.iter().partition(|course| course.platform != "xPRO");
    assert_eq!((own.len(), external.len()), (15, 6));
    assert_eq!(
        own.iter().filter(|course| !course.live).map(|course| course.title).collect::<Vec<_>>(),
        ["Introduction to Not-Live Courses"]
    );
}

#[test]
fn every_name_used_exists_and_no_id_is_used_twice() {
    let catalog = demo_catalog(NOW);
    let topics: Vec<&str> =
        catalog.topics.iter().flat_map(|topic| [&[topic.name][..], topic.children].concat()).collect();
    assert_eq!(topics.iter().collect::<HashSet<_>>().len(), topics.len(), "topic names are unique over both levels");
    let ids: HashSet<&str> = catalog.courses.iter().map(|course| course.readable_id).collect();
    assert_eq!(ids.len(), catalog.courses.len());
    for course in &catalog.courses {
        assert!(course.topics.iter().all(|topic| topics.contains(topic)), "{}", course.title);
        assert!(catalog.languages.iter().any(|language| language.name == course.language), "{}", course.title);
        assert!(catalog.platforms.contains(&course.platform), "{}", course.title);
        assert!(course.program.is_none_or(|(id, _)| catalog.programs.iter().any(|program| program.readable_id == id)));
    }
}

#[test]
fn runs_are_in_every_state() {
    let catalog = demo_catalog(NOW);
    let runs: Vec<&DemoRun> = catalog.courses.iter().flat_map(|course| &course.runs).collect();
    let some = |what: &str, holds: &dyn Fn(&DemoRun) -> bool| assert!(runs.iter().any(|run| holds(run)), "{what}");
    let before = |date: Option<OffsetDateTime>| date.is_some_and(|date| date < NOW);
    some("future", &|run| run.live && !before(run.dates.start_date) && before(run.dates.enrollment_start));
    some("enrolling late", &|run| before(run.dates.start_date) && !before(run.dates.enrollment_end));
    some("started", &|run| {
        before(run.dates.start_date) && before(run.dates.enrollment_end) && !before(run.dates.end_date)
    });
    some("ended", &|run| before(run.dates.end_date) && !run.sold);
    some("archived", &|run| before(run.dates.expiration_date));
    some("sold out of date", &|run| before(run.dates.end_date) && run.sold && run.price.is_some());
    some("not yet open", &|run| run.live && !before(run.dates.enrollment_start));
    some("not live", &|run| !run.live);
}

#[test]
fn an_offering_spans_the_runs_of_all_its_courses() {
    let catalog = demo_catalog(NOW);
    let systems =
        catalog.programs.iter().find(|program| program.readable_id == "program-v1:xPRO+SysEngx").expect("the program");
    let tags: Vec<&str> = systems.runs.iter().map(|run| run.tag.as_str()).collect();
    assert_eq!(tags, ["R1", "R2", "R3"]);
    assert!(systems.runs[0].end < NOW, "the first offering is over");
    assert!(systems.runs[1].start > NOW && systems.runs[1].end < systems.runs[2].end);
    let digital = catalog
        .programs
        .iter()
        .find(|program| program.readable_id == "program-v1:xPRO+DgtlLearn")
        .expect("the program");
    assert_eq!(digital.runs.len(), 3, "only the first course has a fourth run");
}

#[test]
fn the_plan_is_the_same_all_day() {
    assert_eq!(demo_catalog(NOW), demo_catalog(datetime!(2026-03-10 23:59 UTC)));
    assert_ne!(demo_catalog(NOW), demo_catalog(datetime!(2026-03-11 00:00 UTC)));
}
