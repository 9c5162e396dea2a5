//! What there is to load, each course and run once, wherever it was served.

use super::report::{ImportIssue, ImportReport};
use super::wire::{ServedCourse, ServedId, ServedPage, ServedProgram, ServedRun};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::{HashMap, HashSet};

/// A well-formed item and where it was served.
pub(super) struct Planned<T> {
    pub path: String,
    pub item: T,
    pub page: ServedPage,
}

/// A course with its runs from both lists.
pub(super) struct PlannedCourse<'a> {
    pub course: Planned<ServedCourse<'a>>,
    pub runs: Vec<(String, ServedRun)>,
}

/// A program and its courses, in order.
pub(super) struct PlannedProgram<'a> {
    pub program: Planned<ServedProgram<'a>>,
    pub courses: Vec<Member>,
}

/// A course of a program: where that was served, and the course's readable id.
pub(super) struct Member {
    pub path: String,
    pub readable_id: String,
}

/// Everything well-formed; what is not stands in the report already.
#[derive(Default)]
pub(super) struct Plan<'a> {
    pub courses: Vec<PlannedCourse<'a>>,
    pub programs: Vec<PlannedProgram<'a>>,
    pub report: ImportReport,
    by_readable_id: HashMap<String, usize>,
    known_runs: HashSet<String>,
    known_programs: HashSet<String>,
}

impl<'a> Plan<'a> {
    /// The courses list goes first: where both lists tell of a course, it is the fuller one.
    pub(super) fn new(courses: &[&'a RawValue], programs: &[&'a RawValue]) -> Self {
        let mut plan = Plan::default();
        for (at, raw) in courses.iter().enumerate() {
            let path = format!("courses[{at}]");
            match parse_with_page::<ServedCourse>(raw, &path) {
                Ok(course) if plan.by_readable_id.contains_key(&course.item.readable_id.0) => {
                    plan.report.courses.invalid += 1;
                    plan.report.issues.push(issue(&path, ".readable_id", "is served twice; the first one counts"));
                }
                Ok(course) => plan.add_course(course),
                Err(issue) => plan.refuse_course(issue),
            }
        }
        for (at, raw) in programs.iter().enumerate() {
            plan.add_program(raw, &format!("programs[{at}]"));
        }
        plan
    }

    fn add_program(&mut self, raw: &'a RawValue, path: &str) {
        match parse_with_page::<ServedProgram>(raw, path) {
            Ok(program) if !self.known_programs.insert(program.item.readable_id.0.clone()) => {
                self.report.programs.invalid += 1;
                self.report.issues.push(issue(path, ".readable_id", "is served twice; the first one counts"));
            }
            Ok(program) => {
                let courses = self.add_members(program.item.courses.as_deref().unwrap_or_default(), path);
                self.programs.push(PlannedProgram { program, courses });
            }
            Err(issue) => {
                self.report.programs.invalid += 1;
                self.report.issues.push(issue);
                // Its courses are worth loading all the same.
                if let Ok(Members { courses: Some(courses) }) = serde_json::from_str(raw.get()) {
                    self.add_members(&courses, path);
                }
            }
        }
    }

    fn add_members(&mut self, courses: &[&'a RawValue], path: &str) -> Vec<Member> {
        let mut members = Vec::with_capacity(courses.len());
        for (at, raw) in courses.iter().enumerate() {
            let path = format!("{path}.courses[{at}]");
            match parse_with_page::<ServedCourse>(raw, &path) {
                Ok(course) => {
                    members.push(Member { path, readable_id: course.item.readable_id.0.clone() });
                    match self.by_readable_id.get(&course.item.readable_id.0) {
                        Some(known) => self.add_runs(*known, &course),
                        None => self.add_course(course),
                    }
                }
                Err(issue) => {
                    self.refuse_course(issue);
                    if let Ok(id) = parse::<ServedId>(raw, &path) {
                        members.push(Member { path, readable_id: id.readable_id.0 });
                    }
                }
            }
        }
        members
    }

    fn add_course(&mut self, course: Planned<ServedCourse<'a>>) {
        let at = self.courses.len();
        self.by_readable_id.insert(course.item.readable_id.0.clone(), at);
        let (path, runs) = (course.path.clone(), course.item.courseruns.clone());
        self.courses.push(PlannedCourse { course, runs: Vec::new() });
        self.parse_runs(at, &path, runs.as_deref().unwrap_or_default());
    }

    fn add_runs(&mut self, at: usize, course: &Planned<ServedCourse<'a>>) {
        self.parse_runs(at, &course.path, course.item.courseruns.as_deref().unwrap_or_default());
    }

    fn parse_runs(&mut self, course: usize, path: &str, runs: &[&'a RawValue]) {
        for (at, raw) in runs.iter().enumerate() {
            let path = format!("{path}.courseruns[{at}]");
            match parse::<ServedRun>(raw, &path) {
                Ok(run) if self.known_runs.insert(run.courseware_id.0.clone()) => {
                    self.courses[course].runs.push((path, run))
                }
                Ok(_) => {}
                Err(issue) => {
                    self.report.runs.invalid += 1;
                    self.report.issues.push(issue);
                }
            }
        }
    }

    fn refuse_course(&mut self, issue: ImportIssue) {
        self.report.courses.invalid += 1;
        self.report.issues.push(issue);
    }
}

#[derive(Deserialize)]
struct Members<'a> {
    #[serde(borrow)]
    courses: Option<Vec<&'a RawValue>>,
}

pub(super) fn issue(path: &str, field: &str, message: &str) -> ImportIssue {
    ImportIssue { path: format!("{path}{field}"), message: message.to_owned() }
}

fn parse_with_page<'a, T: Deserialize<'a>>(raw: &'a RawValue, path: &str) -> Result<Planned<T>, ImportIssue> {
    Ok(Planned { path: path.to_owned(), item: parse(raw, path)?, page: parse(raw, path)? })
}

/// The item, or where in it the first malformed value stands.
fn parse<'a, T: Deserialize<'a>>(raw: &'a RawValue, path: &str) -> Result<T, ImportIssue> {
    let mut json = serde_json::Deserializer::from_str(raw.get());
    serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let inside = error.path().to_string();
        let separator = if inside == "." || inside.starts_with('[') { "" } else { "." };
        let inside = if inside == "." { String::new() } else { inside };
        // Line and column would count from the item's own beginning.
        let message = error.inner().to_string();
        let message = message.split(" at line ").next().unwrap_or_default().to_owned();
        ImportIssue { path: format!("{path}{separator}{inside}"), message }
    })
}
