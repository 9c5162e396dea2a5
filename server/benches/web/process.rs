//! Servers as processes, and what the system knows of their use of CPU and memory.

use crate::{
    Outcome,
    client::{self, Connection},
};
use std::{
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// Where xPRO listens.
pub(super) const SITE: &str = "127.0.0.1:18080";
/// Where the bare handler listens.
pub(super) const BARE: &str = "127.0.0.1:18081";

/// The program and the database that are measured.
pub(super) struct Site<'a> {
    pub(super) xpro: &'a str,
    pub(super) database: &'a str,
}

impl Site<'_> {
    /// Only the web: jobs are measured by nobody here, and would add their CPU.
    pub(super) fn command(&self, log: &str) -> Command {
        let mut command = Command::new(self.xpro);
        command
            .arg("serve")
            // Cargo starts benches in the package's folder; the built assets lie below the workspace's.
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
            .env("DATABASE_URL", self.database)
            .env("XPRO_LISTEN", SITE)
            .env("XPRO_BASE_URL", format!("http://{SITE}"))
            .env("XPRO_WORKER_CONCURRENCY", "0")
            .env("XPRO_LOG", log);
        command
    }

    pub(super) fn start(&self, log: &str) -> Outcome<Server> {
        Server::start(&mut self.command(log), SITE)
    }
}

/// A server process, ended when it goes out of scope.
pub(super) struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Server {
    pub(super) fn start(command: &mut Command, address: &str) -> Outcome<Self> {
        let mut server = Server(command.stdout(Stdio::null()).spawn()?);
        let since = Instant::now();
        // An answer, whatever it says: a connection alone only proves that somebody will listen.
        while Connection::open(address)
            .and_then(|mut connection| connection.ask(&client::plain("/no-such-page/")))
            .is_err()
        {
            if let Some(status) = server.0.try_wait()? {
                return Err(format!("the server for {address} ended: {status}").into());
            }
            if since.elapsed() > Duration::from_secs(60) {
                return Err(format!("nothing listens on {address}").into());
            }
            std::thread::yield_now();
        }
        Ok(server)
    }

    /// CPU time of all its threads so far. The scheduler counts nanoseconds; `stat` would round to ticks of 10 ms.
    pub(super) fn cpu(&self) -> Outcome<Duration> {
        let mut nanoseconds = 0;
        for task in std::fs::read_dir(format!("/proc/{}/task", self.0.id()))? {
            // A thread that ended meanwhile took its count along.
            let Ok(text) = std::fs::read_to_string(task?.path().join("schedstat")) else { continue };
            nanoseconds += text.split_whitespace().next().ok_or("schedstat")?.parse::<u64>()?;
        }
        Ok(Duration::from_nanos(nanoseconds))
    }

    /// Resident memory in MB.
    pub(super) fn memory(&self) -> Outcome<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("VmRSS")?;
        Ok(line.split_whitespace().next().ok_or("VmRSS")?.parse::<f64>()? / 1024.0)
    }
}
