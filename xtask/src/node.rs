//! Running the tools that come as npm packages.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::paths::Paths;

/// A tool of `node_modules/.bin`, run in the checkout.
pub fn tool(paths: &Paths, name: &str) -> Result<Command> {
    let path = paths.root.join("node_modules/.bin").join(name);
    ensure!(path.exists(), "{name} is missing; `npm ci --ignore-scripts` fetches it");
    let mut command = Command::new(path);
    command.current_dir(&paths.root);
    Ok(command)
}

/// Runs a command whose output is for the person who waits.
pub fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("cannot run {name}"))?;
    ensure!(status.success(), "{name} failed ({status})");
    Ok(())
}

/// Runs a command whose output matters only when it fails.
pub fn run_quietly(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().with_context(|| format!("cannot run {name}"))?;
    ensure!(output.status.success(), "{name} failed ({}): {}", output.status, String::from_utf8_lossy(&output.stderr));
    Ok(())
}
