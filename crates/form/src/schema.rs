//! JSON Schema (draft 2020-12) of what a form's values look like, for the API and for tools.

use crate::{BlockCatalog, FieldKind, FieldSpec, FormSpec, SnippetSpec, Text};
use serde_json::{Map, Value, json};

/// The schema of a form's complete values; the sections that it allows stand in `$defs`.
pub fn json_schema(form: &FormSpec, blocks: &BlockCatalog, title: &str) -> Value {
    let mut names = Vec::new();
    collect_blocks(form, blocks, &mut names);
    let defs: Map<String, Value> = names
        .iter()
        .filter_map(|name| blocks.get(name))
        .map(|block| (block.name.to_string(), section(&block.name, &block.label, &block.form)))
        .collect();
    let mut schema = object(form);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!(title);
    if !defs.is_empty() {
        schema["$defs"] = Value::Object(defs);
    }
    schema
}

/// The schema of a snippet's body.
pub fn snippet_json_schema(snippet: &SnippetSpec, blocks: &BlockCatalog) -> Value {
    json_schema(&snippet.form, blocks, &snippet.label)
}

/// Names of the blocks that values of this form may hold, each once.
fn collect_blocks<'a>(form: &'a FormSpec, blocks: &'a BlockCatalog, names: &mut Vec<&'a str>) {
    for field in &form.fields {
        collect_of_kind(&field.kind, blocks, names);
    }
}

fn collect_of_kind<'a>(kind: &'a FieldKind, blocks: &'a BlockCatalog, names: &mut Vec<&'a str>) {
    match kind {
        FieldKind::Group { form } => collect_blocks(form, blocks, names),
        FieldKind::List { item, .. } => collect_of_kind(&item.kind, blocks, names),
        FieldKind::Sections { allowed, .. } => {
            for block in allowed.iter().filter_map(|name| blocks.get(name)) {
                if !names.contains(&block.name.as_ref()) {
                    names.push(&block.name);
                    collect_blocks(&block.form, blocks, names);
                }
            }
        }
        _ => {}
    }
}

fn object(form: &FormSpec) -> Value {
    let properties: Map<String, Value> =
        form.fields.iter().map(|field| (field.name.to_string(), property(field))).collect();
    let required: Vec<&Text> = form.fields.iter().filter(|field| field.required).map(|field| &field.name).collect();
    let mut schema = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn section(name: &str, label: &str, form: &FormSpec) -> Value {
    let mut edited = object(form);
    if let Some(edited) = edited.as_object_mut() {
        edited.remove("required");
    }
    let base = json!({
        "id": { "type": "string", "format": "uuid" },
        "type": { "const": name },
        "hidden": { "type": "boolean", "default": false },
    });
    let with = |value: Value, shared: Value| {
        let mut properties = base.clone();
        properties["value"] = value;
        properties["shared"] = shared;
        properties
    };
    json!({
        "title": label,
        "type": "object",
        "oneOf": [
            { "properties": with(object(form), json!({ "type": "null" })), "required": ["id", "type", "value"] },
            { "properties": with(edited, id()), "required": ["id", "type", "shared"] },
        ],
    })
}

fn property(field: &FieldSpec) -> Value {
    let mut schema = of_kind(&field.kind, field.required);
    if !field.label.is_empty() {
        schema["title"] = json!(field.label);
    }
    if !field.help.is_empty() {
        schema["description"] = json!(field.help);
    }
    if let Some(default) = &field.default {
        schema["default"] = default.clone();
    }
    schema
}

fn of_kind(kind: &FieldKind, required: bool) -> Value {
    match kind {
        FieldKind::Line { max } | FieldKind::Lines { max } => text(*max, required),
        FieldKind::Markdown { .. } => {
            let mut schema = text(None, required);
            schema["contentMediaType"] = json!("text/markdown");
            schema
        }
        FieldKind::Url if required => json!({ "type": "string", "format": "uri", "maxLength": 200 }),
        FieldKind::Url => {
            json!({ "anyOf": [{ "const": "" }, { "type": "string", "format": "uri", "maxLength": 200 }] })
        }
        FieldKind::Slug => json!({ "type": "string", "pattern": "^[\\p{L}\\p{N}_-]*$", "maxLength": 255 }),
        FieldKind::Flag => json!({ "type": "boolean" }),
        FieldKind::Group { form } => object(form),
        FieldKind::List { item, min, max } => list(entry(item), *min, *max),
        FieldKind::Sections { allowed, min, max } => {
            let refs: Vec<Value> = allowed.iter().map(|name| json!({ "$ref": format!("#/$defs/{name}") })).collect();
            list(if refs.is_empty() { json!({}) } else { json!({ "anyOf": refs }) }, *min, *max)
        }
        FieldKind::Action { max } => button(*max, required),
        FieldKind::Reference { many: true, .. } => json!({ "type": "array", "items": id() }),
        other => nullable(scalar(other), required),
    }
}

fn scalar(kind: &FieldKind) -> Value {
    match kind {
        FieldKind::Integer { min, max } => {
            let mut schema = json!({ "type": "integer" });
            set(&mut schema, "minimum", *min);
            set(&mut schema, "maximum", *max);
            schema
        }
        FieldKind::Decimal { digits, scale, min } => {
            let sign = if *min == Some(0) { "" } else { "-?" };
            let whole = digits.saturating_sub(*scale).max(1);
            json!({ "type": "string", "pattern": format!("^{sign}[0-9]{{1,{whole}}}(\\.[0-9]{{1,{scale}}})?$") })
        }
        FieldKind::Date => json!({ "type": "string", "format": "date" }),
        FieldKind::DateTime => json!({ "type": "string", "format": "date-time" }),
        FieldKind::Choice { options } => {
            let values: Vec<&Text> = options.iter().map(|option| &option.value).collect();
            json!({ "enum": values })
        }
        FieldKind::Image { .. } => json!({
            "type": "object",
            "properties": { "image": id(), "alt": { "type": ["string", "null"], "maxLength": 255 } },
            "required": ["image"],
        }),
        _ => id(),
    }
}

fn id() -> Value {
    json!({ "type": "integer", "minimum": 1 })
}

fn text(max: Option<u32>, required: bool) -> Value {
    let mut schema = json!({ "type": "string" });
    set(&mut schema, "maxLength", max);
    if required {
        schema["minLength"] = json!(1);
    }
    schema
}

fn button(max: Option<u32>, required: bool) -> Value {
    let mut schema =
        json!({ "type": "object", "properties": { "title": text(max, required), "url": text(None, required) } });
    if required {
        schema["required"] = json!(["title", "url"]);
    }
    schema
}

fn entry(item: &FieldSpec) -> Value {
    json!({
        "type": "object",
        "properties": { "id": { "type": "string", "format": "uuid" }, "value": property(item) },
        "required": ["id", "value"],
    })
}

fn list(items: Value, min: u32, max: Option<u32>) -> Value {
    let mut schema = json!({ "type": "array", "items": items });
    set(&mut schema, "minItems", (min > 0).then_some(min));
    set(&mut schema, "maxItems", max);
    schema
}

fn nullable(schema: Value, required: bool) -> Value {
    if required { schema } else { json!({ "anyOf": [schema, { "type": "null" }] }) }
}

fn set<T: Into<Value>>(schema: &mut Value, key: &str, value: Option<T>) {
    if let Some(value) = value {
        schema[key] = value.into();
    }
}
