//! The acceptance cases of courseware.md 10.1 that need no database.

use super::*;
use time::{Duration, OffsetDateTime, macros::datetime};
use url::Url;
use xpro_kernel::{CourseId, CourseRunId, ProgramId, ProgramRunId};

const NOW: OffsetDateTime = datetime!(2026-03-10 12:00 UTC);

fn days(days: i64) -> OffsetDateTime {
    NOW + Duration::days(days)
}

/// A live run without dates.
fn run(id: i64) -> CourseRun {
    CourseRun {
        id: CourseRunId(id),
        course_id: CourseId(1),
        title: "Models".into(),
        courseware_id: format!("course-v1:xPRO+Mx+R{id}"),
        run_tag: format!("R{id}"),
        courseware_url_path: None,
        external_course_run_id: String::new(),
        start_date: None,
        end_date: None,
        enrollment_start: None,
        enrollment_end: None,
        expiration_date: None,
        live: true,
    }
}

#[test]
fn a_run_is_past_once_it_ended() {
    for (end, past) in [(Some(-1), true), (Some(1), false), (None, false)] {
        assert_eq!(CourseRun { end_date: end.map(days), ..run(1) }.is_past(NOW), past, "{end:?}");
    }
    assert!(!CourseRun { end_date: Some(NOW), ..run(1) }.is_past(NOW), "the last instant is not past");
}

#[test]
fn enrollment_is_open_between_its_dates() {
    let cases = [
        ((None, None, None), true),
        ((None, None, Some(1)), true),
        ((Some(1), None, None), true),
        ((None, Some(-1), None), true),
        ((None, Some(0), None), true),
        ((None, None, Some(-1)), false),
        ((Some(-1), None, None), false),
        ((Some(1), None, Some(-1)), false),
        ((None, Some(1), None), false),
    ];
    for ((end, opens, closes), open) in cases {
        let run = CourseRun {
            end_date: end.map(days),
            enrollment_start: opens.map(days),
            enrollment_end: closes.map(days),
            ..run(1)
        };
        assert_eq!(run.is_not_beyond_enrollment(NOW), open, "{end:?} {opens:?} {closes:?}");
    }
}

#[test]
fn a_run_is_unexpired_while_neither_it_nor_its_enrollment_ended() {
    for ((end, closes), unexpired) in [((-1, 1), false), ((1, -1), false), ((1, 1), true)] {
        let run = CourseRun { end_date: Some(days(end)), enrollment_end: Some(days(closes)), ..run(1) };
        assert_eq!(run.is_unexpired(NOW), unexpired, "{end} {closes}");
    }
}

#[test]
fn the_classroom_is_below_the_open_edx_host() {
    let base = Url::parse("http://example.com").expect("an address");
    let with_path =
        |path: Option<&str>| CourseRun { courseware_url_path: path.map(Into::into), ..run(1) }.courseware_url(&base);

    assert_eq!(with_path(Some("/path")).as_deref(), Some("http://example.com/path"));
    assert_eq!(
        with_path(Some("/courses/course-v1:xPRO+Mx+R1/course/")).as_deref(),
        Some("http://example.com/courses/course-v1:xPRO+Mx+R1/course/"),
        "the key is not percent-encoded"
    );
    assert_eq!(with_path(Some("https://vendor.example/room")).as_deref(), Some("https://vendor.example/room"));
    assert_eq!(with_path(None), None);
    assert_eq!(with_path(Some("")), None);
    assert_eq!(with_path(Some("javascript:alert(1)")), None);
}

#[test]
fn only_live_runs_with_a_start_are_offered_earliest_first() {
    let dated = |id: i64, start: i64, end: i64| CourseRun {
        start_date: Some(days(start)),
        end_date: Some(days(end)),
        ..run(id)
    };
    let runs = [
        dated(1, 5, 9),
        dated(2, -3, -2),
        CourseRun { live: false, ..dated(3, 1, 2) },
        CourseRun { end_date: Some(days(9)), ..run(4) },
        dated(5, -1, 9),
    ];

    let offered: Vec<i64> = unexpired_runs(&runs, NOW).iter().map(|run| run.id.0).collect();

    assert_eq!(offered, [5, 1]);
    assert_eq!(first_unexpired_run(&runs, NOW).map(|run| run.id.0), Some(5));
    assert_eq!(next_run_date(&runs, NOW), Some(days(5)), "a start in the past is not the next one");
    assert_eq!(first_unexpired_run(&runs[1..3], NOW), None);
}

#[test]
fn a_course_is_visible_while_a_live_run_starts_or_closes_later() {
    let started = CourseRun { start_date: Some(days(-2)), enrollment_end: Some(days(-1)), ..run(1) };
    assert!(!is_catalog_visible([&started], NOW));
    let starts_later = CourseRun { start_date: Some(days(1)), ..started.clone() };
    assert!(is_catalog_visible([&starts_later], NOW));
    let closes_later = CourseRun { enrollment_end: Some(days(1)), ..started };
    assert!(is_catalog_visible([&closes_later], NOW));
    assert!(!is_catalog_visible([&CourseRun { live: false, ..closes_later }], NOW));
}

#[test]
fn the_soonest_offering_is_the_first_that_has_not_started() {
    let offering = |id: i64, start: Option<i64>| ProgramRun {
        id: ProgramRunId(id),
        program_id: ProgramId(1),
        run_tag: format!("R{id}"),
        start_date: start.map(days),
        end_date: None,
    };
    let offerings = [offering(1, Some(-1)), offering(2, Some(9)), offering(3, Some(4)), offering(4, None)];
    assert_eq!(soonest_future_run(&offerings, NOW).map(|run| run.id.0), Some(3));
    assert_eq!(soonest_future_run(&offerings[..1], NOW), None);
}

mod dates {
    use super::*;
    use RunDateError::*;

    fn dates(
        start: Option<i64>,
        end: Option<i64>,
        opens: Option<i64>,
        closes: Option<i64>,
        expires: Option<i64>,
    ) -> RunDates {
        RunDates {
            start_date: start.map(days),
            end_date: end.map(days),
            enrollment_start: opens.map(days),
            enrollment_end: closes.map(days),
            expiration_date: expires.map(days),
        }
    }

    #[test]
    fn each_rule_has_its_own_message() {
        let cases = [
            (dates(None, None, None, None, None), Err(StartOrEnrollmentEndRequired)),
            (dates(Some(-2), None, None, Some(-1), None), Err(StartOrEnrollmentEndMustBeFuture)),
            (dates(Some(-2), None, None, None, None), Err(StartOrEnrollmentEndMustBeFuture)),
            (dates(Some(3), Some(2), None, None, None), Err(EndBeforeStart)),
            (dates(Some(3), Some(3), None, None, None), Ok(())),
            (dates(Some(3), None, Some(2), Some(1), None), Err(EnrollmentEndBeforeStart)),
            (dates(None, Some(-1), None, Some(1), None), Err(EndInPast)),
            (dates(Some(1), Some(2), None, None, Some(-1)), Err(ExpirationBeforeStart)),
            (dates(Some(1), Some(2), None, None, Some(1)), Err(ExpirationBeforeEnd)),
            (dates(Some(1), Some(2), None, None, Some(3)), Ok(())),
        ];
        for (dates, expected) in cases {
            assert_eq!(dates.check(None, RunDateCheck::Full, NOW), expected, "{dates:?}");
        }
    }

    #[test]
    fn imports_may_bring_the_past_but_not_disorder() {
        assert_eq!(dates(Some(-9), Some(-2), None, None, None).check(None, RunDateCheck::OrderOnly, NOW), Ok(()));
        assert_eq!(dates(None, None, None, None, None).check(None, RunDateCheck::OrderOnly, NOW), Ok(()));
        assert_eq!(
            dates(Some(-2), Some(-9), None, None, None).check(None, RunDateCheck::OrderOnly, NOW),
            Err(EndBeforeStart)
        );
    }

    #[test]
    fn a_run_that_ended_can_be_saved_as_long_as_its_dates_stay() {
        let ended = dates(Some(-9), Some(-2), None, Some(-8), None);
        assert_eq!(ended.check(Some(&ended), RunDateCheck::Full, NOW), Ok(()));
        let moved = RunDates { end_date: Some(days(-1)), ..ended };
        assert_eq!(moved.check(Some(&ended), RunDateCheck::Full, NOW), Err(EndInPast));
    }
}

#[test]
fn a_tag_makes_a_course_id() {
    assert_eq!(course_readable_id("DBIP.ES").as_deref(), Ok("course-v1:xPRO+DBIP.ES"));
    assert_eq!(course_readable_id(""), Err(CourseTagRequired));
}

#[test]
fn long_labels_are_cut() {
    assert_eq!(display_label("course-v1:xPRO+Mx", "Models"), "course-v1:xPRO+Mx | Models");
    let label = display_label("course-v1:xPRO+Mx", &"é".repeat(90));
    assert_eq!(label.chars().count(), 100);
    assert!(label.ends_with("é..."));
}

#[test]
fn a_served_topic_may_name_its_parent() {
    assert_eq!(
        split_served_topic("Business:Leadership & Organizations"),
        (Some("Business"), "Business:Leadership & Organizations")
    );
    assert_eq!(split_served_topic("Strategy"), (None, "Strategy"));
    assert_eq!(split_served_topic(":Strategy"), (None, ":Strategy"));
    assert_eq!(split_served_topic("Strategy:"), (None, "Strategy:"));
    let topic =
        Topic { id: xpro_kernel::TopicId(1), name: "Business:Leadership & Organizations".into(), parent_id: None };
    assert_eq!(topic.label(), "Leadership & Organizations");
}
