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
        let declared = declarations();
        match declared.kind(kind.name()) {
            Some(spec) => check(&spec.form, &declared.blocks, body, mode),
            None => vec![Problem::error("", format!("unknown page kind {kind}"))],
        }
    }
}
