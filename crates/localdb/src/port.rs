//! Choosing a port.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

use crate::Error;

/// How many ports after the wanted one are tried.
const TRIES: u16 = 100;

/// The port to start on: the one remembered in `memory`, else `wanted`, else the next free one.
/// Ports up to `skip_to` are passed over (they failed already).
pub(crate) fn choose(memory: &Path, wanted: u16, skip_to: Option<u16>) -> Result<u16, Error> {
    let remembered = fs::read_to_string(memory).ok().and_then(|text| text.trim().parse().ok());
    let last = wanted.saturating_add(TRIES);
    let after = skip_to.map_or(wanted, |port| port.saturating_add(1));
    remembered
        .filter(|_| skip_to.is_none())
        .into_iter()
        .chain(after..=last)
        .find(|port| is_free(*port))
        .ok_or(Error::NoFreePort { from: wanted, to: last })
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_passed_over() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port exists");
        let port = taken.local_addr().expect("it is bound").port();
        let chosen = choose(Path::new("/nonexistent"), port, None).expect("another is free");
        assert!(chosen > port);
    }
}
