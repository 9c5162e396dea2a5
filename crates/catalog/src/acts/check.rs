//! Field rules that several acts share.

use super::EditError;
use xpro_kernel::{CoursewareId, is_plain_text};

/// 1 to `limit` characters, no control characters, not only blanks.
pub(super) fn line(field: &'static str, text: &str, limit: usize) -> Result<(), EditError> {
    if text.trim().is_empty() {
        return Err(EditError::invalid(field, "must not be empty"));
    }
    optional_line(field, text, limit)
}

/// Up to `limit` characters, no control characters.
pub(super) fn optional_line(field: &'static str, text: &str, limit: usize) -> Result<(), EditError> {
    if text.chars().count() > limit {
        return Err(EditError::invalid(field, "is too long"));
    }
    if !is_plain_text(text) {
        return Err(EditError::invalid(field, "must not hold control characters"));
    }
    Ok(())
}

/// A path id (courseware.md 1.0).
pub(super) fn path_id(field: &'static str, text: &str) -> Result<(), EditError> {
    match text.parse::<CoursewareId>() {
        Ok(_) => Ok(()),
        Err(_) => {
            Err(EditError::invalid(field, "may hold only letters, digits and the characters _ - + : (at most 255)"))
        }
    }
}
