//! Addresses of the studio's files.

/// What the studio's page loads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudioAssets {
    /// `studio.css`.
    pub css: String,
    /// `studio.boot.js`, which starts the rest.
    pub boot: String,
    /// `studio.js`, fetched along with the boot module instead of after it.
    pub js: String,
    /// `studio.wasm`, likewise.
    pub wasm: String,
}

impl StudioAssets {
    /// The files under their names in the asset list; none when the bundle has not been built.
    pub fn find(url: impl Fn(&str) -> Option<String>) -> Option<Self> {
        Some(StudioAssets {
            css: url("studio.css")?,
            boot: url("studio.boot.js")?,
            js: url("studio.js")?,
            wasm: url("studio.wasm")?,
        })
    }
}
