//! Text ids of programs, courses and runs, such as `course-v1:xPRO+SysEngx1+R4`.

use std::{fmt, str::FromStr};

/// A "path id" (courseware.md 1.0): letters, digits, `_`, `-`, `+` and `:` only, 1 to 255 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct CoursewareId(String);

/// Why a text is not a path id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("may hold only letters, digits and the characters _ - + : (at most 255)")]
pub struct InvalidCoursewareId;

impl CoursewareId {
    /// The id as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Programs are recognised by their prefix (courseware.md 1.3).
    pub fn is_program(&self) -> bool {
        self.0.starts_with("program-")
    }
}

impl FromStr for CoursewareId {
    type Err = InvalidCoursewareId;

    fn from_str(text: &str) -> Result<Self, InvalidCoursewareId> {
        let allowed = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | ':');
        if text.is_empty() || text.chars().count() > 255 || !text.chars().all(allowed) {
            return Err(InvalidCoursewareId);
        }
        Ok(CoursewareId(text.to_owned()))
    }
}

impl fmt::Display for CoursewareId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for CoursewareId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Splits `program-v1:xPRO+SysEngx+R2` into (`program-v1:xPRO+SysEngx`, `R2`); `None` without a `+R<digits>` tail.
pub fn split_run_tag(text_id: &str) -> Option<(&str, &str)> {
    let (base, tag) = text_id.rsplit_once('+')?;
    let digits = tag.strip_prefix('R')?;
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) && !base.is_empty()).then_some((base, tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_slashes_and_blanks_are_refused() {
        assert!("course-v1:xPRO+SysEngx1+R4".parse::<CoursewareId>().is_ok());
        for text in ["", "a b", "a/b", "a.b", "a%2B"] {
            assert!(text.parse::<CoursewareId>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn only_r_and_digits_are_a_run_tag() {
        assert_eq!(split_run_tag("program-v1:xPRO+Eng+R12"), Some(("program-v1:xPRO+Eng", "R12")));
        assert_eq!(split_run_tag("program-v1:xPRO+Rx"), None);
        assert_eq!(split_run_tag("program-v1:xPRO+R"), None);
        assert_eq!(split_run_tag("program"), None);
    }
}
