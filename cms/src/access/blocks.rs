//! Sections that only some may add (cms.md T8): raw HTML.

use super::Editor;
use crate::document::{PageDocument, Problem, declarations};
use serde_json::Value;
use std::collections::HashMap;

/// The sections of a body that this person may not add or change, by their path. What the page holds already may stay as it
/// is.
pub fn not_permitted(editor: &Editor, body: &Value, before: Option<&PageDocument>) -> Vec<Problem> {
    let stored = before.and_then(|document| document.to_stored().ok()).map(|stored| stored.body).unwrap_or_default();
    let known: HashMap<(&str, &str), &Value> = blocks_of(&stored)
        .filter_map(|(_, block)| Some(((block["id"].as_str()?, block["type"].as_str()?), &block["value"])))
        .collect();
    let mut problems = Vec::new();
    for (path, block) in blocks_of(body) {
        let name = block["type"].as_str().unwrap_or_default();
        let Some(spec) = declarations().blocks.get(name) else { continue };
        let Some(permission) = spec.permission.as_deref().filter(|permission| !editor.has(permission)) else {
            continue;
        };
        let act = match block["id"].as_str().and_then(|id| known.get(&(id, name))) {
            Some(value) if **value == block["value"] => continue,
            Some(_) => "Changing",
            None => "Adding",
        };
        problems.push(Problem::error(path, format!("{act} this needs the permission {permission}.")));
    }
    problems
}

/// Every section with its path.
fn blocks_of(body: &Value) -> impl Iterator<Item = (String, &Value)> {
    ["content", "sections"].into_iter().flat_map(|list| {
        let blocks = body[list].as_array().into_iter().flatten().enumerate();
        blocks.map(move |(at, block)| (format!("{list}/{at}"), block))
    })
}
