//! What must be right before a page is published (cms.md 1.4). Drafts may be incomplete.

use super::{PageDocument, PageKind, declarations};
use serde_json::Value;
use xpro_form::{Mode, Problem, check};

impl PageDocument {
    /// Everything that keeps this page from being published; empty when it may be.
    pub fn validate_for_publish(&self) -> Vec<Problem> {
        let mut problems = match self.to_body() {
            Ok(body) => PageDocument::check_body(self.kind(), &body, Mode::Publish),
            Err(error) => vec![Problem::error("", error.to_string())],
        };
        problems.extend((self.kind().place().rules)(self));
        problems
    }

    /// What is wrong with a body of this kind, before it is read: what came from a browser or an API. Rules that need more
    /// than the form are left to [`PageDocument::validate_for_publish`].
    pub fn check_body(kind: PageKind, body: &Value, mode: Mode) -> Vec<Problem> {
        if holds_nul(body) {
            return vec![Problem::error("", "The document holds a NUL character, which cannot be kept.")];
        }
        let declared = declarations();
        match declared.kind(kind.name()) {
            Some(spec) => check(&spec.form, &declared.blocks, body, mode),
            None => vec![Problem::error("", format!("unknown page kind {kind}"))],
        }
    }
}

impl PageDocument {
    /// Fields of a body that this kind does not have, as warnings: reading drops them.
    pub fn unknown_fields(kind: PageKind, body: &Value) -> Vec<Problem> {
        let declared = declarations();
        let Some(spec) = declared.kind(kind.name()) else { return Vec::new() };
        let unknown = xpro_form::unknown_fields(&spec.form, &declared.blocks, body);
        unknown.into_iter().map(|path| Problem::warning(path, "Unknown field: it was not kept.")).collect()
    }
}

/// What no database keeps.
fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        Value::Object(fields) => fields.iter().any(|(key, value)| key.contains('\0') || holds_nul(value)),
        _ => false,
    }
}
