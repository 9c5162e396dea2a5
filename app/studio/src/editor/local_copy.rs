//! What is being written is also kept in the browser, so that a lost session, a dead network or a killed browser loses
//! nothing. The copy goes when the server has the text.

use super::browser;
use serde::{Deserialize, Serialize};
use serde_json::Value;

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
}

fn key(page: i64) -> String {
    format!("xpro-studio.draft.{page}")
}

/// Keeps the text of a page. A browser that keeps nothing for us is no reason to stop writing.
pub fn keep(page: i64, copy: &LocalCopy) {
    let (Some(storage), Ok(text)) = (browser::storage(), serde_json::to_string(copy)) else { return };
    let _ = storage.set_item(&key(page), &text);
}

/// The text kept of a page.
pub fn find(page: i64) -> Option<LocalCopy> {
    let text = browser::storage()?.get_item(&key(page)).ok().flatten()?;
    serde_json::from_str(&text).ok()
}

/// The server has it.
pub fn forget(page: i64) {
    if let Some(storage) = browser::storage() {
        let _ = storage.remove_item(&key(page));
    }
}
