//! Where things lie.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The folders that the build helper works in.
pub struct Paths {
    /// The checkout.
    pub root: PathBuf,
    /// Cargo's target folder, which may be shared with other checkouts.
    pub target: PathBuf,
}

impl Paths {
    /// Finds the checkout above the current folder, and the target folder of the Makefile.
    pub fn find() -> Result<Self> {
        let here = env::current_dir().context("no current folder")?;
        let root = here
            .ancestors()
            .find(|at| at.join("xtask/Cargo.toml").is_file())
            .context("run this inside the checkout")?
            .to_path_buf();
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(
            || root.join("target"),
            |dir| root.join(dir), // an absolute path stays as it is
        );
        Ok(Self { root, target })
    }

    /// Finished bundles, before they get their hashed names.
    pub fn bundles(&self) -> PathBuf {
        self.target.join("bundles")
    }

    /// What the server serves below `/static/`, and its manifest.
    pub fn assets(&self) -> PathBuf {
        self.root.join("var/assets")
    }

    /// `path` as a person in the checkout would name it.
    pub fn shown<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }
}
