//! What a first visit loads, compared with the bars.

use anyhow::{Result, bail};

use crate::assets::Manifest;
use crate::paths::Paths;

/// A group of files that a page loads together, and its bar in bytes on the wire (brotli).
struct Load {
    what: &'static str,
    files: &'static [&'static str],
    /// A room that is entered at once.
    room: Option<&'static str>,
    bar: Option<u64>,
}

const STUDIO: &[&str] = &["studio.boot.js", "studio.js", "studio.wasm"];

const LOADS: [Load; 8] = [
    Load {
        what: "storefront scripts",
        files: &["site.boot.js", "site.js", "site.wasm"],
        room: None,
        bar: Some(70_000),
    },
    Load {
        what: "account scripts",
        files: &["account.boot.js", "account.js", "account.wasm"],
        room: None,
        bar: Some(130_000),
    },
    Load { what: "studio scripts", files: STUDIO, room: None, bar: Some(200_000) },
    Load { what: "with the page tree", files: STUDIO, room: Some("studio.pages"), bar: Some(350_000) },
    Load { what: "with the editor", files: STUDIO, room: Some("studio.editor"), bar: None },
    Load { what: "storefront styles", files: &["site.css"], room: None, bar: Some(20_000) },
    Load { what: "account styles", files: &["site.css", "account.css"], room: None, bar: Some(20_000) },
    Load { what: "studio styles", files: &["studio.css"], room: None, bar: None },
];

/// Prints the table; with `check`, fails when a bar is crossed or a bundle is missing.
pub fn print(paths: &Paths, check: bool) -> Result<()> {
    let manifest = Manifest::read(&paths.assets())?;
    println!("{:<20} {:>10} {:>10} {:>10}", "", "bytes", "brotli", "bar");
    let mut faults = Vec::new();
    for load in &LOADS {
        let room = load.room.and_then(|room| manifest.rooms.get(room)).into_iter().flatten().map(String::as_str);
        let files: Vec<_> =
            load.files.iter().copied().chain(room).filter_map(|name| manifest.files.get(name)).collect();
        let raw: u64 = files.iter().map(|file| file.raw).sum();
        let wire: u64 = files.iter().map(|file| file.wire()).sum();
        let bar = load.bar.map_or_else(String::new, |bar| bar.to_string());
        println!("{:<20} {raw:>10} {wire:>10} {bar:>10}", load.what);
        faults.extend(fault(load, files.is_empty(), wire));
    }
    if check && !faults.is_empty() {
        bail!("{}", faults.join("; "));
    }
    Ok(())
}

fn fault(load: &Load, is_missing: bool, wire: u64) -> Option<String> {
    let bar = load.bar?;
    if is_missing {
        return Some(format!("{} have not been built", load.what));
    }
    (wire > bar).then(|| format!("{} are {} bytes above their bar", load.what, wire - bar))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crossed_bar_and_a_missing_bundle_are_faults() {
        assert_eq!(fault(&LOADS[0], false, 70_000), None);
        assert!(fault(&LOADS[0], false, 70_001).is_some_and(|text| text.contains("1 bytes above")));
        assert!(fault(&LOADS[0], true, 0).is_some_and(|text| text.contains("not been built")));
    }
}
