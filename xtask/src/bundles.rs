//! The three wasm bundles: cargo, wasm-bindgen, wasm-opt, and esbuild for the JavaScript beside them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, anyhow, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::paths::Paths;
use crate::{hash, node};

/// Raised when the steps after cargo change, so that finished bundles are made again.
const RECIPE: &[u8] = b"2";

/// One bundle: a crate that is linked to wasm with one feature.
pub struct Bundle {
    /// Name of the files.
    pub name: &'static str,
    package: &'static str,
    feature: &'static str,
    /// Whether its rooms are files of their own, loaded when they are entered.
    has_rooms: bool,
}

/// All bundles. Each is a cargo call of its own: `hydrate` and `csr` must never meet in one build.
pub const BUNDLES: [Bundle; 3] = [
    Bundle { name: "site", package: "xpro-site", feature: "hydrate", has_rooms: false },
    Bundle { name: "account", package: "xpro-account", feature: "hydrate", has_rooms: false },
    Bundle { name: "studio", package: "xpro-studio", feature: "csr", has_rooms: true },
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

    /// The rooms, each with the names of the files that it loads. Files may belong to several.
    pub fn rooms(&self, paths: &Paths) -> Result<BTreeMap<String, Vec<String>>> {
        if !self.has_rooms {
            return Ok(BTreeMap::new());
        }
        let text = fs::read_to_string(self.room_list(paths))?;
        Ok(serde_json::from_str(&text)?)
    }

    /// The files of its rooms, with the names by which its JavaScript asks for them.
    pub fn room_files(&self, paths: &Paths) -> Result<Vec<PathBuf>> {
        if !self.has_rooms {
            return Ok(Vec::new());
        }
        let dir = self.rooms_dir(paths);
        let entries = fs::read_dir(&dir).with_context(|| format!("reading {}", dir.display()))?;
        let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        files.sort();
        Ok(files)
    }

    fn rooms_dir(&self, paths: &Paths) -> PathBuf {
        paths.bundles().join(self.name).join("rooms")
    }

    fn room_list(&self, paths: &Paths) -> PathBuf {
        paths.bundles().join(self.name).join("rooms.json")
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
        if self.has_rooms {
            // Views are erased so that they are compiled once and not once for each place; and the splitter needs to
            // know where every function is referred to.
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "--cfg erase_components");
            command.args(["--", "-Clink-args=--emit-relocs"]);
        }
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
        let (input, files) =
            if self.has_rooms { self.split(paths, linked, &raw)? } else { (linked.into(), Vec::new()) };
        Bindgen::new()
            .input_path(input)
            .out_name(self.name)
            .web(true)?
            .typescript(false)
            .keep_lld_exports(self.has_rooms)
            .demangle(!self.has_rooms)
            .remove_name_section(true)
            .remove_producers_section(true)
            .generate(&raw)?;
        optimize(paths, &raw.join(format!("{}_bg.wasm", self.name)), &self.wasm(paths))?;
        for file in files {
            let name = file.file_name().context("a file without a name")?;
            optimize(paths, &file, &self.rooms_dir(paths).join(name))?;
        }
        let mut esbuild = node::tool(paths, "esbuild")?;
        esbuild
            .arg(raw.join(format!("{}.js", self.name)))
            .args(["--bundle", "--minify", "--format=esm", "--target=es2022"])
            .args(["--log-level=warning", "--legal-comments=none"])
            // wasm-bindgen names the splitter's module once for each room.
            .arg("--log-override:duplicate-object-key=silent")
            .arg(format!("--outfile={}", self.js(paths).display()));
        node::run(&mut esbuild)
    }

    /// Takes the rooms out of the linked file. Answers with what is left for wasm-bindgen, and the rooms' files.
    fn split(&self, paths: &Paths, linked: &Path, raw: &Path) -> Result<(PathBuf, Vec<PathBuf>)> {
        let rooms_dir = self.rooms_dir(paths);
        if rooms_dir.is_dir() {
            fs::remove_dir_all(&rooms_dir)?;
        }
        fs::create_dir_all(&rooms_dir)?;
        let input = fs::read(linked)?;
        let main = raw.join("main.wasm");
        let main_module = format!("./{}.js", self.name);
        let mut options = wasm_split_cli_support::Options::new(&input);
        options.output_dir = raw;
        options.main_out_path = &main;
        options.main_module = &main_module;
        let split = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("splitting: {error:?}"))?;
        let rooms: BTreeMap<String, Vec<String>> = split.prefetch_map.into_iter().collect();
        fs::write(self.room_list(paths), serde_json::to_vec_pretty(&rooms)?)?;
        Ok((main, split.split_modules))
    }
}

/// Makes a wasm file small. The features are what rustc's target has; rooms do not tell theirs.
fn optimize(paths: &Paths, input: &Path, output: &Path) -> Result<()> {
    let mut wasm_opt = node::tool(paths, "wasm-opt")?;
    wasm_opt.arg("-Oz").args(["bulk-memory", "bulk-memory-opt", "multivalue", "mutable-globals"].map(enable));
    wasm_opt.args(["nontrapping-float-to-int", "reference-types", "sign-ext"].map(enable));
    // It warns of every section that it does not know.
    node::run_quietly(wasm_opt.arg(input).arg("-o").arg(output))
}

fn enable(feature: &str) -> String {
    format!("--enable-{feature}")
}
