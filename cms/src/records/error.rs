//! Why a record was not changed.

use serde_json::Value;
use time::OffsetDateTime;
use xpro_catalog::acts::EditError;
use xpro_catalog::model::RunDateError;
use xpro_form::{Problem, Severity};
use xpro_platform::db::violated_constraint;

/// Something that uses a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedBy {
    /// `page`, or the name of a kind of record.
    pub kind: String,
    /// Its key.
    pub id: i64,
    /// What it is called.
    pub title: String,
    /// Where or how.
    pub detail: String,
}

/// What somebody else wrote in the meantime.
#[derive(Debug, Clone, PartialEq)]
pub struct Theirs {
    /// Who; empty for a job.
    pub by: String,
    /// When.
    pub at: Option<OffsetDateTime>,
    /// To name in the next save.
    pub version: String,
    /// The record as it is now.
    pub document: Value,
}

/// Why an act changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// Lacks this permission.
    #[error("this needs the permission {0}")]
    Denied(&'static str),
    /// There is none.
    #[error("there is no such record")]
    NotFound,
    /// Fields break rules.
    #[error("{} fields are not right", .0.len())]
    Invalid(Vec<Problem>),
    /// Somebody else saved since.
    #[error("somebody else changed it in the meantime")]
    Conflict(Box<Theirs>),
    /// It cannot be deleted: these use it.
    #[error("it is used in {} places", .0.len())]
    InUse(Vec<UsedBy>),
    /// The database refused.
    #[error(transparent)]
    Internal(sqlx::Error),
}

impl RecordError {
    /// One field is wrong.
    pub(super) fn field(path: &str, message: impl Into<String>) -> Self {
        RecordError::Invalid(vec![Problem {
            path: path.to_owned(),
            message: message.into(),
            severity: Severity::Error,
        }])
    }
}

impl From<sqlx::Error> for RecordError {
    fn from(error: sqlx::Error) -> Self {
        let Some(constraint) = violated_constraint(&error) else { return RecordError::Internal(error) };
        match told(constraint) {
            Some((path, message)) => RecordError::field(path, message),
            None => RecordError::Internal(error),
        }
    }
}

/// The field that a rule of the database is about, and what to say.
fn told(constraint: &str) -> Option<(&'static str, &'static str)> {
    Some(match constraint {
        "topic_name_key" => ("name", "Another topic has this name."),
        "course_language_name" => ("name", "Another language has this name."),
        "platform_name" => ("name", "Another platform has this name."),
        "user_group_name" => ("name", "Another group has this name."),
        "snippet_one_default" => {
            ("is_default", "Another shared section of this type is given to new pages of this platform already.")
        }
        "course_readable_id_key" | "program_readable_id_key" => ("readable_id", "It is taken."),
        "course_run_courseware_id_key" => ("courseware_id", "It is taken."),
        "course_program_id_position_in_program_key" => {
            ("position_in_program", "Another course of the program stands there.")
        }
        "course_platform_id_fkey" | "program_platform_id_fkey" => ("platform", "It is not there any more."),
        "course_program_id_fkey" => ("program", "It is not there any more."),
        "course_run_course_id_fkey" => ("course", "It is not there any more."),
        "topic_parent_id_fkey" => ("parent", "It is not there any more."),
        "user_group_member_group_id_fkey" => ("groups", "One of them is not there any more."),
        "page_grant_page_id_fkey" => ("grants", "One of the pages is not there any more."),
        _ => return None,
    })
}

impl From<EditError> for RecordError {
    fn from(error: EditError) -> Self {
        match error {
            EditError::Invalid { field, reason } => RecordError::field(
                match field {
                    "target" | "product" => "course_run",
                    field => field,
                },
                format!("It {reason}."),
            ),
            EditError::Dates(error) => RecordError::field(date_field(error), sentence(&error.to_string())),
            EditError::Conflict { constraint } => match told(&constraint) {
                Some((path, message)) => RecordError::field(path, message),
                None => RecordError::field("", format!("The database refused it ({constraint}).")),
            },
            EditError::Internal(error) => error.into(),
        }
    }
}

fn date_field(error: RunDateError) -> &'static str {
    match error {
        RunDateError::StartOrEnrollmentEndRequired | RunDateError::StartOrEnrollmentEndMustBeFuture => "start_date",
        RunDateError::EndBeforeStart | RunDateError::EndInPast => "end_date",
        RunDateError::EnrollmentEndBeforeStart => "enrollment_end",
        RunDateError::ExpirationBeforeStart | RunDateError::ExpirationBeforeEnd => "expiration_date",
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}
