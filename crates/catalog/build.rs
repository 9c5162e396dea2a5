//! Tells the tests whether a sample of real catalogue answers lies beside this checkout, so that a test without
//! its input shows as ignored instead of passing.

use std::{env, path::PathBuf};

fn main() {
    println!("cargo::rustc-check-cfg=cfg(sample_data)");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=XPRO_SAMPLE_DATA");
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let folder = env::var_os("XPRO_SAMPLE_DATA").map_or_else(|| manifest.join("../../../shared/data"), PathBuf::from);
    let files = ["xpro_courses.json", "xpro_programs.json"].map(|name| folder.join(name));
    println!("cargo::rustc-env=SAMPLE_DATA={}", folder.display());
    // A missing file must not be watched: cargo would build this crate anew every time.
    if files.iter().all(|file| file.is_file()) {
        println!("cargo::rustc-cfg=sample_data");
        files.iter().for_each(|file| println!("cargo::rerun-if-changed={}", file.display()));
    }
}
