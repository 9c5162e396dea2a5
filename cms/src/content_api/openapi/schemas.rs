//! The components of the OpenAPI document: items, what pages say, and what is sent.

use super::{reference, type_of};
use crate::{
    content_api::schema::{Field, Kind, Place, Schema},
    document::{PageKind, declarations},
};
use serde_json::{Map, Value, json};
use xpro_form::json_schema;

fn item_of(schema: Schema) -> Value {
    let (mut body, mut meta) = (Map::new(), Map::new());
    for field in schema.fields() {
        let place = if field.place == Place::Meta { &mut meta } else { &mut body };
        place.insert(field.name.to_owned(), described(&field));
    }
    body.insert("meta".to_owned(), json!({ "type": "object", "properties": meta }));
    json!({ "type": "object", "properties": body })
}

fn described(field: &Field) -> Value {
    let mut schema = if field.kind == Kind::Derived { shape_of(field.name) } else { type_of(field.kind) };
    if !field.help.is_empty() {
        schema["description"] = json!(field.help);
    }
    schema
}

/// What a derived field holds.
fn shape_of(name: &str) -> Value {
    match name {
        "type" | "detail_url" | "locale" => json!({ "type": "string" }),
        "html_url" | "download_url" | "language_name" => json!({ "type": ["string", "null"] }),
        "alias_of" => json!({ "type": "null" }),
        "version" => json!({ "type": ["integer", "null"] }),
        "has_unpublished_changes" | "is_external_course_page" | "is_external_program_page" => {
            json!({ "type": "boolean" })
        }
        "tags" => json!({ "type": "array", "items": { "type": "string" } }),
        "thumbnail_image" | "background_image" => json!({ "anyOf": [reference("Picture"), { "type": "null" }] }),
        "faqs_list" => json!({ "type": "array", "items": reference("Question") }),
        "page_content" => json!({ "type": ["object", "null"] }),
        "course" | "program" => json!({ "type": ["object", "null"], "description": "As in the catalog's feed." }),
        "parent" => {
            json!({ "type": ["object", "null"], "description": "The fields that were selected of the page above." })
        }
        _ => json!({ "anyOf": [reference("Section"), { "type": "null" }] }),
    }
}

/// Parts that several items have.
fn parts() -> [(&'static str, Value); 3] {
    let (text, integer) = (json!({ "type": "string" }), json!({ "type": "integer" }));
    let uuid = json!({ "type": "string", "format": "uuid" });
    let object = |properties: Value| json!({ "type": "object", "properties": properties });
    let addresses = json!({ "type": "object", "additionalProperties": text, "description": "Addresses by spec." });
    [
        (
            "Picture",
            object(
                json!({ "title": text, "image_url": text, "height": integer, "width": integer, "renditions": addresses }),
            ),
        ),
        (
            "Question",
            object(
                json!({ "id": uuid, "sort_order": integer, "faqs_page_id": uuid, "question": text, "answer": text }),
            ),
        ),
        ("Section", object(json!({ "id": uuid, "meta": { "type": "object" }, "title": text }))),
    ]
}

/// The schema of a document in our own: its sections become components, as generators know references to those only.
fn lifted(mut body: Value, schemas: &mut Map<String, Value>) -> Value {
    let Some(fields) = body.as_object_mut() else { return body };
    fields.remove("$schema");
    if let Some(Value::Object(blocks)) = fields.remove("$defs") {
        for (name, mut block) in blocks {
            point_to_components(&mut block);
            schemas.insert(format!("Block_{name}"), block);
        }
    }
    point_to_components(&mut body);
    body
}

fn point_to_components(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (key, inner) in fields {
                match inner {
                    Value::String(target) if key == "$ref" => {
                        *target = target.replacen("#/$defs/", "#/components/schemas/Block_", 1);
                    }
                    inner => point_to_components(inner),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(point_to_components),
        _ => {}
    }
}

/// All components.
pub(super) fn schemas() -> Value {
    let mut schemas = Map::new();
    let declared = declarations();
    let mut pages = Vec::new();
    let mut documents = Vec::new();
    for kind in PageKind::ALL {
        let name = kind.name();
        schemas.insert(name.to_owned(), item_of(Schema::Page(kind)));
        pages.push(reference(name));
        if let Some(spec) = declared.kinds.iter().find(|spec| spec.name == name) {
            let body = lifted(json_schema(&spec.form, &declared.blocks, name), &mut schemas);
            schemas.insert(format!("{name}Document"), body);
            documents.push(reference(&format!("{name}Document")));
        }
    }
    schemas.insert("Page".to_owned(), json!({ "anyOf": pages }));
    schemas.insert(
        "PageDocument".to_owned(),
        json!({ "anyOf": documents, "description": "What a page says; see GET /api/v2/pages/{id}/draft/." }),
    );
    schemas.insert("Image".to_owned(), item_of(Schema::Image));
    schemas.insert("Document".to_owned(), item_of(Schema::Document));
    for (name, schema) in parts().into_iter().chain(inputs()) {
        schemas.insert(name.to_owned(), schema);
    }
    Value::Object(schemas)
}

fn inputs() -> Vec<(&'static str, Value)> {
    let (integer, text, document) =
        (json!({ "type": "integer" }), json!({ "type": "string" }), reference("PageDocument"));
    let object = |required: &[&str], properties: Value| json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": false });
    let problem = json!({ "type": "array", "items": { "type": "object", "properties": {
        "path": text, "message": text, "severity": { "enum": ["error", "warning"] } } } });
    vec![
        (
            "Refusal",
            json!({ "type": "object", "required": ["message"], "properties": { "message": text, "problems": problem } }),
        ),
        (
            "CreatePage",
            object(
                &["parent", "type", "document"],
                json!({ "parent": integer, "type": text, "slug": text, "document": document }),
            ),
        ),
        (
            "SaveDraft",
            object(&["version", "document"], json!({ "version": integer, "slug": text, "document": document })),
        ),
        ("PublishPage", object(&[], json!({ "version": integer }))),
        ("UnpublishPage", object(&[], json!({ "with_descendants": { "type": "boolean" }, "redirect_to": text }))),
        (
            "MovePage",
            object(
                &["parent"],
                json!({ "parent": integer, "before": integer, "after": integer, "first": { "type": "boolean" } }),
            ),
        ),
        (
            "Draft",
            json!({ "type": "object", "properties": {
            "id": integer, "type": text, "parent": { "type": ["integer", "null"] }, "version": integer, "live": { "type": "boolean" },
            "has_unpublished_changes": { "type": "boolean" }, "slug": text, "path": text, "saved_at": { "type": "string", "format": "date-time" },
            "saved_by": text, "locked_by": { "type": ["string", "null"] }, "schema": integer, "document": document, "problems": problem } }),
        ),
        (
            "Saved",
            json!({ "type": "object", "properties": { "id": integer, "version": integer, "changed": { "type": "boolean" },
            "saved_at": { "type": "string", "format": "date-time" }, "problems": problem } }),
        ),
        ("Done", json!({ "type": "object", "properties": { "id": integer } })),
    ]
}
