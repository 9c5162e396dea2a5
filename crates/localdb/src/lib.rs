//! A private Postgres for people who have not set `DATABASE_URL`.
//!
//! The crate finds the Postgres programs on the machine, makes a cluster in a folder of the
//! checkout and starts it on a loopback port, so that one command gives a running shop. It
//! speaks no SQL: callers connect with [`Running::url`]. Linux only; std only.
//!
//! Postgres refuses to run as root, so when we are root everything runs as the account
//! `postgres` (or `nobody`), and the cluster moves to `/var/lib/xpro` when that account cannot
//! reach the checkout. The server detaches from the terminal: Ctrl-C reaches the caller, which
//! decides when to [`stop`](Running::stop).

mod account;
mod cluster;
mod config;
mod error;
mod pidfile;
mod place;
mod port;
mod programs;

pub use error::Error;

use std::path::{Path, PathBuf};

/// The oldest major version of Postgres that the product runs on.
pub const OLDEST_MAJOR: u32 = 15;

/// What is wanted of a local cluster.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folder of the cluster: data, log, port and password live below it.
    pub dir: PathBuf,
    /// Port on 127.0.0.1 to try first; the one found is remembered in the folder.
    pub port: u16,
    /// Extra server settings, as name and value.
    pub settings: Vec<(String, String)>,
    /// Folders below which an npm package with Postgres programs may lie.
    pub npm_roots: Vec<PathBuf>,
    /// Told about each step that a person may have to wait for or should know of.
    pub notify: fn(&str),
}

impl Options {
    /// The cluster of `make run`: `var/postgres` in the checkout, data kept safely.
    #[must_use]
    pub fn development(checkout: &Path) -> Self {
        Self {
            dir: checkout.join("var/postgres"),
            port: 15432,
            settings: Vec::new(),
            npm_roots: vec![checkout.to_path_buf(), checkout.join("var/tools")],
            notify: |_| {},
        }
    }

    /// The cluster of the tests: `var/postgres-test`, fast and careless about power cuts,
    /// with room for many tests at once.
    #[must_use]
    pub fn tests(checkout: &Path) -> Self {
        let careless = [
            ("fsync", "off"),
            ("synchronous_commit", "off"),
            ("full_page_writes", "off"),
            ("wal_level", "minimal"),
            ("max_wal_senders", "0"),
            ("max_connections", "300"),
        ];
        Self {
            dir: checkout.join("var/postgres-test"),
            port: 15442,
            settings: careless.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
            ..Self::development(checkout)
        }
    }
}

/// A cluster that answers.
#[derive(Debug, Clone)]
pub struct Running {
    /// URL of the superuser on the database `postgres`, password included: treat it as a secret.
    pub url: String,
    /// Port on 127.0.0.1.
    pub port: u16,
    /// Where the cluster lies: [`Options::dir`], or the folder that stands in for it.
    pub dir: PathBuf,
    /// Major version of the running Postgres.
    pub major: u32,
    /// True when this call started it; false when it was running already.
    pub started_here: bool,
    cluster: cluster::Cluster,
}

impl Running {
    /// URL of the superuser on another database of this cluster, which need not exist yet.
    #[must_use]
    pub fn url_for(&self, database: &str) -> String {
        self.cluster.url(self.port, database)
    }

    /// Ends all connections and stops the cluster ("fast" shutdown: nothing committed is lost).
    ///
    /// # Errors
    /// [`Error::StopFailed`] with what `pg_ctl` said.
    pub fn stop(self) -> Result<(), Error> {
        self.cluster.stop()
    }
}

/// What is known of a cluster without changing it.
#[derive(Debug, Clone)]
pub enum Status {
    /// Never made.
    Absent,
    /// Made, and not running.
    Stopped,
    /// Answering.
    Running(Running),
}

/// The door to the local cluster.
#[derive(Debug, Clone, Copy)]
pub struct LocalDb;

impl LocalDb {
    /// Makes the cluster if there is none, starts it if it is not running, and waits until it
    /// answers. A second call, also from another process, finds the same cluster.
    ///
    /// # Errors
    /// [`Error::ProgramsMissing`] and its kin name the remedy; see [`Error`].
    pub fn start(options: &Options) -> Result<Running, Error> {
        cluster::Cluster::find(options)?.start(options)
    }

    /// Looks, and changes nothing.
    ///
    /// # Errors
    /// As [`LocalDb::start`], for what can be seen without starting.
    pub fn status(options: &Options) -> Result<Status, Error> {
        cluster::Cluster::find(options)?.status()
    }
}
