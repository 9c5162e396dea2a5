//! New sections and list entries, and copies of them.

use serde_json::{Map, Value, json};
use xpro_form::{BlockSpec, Declarations, FieldKind, FieldSpec, FormSpec};

/// A new section of this type.
pub fn new_section(block: &BlockSpec, id: String) -> Value {
    json!({ "id": id, "type": block.name, "value": block.form.blank() })
}

/// A section that follows a shared one.
pub fn new_shared(block: &str, shared: i64, id: String) -> Value {
    json!({ "id": id, "type": block, "shared": shared, "value": {} })
}

/// A new entry of a list.
pub fn new_entry(item: &FieldSpec, id: String) -> Value {
    json!({ "id": id, "value": item.blank() })
}

/// The same entry as another one: it and everything inside it get ids of their own.
pub fn copy(entry: &Value, new_id: &mut dyn FnMut() -> String) -> Value {
    match entry {
        Value::Object(fields) => {
            let is_entry = fields.get("id").is_some_and(Value::is_string) && fields.contains_key("value");
            let field = |(key, value): (&String, &Value)| {
                let value = if is_entry && key == "id" { Value::String(new_id()) } else { copy(value, new_id) };
                (key.clone(), value)
            };
            Value::Object(fields.iter().map(field).collect::<Map<_, _>>())
        }
        Value::Array(values) => Value::Array(values.iter().map(|value| copy(value, new_id)).collect()),
        other => other.clone(),
    }
}

/// What tells a section or entry from its neighbors: the first text in it.
pub fn summary(form: &FormSpec, value: &Value) -> String {
    form.fields.iter().find_map(|field| summary_of(&field.kind, value.get(field.name.as_ref())?)).unwrap_or_default()
}

/// The same for one value.
pub fn summary_of(kind: &FieldKind, value: &Value) -> Option<String> {
    let text = match kind {
        FieldKind::Line { .. } | FieldKind::Lines { .. } | FieldKind::Markdown { .. } | FieldKind::Url => value
            .as_str()?
            .lines()
            .map(|line| line.trim_start_matches(['#', '-', '*', '>', ' ']))
            .find(|line| !line.is_empty())?,
        FieldKind::Action { .. } => value.get("title")?.as_str()?,
        FieldKind::Group { form } => return Some(summary(form, value)).filter(|text| !text.is_empty()),
        FieldKind::List { item, .. } => {
            return value.as_array()?.iter().find_map(|entry| summary_of(&item.kind, entry.get("value")?));
        }
        _ => return None,
    };
    let text = text.trim();
    (!text.is_empty()).then(|| cut(text, 90))
}

/// At most so many characters, with an ellipsis when cut.
pub fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// The field at an address with ids, in a kind's form; also the label of every step to it.
pub fn locate<'a>(
    all: &'a Declarations,
    form: &'a FormSpec,
    document: &Value,
    path: &str,
) -> (Option<&'a FieldSpec>, String) {
    let (path, mark) = path.split_once('#').unwrap_or((path, ""));
    let mut labels: Vec<String> = Vec::new();
    let mut field: Option<&FieldSpec> = None;
    let mut form = Some(form);
    let mut entries: Option<&FieldKind> = None;
    let mut at = String::new();
    for step in path.split('/').filter(|step| !step.is_empty()) {
        if let Some(kind) = entries.take() {
            let whole = super::document::entry(document, &at, step);
            let place = super::document::ids(document, &at).iter().position(|id| id == step);
            match kind {
                FieldKind::Sections { .. } => {
                    let name = whole.and_then(|entry| entry.get("type")).and_then(Value::as_str).unwrap_or_default();
                    let block = all.blocks.get(name);
                    labels.pop();
                    labels.push(block.map_or_else(|| name.to_owned(), |block| block.label.to_string()));
                    form = block.map(|block| &block.form);
                }
                FieldKind::List { item, .. } => {
                    if let Some(place) = place {
                        labels.push((place + 1).to_string());
                    }
                    field = Some(item);
                    form = inner(&item.kind, &mut entries);
                }
                _ => {}
            }
        } else {
            field = form.and_then(|form| form.field(step));
            labels.push(field.map_or_else(|| step.to_owned(), |field| field.label.to_string()));
            form = field.and_then(|field| inner(&field.kind, &mut entries));
        }
        at = super::path::join(&at, step);
    }
    match mark {
        "order" => labels.push("order".to_owned()),
        "hidden" => labels.push("hidden".to_owned()),
        _ => {}
    }
    (field, labels.join(" › "))
}

fn inner<'a>(kind: &'a FieldKind, entries: &mut Option<&'a FieldKind>) -> Option<&'a FormSpec> {
    match kind {
        FieldKind::Group { form } => Some(form),
        FieldKind::List { .. } | FieldKind::Sections { .. } => {
            *entries = Some(kind);
            None
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(json: Value) -> FormSpec {
        serde_json::from_value(json).expect("a form")
    }

    #[test]
    fn a_copy_has_ids_of_its_own_throughout() {
        let entry = json!({ "id": "a", "type": "faq", "value": { "items": [{ "id": "b", "value": { "id": 7 } }] } });
        let mut count = 0;
        let copied = copy(&entry, &mut || {
            count += 1;
            format!("n{count}")
        });
        assert_eq!(
            copied,
            json!({ "id": "n1", "type": "faq", "value": { "items": [{ "id": "n2", "value": { "id": 7 } }] } })
        );
    }

    #[test]
    fn a_summary_is_the_first_text() {
        let form = form(json!({ "fields": [
            { "name": "dark", "label": "Dark", "kind": { "type": "flag" } },
            { "name": "body", "label": "Body", "kind": { "type": "markdown", "features": [] } },
        ] }));
        assert_eq!(summary(&form, &json!({ "dark": true, "body": "\n## Why it matters\nText" })), "Why it matters");
        assert_eq!(summary(&form, &json!({})), "");
    }

    #[test]
    fn an_address_is_read_out_in_labels() {
        let all = Declarations::default();
        let form = form(json!({ "fields": [{ "name": "items", "label": "Parts", "kind": { "type": "list", "item":
            { "name": "", "label": "", "kind": { "type": "group", "form": { "fields": [
                { "name": "heading", "label": "Heading", "kind": { "type": "line" } } ] } } } } }] }));
        let document = json!({ "items": [{ "id": "a", "value": {} }, { "id": "b", "value": { "heading": "x" } }] });
        let (field, label) = locate(&all, &form, &document, "items/b/heading");
        assert_eq!(label, "Parts › 2 › Heading");
        assert_eq!(field.map(|field| field.name.as_ref()), Some("heading"));
    }
}
