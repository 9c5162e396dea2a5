//! Statements per warm page, counted in the server's own log of statements.

use crate::{
    Bars, Outcome, Page,
    client::{self, Connection},
    process::{SITE, Server, Site},
    say,
};

/// An account page asks the database this often at most (architecture, section 5); a public one not at all.
const ACCOUNT_BAR: f64 = 3.0;
const TIMES: usize = 10;

/// Prints a line per page.
pub(super) fn count(site: &Site<'_>, pages: &[Page], bars: &mut Bars) -> Outcome<()> {
    let log = std::env::temp_dir().join(format!("xpro-bench-{}.log", std::process::id()));
    let file = std::fs::File::create(&log)?;
    let _server = Server::start(site.command("warn,sqlx::query=debug").stderr(file), SITE)?;
    let statements = || -> Outcome<usize> {
        Ok(std::fs::read_to_string(&log)?.lines().filter(|line| line.contains("sqlx::query")).count())
    };
    if statements()? == 0 {
        return Err("the server logs no statements, so none can be counted".into());
    }
    say("\nstatements per warm request");
    for page in pages {
        let mut connection = Connection::open(SITE)?;
        connection.ask(&client::brotli(&page.path))?;
        let before = statements()?;
        for _ in 0..TIMES {
            connection.ask(&client::brotli(&page.path))?;
        }
        let each = (statements()? - before) as f64 / TIMES as f64;
        let bar = if page.is_public { 0.0 } else { ACCOUNT_BAR };
        say(&format!(
            "{:<48} {each:>13.1}{}",
            page.path,
            bars.at_most(each, bar, &format!("statements of {}", page.path))
        ));
    }
    std::fs::remove_file(log)?;
    Ok(())
}
