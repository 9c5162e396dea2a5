//! The server settings that we write beside Postgres's own file.

/// Name of our file in the data folder; `postgresql.conf` includes it.
pub(crate) const FILE: &str = "xpro.conf";

/// The line that makes Postgres read [`FILE`].
pub(crate) const INCLUDE: &str = "\n# settings of the local cluster, rewritten at every start\n\
    include_if_exists = 'xpro.conf'\n";

/// The text of [`FILE`]. No Unix socket is opened: its path would have to stay under 107 bytes.
pub(crate) fn text(port: u16, settings: &[(String, String)]) -> String {
    let mut text = format!("port = {port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\n");
    for (name, value) in settings {
        text.push_str(&format!("{name} = '{}'\n", value.replace('\'', "''")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted() {
        let settings = [("search_path".to_owned(), "it's".to_owned())];
        assert!(text(1, &settings).ends_with("search_path = 'it''s'\n"));
    }
}
