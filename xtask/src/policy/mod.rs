//! The dependency policy, checked over `cargo metadata` for the product and for this helper.
//!
//! A check of our own because the usual tool takes many minutes to compile and keeps its list of
//! advisories where this machine cannot reach. What is checked: licenses, sources, banned crates,
//! crates that may be here only once, the walls between our rooms, and that no manifest switches
//! on the features that belong to the wasm command lines.

mod license;
mod metadata;
mod rules;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::paths::Paths;
use metadata::{Metadata, Package};

/// Fails with the list of all violations.
pub fn check(paths: &Paths) -> Result<()> {
    let product = Metadata::load(&paths.root.join("Cargo.toml"))?;
    let helper = Metadata::load(&paths.root.join("xtask/Cargo.toml"))?;
    let mut faults = BTreeSet::new();
    for metadata in [&product, &helper] {
        for package in &metadata.packages {
            faults.extend(package_faults(package));
        }
    }
    faults.extend(doubled(&product));
    faults.extend(wall_faults(&product));
    faults.extend(feature_faults(&product));
    faults.extend(generator_fault(&product, &helper));
    if !faults.is_empty() {
        let list: Vec<String> = faults.into_iter().collect();
        bail!("the dependency policy is broken:\n  {}", list.join("\n  "));
    }
    println!("{} packages, all within the policy", product.packages.len());
    write_overview(paths, &product)
}

fn package_faults(package: &Package) -> Vec<String> {
    let mut faults = Vec::new();
    if rules::BANNED.contains(&package.name.as_str()) {
        faults.push(format!("{} is banned (xtask/src/policy/rules.rs says why)", package.name));
    }
    if let Some(source) = &package.source
        && !source.starts_with("registry+")
        && !source.starts_with("sparse+")
    {
        faults.push(format!("{} comes from {source}, not from the registry", package.name));
    }
    let license = package.license.as_deref().unwrap_or_default();
    if !license::is_allowed(license) {
        faults.push(format!("{} {} has the license {license:?}", package.name, package.version));
    }
    faults
}

/// Crates that must have one version only: two would be two worlds that do not know each other.
fn doubled(product: &Metadata) -> Vec<String> {
    let versions = |name: &str| -> Vec<&str> {
        product.packages.iter().filter(|p| p.name == name).map(|p| p.version.as_str()).collect()
    };
    rules::ONCE
        .iter()
        .map(|name| (name, versions(name)))
        .filter(|(_, versions)| versions.len() > 1)
        .map(|(name, versions)| format!("{name} is here more than once: {}", versions.join(", ")))
        .collect()
}

fn wall_faults(product: &Metadata) -> Vec<String> {
    let mut faults = Vec::new();
    for package in product.members() {
        let Some((_, allowed)) = rules::ROOMS.iter().find(|(room, _)| *room == package.name) else {
            faults.push(format!("{} has no line in xtask/src/policy/rules.rs", package.name));
            continue;
        };
        for wanted in package.dependencies.iter().filter(|d| d.kind.is_none()) {
            // The server's half of a server function is optional: it never reaches the browser.
            let is_server_half = wanted.optional && rules::TWO_HALVES.contains(&package.name.as_str());
            let is_ours = wanted.name.starts_with("xpro-") && !is_server_half;
            if is_ours && !allowed.contains(&wanted.name.as_str()) && !allowed.contains(&"*") {
                faults.push(format!("{} must not use {}", package.name, wanted.name));
            }
            let owner = rules::ONLY_IN.iter().find(|(name, _)| *name == wanted.name);
            if let Some((_, rooms)) = owner.filter(|(_, rooms)| !rooms.contains(&package.name.as_str())) {
                let rooms = rooms.join(", ");
                faults.push(format!("{} must not use {}: only {rooms} may", package.name, wanted.name));
            }
        }
    }
    faults
}

/// `hydrate` or `csr` in a manifest would reach the server through feature unification, and pages
/// with effects would then panic on request.
fn feature_faults(product: &Metadata) -> Vec<String> {
    let mut faults = Vec::new();
    for package in product.members() {
        for wanted in &package.dependencies {
            for feature in wanted.features.iter().filter(|f| rules::WASM_ONLY.contains(&f.as_str())) {
                faults.push(format!("{} names {}/{feature} in its manifest", package.name, wanted.name));
            }
        }
    }
    faults
}

fn generator_fault(product: &Metadata, helper: &Metadata) -> Option<String> {
    let find =
        |metadata: &Metadata, name: &str| metadata.packages.iter().find(|p| p.name == name).map(|p| p.version.clone());
    let ours = find(product, "wasm-bindgen");
    let generator = find(helper, "wasm-bindgen-cli-support");
    (ours != generator).then(|| format!("wasm-bindgen is {ours:?}, and xtask generates for {generator:?}"))
}

/// Writes the list of direct dependencies with versions and licenses, for people to read.
fn write_overview(paths: &Paths, product: &Metadata) -> Result<()> {
    let wanted: BTreeSet<&str> = product
        .members()
        .flat_map(|package| &package.dependencies)
        .map(|dependency| dependency.name.as_str())
        .filter(|name| !name.starts_with("xpro-"))
        .collect();
    let mut lines: Vec<String> = product
        .packages
        .iter()
        .filter(|package| wanted.contains(package.name.as_str()))
        .map(|p| format!("{} {} ({})\n", p.name, p.version, p.license.as_deref().unwrap_or("?")))
        .collect();
    lines.sort();
    let path = paths.root.join("var/dependencies.txt");
    fs::create_dir_all(paths.root.join("var"))?;
    fs::write(&path, lines.concat()).with_context(|| path.display().to_string())
}
