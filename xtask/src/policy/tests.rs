//! The policy on small made-up graphs.

use serde_json::{Value, json};

use super::*;

fn graph(packages: &[Value]) -> Metadata {
    let ids: Vec<&Value> = packages.iter().filter(|p| p["source"].is_null()).map(|p| &p["id"]).collect();
    serde_json::from_value(json!({ "packages": packages, "workspace_members": ids })).expect("the shape is right")
}

fn package(name: &str, source: Option<&str>, dependencies: Value) -> Value {
    json!({
        "id": format!("{name}@1"), "name": name, "version": "1.0.0", "license": "MIT",
        "source": source, "dependencies": dependencies,
    })
}

fn wants(name: &str, optional: bool, features: &[&str]) -> Value {
    json!({ "name": name, "kind": null, "optional": optional, "features": features })
}

#[test]
fn a_room_may_not_reach_through_a_wall() {
    let product = graph(&[
        package("xpro-commerce", None, json!([wants("xpro-catalog", false, &[]), wants("xpro-learning", false, &[])])),
        package("xpro-account", None, json!([wants("xpro-commerce", true, &[]), wants("xpro-learning", false, &[])])),
        package("xpro-garage", None, json!([])),
    ]);
    let faults = wall_faults(&product);
    assert_eq!(
        faults,
        [
            "xpro-commerce must not use xpro-learning",
            "xpro-account must not use xpro-learning",
            "xpro-garage has no line in xtask/src/policy/rules.rs",
        ]
    );
}

#[test]
fn wasm_features_stay_out_of_manifests() {
    let product = graph(&[package("xpro-site", None, json!([wants("leptos", false, &["islands", "hydrate"])]))]);
    assert_eq!(feature_faults(&product), ["xpro-site names leptos/hydrate in its manifest"]);
}

#[test]
fn sources_doubles_and_banned_crates_are_seen() {
    let registry = Some("registry+https://index.example");
    let mut second = package("sqlx", registry, json!([]));
    second["version"] = json!("2.0.0");
    let product = graph(&[
        package("sqlx", registry, json!([])),
        second,
        package("openssl", Some("git+https://code.example"), json!([])),
    ]);
    assert_eq!(doubled(&product), ["sqlx is here more than once: 1.0.0, 2.0.0"]);
    let faults: Vec<String> = product.packages.iter().flat_map(package_faults).collect();
    assert_eq!(faults.len(), 2, "{faults:?}");
}
