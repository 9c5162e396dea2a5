//! Headings of rich texts: they stand below the section's own, and leave no level out.

use super::{Code, Finding, texts::Text};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag};

/// One finding a text: whoever mends the first jump sees the next.
pub(super) fn find(texts: &[Text<'_>]) -> Vec<Finding> {
    texts
        .iter()
        .filter(|text| text.features.is_some())
        .filter_map(|text| jump(text.text).map(|jump| told(text, jump)))
        .collect()
}

fn told(text: &Text<'_>, (from, to): (u8, u8)) -> Finding {
    let message = if from == 0 {
        format!("The first heading of this text is of level {to}. Begin with the largest one.")
    } else {
        format!(
            "A heading of level {to} follows one of level {from}. Leave no level out: people who listen to the page use them to find their way."
        )
    };
    Finding::warning(Code::HeadingOrder, &text.path, message)
}

/// The first heading that is more than one level below the one before it; levels as they are written, the two largest
/// counting as one because both become the largest below the section's heading.
fn jump(markdown: &str) -> Option<(u8, u8)> {
    let mut before = 0;
    for event in Parser::new(markdown) {
        let Event::Start(Tag::Heading { level, .. }) = event else { continue };
        let level = depth(level);
        if level > before + 1 {
            return Some((before, level));
        }
        before = level;
    }
    None
}

/// 1 is the largest that a rich text can have on the page.
fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => 1,
        HeadingLevel::H3 => 2,
        HeadingLevel::H4 => 3,
        HeadingLevel::H5 | HeadingLevel::H6 => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::jump;

    #[test]
    fn a_level_left_out_is_found() {
        assert_eq!(jump("## One\n\n### Two\n\n## Three"), None);
        assert_eq!(jump("# One\n\n### Two"), None);
        assert_eq!(jump("## One\n\n#### Two"), Some((1, 3)));
        assert_eq!(jump("### Begins too small"), Some((0, 2)));
        assert_eq!(jump("One paragraph, #no heading"), None);
        assert_eq!(jump("```\n#### code\n```"), None);
    }
}
