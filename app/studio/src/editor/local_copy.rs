//! What is being written is also kept in the browser, so that a lost session, a dead network or a killed browser loses
//! nothing. The copy goes when the server has the text. Every open editor has a copy of its own, so two tabs with one page do
//! not write over each other's.

use super::browser;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use xpro_api::PriceWishChange;

/// A text that the server did not have when it was kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LocalCopy {
    /// Version on the server that it was written over.
    pub version: i64,
    /// What that said.
    pub base: Value,
    /// When it was kept, in milliseconds since 1970.
    pub at: f64,
    /// The text.
    pub document: Value,
    /// The last part of the address, when it was changed.
    #[serde(default)]
    pub slug: Option<String>,
    /// The price that publishing is to set, when it was changed.
    #[serde(default)]
    pub price: PriceWishChange,
}

impl LocalCopy {
    /// Whether it has something that this document lacks.
    pub fn has_more_than(&self, document: &Value) -> bool {
        self.document != *document || self.slug.is_some() || self.price != PriceWishChange::Keep
    }
}

/// Where an editor keeps its copy of a page.
pub fn key(page: i64, editor: &str) -> String {
    format!("{}.{editor}", prefix(page))
}

fn prefix(page: i64) -> String {
    format!("xpro-studio.draft.{page}")
}

/// Whether something is kept there for this page.
fn is_of(page: i64, key: &str) -> bool {
    key.strip_prefix(&prefix(page)).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Keeps the text of a page. A browser that keeps nothing for us is no reason to stop writing.
pub fn keep(key: &str, copy: &LocalCopy) {
    let (Some(storage), Ok(text)) = (browser::storage(), serde_json::to_string(copy)) else { return };
    let _ = storage.set_item(key, &text);
}

/// The newest text kept of a page that has more than `document`, with where it is kept; those that have not go.
pub fn find(page: i64, document: &Value) -> Option<(String, LocalCopy)> {
    let storage = browser::storage()?;
    let count = storage.length().unwrap_or_default();
    let keys: Vec<String> = (0..count).filter_map(|at| storage.key(at).ok().flatten()).collect();
    let mut newest: Option<(String, LocalCopy)> = None;
    for key in keys.into_iter().filter(|key| is_of(page, key)) {
        let text = storage.get_item(&key).ok().flatten().unwrap_or_default();
        let copy = serde_json::from_str::<LocalCopy>(&text).ok();
        match copy.filter(|copy| copy.has_more_than(document)) {
            Some(copy) if newest.as_ref().is_none_or(|(_, known)| known.at < copy.at) => newest = Some((key, copy)),
            Some(_) => {}
            None => forget(&key),
        }
    }
    newest
}

/// The server has it.
pub fn forget(key: &str) {
    if let Some(storage) = browser::storage() {
        let _ = storage.remove_item(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_editor_keeps_its_own_copy_of_its_page() {
        assert_ne!(key(1, "a"), key(1, "b"));
        assert!(is_of(1, &key(1, "a")) && is_of(1, "xpro-studio.draft.1"), "older copies are found as well");
        assert!(!is_of(1, &key(12, "a")) && !is_of(1, "xpro-studio.theme"));
    }

    #[test]
    fn address_and_price_are_kept_and_older_copies_are_still_read() {
        let old = json!({ "version": 1, "base": {}, "at": 1.0, "document": { "title": "T" } });
        let copy: LocalCopy = serde_json::from_value(old).expect("reads");
        assert!(!copy.has_more_than(&json!({ "title": "T" })) && copy.has_more_than(&json!({})));
        assert!(LocalCopy { slug: Some("t".to_owned()), ..copy.clone() }.has_more_than(&copy.document));
        assert!(LocalCopy { price: PriceWishChange::Clear, ..copy.clone() }.has_more_than(&copy.document));
    }
}
