//! Every text of a document with the path of its field.

use serde_json::{Map, Value};
use xpro_form::{BlockCatalog, Feature, FieldKind, FieldSpec, FormSpec};

/// A text and what kind of field holds it.
pub(super) struct Text<'v> {
    /// The field.
    pub path: String,
    /// What a rich text may hold; none for plain texts.
    pub features: Option<&'v [Feature]>,
    /// What is written.
    pub text: &'v str,
}

/// Forms inside forms; declarations are never this deep.
const DEEPEST: usize = 24;

/// Every text of lines and Markdown, in the order of the form.
pub(super) fn texts<'v>(form: &'v FormSpec, blocks: &'v BlockCatalog, body: &'v Value) -> Vec<Text<'v>> {
    let mut found = Vec::new();
    form_texts(form, blocks, body, "", 0, &mut found);
    found
}

fn join(path: &str, part: &str) -> String {
    if path.is_empty() { part.to_owned() } else { format!("{path}/{part}") }
}

fn form_texts<'v>(
    form: &'v FormSpec,
    blocks: &'v BlockCatalog,
    value: &'v Value,
    path: &str,
    depth: usize,
    found: &mut Vec<Text<'v>>,
) {
    let Some(fields) = value.as_object().filter(|_| depth <= DEEPEST) else { return };
    for field in &form.fields {
        if let Some(value) = fields.get(field.name.as_ref()) {
            field_texts(field, blocks, value, &join(path, &field.name), depth, found);
        }
    }
}

fn field_texts<'v>(
    field: &'v FieldSpec,
    blocks: &'v BlockCatalog,
    value: &'v Value,
    path: &str,
    depth: usize,
    found: &mut Vec<Text<'v>>,
) {
    match &field.kind {
        FieldKind::Group { form } => form_texts(form, blocks, value, path, depth + 1, found),
        FieldKind::List { item, .. } => {
            for (at, entry) in entries(value) {
                if let Some(value) = entry.get("value") {
                    field_texts(item, blocks, value, &join(path, &at), depth + 1, found);
                }
            }
        }
        FieldKind::Sections { .. } => {
            for (at, section) in entries(value) {
                let name = section.get("type").and_then(Value::as_str).unwrap_or_default();
                if let (Some(block), Some(value)) = (blocks.get(name), section.get("value")) {
                    form_texts(&block.form, blocks, value, &join(path, &at), depth + 1, found);
                }
            }
        }
        FieldKind::Markdown { .. } | FieldKind::Lines { .. } => {
            if let Some(text) = value.as_str() {
                let features = match &field.kind {
                    FieldKind::Markdown { features, .. } => Some(features.as_slice()),
                    _ => None,
                };
                found.push(Text { path: path.to_owned(), features, text });
            }
        }
        _ => {}
    }
}

fn entries(value: &Value) -> impl Iterator<Item = (String, &Map<String, Value>)> {
    let entries = value.as_array().into_iter().flatten().enumerate();
    entries.filter_map(|(at, entry)| Some((at.to_string(), entry.as_object()?)))
}
