//! Cutting texts to length.

/// The text cut to `most` characters, the ellipsis among them, at a word where possible; `None` when it fits.
pub(super) fn cut(text: &str, most: usize) -> Option<String> {
    if text.chars().count() <= most {
        return None;
    }
    let head: String = text.chars().take(most.saturating_sub(1)).collect();
    let kept =
        head.rfind(char::is_whitespace).filter(|at| *at > head.len() / 2).map_or(head.as_str(), |at| &head[..at]);
    Some(format!("{}…", kept.trim_end_matches(|c: char| c.is_whitespace() || c == ',')))
}
