//! Whether a value fits its form: the same code in the browser and the server.

mod list;
mod rule;
mod text;
mod value;

use crate::{BlockCatalog, FieldSpec, FormSpec};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use text::is_plain_text;

/// No more problems than this are told; nobody reads more, and a hostile document would give millions.
const MOST_PROBLEMS: usize = 200;
/// Forms inside forms; declarations are never this deep unless a block may hold itself.
const DEEPEST: usize = 24;

/// How strict to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It may be incomplete. What cannot be stored is an error; what is too long or too many a warning.
    Draft,
    /// It must be complete, and everything within its limits.
    Publish,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Ask before going on.
    Warning,
    /// Stop.
    Error,
}

/// Something that is not right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The field: `subhead`, `sections/2/items/0/quote`. Empty for the whole.
    pub path: String,
    /// What to do about it, for the editor.
    pub message: String,
    /// How bad it is.
    pub severity: Severity,
}

impl Problem {
    /// Something that stops.
    pub fn error(path: impl Into<String>, message: impl Into<String>) -> Self {
        Problem { path: path.into(), message: message.into(), severity: Severity::Error }
    }

    /// Something to ask about.
    pub fn warning(path: impl Into<String>, message: impl Into<String>) -> Self {
        Problem { path: path.into(), message: message.into(), severity: Severity::Warning }
    }
}

/// Everything that is wrong with `value`, at most two hundred things, in the order of the form. Never panics, whatever the
/// value is, and takes time in proportion to it.
pub fn check(form: &FormSpec, blocks: &BlockCatalog, value: &Value, mode: Mode) -> Vec<Problem> {
    let mut checker = Checker { blocks, mode, at: Vec::new(), problems: Vec::new() };
    checker.form(form, value, Absent::IsEmpty);
    checker.problems
}

/// What a field that is not there means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Absent {
    /// It is empty.
    IsEmpty,
    /// Something shared says it.
    IsSaidElsewhere,
}

struct Checker<'a> {
    blocks: &'a BlockCatalog,
    mode: Mode,
    at: Vec<String>,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn form(&mut self, form: &FormSpec, value: &Value, absent: Absent) {
        let Value::Object(fields) = value else {
            return self.error("This part cannot be read: it must be a group of fields.");
        };
        if self.at.len() > DEEPEST {
            return self.error("This is nested too deeply.");
        }
        for field in &form.fields {
            if self.is_full() {
                return;
            }
            match fields.get(field.name.as_ref()) {
                None if absent == Absent::IsSaidElsewhere => {}
                found => self.inside(&field.name, |checker| checker.field(field, found)),
            }
        }
        if self.mode == Mode::Publish && absent == Absent::IsEmpty {
            self.rules(form, fields);
        }
    }

    fn field(&mut self, field: &FieldSpec, value: Option<&Value>) {
        let missing = value.is_none_or(|value| field.kind.is_empty(value));
        if missing && field.required && self.mode == Mode::Publish {
            self.error(value::missing_message(&field.kind));
        }
        if let Some(value) = value {
            self.value(field, value);
        }
    }

    fn inside(&mut self, name: &str, check: impl FnOnce(&mut Self)) {
        // The value of a list's entry has no name of its own.
        if name.is_empty() {
            return check(self);
        }
        self.at.push(name.to_owned());
        check(self);
        self.at.pop();
    }

    fn is_full(&self) -> bool {
        self.problems.len() >= MOST_PROBLEMS
    }

    fn say(&mut self, severity: Severity, message: String) {
        if !self.is_full() {
            self.problems.push(Problem { path: self.at.join("/"), message, severity });
        }
    }

    /// It cannot be stored, or not be published.
    fn error(&mut self, message: impl Into<String>) {
        self.say(Severity::Error, message.into());
    }

    /// It is outside its limits: a draft is kept all the same.
    fn limit(&mut self, message: impl Into<String>) {
        let severity = if self.mode == Mode::Publish { Severity::Error } else { Severity::Warning };
        self.say(severity, message.into());
    }

    fn rules(&mut self, form: &FormSpec, fields: &Map<String, Value>) {
        for rule in &form.rules {
            rule::check(self, rule, form, fields);
        }
    }
}
