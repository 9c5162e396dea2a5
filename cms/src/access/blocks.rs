//! Sections that only some may add (cms.md T8): raw HTML.

use super::Editor;
use crate::document::{PageDocument, Problem, declarations};
use serde_json::Value;
use std::collections::HashSet;

/// The sections of a body that this person may not add, by their path. What the page holds already may stay.
pub fn not_permitted(editor: &Editor, body: &Value, before: Option<&PageDocument>) -> Vec<Problem> {
    let content = before.and_then(|document| document.product()).map(|product| product.content.as_slice());
    let sections = before.map(|document| document.sections());
    let known: HashSet<(String, &str)> = content
        .into_iter()
        .chain(sections)
        .flatten()
        .map(|block| (block.id.to_string(), block.content.name()))
        .collect();
    let mut problems = Vec::new();
    for list in ["content", "sections"] {
        for (at, block) in body[list].as_array().into_iter().flatten().enumerate() {
            let name = block["type"].as_str().unwrap_or_default();
            let Some(spec) = declarations().blocks.get(name) else { continue };
            let Some(permission) = spec.permission.as_deref() else { continue };
            let is_known = block["id"].as_str().is_some_and(|id| known.contains(&(id.to_owned(), name)));
            if !is_known && !editor.has(permission) {
                let message = format!("Adding this needs the permission {permission}.");
                problems.push(Problem::error(format!("{list}/{at}"), message));
            }
        }
    }
    problems
}
