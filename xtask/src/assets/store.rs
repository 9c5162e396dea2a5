//! The folder of hashed files.

use std::collections::BTreeSet;
use std::fs::{self, File as DiskFile};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context as _, Result, bail};

use super::manifest::{File, LIST, Manifest, URL_PREFIX};
use crate::{compress, hash};

/// How long a file stays after the last build that had it.
const KEPT: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// The assets folder while it is being filled.
pub struct Store {
    assets: PathBuf,
    manifest: Manifest,
    written: usize,
}

impl Store {
    pub fn open(assets: &Path) -> Result<Self> {
        fs::create_dir_all(assets)?;
        Ok(Self { assets: assets.to_path_buf(), manifest: Manifest::default(), written: 0 })
    }

    /// Stores a file and answers with the last part of its hashed name.
    pub fn put(&mut self, name: &str, bytes: &[u8]) -> Result<String> {
        let hashed = hashed_name(name, bytes);
        let path = self.assets.join(&hashed);
        let ending = name.rsplit('.').next().unwrap_or_default();
        if !path.is_file() {
            // The siblings come first: a file that is there is there with all of them.
            if compress::is_worth_it(ending) {
                let packed = compress::compress(bytes)?;
                write(&sibling(&path, "br"), &packed.brotli)?;
                write(&sibling(&path, "gz"), &packed.gzip)?;
            }
            write(&path, bytes)?;
            self.written += 1;
        }
        let size = |extra: &str| fs::metadata(sibling(&path, extra)).ok().map(|meta| meta.len());
        let file = File {
            url: format!("{URL_PREFIX}{hashed}"),
            raw: bytes.len() as u64,
            gzip: size("gz"),
            brotli: size("br"),
        };
        if self.manifest.files.insert(name.to_owned(), file).is_some() {
            bail!("two files are named {name}");
        }
        Ok(hashed.rsplit('/').next().unwrap_or_default().to_owned())
    }

    /// Remembers which files a room loads.
    pub fn put_room(&mut self, name: &str, files: Vec<String>) {
        self.manifest.rooms.insert(name.to_owned(), files);
    }

    /// The URL path of a file stored before.
    pub fn url(&self, name: &str) -> Option<&str> {
        self.manifest.files.get(name).map(|file| file.url.as_str())
    }

    /// Writes the manifest and drops what no build has used for long.
    pub fn finish(mut self) -> Result<String> {
        let urls: Vec<&[u8]> = self.manifest.files.values().map(|file| file.url.as_bytes()).collect();
        self.manifest.version = hash::short(&urls);
        let json = serde_json::to_vec_pretty(&self.manifest)?;
        write(&self.assets.join(LIST), &json)?;
        let dropped = self.drop_old(SystemTime::now())?;
        Ok(format!("{} files, {} of them new, {dropped} old ones dropped", self.manifest.files.len(), self.written))
    }

    /// Marks the current files as used now, and removes the others once they are old.
    fn drop_old(&self, now: SystemTime) -> Result<usize> {
        let current: BTreeSet<&str> =
            self.manifest.files.values().filter_map(|file| file.url.strip_prefix(URL_PREFIX)).collect();
        let mut dropped = 0;
        for name in super::files_below(&self.assets)? {
            let path = self.assets.join(&name);
            let stem = name.strip_suffix(".br").or(name.strip_suffix(".gz")).unwrap_or(&name);
            let used = fs::metadata(&path)?.modified()?;
            if name == LIST || current.contains(stem) {
                DiskFile::options().write(true).open(&path)?.set_modified(now)?;
            } else if now.duration_since(used).is_ok_and(|age| age > KEPT) {
                fs::remove_file(&path)?;
                dropped += 1;
            }
        }
        Ok(dropped)
    }
}

/// `fonts/inter.woff2` becomes `fonts/inter.0123456789ab.woff2`.
fn hashed_name(name: &str, bytes: &[u8]) -> String {
    let hash = hash::short(&[bytes]);
    let (dir, file) = name.rsplit_once('/').map_or(("", name), |(dir, file)| (dir, file));
    let slash = if dir.is_empty() { "" } else { "/" };
    match file.rsplit_once('.') {
        Some((stem, ending)) => format!("{dir}{slash}{stem}.{hash}.{ending}"),
        None => format!("{dir}{slash}{file}.{hash}"),
    }
}

fn sibling(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

/// Writes beside and renames, so that nobody ever reads half a file.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir)?;
    }
    let unfinished = sibling(path, "new");
    fs::write(&unfinished, bytes).with_context(|| unfinished.display().to_string())?;
    fs::rename(&unfinished, path).with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_carry_the_hash_before_the_ending() {
        let name = hashed_name("fonts/inter.var.woff2", b"x");
        assert!(name.starts_with("fonts/inter.var.") && name.ends_with(".woff2"), "{name}");
        assert!(hashed_name("LICENSE", b"x").starts_with("LICENSE."));
    }

    #[test]
    fn old_files_stay_for_a_while_and_then_go() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let mut first = Store::open(dir.path()).expect("the folder is ours");
        first.put("site.css", b"old").expect("it is stored");
        let old = first.url("site.css").expect("it was stored").to_owned();
        first.finish().expect("it is written");

        let mut second = Store::open(dir.path()).expect("the folder is ours");
        second.put("site.css", b"new").expect("it is stored");
        let kept = dir.path().join(old.trim_start_matches(URL_PREFIX));
        assert_eq!(second.drop_old(SystemTime::now()).expect("it is read"), 0);
        assert!(kept.is_file() && sibling(&kept, "br").is_file());
        let later = SystemTime::now() + KEPT + Duration::from_secs(60);
        assert_eq!(second.drop_old(later).expect("it is read"), 3, "the file and its siblings");
        assert!(!kept.is_file());
        let current = second.url("site.css").expect("it was stored");
        assert!(dir.path().join(current.trim_start_matches(URL_PREFIX)).is_file());
    }

    #[test]
    fn the_version_follows_the_content() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let version = |text: &[u8]| {
            let mut store = Store::open(dir.path()).expect("the folder is ours");
            store.put("site.css", text).expect("it is stored");
            store.finish().expect("it is written");
            Manifest::read(dir.path()).expect("it was written").version
        };
        let first = version(b"a{}");
        assert_ne!(first, version(b"b{}"));
        assert_eq!(first, version(b"a{}"));
    }
}
