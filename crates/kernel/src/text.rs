//! What people type, before anything else looks at it.

/// Whether a text holds no control characters (a NUL would make Postgres refuse the statement).
pub fn is_plain_text(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() && c != '\n' && c != '\r' && c != '\t')
}

/// Trims and drops control characters, line breaks included: for single-line fields.
pub fn plain_text(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_found_and_dropped() {
        assert!(!is_plain_text("a\0b"));
        assert!(is_plain_text("zwei\nZeilen"));
        assert_eq!(plain_text(" Ada\0\u{7f}\nLovelace "), "AdaLovelace");
    }
}
