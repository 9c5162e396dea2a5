//! `assets.json`, the list that the server reads.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

/// Name of the list in the assets folder.
pub const LIST: &str = "assets.json";

/// Where the server serves the assets folder.
pub const URL_PREFIX: &str = "/static/";

/// The list of all current files.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Changes whenever any file does. HTML rendered for one version must not be served with another.
    pub version: String,
    /// Logical name (`site.boot.js`, `site.css`, `fonts/inter.woff2`) to file.
    pub files: BTreeMap<String, File>,
    /// Rooms of bundles (`studio.pages`) with the logical names of the files that are loaded when one is entered.
    #[serde(default)]
    pub rooms: BTreeMap<String, Vec<String>>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Path of its URL, hash included.
    pub url: String,
    /// Bytes as they are.
    pub raw: u64,
    /// Bytes of the gzip sibling, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gzip: Option<u64>,
    /// Bytes of the brotli sibling, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brotli: Option<u64>,
}

impl File {
    /// Bytes on the wire for a browser of today.
    pub fn wire(&self) -> u64 {
        self.brotli.unwrap_or(self.raw)
    }
}

impl Manifest {
    /// Reads the list in the assets folder.
    pub fn read(assets: &Path) -> Result<Self> {
        let path = assets.join(LIST);
        let text = fs::read_to_string(&path)
            .with_context(|| format!("reading {} (made by `xtask assets`)", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))
    }
}
