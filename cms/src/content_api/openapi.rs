//! The OpenAPI 3.1 document, made from the declarations: the fields of `schema`, the scopes, the kinds of page.

mod schemas;

use super::{
    caller::Scope,
    params::output_names,
    schema::{Column, Kind, Schema},
};
use crate::document::PageKind;
use schemas::schemas;
use serde_json::{Map, Value, json};

/// The document, for a site at this address.
pub fn openapi(base_url: &str) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Content API",
            "version": "2.0.0",
            "description": "Pages, images and documents of the site. Refusals are {\"message\": …}; see docs/content_api.md.",
        },
        "servers": [{ "url": base_url }],
        "security": [{ "token": [] }, { "session": [] }],
        "paths": paths(),
        "components": { "schemas": schemas(), "responses": responses(), "securitySchemes": security() },
    })
}

fn security() -> Value {
    let scopes: Vec<String> = Scope::ALL.iter().map(|scope| format!("`{}`: {}", scope.name(), scope.help())).collect();
    json!({
        "token": {
            "type": "http", "scheme": "bearer",
            "description": format!("A token of the Studio. Scopes: {}. A token never may more than its owner.", scopes.join("; ")),
        },
        "session": { "type": "apiKey", "in": "cookie", "name": "sessionid", "description": "Reading only." },
    })
}

fn responses() -> Value {
    let refusal = |text: &str| json!({ "description": text, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Refusal" } } } });
    json!({
        "304": { "description": "The client has it already: If-None-Match names its ETag." },
        "400": refusal("A parameter is wrong, or the body cannot be read."),
        "401": refusal("No session and no valid token."),
        "403": refusal("The token or its owner may not do this."),
        "404": refusal("There is no such thing, or the caller may not know of it."),
        "409": refusal("Something is in the way: a newer version (with both texts, where the token reads drafts), a taken address, a lock."),
        "422": refusal("The document breaks rules; `problems` names each by its path."),
        "429": refusal("Too many wrong tokens; see Retry-After."),
    })
}

fn answers(success: &str, description: &str, schema: Value, refusals: &[&str]) -> Value {
    let mut answers = Map::new();
    let body = json!({ "description": description, "content": { "application/json": { "schema": schema } } });
    answers.insert(success.to_owned(), body);
    refuse(&mut answers, refusals);
    Value::Object(answers)
}

/// With what everybody may be answered.
fn refuse(answers: &mut Map<String, Value>, refusals: &[&str]) {
    for status in ["401", "403", "429"].iter().chain(refusals) {
        answers.insert((*status).to_owned(), json!({ "$ref": format!("#/components/responses/{status}") }));
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn paths() -> Value {
    let mut paths = Map::new();
    for (name, schema, item, scope) in [
        ("pages", Schema::AnyPage, "Page", Scope::PagesRead),
        ("images", Schema::Image, "Image", Scope::ImagesRead),
        ("documents", Schema::Document, "Document", Scope::DocumentsRead),
    ] {
        let base = format!("/api/v2/{name}/");
        let list = json!({
            "operationId": format!("list_{name}"), "summary": format!("Lists {name}. Scope {}.", scope.name()), "tags": [name],
            "parameters": listing_parameters(schema),
            "responses": answers("200", "A stretch of the listing.", listing_of(item), &["304", "400"]),
        });
        let shown: Vec<Value> = [id_parameter()].into_iter().chain(output_parameters(schema)).collect();
        let show = json!({
            "operationId": format!("show_{item}").to_lowercase(), "summary": format!("Shows one. Scope {}.", scope.name()), "tags": [name],
            "parameters": shown,
            "responses": answers("200", "The item.", reference(item), &["304", "400", "404"]),
        });
        let mut find = vec![parameter("id", json!({ "type": "integer" }), "Its key.")];
        if name == "pages" {
            find.push(parameter("html_path", json!({ "type": "string" }), "Its public path."));
        }
        let mut found = Map::new();
        found.insert("302".to_owned(), json!({ "description": "To its detail address." }));
        refuse(&mut found, &["400", "404"]);
        let find = json!({
            "operationId": format!("find_{item}").to_lowercase(), "summary": "Leads to the item; other parameters are handed on.", "tags": [name],
            "parameters": find,
            "responses": found,
        });
        paths.insert(base.clone(), json!({ "get": list }));
        paths.insert(format!("{base}find/"), json!({ "get": find }));
        paths.insert(format!("{base}{{id}}/"), json!({ "get": show }));
    }
    write_paths(&mut paths);
    Value::Object(paths)
}

fn write_paths(paths: &mut Map<String, Value>) {
    let operation = |id: &str,
                     summary: &str,
                     scope: Scope,
                     body: Option<&str>,
                     success: &str,
                     answer: &str,
                     has_id: bool| {
        let mut operation = json!({
            "operationId": id, "summary": format!("{summary} Scope {}.", scope.name()), "tags": ["pages"], "security": [{ "token": [] }],
            "responses": answers(success, "Done.", reference(answer), &["400", "404", "409", "422"]),
        });
        if has_id {
            operation["parameters"] = json!([id_parameter()]);
        }
        if let Some(body) = body {
            operation["requestBody"] =
                json!({ "required": true, "content": { "application/json": { "schema": reference(body) } } });
        }
        operation
    };
    paths["/api/v2/pages/"]["post"] = operation(
        "create_page",
        "Makes a page, as a draft.",
        Scope::PagesWrite,
        Some("CreatePage"),
        "201",
        "Draft",
        false,
    );
    paths["/api/v2/pages/{id}/"]["delete"] = operation(
        "delete_page",
        "Puts a page and what is below it into the trash.",
        Scope::PagesWrite,
        None,
        "200",
        "Done",
        true,
    );
    paths.insert(
        "/api/v2/pages/{id}/draft/".to_owned(),
        json!({
            "get": operation("read_draft", "The newest text as it is stored.", Scope::PagesReadDrafts, None, "200", "Draft", true),
            "put": operation("save_draft", "Keeps a draft; 409 with both texts when somebody saved since.", Scope::PagesWrite, Some("SaveDraft"), "200", "Saved", true),
        }),
    );
    for (path, id, summary, scope, body) in [
        ("publish", "publish_page", "Publishes the newest text.", Scope::PagesPublish, "PublishPage"),
        ("unpublish", "unpublish_page", "Takes a page off the site.", Scope::PagesPublish, "UnpublishPage"),
        ("move", "move_page", "Takes a page elsewhere.", Scope::PagesWrite, "MovePage"),
    ] {
        let operation = operation(id, summary, scope, Some(body), "200", "Done", true);
        paths.insert(format!("/api/v2/pages/{{id}}/{path}/"), json!({ "post": operation }));
    }
}

fn parameter(name: &str, schema: Value, description: &str) -> Value {
    json!({ "name": name, "in": "query", "schema": schema, "description": description })
}

fn id_parameter() -> Value {
    json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "integer" } })
}

fn output_parameters(schema: Schema) -> Vec<Value> {
    let all = [
        parameter(
            "fields",
            json!({ "type": "string", "maxLength": super::MAX_LENGTH }),
            "name adds, -name removes, name(a,b) selects within a relation; * everything, _ nothing, first only.",
        ),
        parameter(
            "include_drafts",
            json!({ "type": "boolean" }),
            "The newest texts, where the caller may look. Scope pages:read_drafts.",
        ),
        parameter("rich_text_format", json!({ "enum": ["stored", "html"] }), "How rich text is written."),
        parameter(
            "renditions",
            json!({ "type": "string" }),
            "Comma list of specs such as fill-275x155|format-webp; signed addresses for each picture.",
        ),
    ];
    let known = output_names(schema);
    all.into_iter().filter(|parameter| known.iter().any(|name| parameter["name"] == **name)).collect()
}

fn listing_parameters(schema: Schema) -> Vec<Value> {
    let mut parameters = output_parameters(schema);
    let text = || json!({ "type": "string" });
    parameters.extend([
        parameter("limit", json!({ "type": "integer", "minimum": 0, "maximum": 100, "default": 20 }), "How many."),
        parameter("offset", json!({ "type": "integer", "minimum": 0 }), "How many to skip."),
        parameter("order", text(), "Comma list of fields, - for descending; or random."),
        parameter("search", text(), "Words to look for."),
        parameter("search_operator", json!({ "enum": ["and", "or"] }), "All words or any."),
    ]);
    if schema == Schema::AnyPage {
        let types: Vec<String> = PageKind::ALL.iter().map(|kind| super::schema::type_name(kind.name())).collect();
        parameters.extend([
            parameter("type", text(), &format!("Comma list of {}.", types.join(", "))),
            parameter("child_of", text(), "Key of a page, or root."),
            parameter("descendant_of", text(), "Key of a page, or root."),
            parameter("ancestor_of", json!({ "type": "integer" }), "Key of a page."),
            parameter("readable_id", text(), "Text id of the course or program."),
            parameter("locale", text(), "The one language, en."),
            parameter("site", text(), "Host of this site, with or without its port."),
        ]);
    } else {
        parameters.push(parameter("tags", text(), "Comma list; all must be there."));
    }
    let filters = schema.fields().into_iter().filter(|field| field.column != Column::None);
    parameters.extend(filters.map(|field| parameter(field.name, type_of(field.kind), "Exactly this value.")));
    parameters
}

fn type_of(kind: Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": ["string", "null"] }),
        Kind::Number => json!({ "type": ["integer", "null"] }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Moment => json!({ "type": ["string", "null"], "format": "date-time" }),
        Kind::Derived => json!({}),
    }
}

fn listing_of(item: &str) -> Value {
    json!({
        "type": "object", "required": ["meta", "items"],
        "properties": {
            "meta": { "type": "object", "properties": { "total_count": { "type": "integer" } } },
            "items": { "type": "array", "items": reference(item) },
        },
    })
}
