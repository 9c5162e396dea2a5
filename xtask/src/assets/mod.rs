//! Gathers what the server serves below `/static/` into `var/assets`.
//!
//! Every file gets its content's hash in its name, so it may be cached for ever. Text and wasm
//! get `.br` and `.gz` siblings. `assets.json` maps logical names to URL paths. Files of
//! earlier builds stay for a while, so that HTML in caches keeps working.

mod boot;
mod manifest;
mod store;
mod styles;

pub use manifest::Manifest;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::bundles::BUNDLES;
use crate::paths::Paths;
use store::Store;

/// Gathers everything anew; cheap when nothing changed.
pub fn gather(paths: &Paths) -> Result<()> {
    let mut store = Store::open(&paths.assets())?;
    let public = paths.root.join("public");
    // Demo pictures are taken in by the seed, as an editor's uploads would be.
    for name in files_below(&public)?.into_iter().filter(|name| !name.starts_with("demo/")) {
        let bytes = fs::read(public.join(&name)).with_context(|| name.clone())?;
        store.put(&name, &bytes)?;
    }
    styles::put_all(paths, &mut store)?;
    for bundle in &BUNDLES {
        if bundle.wasm(paths).is_file() {
            let mut js = fs::read_to_string(bundle.js(paths))?;
            for room in bundle.room_files(paths)? {
                let name = room.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let hashed = store.put(&format!("{}.{name}", bundle.name), &fs::read(&room)?)?;
                js = js.replace(&format!("./{name}\""), &format!("./{hashed}\""));
            }
            let wasm = fs::read(bundle.wasm(paths))?;
            for (room, files) in bundle.rooms(paths)? {
                let names = files.iter().map(|file| format!("{}.{file}.wasm", bundle.name)).collect();
                store.put_room(&format!("{}.{room}", bundle.name), names);
            }
            let js_name = store.put(&format!("{}.js", bundle.name), js.as_bytes())?;
            let wasm_name = store.put(&format!("{}.wasm", bundle.name), &wasm)?;
            let boot = boot::module(bundle.name, &js_name, &wasm_name, &js);
            store.put(&format!("{}.boot.js", bundle.name), boot.as_bytes())?;
        }
    }
    let summary = store.finish()?;
    println!("      {summary} in {}", paths.shown(&paths.assets()));
    Ok(())
}

/// Names of the files below `root`, with `/` between parts, sorted; hidden ones left out.
fn files_below(root: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    let mut dirs = vec![PathBuf::new()];
    while let Some(dir) = dirs.pop() {
        let at = root.join(&dir);
        if !at.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&at)? {
            let entry = entry?;
            let name = dir.join(entry.file_name());
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if entry.file_type()?.is_dir() {
                dirs.push(name);
            } else {
                names.push(name.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    names.sort();
    Ok(names)
}
