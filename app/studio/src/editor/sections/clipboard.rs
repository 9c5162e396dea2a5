//! A section that was copied, on its way to this or another page. It is kept in the browser, for every tab of this site.

use crate::editor::browser;
use serde_json::Value;

const KEY: &str = "xpro-studio.section";

/// Keeps a section; false when the browser does not let us.
pub fn keep(entry: &Value) -> bool {
    browser::storage().is_some_and(|storage| storage.set_item(KEY, &entry.to_string()).is_ok())
}

/// The section that was copied last.
pub fn kept() -> Option<Value> {
    let text = browser::storage()?.get_item(KEY).ok().flatten()?;
    serde_json::from_str::<Value>(&text).ok().filter(|entry| entry.get("type").is_some_and(Value::is_string))
}
