//! Whom Postgres runs as, and what that account can reach.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::Error;

/// An account of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Account {
    uid: u32,
    gid: u32,
    /// True when it is not ours, so that we (root) must switch to it.
    foreign: bool,
}

impl Account {
    /// The account for the cluster whose data lies, or will lie, in `data`: ourselves, unless we
    /// are root; then the owner of existing data, else `postgres`, else `nobody`.
    pub(crate) fn choose(data: &Path) -> Result<Self, Error> {
        let me = fs::metadata("/proc/self").map_err(Error::io("read", Path::new("/proc/self")))?;
        let owner = fs::metadata(data).ok();
        if me.uid() != 0 {
            return match owner {
                Some(owner) if owner.uid() != me.uid() => {
                    Err(Error::NotYours { dir: data.to_path_buf(), owner: owner.uid() })
                }
                _ => Ok(Self { uid: me.uid(), gid: me.gid(), foreign: false }),
            };
        }
        if let Some(owner) = owner.filter(|owner| owner.uid() != 0) {
            return Ok(Self { uid: owner.uid(), gid: owner.gid(), foreign: true });
        }
        let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
        ["postgres", "nobody"].iter().find_map(|name| find_in_passwd(&passwd, name)).ok_or(Error::NoAccount)
    }

    /// Whether it may enter `dir`, judged by the permissions of the nearest existing ancestors.
    pub(crate) fn can_enter(self, dir: &Path) -> bool {
        !self.foreign || dir.ancestors().filter_map(|at| fs::metadata(at).ok()).all(|meta| self.has_search_bit(&meta))
    }

    fn has_search_bit(self, meta: &fs::Metadata) -> bool {
        let needed = if meta.uid() == self.uid {
            0o100
        } else if meta.gid() == self.gid {
            0o010
        } else {
            0o001
        };
        meta.mode() & needed != 0
    }

    /// Makes the account the owner of `path`.
    pub(crate) fn own(self, path: &Path) -> Result<(), Error> {
        if self.foreign {
            chown(path, Some(self.uid), Some(self.gid)).map_err(Error::io("change the owner of", path))?;
        }
        Ok(())
    }

    /// A command that runs as this account, in an environment of its own and away from the
    /// current folder, which the account may not be able to enter.
    pub(crate) fn command(self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("LC_ALL", "C.UTF-8")
            .env("TZ", "UTC")
            .current_dir("/")
            .stdin(Stdio::null());
        if self.foreign {
            command.uid(self.uid).gid(self.gid);
        }
        command
    }
}

fn find_in_passwd(passwd: &str, name: &str) -> Option<Account> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next() != Some(name) {
            return None;
        }
        Some(Account { uid: fields.nth(1)?.parse().ok()?, gid: fields.next()?.parse().ok()?, foreign: true })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_read_from_passwd() {
        let passwd = "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65533::/:/bin/false\n";
        let found = find_in_passwd(passwd, "nobody").expect("the line is there");
        assert_eq!((found.uid, found.gid), (65534, 65533));
        assert!(find_in_passwd(passwd, "postgres").is_none());
    }
}
