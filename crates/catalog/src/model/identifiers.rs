//! How courses get their ids and how staff lists print things (courseware.md 1.3, 1.6).

/// A course without a tag gets no readable id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a course tag is required")]
pub struct CourseTagRequired;

/// `course-v1:xPRO+<tag>`. Whether the result is a legal path id is checked when the course is saved.
///
/// # Errors
/// When the tag is empty.
pub fn course_readable_id(tag: &str) -> Result<String, CourseTagRequired> {
    if tag.is_empty() { Err(CourseTagRequired) } else { Ok(format!("course-v1:xPRO+{tag}")) }
}

/// `id | title`, cut to 97 characters and `...` when longer than 100.
pub fn display_label(text_id: &str, title: &str) -> String {
    let label = format!("{text_id} | {title}");
    if label.chars().count() <= 100 {
        return label;
    }
    label.chars().take(97).chain("...".chars()).collect()
}
