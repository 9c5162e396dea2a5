//! `postmaster.pid`, through which a running cluster can be found.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// What the file says of a server that is alive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Alive {
    /// The port it listens on.
    pub(crate) port: u16,
    /// Whether it takes connections already.
    pub(crate) ready: bool,
}

/// Reads `data/postmaster.pid`. `None` when there is no server: no file, or one left behind by a
/// server that died. A file whose process number now belongs to some other program would make
/// Postgres refuse to start, so [`remove_if_misleading`] exists.
pub(crate) fn read(data: &Path) -> Option<Alive> {
    let text = fs::read_to_string(data.join("postmaster.pid")).ok()?;
    let (pid, alive) = parse(&text)?;
    serves(pid, data).then_some(alive)
}

/// Removes the file when its process number belongs to a living program that is not its server.
pub(crate) fn remove_if_misleading(data: &Path) {
    let path = data.join("postmaster.pid");
    let Some((pid, _)) = fs::read_to_string(&path).ok().and_then(|text| parse(&text)) else {
        return;
    };
    if Path::new(&format!("/proc/{pid}")).exists() && !serves(pid, data) {
        // Failing to remove it is answered by Postgres itself, in words better than ours.
        drop(fs::remove_file(&path));
    }
}

fn parse(text: &str) -> Option<(u32, Alive)> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let pid = lines.first()?.parse().ok()?;
    // A server that has only begun to start has not written its port and status lines yet.
    let port = lines.get(3).and_then(|port| port.parse().ok()).unwrap_or(0);
    let ready = lines.get(7) == Some(&"ready");
    Some((pid, Alive { port, ready }))
}

/// Whether process `pid` is a Postgres that works in `data`, which it makes its current folder.
fn serves(pid: u32, data: &Path) -> bool {
    let is_postgres =
        fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|line| line.windows(8).any(|part| part == b"postgres"));
    let place = |at: &Path| fs::metadata(at).ok().map(|meta| (meta.dev(), meta.ino()));
    // Another account's process does not show its folder; then the program's name must do.
    let works_elsewhere = place(Path::new(&format!("/proc/{pid}/cwd"))).is_some_and(|cwd| Some(cwd) != place(data));
    is_postgres && !works_elsewhere
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "4242\n/data\n1764000000\n15432\n\n127.0.0.1\n  1234 0\nready   \n";

    #[test]
    fn the_port_and_readiness_are_read() {
        let (pid, alive) = parse(FILE).expect("a whole file");
        assert_eq!(pid, 4242);
        assert_eq!((alive.port, alive.ready), (15432, true));
    }

    #[test]
    fn a_server_still_starting_is_not_ready() {
        let (_, alive) = parse("4242\n/data\n1764000000\n").expect("a part of a file");
        assert!(!alive.ready);
        let starting = FILE.replace("ready   ", "starting");
        assert!(!parse(&starting).expect("a whole file").1.ready);
    }

    #[test]
    fn a_process_that_is_not_postgres_is_no_server() {
        assert!(!serves(std::process::id(), Path::new("/")));
    }
}
