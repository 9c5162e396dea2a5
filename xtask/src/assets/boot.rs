//! The boot modules: small external scripts that load a bundle, so that no page needs an inline
//! script and every page can carry the same strict content security policy.

/// For bundles of islands. Loads nothing on a page that has none of this bundle's islands.
/// Nested islands and islands with children are walked the way leptos's own script does it:
/// an island's children are hydrated only after the island, inside its context.
const ISLANDS: &str = include_str!("boot_islands.js");

/// For the application that draws itself into an empty shell; its start function runs on load.
const APPLICATION: &str = include_str!("boot_application.js");

/// The boot module of a bundle whose files have the given hashed names.
pub fn module(bundle: &str, js_name: &str, wasm_name: &str, js: &str) -> String {
    let islands = island_names(js);
    let template = if bundle == "studio" { APPLICATION } else { ISLANDS };
    template
        .replace("BUNDLE", bundle)
        .replace("JS_NAME", js_name)
        .replace("WASM_NAME", wasm_name)
        .replace("ISLAND_NAMES", &serde_json::json!(islands).to_string())
}

/// Names of the islands that a bundle exports: leptos calls them `Name_` and a long number.
fn island_names(js: &str) -> Vec<String> {
    let mut names: Vec<String> = js
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|word| is_island(word))
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}

fn is_island(word: &str) -> bool {
    word.rsplit_once('_').is_some_and(|(name, number)| {
        name.starts_with(|c: char| c.is_ascii_uppercase())
            && number.len() >= 10
            && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}
