//! The local Postgres, for the Makefile and the scripts.

use anyhow::{Result, bail};
use xpro_localdb::{LocalDb, Options, Status};

use crate::paths::Paths;

/// Runs one verb. `start` and `url` print the superuser's URL on standard output.
pub fn run(paths: &Paths, verb: &str, is_test: bool) -> Result<()> {
    let mut options = if is_test { Options::tests(&paths.root) } else { Options::development(&paths.root) };
    options.notify = |text| eprintln!("      {text}");
    match verb {
        "start" => println!("{}", LocalDb::start(&options)?.url),
        "url" => match LocalDb::status(&options)? {
            Status::Running(running) => println!("{}", running.url),
            Status::Absent | Status::Stopped => bail!("the database is not running"),
        },
        "stop" => {
            if let Status::Running(running) = LocalDb::status(&options)? {
                running.stop()?;
            }
        }
        "status" => println!(
            "{}",
            match LocalDb::status(&options)? {
                Status::Absent => "never made".to_owned(),
                Status::Stopped => "stopped".to_owned(),
                Status::Running(running) =>
                    format!("Postgres {} on port {}, in {}", running.major, running.port, running.dir.display()),
            }
        ),
        _ => bail!("db: the verbs are start, stop, url and status"),
    }
    Ok(())
}
