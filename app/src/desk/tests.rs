//! What the served document promises.

use super::{StudioAssets, document};
use crate::shell::Assets;

fn assets(is_built: bool) -> Assets {
    let url = |name: &str| is_built.then(|| format!("/static/{name}"));
    Assets { studio: StudioAssets::find(url), fonts: vec!["/static/sans.woff2".to_owned()], ..Assets::default() }
}

#[test]
fn the_document_loads_everything_at_once_and_runs_nothing_inline() {
    let html = document::studio("xPRO", &assets(true), "support@example.com");
    assert!(html.starts_with("<!doctype html><html"));
    for part in [
        r#"id="studio""#,
        r#"<link rel="stylesheet" href="/static/studio.css""#,
        r#"<link rel="modulepreload" href="/static/studio.js""#,
        r#"<link rel="preload" href="/static/studio.wasm" as="fetch""#,
        r#"<script type="module" src="/static/studio.boot.js"></script>"#,
        "<noscript>",
    ] {
        assert!(html.contains(part), "{part} is missing in {html}");
    }
    assert_eq!(html.matches("<script").count(), 1);
    assert!(!html.contains("style=") && !html.contains("<style"));
}

#[test]
fn trouble_is_hidden_until_there_is_some() {
    let html = document::studio("xPRO", &assets(true), "support@example.com");
    assert_eq!(html.matches(" hidden").count(), 2, "{html}");
    let html = document::studio("xPRO", &assets(false), "support@example.com");
    assert_eq!(html.matches(" hidden").count(), 1, "without a bundle the page says that it cannot be opened: {html}");
    assert!(!html.contains("<script"));
}

#[test]
fn a_name_from_the_settings_is_text() {
    let html = document::studio("<b>xPRO", &assets(true), "support@example.com");
    assert!(html.contains("Studio | &lt;b&gt;xPRO"));
}
