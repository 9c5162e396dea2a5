//! Pasted HTML, from Word, Google Docs or web pages, as clean Markdown of the features that a field has.

use xpro_form::{Feature, is_safe_link};

/// Markdown of an HTML fragment. Nothing but text and the given features survives.
pub fn from_html(html: &str, features: &[Feature]) -> String {
    let mut writer = Writer::new(features);
    let mut rest = html;
    while !rest.is_empty() {
        let Some(at) = rest.find('<') else {
            writer.text(rest);
            break;
        };
        let (before, tag) = rest.split_at(at);
        writer.text(before);
        rest = writer.markup(tag);
    }
    writer.finish()
}

/// Whether the fragment says more than plain text would.
pub fn is_rich(html: &str) -> bool {
    let html = html.to_ascii_lowercase();
    let marks = [
        "<b",
        "<strong",
        "<i>",
        "<i ",
        "<em",
        "<h1",
        "<h2",
        "<h3",
        "<h4",
        "<h5",
        "<li",
        "<a ",
        "<p",
        "<br",
        "<table",
        "font-weight",
        "mso-",
    ];
    marks.iter().any(|mark| html.contains(mark))
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Look {
    bold: bool,
    italic: bool,
    link: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Block {
    Paragraph,
    Heading(usize),
    Item { depth: usize, ordered: bool },
}

struct Open {
    name: String,
    look: Look,
    /// Its text is not wanted.
    skipped: bool,
    /// Its text is the number or bullet of a list paragraph.
    is_marker: bool,
}

struct Writer<'a> {
    features: &'a [Feature],
    open: Vec<Open>,
    lists: Vec<bool>,
    block: Block,
    runs: Vec<(String, Look)>,
    marker: String,
    blocks: Vec<(Block, String)>,
}

impl<'a> Writer<'a> {
    fn new(features: &'a [Feature]) -> Self {
        Writer {
            features,
            open: Vec::new(),
            lists: Vec::new(),
            block: Block::Paragraph,
            runs: Vec::new(),
            marker: String::new(),
            blocks: Vec::new(),
        }
    }

    fn has(&self, feature: Feature) -> bool {
        self.features.contains(&feature)
    }

    fn text(&mut self, raw: &str) {
        if raw.is_empty() || self.open.iter().any(|open| open.skipped) {
            return;
        }
        // A line break alone is what `<br>` becomes; in the source it is a blank.
        let text = entities(raw).replace('\n', " ");
        if self.open.iter().any(|open| open.is_marker) {
            self.marker.push_str(&text);
            return;
        }
        let look = self.look();
        self.runs.push((text, look));
    }

    fn look(&self) -> Look {
        self.open.last().map(|open| open.look.clone()).unwrap_or_default()
    }

    /// Reads what begins with `<`; answers what follows it.
    fn markup<'h>(&mut self, html: &'h str) -> &'h str {
        if let Some(comment) = html.strip_prefix("<!--") {
            return comment.find("-->").and_then(|end| comment.get(end + 3..)).unwrap_or_default();
        }
        let starts_tag = html
            .get(1..)
            .and_then(|rest| rest.chars().next())
            .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'));
        if !starts_tag {
            self.text("&lt;");
            return html.get(1..).unwrap_or_default();
        }
        let Some(end) = end_of_tag(html) else { return "" };
        let tag = html.get(1..end).unwrap_or_default();
        let rest = html.get(end + 1..).unwrap_or_default();
        if let Some(name) = tag.strip_prefix('/') {
            self.close(&name.trim().to_ascii_lowercase());
        } else if !tag.starts_with(['!', '?']) {
            let name =
                tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default().to_ascii_lowercase();
            self.start(name, tag);
        }
        rest
    }

    fn start(&mut self, name: String, tag: &str) {
        let style = attribute(tag, "style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
        match name.as_str() {
            "br" => {
                let look = self.look();
                self.runs.push(("\n".to_owned(), look));
                return;
            }
            "hr" => {
                self.flush();
                if self.has(Feature::Hr) {
                    self.blocks.push((Block::Paragraph, "---".to_owned()));
                }
                return;
            }
            "img" | "input" | "meta" | "link" | "col" | "wbr" => return,
            "ul" | "ol" => {
                self.flush();
                self.lists.push(name == "ol");
            }
            "td" | "th" => self.runs.push((" ".to_owned(), Look::default())),
            name if is_block(name) => self.begin(name, tag, &style),
            _ => {}
        }
        let mut look = self.look();
        if matches!(name.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
            // A heading is strong by itself.
            look.bold = false;
        }
        change_look(&mut look, &name, tag, &style);
        self.open.push(Open {
            skipped: matches!(
                name.as_str(),
                "script"
                    | "style"
                    | "head"
                    | "title"
                    | "xml"
                    | "svg"
                    | "iframe"
                    | "object"
                    | "o:p"
                    | "template"
                    | "noscript"
            ) || style.contains("display:none")
                || style.contains("mso-hide:all"),
            is_marker: style.contains("mso-list:ignore"),
            name,
            look,
        });
    }

    fn begin(&mut self, name: &str, tag: &str, style: &str) {
        self.flush();
        self.block = match name {
            "h1" | "h2" => Block::Heading(2),
            "h3" => Block::Heading(3),
            "h4" | "h5" | "h6" => Block::Heading(4),
            "li" => {
                let ordered = self.lists.last().copied().unwrap_or_default();
                Block::Item { depth: self.lists.len().saturating_sub(1), ordered }
            }
            "p" if style.contains("mso-list:") && !style.contains("mso-list:none") => {
                let level = style
                    .split("level")
                    .nth(1)
                    .and_then(|rest| rest.chars().next())
                    .and_then(|digit| digit.to_digit(10));
                Block::Item { depth: level.map_or(0, |level| level.saturating_sub(1) as usize), ordered: false }
            }
            // A paragraph inside of an entry is the entry.
            "p" | "div" if matches!(self.block, Block::Item { .. }) && self.is_inside("li") => self.block,
            "p" if attribute(tag, "class").is_some_and(|class| class.eq_ignore_ascii_case("msotitle")) => {
                Block::Heading(2)
            }
            _ => Block::Paragraph,
        };
    }

    fn is_inside(&self, name: &str) -> bool {
        self.open.iter().any(|open| open.name == name)
    }

    fn close(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else { return };
        self.open.truncate(at);
        match name {
            "ul" | "ol" => {
                self.flush();
                self.lists.pop();
                self.block = Block::Paragraph;
            }
            name if is_block(name) => {
                self.flush();
                if name != "p" && name != "div" || !self.is_inside("li") {
                    self.block = Block::Paragraph;
                }
            }
            _ => {}
        }
    }

    /// Ends the block that is being written.
    fn flush(&mut self) {
        let runs = std::mem::take(&mut self.runs);
        let marker = std::mem::take(&mut self.marker);
        let block = match self.block {
            Block::Item { depth, .. } if !marker.is_empty() => {
                Block::Item { depth, ordered: marker.trim().ends_with(['.', ')']) && marker.trim().len() > 1 }
            }
            block => block,
        };
        let block = self.allowed(block);
        let strong = matches!(block, Block::Heading(_));
        let text = self.inline(runs, strong);
        // A break at either end breaks nothing.
        let mut text = text.trim();
        while let Some(inner) = text
            .strip_suffix("\\\n")
            .or(text.strip_suffix('\\').filter(|rest| !rest.ends_with('\\')))
            .or(text.strip_prefix("\\\n"))
        {
            text = inner.trim();
        }
        if !text.is_empty() {
            let turned_bold =
                matches!(self.block, Block::Heading(_)) && block == Block::Paragraph && self.has(Feature::Bold);
            let text = if turned_bold && !text.contains("**") { format!("**{text}**") } else { text.to_owned() };
            self.blocks.push((block, text));
        }
    }

    fn allowed(&self, block: Block) -> Block {
        match block {
            Block::Heading(level) => {
                let feature = match level {
                    2 => Feature::H2,
                    3 => Feature::H3,
                    _ => Feature::H4,
                };
                let nearest = [(2, Feature::H2), (3, Feature::H3), (4, Feature::H4)];
                let other = nearest.iter().find(|(other, feature)| *other > level && self.has(*feature));
                if self.has(feature) {
                    block
                } else {
                    other.map_or(Block::Paragraph, |(level, _)| Block::Heading(*level))
                }
            }
            Block::Item { depth, ordered } => match (self.has(Feature::Ol), self.has(Feature::Ul)) {
                (false, false) => Block::Paragraph,
                (ol, ul) => Block::Item { depth, ordered: if ordered { ol } else { !ul } },
            },
            Block::Paragraph => block,
        }
    }

    fn inline(&self, runs: Vec<(String, Look)>, strong: bool) -> String {
        let mut joined: Vec<(String, Look)> = Vec::new();
        for (text, mut look) in runs {
            look.bold &= self.has(Feature::Bold) && !strong;
            look.italic &= self.has(Feature::Italic);
            look.link = look.link.filter(|_| self.has(Feature::Link));
            match joined.last_mut() {
                // Blanks look the same in any dress.
                Some((last, same))
                    if last != "\n"
                        && text != "\n"
                        && (*same == look || (text.trim().is_empty() && look.link.is_none())) =>
                {
                    last.push_str(&text);
                }
                _ => joined.push((text, look)),
            }
        }
        let mut markdown = String::new();
        for (text, look) in joined {
            push_run(&mut markdown, &text, &look);
        }
        markdown
    }

    fn finish(mut self) -> String {
        self.flush();
        let mut markdown = String::new();
        let mut counts: Vec<usize> = Vec::new();
        let mut last: Option<Block> = None;
        for (block, text) in &self.blocks {
            let is_item = matches!(block, Block::Item { .. });
            if let Some(last) = last {
                markdown.push_str(if is_item && matches!(last, Block::Item { .. }) { "\n" } else { "\n\n" });
            }
            match block {
                Block::Paragraph => markdown.push_str(&protect_start(text)),
                Block::Heading(level) => {
                    markdown.push_str(&"#".repeat(*level));
                    markdown.push(' ');
                    markdown.push_str(&text.replace("\\\n", " "));
                }
                Block::Item { depth, ordered } => {
                    if !matches!(last, Some(Block::Item { .. })) {
                        counts.clear();
                    }
                    counts.resize(depth + 1, 0);
                    let count = counts.last_mut().map_or(1, |count| {
                        *count += 1;
                        *count
                    });
                    let marker = if *ordered { format!("{count}. ") } else { "- ".to_owned() };
                    markdown.push_str(&"   ".repeat(*depth));
                    markdown.push_str(&marker);
                    markdown.push_str(&text.replace("\\\n", " "));
                }
            }
            last = Some(*block);
        }
        markdown
    }
}

fn push_run(markdown: &mut String, text: &str, look: &Look) {
    let text = blanks(text);
    if text == "\n" {
        markdown.push_str("\\\n");
        return;
    }
    let words = text.trim_matches(' ');
    if words.trim().is_empty() {
        markdown.push_str(&text);
        return;
    }
    let lead = text.len() - text.trim_start_matches(' ').len();
    let tail = text.len() - text.trim_end_matches(' ').len();
    let mut dressed = escape(words);
    if look.italic {
        dressed = format!("*{dressed}*");
    }
    if look.bold {
        dressed = format!("**{dressed}**");
    }
    if let Some(link) = &look.link {
        dressed = format!("[{dressed}]({link})");
    }
    if lead > 0 && !markdown.ends_with([' ', '\n']) {
        markdown.push(' ');
    }
    markdown.push_str(&dressed);
    if tail > 0 {
        markdown.push(' ');
    }
}

/// Runs of blanks as one; line breaks of the source are blanks, those of `<br>` come as runs of their own.
fn blanks(text: &str) -> String {
    if text == "\n" {
        return text.to_owned();
    }
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        let c = if c.is_whitespace() { ' ' } else { c };
        if !(is_invisible(c) || c == ' ' && kept.ends_with(' ')) {
            kept.push(c);
        }
    }
    kept
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200c}' | '\u{feff}' | '\u{ad}') || c.is_control()
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '`' | '[' | ']' | '<' | '_') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// A paragraph that would read as a heading, list or quote.
fn protect_start(text: &str) -> String {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let after_digits = text.get(digits..).unwrap_or_default();
    if text == "---" {
        return text.to_owned();
    }
    if digits > 0 && (after_digits.starts_with(". ") || after_digits.starts_with(") ")) {
        return format!("{}\\{after_digits}", text.get(..digits).unwrap_or_default());
    }
    if text.starts_with(['#', '>', '+', '-', '=']) { format!("\\{text}") } else { text.to_owned() }
}

fn change_look(look: &mut Look, name: &str, tag: &str, style: &str) {
    match name {
        "b" | "strong" => look.bold = !style.contains("font-weight:normal") && !style.contains("font-weight:400"),
        "i" | "em" => look.italic = !style.contains("font-style:normal"),
        "a" => {
            let address = attribute(tag, "href").map(|href| unwrapped(&entities(&href)));
            let address = address.filter(|address| is_safe_link(address) && !address.starts_with('#'));
            // Parentheses would end the address early.
            look.link = address.map(|address| address.replace('(', "%28").replace(')', "%29"));
        }
        "span" | "font" => {
            let weight =
                style.split("font-weight:").nth(1).map(|rest| rest.split([';', '"']).next().unwrap_or_default());
            match weight {
                Some("bold" | "bolder" | "600" | "700" | "800" | "900") => look.bold = true,
                Some("normal" | "400") => look.bold = false,
                _ => {}
            }
            if style.contains("font-style:italic") {
                look.italic = true;
            } else if style.contains("font-style:normal") {
                look.italic = false;
            }
        }
        _ => {}
    }
}

/// Google Docs leads links past its own address.
fn unwrapped(address: &str) -> String {
    let wrapped = address
        .strip_prefix("https://www.google.com/url?")
        .and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("q=")));
    let Some(wrapped) = wrapped else { return address.trim().to_owned() };
    serde_urlencoded::from_str::<Vec<(String, String)>>(&format!("q={wrapped}"))
        .ok()
        .and_then(|pairs| pairs.into_iter().next())
        .map_or_else(|| address.to_owned(), |(_, address)| address)
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "li"
            | "tr"
            | "table"
            | "section"
            | "article"
            | "blockquote"
            | "pre"
            | "header"
            | "footer"
            | "dl"
            | "dt"
            | "dd"
            | "figure"
            | "figcaption"
            | "body"
            | "main"
    )
}

/// The `>` that ends the tag; one inside of quotes does not.
fn end_of_tag(html: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in html.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    html.find('>')
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let mut from = 0;
    while let Some(found) = lower.get(from..)?.find(name) {
        let at = from + found;
        from = at + name.len();
        let is_start = lower.get(..at)?.ends_with(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
        let rest = tag.get(from..)?.trim_start();
        if let (true, Some(value)) = (is_start, rest.strip_prefix('=')) {
            let value = value.trim_start();
            return match value.chars().next()? {
                quote @ ('"' | '\'') => value.get(1..)?.split(quote).next().map(str::to_owned),
                _ => value.split(char::is_whitespace).next().map(str::to_owned),
            };
        }
    }
    None
}

fn entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        let end = rest.find(';').filter(|end| *end <= 10);
        let known = end.and_then(|end| entity(rest.get(1..end)?).map(|c| (c, end)));
        match known {
            Some((c, end)) => {
                plain.push(c);
                rest = rest.get(end + 1..).unwrap_or_default();
            }
            None => {
                plain.push('&');
                rest = rest.get(1..).unwrap_or_default();
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "bull" => '•',
        "middot" => '·',
        "eacute" => 'é',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(html: &str) -> String {
        from_html(html, &Feature::ALL)
    }

    #[test]
    fn plain_structure_survives() {
        assert_eq!(
            all("<h2>One</h2><p>A <b>bold</b> and <em>slanted</em> word</p>"),
            "## One\n\nA **bold** and *slanted* word"
        );
        assert_eq!(all("<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul><p>d</p>"), "- a\n- b\n   1. c\n\nd");
        assert_eq!(all("<p>x <a href=\"https://mit.edu/\">link</a>, y<br>z</p>"), "x [link](https://mit.edu/), y\\\nz");
        assert_eq!(all("<h2>a<br>b</h2><p>c<br></p>"), "## a b\n\nc");
        assert_eq!(all("<ol><li><p>one</p></li><li><p>two</p></li></ol>"), "1. one\n2. two");
    }

    #[test]
    fn addresses_with_parentheses_stay_links() {
        let link = "<a href=\"https://en.wikipedia.org/wiki/Steel_(alloy)\">steel</a>";
        assert_eq!(all(link), "[steel](https://en.wikipedia.org/wiki/Steel_%28alloy%29)");
    }

    #[test]
    fn what_runs_or_is_unknown_is_gone() {
        assert_eq!(
            all("<script>alert(1)</script><style>p{}</style><p onclick='x()'>Text<iframe src=//e></iframe></p>"),
            "Text"
        );
        assert_eq!(all("<a href=\"javascript:alert(1)\">x</a> <img src=x onerror=alert(1)>"), "x");
        assert_eq!(all("a < b &amp; c"), "a \\< b & c");
    }

    #[test]
    fn word_lists_are_lists() {
        let word = r#"<!--StartFragment--><p class=MsoNormal><b>Goals<o:p></o:p></b></p>
            <p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol;mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>First<o:p></o:p></p>
            <p class=MsoListParagraphCxSpLast style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span><![endif]>Deeper<o:p></o:p></p><!--EndFragment-->"#;
        assert_eq!(all(word), "**Goals**\n\n- First\n   1. Deeper");
    }

    #[test]
    fn google_docs_dress_is_understood() {
        let docs = r#"<b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span style="font-weight:400">Plain </span><span style="font-weight:700">strong</span><span style="font-style:italic"> slanted</span></p><p><a href="https://www.google.com/url?q=https://mit.edu/a%3Fb&amp;sa=D">link</a></p></b>"#;
        assert_eq!(all(docs), "Plain **strong** *slanted*\n\n[link](https://mit.edu/a?b)");
    }

    #[test]
    fn only_the_features_of_the_field_survive() {
        let features = [Feature::Bold, Feature::Ul];
        assert_eq!(
            from_html("<h2>Head</h2><p><i>a</i> <a href='/x/'>b</a></p><ol><li>c</li></ol><hr>", &features),
            "**Head**\n\na b\n\n- c"
        );
        assert_eq!(from_html("<h2>Head</h2><p><b>a</b></p><ul><li>c</li></ul>", &[]), "Head\n\na\n\nc");
        assert_eq!(from_html("<h1>Head</h1>", &[Feature::H3]), "### Head");
    }

    #[test]
    fn text_that_looks_like_markdown_stays_text() {
        assert_eq!(
            all("<p>5 * 3 [x] snake_case</p><p># no heading</p><p>1. no list</p>"),
            "5 \\* 3 \\[x\\] snake\\_case\n\n\\# no heading\n\n1\\. no list"
        );
    }

    #[test]
    fn broken_html_does_no_harm() {
        for html in ["<", "<p", "</p>", "<p><b>", "<!-- open", "&#xffffffff;", "<a href='", "<é>", "<p style=>x"] {
            let _ = all(html);
        }
        assert_eq!(all("<p style=>x"), "x");
    }
}
