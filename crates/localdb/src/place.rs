//! Where a cluster lies.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::Error;
use crate::account::Account;

/// Stand-in parent for clusters whose own folder the Postgres account cannot enter.
const SYSTEM_DIR: &str = "/var/lib/xpro";

/// The folder of a cluster and what it holds.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) dir: PathBuf,
    pub(crate) account: Account,
}

impl Place {
    /// Finds the folder for a cluster wanted in `wanted`, which may be relative.
    pub(crate) fn find(wanted: &Path) -> Result<Self, Error> {
        let wanted = std::path::absolute(wanted).map_err(Error::io("resolve", wanted))?;
        let account = Account::choose(&wanted.join("data"))?;
        let parent = wanted.parent().unwrap_or(Path::new("/"));
        let dir = if account.can_enter(parent) { wanted } else { Path::new(SYSTEM_DIR).join(system_name(&wanted)) };
        if dir.to_string_lossy().contains(['"', '\\', '$', '`', '\n']) {
            return Err(Error::OddPath(dir));
        }
        let account = Account::choose(&dir.join("data"))?;
        Ok(Self { dir, account })
    }

    /// Makes the folder, private to the account that runs Postgres.
    pub(crate) fn create(&self) -> Result<(), Error> {
        create_open_parents(&self.dir)?;
        fs::create_dir_all(&self.dir).map_err(Error::io("create", &self.dir))?;
        set_mode(&self.dir, 0o700)?;
        self.account.own(&self.dir)
    }

    /// Writes a file that only the account can read.
    pub(crate) fn write_private(&self, path: &Path, text: &str) -> Result<(), Error> {
        fs::write(path, text).map_err(Error::io("write", path))?;
        set_mode(path, 0o600)?;
        self.account.own(path)
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.dir.join("data")
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.dir.join("postgres.log")
    }

    pub(crate) fn password_file(&self) -> PathBuf {
        self.dir.join("password")
    }

    pub(crate) fn port_file(&self) -> PathBuf {
        self.dir.join("port")
    }

    pub(crate) fn lock_file(&self) -> PathBuf {
        self.dir.join("lock")
    }

    /// The major version that made the data, if it has been made.
    pub(crate) fn made_by(&self) -> Option<u32> {
        let text = fs::read_to_string(self.data().join("PG_VERSION")).ok()?;
        text.trim().parse().ok()
    }
}

/// Makes the missing parents of `dir` so that every account can pass through, whatever our umask.
fn create_open_parents(dir: &Path) -> Result<(), Error> {
    let missing: Vec<&Path> = dir.ancestors().skip(1).take_while(|at| !at.exists()).collect();
    for at in missing.into_iter().rev() {
        fs::create_dir(at).map_err(Error::io("create", at))?;
        set_mode(at, 0o755)?;
    }
    Ok(())
}

fn set_mode(path: &Path, mode: u32) -> Result<(), Error> {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(Error::io("set the permissions of", path))
}

/// The folder's name in [`SYSTEM_DIR`]: its last part, and a number that keeps two checkouts apart.
fn system_name(wanted: &Path) -> String {
    let name = wanted.file_name().unwrap_or_default().to_string_lossy();
    // FNV-1a: stable across compilers, unlike the standard library's hasher.
    let number = wanted
        .to_string_lossy()
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{name}-{number:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_checkouts_get_two_folders() {
        let one = system_name(Path::new("/root/one/var/postgres"));
        let two = system_name(Path::new("/root/two/var/postgres"));
        assert!(one.starts_with("postgres-"));
        assert_ne!(one, two);
        assert_eq!(one, system_name(Path::new("/root/one/var/postgres")));
    }
}
