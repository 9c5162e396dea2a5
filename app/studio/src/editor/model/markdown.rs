//! What the toolbar does to a rich text, and how the text is painted while one writes. Positions are bytes; the browser's
//! are UTF-16 units, see [`to_bytes`] and [`to_units`].

use std::{fmt::Write as _, ops::Range};

/// A text with what is marked in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// The text.
    pub text: String,
    /// From the first to behind the last byte.
    pub range: Range<usize>,
}

/// What a button does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// `**` or `*` around what is marked; once more takes it away.
    Wrap(&'static str),
    /// Heading of this level; once more makes it a paragraph.
    Heading(usize),
    /// List entries; once more makes them paragraphs.
    List {
        /// Numbered.
        ordered: bool,
    },
    /// A rule below the paragraph.
    Rule,
    /// A link to this address; the given text is used when nothing is marked.
    Link {
        /// Where it leads.
        address: String,
        /// What is read.
        text: String,
    },
    /// A picture on a line of its own.
    Insert(String),
}

/// Does it.
pub fn act(marked: &Marked, act: &Act) -> Marked {
    match act {
        Act::Wrap(mark) => wrap(marked, mark),
        Act::Heading(level) => lines(marked, |at, line| heading(line, *level, at)),
        Act::List { ordered } => {
            let all = selected_lines(marked);
            let text = marked.text.get(all).unwrap_or_default();
            let is_list = text
                .lines()
                .filter(|line| !line.trim().is_empty())
                .all(|line| list_mark(line).is_some_and(|mark| mark.trim_end().ends_with('.') == *ordered));
            lines(marked, |at, line| list_entry(line, *ordered, is_list, at))
        }
        Act::Rule => paragraph(marked, "---"),
        Act::Insert(text) => paragraph(marked, text),
        Act::Link { address, text } => link(marked, address, text),
    }
}

/// Puts text in place of what is marked; blocks stand apart from the words around them.
pub fn insert(marked: &Marked, pasted: &str) -> Marked {
    let (before, _, after) = parts(&marked.text, &marked.range);
    let is_block = pasted.contains('\n') || pasted.starts_with(['#', '-']) || pasted.starts_with("1. ");
    let gap = |is_needed: bool| if is_needed { "\n\n" } else { "" };
    let lead = gap(is_block && !before.trim_end().is_empty() && !before.ends_with("\n\n"));
    let tail = gap(is_block && !after.trim_start().is_empty() && !after.starts_with("\n\n"));
    let at = before.len() + lead.len() + pasted.len();
    Marked { text: [before, lead, pasted, tail, after].concat(), range: at..at }
}

fn wrap(marked: &Marked, mark: &str) -> Marked {
    let Marked { text, range } = marked;
    let (before, inside, after) = parts(text, range);
    if before.ends_with(mark)
        && after.starts_with(mark)
        && !(mark == "*" && before.ends_with("**") && !before.ends_with("***"))
    {
        let before = before.strip_suffix(mark).unwrap_or(before);
        let after = after.strip_prefix(mark).unwrap_or(after);
        let start = before.len();
        return Marked { text: [before, inside, after].concat(), range: start..start + inside.len() };
    }
    let bare = inside.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark)).filter(|bare| !bare.is_empty());
    if let Some(bare) = bare.filter(|bare| mark != "*" || !bare.starts_with('*')) {
        let start = before.len();
        return Marked { text: [before, bare, after].concat(), range: start..start + bare.len() };
    }
    // The marks hug the words, or they would be text.
    let words = inside.trim();
    let lead = inside.len() - inside.trim_start().len();
    let start = before.len() + lead + mark.len();
    let (space_before, space_after) =
        (inside.get(..lead).unwrap_or_default(), inside.get(lead + words.len()..).unwrap_or_default());
    Marked {
        text: [before, space_before, mark, words, mark, space_after, after].concat(),
        range: start..start + words.len(),
    }
}

fn link(marked: &Marked, address: &str, fallback: &str) -> Marked {
    let (before, inside, after) = parts(&marked.text, &marked.range);
    let words = if inside.trim().is_empty() { fallback } else { inside.trim() };
    let words = words.replace('[', "\\[").replace(']', "\\]").replace("\\\\", "\\");
    let target = if address.contains([' ', '(', ')']) { format!("<{address}>") } else { address.to_owned() };
    let link = format!("[{words}]({target})");
    let end = before.len() + link.len();
    Marked { text: [before, &link, after].concat(), range: end..end }
}

fn paragraph(marked: &Marked, block: &str) -> Marked {
    let end = selected_lines(marked).end;
    let (before, after) = marked.text.split_at(end);
    let before = before.trim_end();
    let gap = if before.is_empty() { "" } else { "\n\n" };
    let after = after.trim_start_matches('\n');
    let text = format!("{before}{gap}{block}\n\n{after}");
    let at = before.len() + gap.len() + block.len() + 2;
    Marked { text, range: at..at }
}

fn heading(line: &str, level: usize, _: usize) -> String {
    let words = line.trim_start_matches('#').trim_start();
    let was = line.len() - line.trim_start_matches('#').len();
    if was == level || words.is_empty() { words.to_owned() } else { format!("{} {words}", "#".repeat(level)) }
}

fn list_entry(line: &str, ordered: bool, is_list: bool, at: usize) -> String {
    let words = list_mark(line).and_then(|mark| line.get(mark.len()..)).unwrap_or(line);
    match (is_list, line.trim().is_empty(), ordered) {
        (true, ..) => words.to_owned(),
        (_, true, _) => line.to_owned(),
        (.., true) => format!("{}. {words}", at + 1),
        (.., false) => format!("- {words}"),
    }
}

/// `- `, `* ` or `12. ` at the beginning of a line, with what it is indented by.
fn list_mark(line: &str) -> Option<&str> {
    let rest = line.trim_start();
    let indent = line.len() - rest.len();
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let mark = if digits > 0 && rest.get(digits..)?.starts_with(". ") {
        digits + 2
    } else if ["- ", "* ", "+ "].iter().any(|mark| rest.starts_with(mark)) {
        2
    } else {
        return None;
    };
    line.get(..indent + mark)
}

/// What Enter does inside of a list: the next entry, or the end of the list after an empty one.
pub fn enter(marked: &Marked) -> Option<Marked> {
    if !marked.range.is_empty() {
        return None;
    }
    let at = marked.range.start;
    let start = marked.text.get(..at)?.rfind('\n').map_or(0, |at| at + 1);
    let line = marked.text.get(start..at)?;
    let mark = list_mark(line)?;
    if line.len() == mark.len() {
        let text = [marked.text.get(..start)?, marked.text.get(at..)?].concat();
        return Some(Marked { text, range: start..start });
    }
    let indent = mark.len() - mark.trim_start().len();
    let next = match mark.trim().trim_end_matches('.').parse::<u32>() {
        Ok(number) => format!("{}{}. ", " ".repeat(indent), number + 1),
        Err(_) => mark.to_owned(),
    };
    let text = format!("{}\n{next}{}", marked.text.get(..at)?, marked.text.get(at..)?);
    let at = at + 1 + next.len();
    Some(Marked { text, range: at..at })
}

fn lines(marked: &Marked, change: impl Fn(usize, &str) -> String) -> Marked {
    let all = selected_lines(marked);
    let (before, inside, after) = parts(&marked.text, &all);
    let changed: Vec<String> = inside.split('\n').enumerate().map(|(at, line)| change(at, line)).collect();
    let changed = changed.join("\n");
    let end = before.len() + changed.len();
    let start = if inside.contains('\n') { before.len() } else { end };
    Marked { text: [before, &changed, after].concat(), range: start..end }
}

fn selected_lines(marked: &Marked) -> Range<usize> {
    let Marked { text, range } = marked;
    let start = text.get(..range.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end = text.get(range.end..).and_then(|after| after.find('\n')).map_or(text.len(), |at| range.end + at);
    start..end
}

fn parts<'a>(text: &'a str, range: &Range<usize>) -> (&'a str, &'a str, &'a str) {
    let part = |range: Range<usize>| text.get(range).unwrap_or_default();
    (part(0..range.start), part(range.clone()), part(range.end..text.len()))
}

/// Byte position of a UTF-16 position.
pub fn to_bytes(text: &str, units: usize) -> usize {
    let mut count = 0;
    for (at, c) in text.char_indices() {
        if count >= units {
            return at;
        }
        count += c.len_utf16();
    }
    text.len()
}

/// UTF-16 position of a byte position.
pub fn to_units(text: &str, bytes: usize) -> usize {
    text.get(..bytes).unwrap_or(text).chars().map(char::len_utf16).sum()
}

/// Longer texts are shown as they are typed: painting them anew with every key would make one wait for each letter.
const MOST_PAINTED: usize = 40 * 1024;

/// The text as HTML with spans for what it will look like. Every character of it is there, so it lies exactly below the
/// same text in a text area.
pub fn paint(text: &str) -> String {
    let mut html = String::with_capacity(text.len() * 2);
    if text.len() > MOST_PAINTED {
        push_text(&mut html, text);
        html.push('\u{200b}');
        return html;
    }
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            html.push('\n');
        }
        paint_line(&mut html, line);
    }
    // A last empty line takes room only when something is on it.
    html.push('\u{200b}');
    html
}

fn paint_line(html: &mut String, line: &str) {
    let hashes = line.chars().take_while(|c| *c == '#').count();
    if (1..=6).contains(&hashes) && line.get(hashes..).is_some_and(|rest| rest.starts_with(' ')) {
        span(html, "mark", line.get(..hashes).unwrap_or_default());
        html.push_str("<span class=\"md-heading\">");
        paint_words(html, line.get(hashes..).unwrap_or_default());
        html.push_str("</span>");
        return;
    }
    if line == "---" {
        span(html, "mark", line);
        return;
    }
    let mark = list_mark(line).unwrap_or_default();
    if !mark.is_empty() {
        span(html, "mark", mark);
    }
    paint_words(html, line.get(mark.len()..).unwrap_or_default());
}

fn paint_words(html: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['*', '[', '\\', '`']) {
        push_text(html, rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        rest = match token(rest) {
            Some((class, mark, inner, length)) => {
                span(html, "mark", mark);
                let _ = write!(html, "<span class=\"md-{class}\">");
                if class == "link" {
                    push_text(html, inner)
                } else {
                    paint_words(html, inner)
                }
                html.push_str("</span>");
                let tail = rest.get(mark.len() + inner.len()..length).unwrap_or_default();
                span(html, "mark", tail);
                rest.get(length..).unwrap_or_default()
            }
            None => {
                let next = if rest.starts_with('\\') { rest.chars().take(2).map(char::len_utf8).sum() } else { 1 };
                push_text(html, rest.get(..next).unwrap_or_default());
                rest.get(next..).unwrap_or_default()
            }
        };
    }
    push_text(html, rest);
}

/// What begins here: its look, its opening mark, what is inside, and its whole length.
fn token(text: &str) -> Option<(&'static str, &'static str, &str, usize)> {
    if text.starts_with('[') {
        let close = text.find("](")?;
        let end = close + text.get(close..)?.find(')')?;
        return Some(("link", "[", text.get(1..close)?, end + 1));
    }
    let (class, mark) = if text.starts_with("**") {
        ("bold", "**")
    } else if text.starts_with('*') {
        ("italic", "*")
    } else if text.starts_with('`') {
        ("code", "`")
    } else {
        return None;
    };
    let inner = text.get(mark.len()..)?;
    let close = inner.find(mark).filter(|close| *close > 0)?;
    let words = inner.get(..close)?;
    (!words.starts_with(' ') && !words.ends_with(' ')).then_some((class, mark, words, mark.len() * 2 + close))
}

fn span(html: &mut String, class: &str, text: &str) {
    if !text.is_empty() {
        let _ = write!(html, "<span class=\"md-{class}\">");
        push_text(html, text);
        html.push_str("</span>");
    }
}

fn push_text(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            c => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `|` around what is marked.
    fn marked(text: &str) -> Marked {
        let start = text.find('|').expect("a mark");
        let end = text.rfind('|').expect("a mark");
        let bare = text.replace('|', "");
        Marked { text: bare, range: start..if end > start { end - 1 } else { start } }
    }

    fn shown(marked: &Marked) -> String {
        let (before, inside, after) = parts(&marked.text, &marked.range);
        if inside.is_empty() { format!("{before}|{after}") } else { format!("{before}|{inside}|{after}") }
    }

    #[test]
    fn emphasis_goes_on_and_off() {
        for (before, mark, after) in [
            ("a |b| c", "**", "a **|b|** c"),
            ("a **|b|** c", "**", "a |b| c"),
            ("a |**b**| c", "**", "a |b| c"),
            ("a |b |c", "*", "a *|b|* c"),
            ("a **|b|** c", "*", "a ***|b|*** c"),
            ("a|", "**", "a**|**"),
        ] {
            assert_eq!(shown(&act(&marked(before), &Act::Wrap(mark))), after, "{before}");
        }
    }

    #[test]
    fn lines_become_headings_and_lists() {
        for (before, what, after) in [
            ("One\nTw|o", Act::Heading(2), "One\n## Two|"),
            ("## Tw|o", Act::Heading(2), "Two|"),
            ("## Tw|o", Act::Heading(3), "### Two|"),
            ("|a\nb|", Act::List { ordered: false }, "|- a\n- b|"),
            ("|- a\n- b|", Act::List { ordered: false }, "|a\nb|"),
            ("|- a\n- b|", Act::List { ordered: true }, "|1. a\n2. b|"),
            ("a|b", Act::Rule, "ab\n\n---\n\n|"),
        ] {
            assert_eq!(shown(&act(&marked(before), &what)), after, "{before}");
        }
    }

    #[test]
    fn links_take_what_is_marked() {
        let to = |address: &str| Act::Link { address: address.to_owned(), text: "Page".to_owned() };
        assert_eq!(shown(&act(&marked("see |this| now"), &to("page:7"))), "see [this](page:7)| now");
        assert_eq!(shown(&act(&marked("see |"), &to("https://a.b/(c)"))), "see [Page](<https://a.b/(c)>)|");
    }

    #[test]
    fn pasted_blocks_stand_apart() {
        assert_eq!(shown(&insert(&marked("a |b| c"), "**x**")), "a **x**| c");
        assert_eq!(shown(&insert(&marked("a|b"), "- x\n- y")), "a\n\n- x\n- y|\n\nb");
        assert_eq!(shown(&insert(&marked("|"), "## x")), "## x|");
    }

    #[test]
    fn enter_continues_a_list_and_ends_it() {
        assert_eq!(enter(&marked("- a|")).map(|next| shown(&next)).as_deref(), Some("- a\n- |"));
        assert_eq!(enter(&marked("9. a|b")).map(|next| shown(&next)).as_deref(), Some("9. a\n10. |b"));
        assert_eq!(enter(&marked("- a\n- |")).map(|next| shown(&next)).as_deref(), Some("- a\n|"));
        assert_eq!(enter(&marked("text|")), None);
    }

    #[test]
    fn positions_count_as_the_browser_does() {
        let text = "é🙂x";
        assert_eq!(to_bytes(text, 3), 6);
        assert_eq!(to_units(text, 6), 3);
        assert_eq!(to_bytes(text, 99), text.len());
    }

    #[test]
    fn a_very_long_text_is_shown_as_it_is_typed() {
        let long = "**word** <b>\n".repeat(5_000);
        let html = paint(&long);
        assert!(!html.contains('<') && html.contains("**word** &lt;b"), "no span for each of its words");
        assert!(paint("**word**").contains("<span"));
    }

    #[test]
    fn painted_text_keeps_every_character() {
        for text in
            ["# Head **b** <x>", "- a *b* [c](page:1) `d`", "**", "a * b", "\\*no\\*", "[open", "é **é** 🙂", "---", ""]
        {
            let html = paint(text);
            let mut plain = String::new();
            let mut inside = false;
            for c in html.chars() {
                match c {
                    '<' => inside = true,
                    '>' => inside = false,
                    c if !inside => plain.push(c),
                    _ => {}
                }
            }
            let plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace('\u{200b}', "");
            assert_eq!(plain, text);
        }
        assert!(paint("a **b**").contains("<span class=\"md-bold\">b</span>"));
    }
}
