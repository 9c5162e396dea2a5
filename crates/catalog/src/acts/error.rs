//! Why the catalogue was not changed.

use crate::model::RunDateError;
use xpro_platform::db::violated_constraint;

/// Why an act changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// A field breaks a rule; shown beside the field.
    #[error("{field}: {reason}")]
    Invalid {
        /// Name of the field in the input.
        field: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The dates of a run break a rule.
    #[error(transparent)]
    Dates(#[from] RunDateError),
    /// Another row has what must be unique, or a row that this one needs is gone.
    #[error("refused by {constraint}")]
    Conflict {
        /// The constraint or unique index that refused.
        constraint: String,
    },
    /// The database failed.
    #[error(transparent)]
    Internal(sqlx::Error),
}

impl EditError {
    pub(super) const fn invalid(field: &'static str, reason: &'static str) -> Self {
        EditError::Invalid { field, reason }
    }
}

impl From<sqlx::Error> for EditError {
    fn from(error: sqlx::Error) -> Self {
        match violated_constraint(&error) {
            Some(constraint) => EditError::Conflict { constraint: constraint.to_owned() },
            None => EditError::Internal(error),
        }
    }
}
