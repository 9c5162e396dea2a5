//! What is told about a purchase, and which server functions exist.

use crate::{
    ENDPOINTS, Phase,
    enrollment::status_of,
    server_fns::{EnrollmentStatus, UpdateBasket},
};
use server_fn::ServerFn as _;
use time::OffsetDateTime;
use xpro_kernel::{OrderId, ProgramId, RunEnrollmentId};
use xpro_learning::dashboard::{CourseCard, Dashboard, ProgramCard, PushState, SettingUp};

const RUN: &str = "course-v1:xPRO+Sys+R1";
const PROGRAM: &str = "program-v1:xPRO+Sys";

fn course(courseware_id: &str, push: PushState) -> CourseCard {
    CourseCard {
        enrollment: RunEnrollmentId(1),
        course_title: "Systems".to_owned(),
        run_title: "Systems, spring".to_owned(),
        courseware_id: courseware_id.to_owned(),
        course_readable_id: "course-v1:xPRO+Sys".to_owned(),
        courseware_url_path: None,
        program: None,
        start: Some(OffsetDateTime::UNIX_EPOCH),
        end: None,
        expiration: None,
        push,
        next_attempt: None,
        receipt: None,
    }
}

fn with_course(push: PushState) -> Dashboard {
    Dashboard { courses: vec![course(RUN, push)], ..Dashboard::default() }
}

fn with_program(pushes: &[PushState]) -> Dashboard {
    let courses = pushes.iter().map(|push| course(RUN, *push)).collect();
    Dashboard {
        programs: vec![ProgramCard {
            program: ProgramId(1),
            title: "Program".to_owned(),
            readable_id: PROGRAM.to_owned(),
            receipt: None,
            courses,
        }],
        ..Dashboard::default()
    }
}

#[test]
fn an_enrollment_is_announced_only_once_open_edx_knows_it() {
    for (push, phase, text) in [
        (PushState::Enrolled, Phase::Enrolled, "You are now enrolled in Systems, spring!"),
        (PushState::Pending, Phase::SettingUp, "Paid. Your access to Systems, spring is being set up."),
        (PushState::NeedsHelp, Phase::NeedsHelp, "Our support team has been told"),
    ] {
        let status = status_of(&with_course(push), Some(RUN));
        assert_eq!(status.phase, phase);
        assert!(status.text.contains(text), "{}", status.text);
    }
}

#[test]
fn a_plus_that_became_a_blank_is_still_found() {
    assert_eq!(status_of(&with_course(PushState::Enrolled), Some("course-v1:xPRO Sys R1")).phase, Phase::Enrolled);
}

#[test]
fn a_program_is_as_far_as_its_slowest_course() {
    let phase = |pushes: &[PushState]| status_of(&with_program(pushes), Some(PROGRAM)).phase;

    assert_eq!(phase(&[PushState::Enrolled, PushState::Enrolled]), Phase::Enrolled);
    assert_eq!(phase(&[PushState::Enrolled, PushState::NeedsHelp, PushState::Pending]), Phase::SettingUp);
    assert_eq!(phase(&[PushState::Enrolled, PushState::NeedsHelp]), Phase::NeedsHelp);
    assert_eq!(phase(&[]), Phase::SettingUp);
}

#[test]
fn before_the_enrollment_exists_the_order_tells() {
    let paid = Dashboard {
        setting_up: vec![SettingUp { order: OrderId(7), title: "Systems".to_owned(), text_id: RUN.to_owned() }],
        ..Dashboard::default()
    };
    let status = status_of(&paid, Some(RUN));
    assert_eq!(status.phase, Phase::SettingUp);
    assert!(status.text.contains("Your access to Systems"), "{}", status.text);

    assert_eq!(status_of(&paid, Some(PROGRAM)).phase, Phase::AwaitingPayment, "another order says nothing of this one");

    let unknown = status_of(&Dashboard::default(), Some(RUN));
    assert_eq!(unknown.phase, Phase::AwaitingPayment);
    assert!(unknown.text.contains("do not pay again"), "{}", unknown.text);
}

#[test]
fn without_a_purchase_the_whole_dashboard_counts() {
    assert_eq!(status_of(&with_course(PushState::Pending), None).phase, Phase::SettingUp);
    assert_eq!(status_of(&with_course(PushState::Enrolled), None).phase, Phase::Enrolled);
}

#[test]
fn the_endpoints_are_the_paths_of_the_server_functions() {
    assert_eq!(ENDPOINTS, [UpdateBasket::PATH, EnrollmentStatus::PATH]);
}
