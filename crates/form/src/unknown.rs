//! Fields that a form does not have: what reading drops, to be told of.

use crate::{BlockCatalog, FieldKind, FieldSpec, FormSpec};
use serde_json::{Map, Value};

/// Paths of the fields in `value` that the form does not have: `sections/0/headng`. What is malformed is passed over.
pub fn unknown_fields(form: &FormSpec, blocks: &BlockCatalog, value: &Value) -> Vec<String> {
    let mut walk = Walk { blocks, at: Vec::new(), found: Vec::new() };
    walk.form(form, value);
    walk.found
}

/// Forms inside forms; see the checks.
const DEEPEST: usize = 24;
/// What is told at most.
const MOST: usize = 100;

struct Walk<'a> {
    blocks: &'a BlockCatalog,
    at: Vec<String>,
    found: Vec<String>,
}

impl Walk<'_> {
    fn form(&mut self, form: &FormSpec, value: &Value) {
        let Some(fields) = value.as_object().filter(|_| self.at.len() <= DEEPEST) else { return };
        for (name, value) in fields {
            match form.field(name) {
                Some(field) => self.inside(name, |walk| walk.value(field, value)),
                None => self.found(name),
            }
        }
    }

    fn inside(&mut self, name: &str, visit: impl FnOnce(&mut Self)) {
        self.at.push(name.to_owned());
        visit(self);
        self.at.pop();
    }

    fn found(&mut self, name: &str) {
        if self.found.len() < MOST {
            let path: Vec<&str> = self.at.iter().map(String::as_str).chain([name]).collect();
            self.found.push(path.join("/"));
        }
    }

    fn value(&mut self, field: &FieldSpec, value: &Value) {
        match &field.kind {
            FieldKind::Group { form } => self.form(form, value),
            FieldKind::List { item, .. } => self.entries(value, &["id", "value"], |walk, entry| {
                if let Some(value) = entry.get("value") {
                    walk.value(item, value);
                }
            }),
            FieldKind::Sections { .. } => {
                self.entries(value, &["id", "type", "hidden", "shared", "value"], Walk::section);
            }
            _ => {}
        }
    }

    fn section(&mut self, section: &Map<String, Value>) {
        let blocks = self.blocks;
        let name = section.get("type").and_then(Value::as_str).unwrap_or_default();
        if let (Some(block), Some(value)) = (blocks.get(name), section.get("value")) {
            self.form(&block.form, value);
        }
    }

    fn entries(&mut self, value: &Value, own: &[&str], visit: impl Fn(&mut Self, &Map<String, Value>)) {
        for (at, entry) in value.as_array().into_iter().flatten().enumerate() {
            let Value::Object(entry) = entry else { continue };
            self.inside(&at.to_string(), |walk| {
                for name in entry.keys().filter(|name| !own.contains(&name.as_str())) {
                    walk.found(name);
                }
                visit(walk, entry);
            });
        }
    }
}
