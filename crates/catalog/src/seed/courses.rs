//! Our own programs and courses (accounts_ops.md 10.1).

use super::plan::{DemoCourse, DemoProgram, DemoProgramRun, DemoRun};
use super::timeline::{State, runs};
use time::OffsetDateTime;
use xpro_kernel::Money;

const SYSTEMS: &str = "program-v1:xPRO+SysEngx";
const DIGITAL: &str = "program-v1:xPRO+DgtlLearn";
const ANALOG: &str = "program-v1:xPRO+AnlgLearn";

/// The programs, with one offering for every tag of which each course has a run.
pub(super) fn programs(courses: &[DemoCourse]) -> Vec<DemoProgram> {
    let program = |title, readable_id, dollars: Option<i64>| DemoProgram {
        title,
        readable_id,
        price: dollars.map(|dollars| Money::from_cents(dollars * 100)),
        runs: offerings(readable_id, courses),
    };
    vec![
        program("Systems Engineering", SYSTEMS, Some(2_499)),
        program("Digital Learning", DIGITAL, Some(2_501)),
        program("Analog Learning", ANALOG, None),
    ]
}

fn offerings(program: &str, courses: &[DemoCourse]) -> Vec<DemoProgramRun> {
    let members: Vec<&DemoCourse> =
        courses.iter().filter(|course| course.program.is_some_and(|(id, _)| id == program)).collect();
    let tags = members.first().map(|course| course.runs.as_slice()).unwrap_or_default();
    let dates = |tag: &str| {
        members.iter().map(|course| course.runs.iter().find(|run| run.tag == tag)).collect::<Option<Vec<&DemoRun>>>()
    };
    tags.iter()
        .filter_map(|run| {
            let set = dates(&run.tag)?;
            let start = set.iter().filter_map(|run| run.dates.start_date).min()?;
            let end = set.iter().filter_map(|run| run.dates.end_date).max()?;
            Some(DemoProgramRun { tag: run.tag.clone(), start, end })
        })
        .collect()
}

fn course(
    title: &'static str,
    readable_id: &'static str,
    program: Option<(&'static str, i16)>,
    topics: &'static [&'static str],
    runs: Vec<DemoRun>,
) -> DemoCourse {
    DemoCourse {
        title,
        readable_id,
        program,
        platform: "xPRO",
        live: true,
        external_course_id: "",
        language: "English",
        topics,
        runs,
    }
}

/// All our own courses.
pub(super) fn own(today: OffsetDateTime) -> Vec<DemoCourse> {
    [systems_engineering(today), digital_learning(today), analog_learning(today), single(today)].concat()
}

fn systems_engineering(today: OffsetDateTime) -> Vec<DemoCourse> {
    // The courses of one offering follow each other; R1 is over, R2 is being sold, R3 comes half a year later.
    let states = |days: i64| [State::Ended(182 - days), State::Future(days), State::Future(days + 182)];
    vec![
        course(
            "Architecture of Complex Systems",
            "course-v1:xPRO+SysEngx1",
            Some((SYSTEMS, 1)),
            &["Systems Engineering", "Systems Thinking"],
            runs(today, 4, Some(846), &states(18)),
        ),
        course(
            "Models in Engineering",
            "course-v1:xPRO+SysEngx2",
            Some((SYSTEMS, 2)),
            &["Systems Engineering", "Model-Based Engineering"],
            runs(today, 4, Some(848), &states(53)),
        ),
        course(
            "Model-Based Systems Engineering",
            "course-v1:xPRO+SysEngx3",
            Some((SYSTEMS, 3)),
            &["Model-Based Engineering"],
            runs(today, 4, Some(849), &[State::SoldOutOfDate(94), State::Future(88), State::Future(270)]),
        ),
        course(
            "Quantitative Methods in Systems Engineering",
            "course-v1:xPRO+SysEngx4",
            Some((SYSTEMS, 4)),
            &["Systems Engineering", "Data Science"],
            runs(today, 4, Some(847), &states(123)),
        ),
    ]
}

fn digital_learning(today: OffsetDateTime) -> Vec<DemoCourse> {
    // Sold only as a program: the runs have no product.
    vec![
        course(
            "Digital Learning 100",
            "course-v1:xPRO+DgtlLearn100",
            Some((DIGITAL, 1)),
            &["Education", "Learning Design"],
            runs(today, 6, None, &[State::Ended(108), State::Enrolling, State::Future(95), State::NotLive(200)]),
        ),
        course(
            "Digital Learning 200",
            "course-v1:xPRO+DgtlLearn200",
            Some((DIGITAL, 2)),
            &["Learning Design", "Digital Business/IT"],
            runs(today, 6, None, &[State::Ended(59), State::Future(45), State::Future(143)]),
        ),
        course(
            "Digital Learning 300",
            "course-v1:xPRO+DgtlLearn300",
            Some((DIGITAL, 3)),
            &["Educators", "Technology Innovation"],
            runs(today, 6, None, &[State::Started, State::Future(94), State::Future(192)]),
        ),
    ]
}

fn analog_learning(today: OffsetDateTime) -> Vec<DemoCourse> {
    let states = |days: i64| [State::Ended(130 - days), State::Future(days), State::Future(days + 120)];
    let member =
        |title, readable_id, position, topics, runs| course(title, readable_id, Some((ANALOG, position)), topics, runs);
    vec![
        member(
            "Analog Learning 100",
            "course-v1:xPRO+AnlgLearn100",
            1,
            &["Educators"],
            runs(today, 3, Some(350), &states(30)),
        ),
        member(
            "Analog Learning 200",
            "course-v1:xPRO+AnlgLearn200",
            2,
            &["Educators"],
            runs(today, 3, None, &states(60)),
        ),
        member(
            "Analog Learning 300",
            "course-v1:xPRO+AnlgLearn300",
            3,
            &["Education"],
            runs(today, 3, None, &states(90)),
        ),
    ]
}

fn single(today: OffsetDateTime) -> Vec<DemoCourse> {
    let mut not_live = course(
        "Introduction to Not-Live Courses",
        "course-v1:xPRO+NotLivex",
        None,
        &["Management"],
        runs(today, 4, None, &[State::NotLive(60)]),
    );
    not_live.live = false;
    vec![
        course(
            "edX Demonstration Course",
            "course-v1:edX+DemoX",
            None,
            &["Digital Transformation", "Technology Innovation"],
            runs(today, 8, Some(321), &[State::Enrolling]),
        ),
        course(
            "Introduction to Quantum Computing",
            "course-v1:xPRO+QCx1",
            None,
            &["Quantum Technologies", "Quantum Computing"],
            runs(today, 4, Some(1_149), &[State::Archived, State::NotYetOpen(75)]),
        ),
        not_live,
        course(
            "Additive Manufacturing",
            "course-v1:xPRO+AMx",
            None,
            &["Manufacturing", "Prototype/Lab"],
            runs(today, 9, Some(100), &[State::Enrolling, State::Future(70)]),
        ),
        course(
            "Model-Based Systems Engineering 1",
            "course-v1:xPRO+SysEngBx1",
            None,
            &["Model-Based Engineering", "Leadership & Organizations"],
            runs(today, 5, Some(150), &[State::Started, State::Future(40)]),
        ),
    ]
}
