//! The parts of `cargo metadata` that the policy reads.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Metadata {
    pub packages: Vec<Package>,
    workspace_members: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
pub struct Package {
    id: String,
    pub name: String,
    pub version: String,
    pub license: Option<String>,
    pub source: Option<String>,
    pub dependencies: Vec<Dependency>,
}

#[derive(Debug, Deserialize)]
pub struct Dependency {
    pub name: String,
    /// `None` for a normal dependency, else `dev` or `build`.
    pub kind: Option<String>,
    pub features: Vec<String>,
    pub optional: bool,
}

/// Name and version of every package that is really compiled. `cargo metadata` also lists optional
/// packages that some feature merely mentions (`sqlx-sqlite?/…`); `cargo tree` does not.
fn compiled(cargo: &OsStr, manifest: &Path) -> Result<BTreeSet<String>> {
    let mut command = Command::new(cargo);
    command
        .args(["tree", "--locked", "--quiet", "--workspace", "--prefix", "none", "--format", "{p}"])
        .args(["--edges", "normal,build,dev", "--target", "x86_64-unknown-linux-gnu"])
        .args(["--target", "wasm32-unknown-unknown", "--manifest-path"])
        .arg(manifest);
    // A line is `name v1.2.3` and, for our own crates, a path.
    let text = String::from_utf8(output(&mut command)?)?;
    let key = |line: &str| {
        let mut words = line.split(' ');
        Some(format!("{} {}", words.next()?, words.next()?.trim_start_matches('v')))
    };
    Ok(text.lines().filter_map(key).collect())
}

fn output(command: &mut Command) -> Result<Vec<u8>> {
    let output = command.output().context("running cargo")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "cargo: {said}");
    Ok(output.stdout)
}

impl Metadata {
    /// What is compiled on the machines that we build on, wasm included.
    pub fn load(manifest: &Path) -> Result<Self> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(&cargo);
        command.args(["metadata", "--format-version", "1", "--locked", "--quiet", "--manifest-path"]).arg(manifest);
        let mut metadata: Self = serde_json::from_slice(&output(&mut command)?).context("reading cargo metadata")?;
        let compiled = compiled(&cargo, manifest)?;
        metadata.packages.retain(|p| compiled.contains(&format!("{} {}", p.name, p.version)));
        Ok(metadata)
    }

    /// Our own crates.
    pub fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| self.workspace_members.contains(&package.id))
    }
}
