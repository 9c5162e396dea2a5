//! The build helper: wasm bundles, assets, sizes, the local database and the dependency policy.
//!
//! People use `make`; the Makefile and the scripts call this.

mod assets;
mod bundles;
mod compress;
mod db;
mod hash;
mod node;
mod paths;
mod policy;
mod sizes;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "\
usage: xtask COMMAND
  wasm [site|account|studio …]   build the wasm bundles (all of them by default)
  assets                         gather bundles, styles and public files into var/assets
  sizes [--check]                what pages weigh on the wire; --check fails above the bars
  db start|stop|url|status [--test]
                                 the local Postgres (--test: the one of the tests)
  policy                         licenses, sources, versions and walls of the crates";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<()> {
    match words {
        ["wasm", names @ ..] => bundles::build(&paths::Paths::find()?, names),
        ["assets"] => assets::gather(&paths::Paths::find()?),
        ["sizes"] => sizes::print(&paths::Paths::find()?, false),
        ["sizes", "--check"] => sizes::print(&paths::Paths::find()?, true),
        ["db", verb] => db::run(&paths::Paths::find()?, verb, false),
        ["db", verb, "--test"] => db::run(&paths::Paths::find()?, verb, true),
        ["policy"] => policy::check(&paths::Paths::find()?),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => bail!("unknown command\n{USAGE}"),
    }
}
