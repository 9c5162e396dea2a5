//! What a value uses of the rest of the site: for "where is this used", for dead links, for the API.

use crate::{BlockCatalog, FieldKind, FieldSpec, FormSpec, Target};
use serde_json::{Map, Value};

/// One use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The field: `sections/2/image`.
    pub path: String,
    /// What is used.
    pub thing: UsedThing,
}

/// What is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UsedThing {
    /// An image; with the least size that looks good there, and its alternative text if one is said.
    Image {
        /// Its id.
        id: i64,
        /// Wanted width and height.
        wanted: (Option<u32>, Option<u32>),
        /// None takes the library's.
        alt: Option<String>,
    },
    /// A document.
    Document(i64),
    /// Something managed elsewhere.
    Reference(Target, i64),
    /// A shared section.
    Shared(i64),
    /// An address as written, in a field of its own, a button or a rich text.
    Link(String),
}

/// Every use in `value`, in the order of the form. What is malformed or unknown is passed over.
pub fn uses(form: &FormSpec, blocks: &BlockCatalog, value: &Value) -> Vec<Use> {
    let mut walk = Walk { blocks, at: Vec::new(), found: Vec::new() };
    walk.form(form, value);
    walk.found
}

/// Forms inside forms; see the checks.
const DEEPEST: usize = 24;

struct Walk<'a> {
    blocks: &'a BlockCatalog,
    at: Vec<String>,
    found: Vec<Use>,
}

impl Walk<'_> {
    fn form(&mut self, form: &FormSpec, value: &Value) {
        let Some(fields) = value.as_object().filter(|_| self.at.len() <= DEEPEST) else { return };
        for field in &form.fields {
            if let Some(value) = fields.get(field.name.as_ref()) {
                self.inside(field.name.to_string(), |walk| walk.value(field, value));
            }
        }
    }

    fn inside(&mut self, name: String, visit: impl FnOnce(&mut Self)) {
        self.at.push(name);
        visit(self);
        self.at.pop();
    }

    fn found(&mut self, thing: UsedThing) {
        self.found.push(Use { path: self.at.join("/"), thing });
    }

    fn value(&mut self, field: &FieldSpec, value: &Value) {
        match &field.kind {
            FieldKind::Group { form } => self.form(form, value),
            FieldKind::List { item, .. } => self.entries(value, |walk, entry| {
                if let Some(value) = entry.get("value") {
                    walk.value(item, value);
                }
            }),
            FieldKind::Sections { .. } => self.entries(value, Walk::section),
            FieldKind::Image { min_width, min_height } => {
                if let Some(id) = value.get("image").and_then(Value::as_i64) {
                    let alt = value.get("alt").and_then(Value::as_str).map(str::to_owned);
                    self.found(UsedThing::Image { id, wanted: (*min_width, *min_height), alt });
                }
            }
            FieldKind::Document => self.ids(value, UsedThing::Document),
            FieldKind::Reference { to, .. } => self.ids(value, |id| UsedThing::Reference(to.clone(), id)),
            FieldKind::Url => self.link(value.as_str()),
            FieldKind::Action { .. } => {
                let url = value.get("url").and_then(Value::as_str);
                self.inside("url".to_owned(), |walk| walk.link(url));
            }
            FieldKind::Markdown { .. } => {
                for link in links_in(value.as_str().unwrap_or_default()) {
                    self.link(Some(link));
                }
            }
            _ => {}
        }
    }

    fn section(&mut self, section: &Map<String, Value>) {
        if let Some(id) = section.get("shared").and_then(Value::as_i64) {
            self.found(UsedThing::Shared(id));
        }
        let blocks = self.blocks;
        let name = section.get("type").and_then(Value::as_str).unwrap_or_default();
        if let (Some(block), Some(value)) = (blocks.get(name), section.get("value")) {
            self.form(&block.form, value);
        }
    }

    fn entries(&mut self, value: &Value, visit: impl Fn(&mut Self, &Map<String, Value>)) {
        for (at, entry) in value.as_array().into_iter().flatten().enumerate() {
            if let Value::Object(entry) = entry {
                self.inside(at.to_string(), |walk| visit(walk, entry));
            }
        }
    }

    fn ids(&mut self, value: &Value, thing: impl Fn(i64) -> UsedThing) {
        let one = std::slice::from_ref(value);
        for id in value.as_array().map_or(one, Vec::as_slice).iter().filter_map(Value::as_i64) {
            self.found(thing(id));
        }
    }

    fn link(&mut self, address: Option<&str>) {
        if let Some(address) = address.map(str::trim).filter(|address| !address.is_empty()) {
            self.found(UsedThing::Link(address.to_owned()));
        }
    }
}

/// Longest address that is looked at, in bytes.
const LONGEST_ADDRESS: usize = 2_000;

/// Addresses of `[text](address)` and `<address>` in a Markdown text. Of each of the two forms no two overlap: together
/// they are never longer than twice the text, whatever is written in it.
fn links_in(markdown: &str) -> impl Iterator<Item = &str> {
    // What is between one link's beginning and the next one's holds one address at most.
    let inline = markdown.split("](").skip(1).filter_map(|rest| {
        let rest = rest.trim_start_matches('<');
        rest.find([')', '>', ' ', '\n']).and_then(|end| rest.get(..end))
    });
    let auto = markdown.split('<').zip(markdown.split('<').skip(1)).filter_map(|(before, rest)| {
        let address = rest.split_once('>')?.0;
        let is_inline = before.ends_with("](");
        (!is_inline && address.contains(':') && !address.contains(char::is_whitespace)).then_some(address)
    });
    inline.chain(auto).filter(|address| address.len() <= LONGEST_ADDRESS)
}
