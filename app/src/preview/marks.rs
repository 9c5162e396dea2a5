//! Finds in a page the texts of its document, without the page knowing. Every text gets a mark of characters that nobody
//! writes; where a mark comes out of the page again, the text before it is that field's. Pages need no second version of
//! their views for the preview, and a view that is new is found in at once.

use serde_json::{Map, Value};
use std::fmt::Write as _;
use xpro_cms::document::declarations;
use xpro_form::{FieldKind, FieldSpec, FormSpec};

const BEGIN: char = '\u{e000}';
const END: char = '\u{e001}';
const ZERO: u32 = 0xe010;

/// The document with marks, and the addresses that they stand for.
pub fn mark(kind: &str, mut body: Value) -> (Value, Vec<String>) {
    let mut marker = Marker { fields: Vec::new() };
    if let Some(kind) = declarations().kind(kind) {
        marker.form(&kind.form, &mut body, "");
    }
    (body, marker.fields)
}

struct Marker {
    fields: Vec<String>,
}

impl Marker {
    fn form(&mut self, form: &FormSpec, value: &mut Value, at: &str) {
        let Value::Object(fields) = value else { return };
        for field in &form.fields {
            if let Some(value) = fields.get_mut(field.name.as_ref()) {
                let below = if at.is_empty() { field.name.to_string() } else { format!("{at}/{}", field.name) };
                self.field(field, value, below);
            }
        }
    }

    fn field(&mut self, field: &FieldSpec, value: &mut Value, at: String) {
        match (&field.kind, value) {
            (FieldKind::Line { .. } | FieldKind::Lines { .. }, Value::String(text)) if !text.trim().is_empty() => {
                text.push_str(&self.next(at));
            }
            (FieldKind::Markdown { .. }, Value::String(text)) if !text.trim().is_empty() => {
                text.push_str("\n\n");
                text.push_str(&self.next(at));
            }
            (FieldKind::Image { .. }, Value::Object(image)) => self.image(image, at),
            (FieldKind::Action { .. }, Value::Object(action)) => {
                if let Some(Value::String(title)) = action.get_mut("title").filter(|title| **title != "") {
                    title.push_str(&self.next(format!("{at}/title")));
                }
            }
            (FieldKind::Group { form }, value) => self.form(form, value, &at),
            (FieldKind::List { item, .. }, Value::Array(entries)) => {
                for (place, entry) in entries.iter_mut().enumerate() {
                    if let Some(value) = entry.get_mut("value") {
                        self.field(item, value, format!("{at}/{place}"));
                    }
                }
            }
            (FieldKind::Sections { .. }, Value::Array(entries)) => {
                for (place, entry) in entries.iter_mut().enumerate() {
                    let name = entry.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
                    if let (Some(block), Some(value)) = (declarations().blocks.get(&name), entry.get_mut("value")) {
                        self.form(&block.form, value, &format!("{at}/{place}"));
                    }
                }
            }
            _ => {}
        }
    }

    /// Its alternative text is the only text that a picture carries into the page.
    fn image(&mut self, image: &mut Map<String, Value>, at: String) {
        if image.get("image").is_some_and(Value::is_number) {
            let alt = image.get("alt").and_then(Value::as_str).unwrap_or_default();
            let marked = format!("{alt}{}", self.next(at));
            image.insert("alt".to_owned(), Value::String(marked));
        }
    }

    fn next(&mut self, at: String) -> String {
        let mut mark = String::from(BEGIN);
        for digit in self.fields.len().to_string().chars().filter_map(|digit| digit.to_digit(10)) {
            mark.extend(char::from_u32(ZERO + digit));
        }
        mark.push(END);
        self.fields.push(at);
        mark
    }
}

/// The page without marks; what carried one says so in `data-field`.
pub fn unmark(html: &str, fields: &[String]) -> String {
    let mut page = Page { out: String::with_capacity(html.len() + html.len() / 8), open: Vec::new(), fields };
    let mut rest = html;
    while !rest.is_empty() {
        let end = rest.find('<').unwrap_or(rest.len());
        let (text, tags) = rest.split_at(end);
        if !text.is_empty() {
            page.text(text, tags);
        }
        let length = tag_length(tags);
        let (tag, after) = tags.split_at(length);
        if !tag.is_empty() {
            page.tag(tag);
        }
        rest = after;
    }
    page.out
}

struct Page<'a> {
    out: String,
    open: Vec<Open>,
    fields: &'a [String],
}

/// An element whose end has not come yet.
struct Open {
    name: String,
    /// Where its first attribute would stand.
    attributes: usize,
    /// Where its content begins.
    content: usize,
    has_field: bool,
}

impl Page<'_> {
    fn text(&mut self, text: &str, next: &str) {
        if !text.contains(BEGIN) {
            return self.push_clean(text);
        }
        if self
            .open
            .iter()
            .any(|open| matches!(open.name.as_str(), "head" | "script" | "style" | "title" | "textarea" | "option"))
        {
            return self.push_clean(text);
        }
        let (parts, tail) = self.split(text);
        let is_only = next.starts_with("</") && self.open.last().is_some_and(|open| open.content == self.out.len());
        match parts.as_slice() {
            // The last paragraph of a rich text: the whole text is in what is around it.
            [(words, field)] if words.trim().is_empty() && tail.trim().is_empty() => {
                let field = field.clone();
                self.give_to_text_around(&field, is_only);
            }
            [(words, field)] if is_only && tail.is_empty() => {
                let (words, field) = (words.clone(), field.clone());
                self.name_last(&field);
                self.push_clean(&words);
            }
            parts => {
                for (words, field) in parts {
                    let _ = write!(self.out, "<span data-field=\"{}\">", escaped(field));
                    self.push_clean(words);
                    self.out.push_str("</span>");
                }
                self.push_clean(&tail);
            }
        }
    }

    /// Words with the field that each belongs to, and what follows the last mark.
    fn split(&self, text: &str) -> (Vec<(String, String)>, String) {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((words, after)) = rest.split_once(BEGIN) {
            let (number, after) = after.split_once(END).unwrap_or((after, ""));
            match self.field(number) {
                Some(field) => parts.push((words.to_owned(), field.to_owned())),
                None => return (parts, [words, after].concat()),
            }
            rest = after;
        }
        (parts, rest.to_owned())
    }

    fn field(&self, digits: &str) -> Option<&str> {
        let mut number = 0_usize;
        for digit in digits.chars() {
            number =
                number * 10 + usize::try_from((digit as u32).checked_sub(ZERO).filter(|digit| *digit < 10)?).ok()?;
        }
        self.fields.get(number).map(String::as_str)
    }

    /// Takes the paragraph that held nothing but a mark away, and names what it stood in.
    fn give_to_text_around(&mut self, field: &str, is_only: bool) {
        let is_bare = is_only && self.open.last().is_some_and(|open| open.name == "p");
        if is_bare {
            if let Some(paragraph) = self.open.pop() {
                // Behind the `<` that begins it.
                self.out.truncate(paragraph.attributes.saturating_sub("<p".len()));
                // Its end is yet to come; it finds no beginning then.
                self.open.push(Open { name: "\u{0}p".to_owned(), ..paragraph });
            }
            let around = self.open.len().checked_sub(2);
            if let Some(around) = around {
                self.name(around, field);
            }
        } else {
            let last = self.open.len().checked_sub(1);
            if let Some(last) = last {
                self.name(last, field);
            }
        }
    }

    fn name_last(&mut self, field: &str) {
        if let Some(last) = self.open.len().checked_sub(1) {
            self.name(last, field);
        }
    }

    /// Names an element; one that has a name keeps it.
    fn name(&mut self, at: usize, field: &str) {
        let Some(open) = self.open.get_mut(at).filter(|open| !open.has_field) else { return };
        open.has_field = true;
        let attribute = format!(" data-field=\"{}\"", escaped(field));
        let place = open.attributes;
        open.content += attribute.len();
        self.out.insert_str(place, &attribute);
        for inner in self.open.iter_mut().skip(at + 1) {
            inner.attributes += attribute.len();
            inner.content += attribute.len();
        }
    }

    fn tag(&mut self, tag: &str) {
        if let Some(name) = tag.strip_prefix("</") {
            let name = name.trim_end_matches('>').trim().to_ascii_lowercase();
            if name == "p" && self.open.last().is_some_and(|open| open.name == "\u{0}p") {
                self.open.pop();
                return;
            }
            if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
                self.open.truncate(at);
            }
            self.out.push_str(tag);
            return;
        }
        if tag.starts_with("<!") {
            return self.out.push_str(tag);
        }
        let name: String = tag.chars().skip(1).take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let attributes = self.out.len() + 1 + name.len();
        let marked =
            tag.split_once(BEGIN).and_then(|(_, after)| self.field(after.split_once(END)?.0)).map(str::to_owned);
        self.push_clean(tag);
        let is_void = tag.ends_with("/>") || VOID.contains(&name.to_ascii_lowercase().as_str());
        let content = self.out.len();
        self.open.push(Open { name: name.to_ascii_lowercase(), attributes, content, has_field: false });
        if let Some(field) = marked {
            self.name_last(&field);
        }
        if is_void {
            self.open.pop();
        }
    }

    /// Text without marks and their remains.
    fn push_clean(&mut self, text: &str) {
        if text.contains(|c: char| is_mark(c)) {
            self.out.extend(text.chars().filter(|c| !is_mark(*c)));
        } else {
            self.out.push_str(text);
        }
    }
}

fn is_mark(c: char) -> bool {
    c == BEGIN || c == END || (ZERO..ZERO + 10).contains(&(c as u32))
}

const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// How long the tag or comment is that the text begins with.
fn tag_length(text: &str) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |at| at + 3);
    }
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    text.len()
}

fn escaped(field: &str) -> String {
    field.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(number: usize) -> String {
        let mut marker = Marker { fields: vec![String::new(); number] };
        marker.next(String::new())
    }

    fn fields() -> Vec<String> {
        ["title", "sections/0/body", "sections/0/image"].map(str::to_owned).to_vec()
    }

    #[test]
    fn a_text_alone_in_its_element_names_it() {
        let html = format!("<h1 class=\"a\">One{}</h1>", marked(0));
        assert_eq!(unmark(&html, &fields()), "<h1 data-field=\"title\" class=\"a\">One</h1>");
    }

    #[test]
    fn texts_beside_each_other_are_told_apart() {
        let html = format!("<p>One{}, two{} three</p>", marked(0), marked(1));
        assert_eq!(
            unmark(&html, &fields()),
            "<p><span data-field=\"title\">One</span><span data-field=\"sections/0/body\">, two</span> three</p>"
        );
    }

    #[test]
    fn a_rich_text_names_what_it_stands_in() {
        let html = format!("<div class=\"prose\"><p>A <em>b</em></p>\n<p>{}</p>\n</div><p>c</p>", marked(1));
        assert_eq!(
            unmark(&html, &fields()),
            "<div data-field=\"sections/0/body\" class=\"prose\"><p>A <em>b</em></p>\n\n</div><p>c</p>"
        );
    }

    #[test]
    fn a_picture_is_known_by_its_text() {
        let html = format!("<img src=\"/a.jpg\" alt=\"x{}\"><p>y</p>", marked(2));
        assert_eq!(unmark(&html, &fields()), "<img data-field=\"sections/0/image\" src=\"/a.jpg\" alt=\"x\"><p>y</p>");
    }

    #[test]
    fn nothing_is_left_where_no_element_may_be() {
        let html = format!(
            "<head><title>T{0}</title><meta content=\"d{0}\"></head><script>{{\"n\":\"x{0}\"}}</script><option>o{0}</option><p>cut\u{e000}\u{e011}</p>",
            marked(0)
        );
        let clean = unmark(&html, &fields());
        assert!(!clean.contains(is_mark), "{clean}");
        assert!(
            clean.contains("<title>T</title>") && clean.contains("<option>o</option>") && clean.contains(">cut</p>")
        );
    }

    #[test]
    fn every_text_of_a_document_is_marked() {
        let body = serde_json::json!({ "title": "A", "sub_heading": "", "content": [
            { "id": "1", "value": { "heading": "B", "detail": "C" } } ] });
        let (marked, fields) = mark("ResourcePage", body);
        assert_eq!(fields, ["title", "content/0/heading", "content/0/detail"]);
        assert!(marked["content"][0]["value"]["detail"].as_str().is_some_and(|text| text.starts_with("C\n\n")));
    }
}
