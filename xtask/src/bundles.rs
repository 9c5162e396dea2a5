//! The three wasm bundles: cargo, wasm-bindgen, wasm-opt, and esbuild for the JavaScript beside them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::paths::Paths;
use crate::{hash, node};

/// Raised when the steps after cargo change, so that finished bundles are made again.
const RECIPE: &[u8] = b"1";

/// One bundle: a crate that is linked to wasm with one feature.
pub struct Bundle {
    /// Name of the files.
    pub name: &'static str,
    package: &'static str,
    feature: &'static str,
}

/// All bundles. Each is a cargo call of its own: `hydrate` and `csr` must never meet in one build.
pub const BUNDLES: [Bundle; 3] = [
    Bundle { name: "site", package: "xpro-site", feature: "hydrate" },
    Bundle { name: "account", package: "xpro-account", feature: "hydrate" },
    Bundle { name: "studio", package: "xpro-studio", feature: "csr" },
];

/// Builds the named bundles, or all, into `bundles/` of the target folder.
pub fn build(paths: &Paths, names: &[&str]) -> Result<()> {
    for name in names {
        if !BUNDLES.iter().any(|bundle| bundle.name == *name) {
            bail!("there is no bundle `{name}`");
        }
    }
    for bundle in &BUNDLES {
        if names.is_empty() || names.contains(&bundle.name) {
            bundle.build(paths).with_context(|| format!("bundle {}", bundle.name))?;
        }
    }
    Ok(())
}

impl Bundle {
    /// The finished JavaScript module.
    pub fn js(&self, paths: &Paths) -> PathBuf {
        paths.bundles().join(self.name).join(format!("{}.js", self.name))
    }

    /// The finished wasm file.
    pub fn wasm(&self, paths: &Paths) -> PathBuf {
        paths.bundles().join(self.name).join(format!("{}.wasm", self.name))
    }

    fn build(&self, paths: &Paths) -> Result<()> {
        let linked = self.link(paths)?;
        let input = fs::read(&linked).with_context(|| format!("reading {}", linked.display()))?;
        let lock = fs::read(paths.root.join("package-lock.json")).context("package-lock.json")?;
        let key = hash::short(&[&input, &lock, RECIPE]);
        let stamp = paths.bundles().join(self.name).join("stamp");
        let is_finished = fs::read_to_string(&stamp).is_ok_and(|text| text == key)
            && self.js(paths).is_file()
            && self.wasm(paths).is_file();
        if is_finished {
            return Ok(());
        }
        let start = Instant::now();
        self.finish(paths, &linked)?;
        fs::write(&stamp, key)?;
        let size = fs::metadata(self.wasm(paths))?.len();
        println!(
            "      {}: {} KB of wasm (linked: {} KB), optimized in {:.0} s",
            self.name,
            size / 1000,
            input.len() / 1000,
            start.elapsed().as_secs_f32()
        );
        Ok(())
    }

    /// Compiles and links. The crates stay `rlib`: the kind is asked for here only.
    fn link(&self, paths: &Paths) -> Result<PathBuf> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command
            .current_dir(&paths.root)
            .args(["rustc", "--quiet", "-p", self.package])
            .args(["--lib", "--crate-type", "cdylib", "--target", "wasm32-unknown-unknown"])
            .args(["--profile", "wasm-release", "--features", self.feature, "--target-dir"])
            .arg(&paths.target);
        // What `cargo run` tells a program of ours about itself is not meant for this build.
        for name in ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_PKG_NAME", "CARGO_PKG_VERSION"] {
            command.env_remove(name);
        }
        node::run(&mut command)?;
        let file = format!("{}.wasm", self.package.replace('-', "_"));
        Ok(paths.target.join("wasm32-unknown-unknown/wasm-release").join(file))
    }

    /// Makes the two finished files from the linked one.
    fn finish(&self, paths: &Paths, linked: &Path) -> Result<()> {
        let dir = paths.bundles().join(self.name);
        let raw = dir.join("raw");
        if raw.is_dir() {
            fs::remove_dir_all(&raw)?;
        }
        fs::create_dir_all(&raw)?;
        Bindgen::new()
            .input_path(linked)
            .out_name(self.name)
            .web(true)?
            .typescript(false)
            .remove_name_section(true)
            .remove_producers_section(true)
            .generate(&raw)?;
        let mut wasm_opt = node::tool(paths, "wasm-opt")?;
        wasm_opt.arg("-Oz").arg(raw.join(format!("{}_bg.wasm", self.name)));
        node::run(wasm_opt.arg("-o").arg(self.wasm(paths)))?;
        let mut esbuild = node::tool(paths, "esbuild")?;
        esbuild
            .arg(raw.join(format!("{}.js", self.name)))
            .args(["--bundle", "--minify", "--format=esm", "--target=es2022"])
            .args(["--log-level=warning", "--legal-comments=none"])
            .arg(format!("--outfile={}", self.js(paths).display()));
        node::run(&mut esbuild)
    }
}
