//! Which fields of an item are wanted: an expression put to a schema.

use super::{
    fields::{Base, Fields},
    problem::ApiProblem,
    schema::{Schema, Shown},
};

/// What the item is shown as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// One of many.
    Listing,
    /// Alone.
    Detail,
    /// Within another item.
    Nested,
}

/// The fields wanted, in the order of answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    wanted: Vec<&'static str>,
    nested: Vec<(&'static str, Selection)>,
}

impl Selection {
    /// Puts the expression to a schema.
    ///
    /// # Errors
    /// When it names what the schema does not have, or selects within what is no relation.
    pub fn new(schema: Schema, fields: &Fields, view: View, with_drafts: bool) -> Result<Self, ApiProblem> {
        let mut known = schema.fields();
        known.retain(|field| view != View::Listing || field.shown != Shown::DetailOnly);
        let unknown: Vec<&str> = fields
            .names
            .iter()
            .map(|named| named.name.as_str())
            .filter(|name| !known.iter().any(|f| f.name == *name))
            .collect();
        if !unknown.is_empty() {
            return Err(ApiProblem::bad(format!("unknown fields: {}", sorted(unknown).join(", "))));
        }
        let usual = |field: &super::schema::Field| match view {
            View::Listing => field.shown == Shown::Always || with_drafts && tells_of_drafts(field.name),
            View::Detail => field.shown != Shown::Asked || with_drafts && tells_of_drafts(field.name),
            View::Nested => matches!(field.name, "id" | "type" | "detail_url" | "html_url" | "title"),
        };
        let mut selection = Selection::default();
        for field in &known {
            let mentions: Vec<_> = fields.names.iter().filter(|named| named.name == field.name).collect();
            let begins = match fields.base {
                Base::Usual => usual(field),
                Base::Everything => true,
                Base::Nothing => false,
            };
            // The last word counts.
            if !mentions.last().map_or(begins, |named| !named.removed) {
                continue;
            }
            let inner = mentions.iter().rev().find_map(|named| named.nested.as_ref());
            if inner.is_some() && !field.relation {
                return Err(ApiProblem::bad(format!("'{}' does not support nested fields", field.name)));
            }
            selection.wanted.push(field.name);
            if field.relation {
                let inner = inner.cloned().unwrap_or_default();
                selection.nested.push((field.name, Selection::new(Schema::AnyPage, &inner, View::Nested, false)?));
            }
        }
        Ok(selection)
    }

    /// Whether a field is wanted.
    pub fn has(&self, name: &str) -> bool {
        self.wanted.contains(&name)
    }

    /// Whether one of these is wanted.
    pub fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.has(name))
    }

    /// What is wanted of a related item.
    pub fn within(&self, name: &str) -> Option<&Selection> {
        self.nested.iter().find(|(field, _)| *field == name).map(|(_, selection)| selection)
    }
}

/// Who reads drafts wants to know what they read.
fn tells_of_drafts(name: &str) -> bool {
    matches!(name, "has_unpublished_changes" | "version")
}

/// In order, each once.
pub(super) fn sorted(mut names: Vec<&str>) -> Vec<&str> {
    names.sort_unstable();
    names.dedup();
    names
}
