//! The command line: one subcommand per role and per act of an operator.

mod database;
mod default_sections;
mod import;
mod run;
mod seed;
mod standins;
mod stop;
mod up;

use crate::settings::{self, Settings};
use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Debug, Parser)]
#[command(name = "xpro", version, about = "xPRO: content, shop and learning in one program")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Everything for a laptop: database, migrations, demo data, stand-ins, web and jobs.
    Up,
    /// The web server; also works jobs unless XPRO_WORKER_CONCURRENCY is 0.
    Serve,
    /// Jobs and schedules only.
    Work,
    /// Brings the database to this program's version.
    Migrate,
    /// Fills the database.
    #[command(subcommand)]
    Seed(seed::Seed),
    /// Takes in data of other systems.
    #[command(subcommand)]
    Import(import::Import),
    /// Gives pages of vendors' courses the shared sections that they lack. Running it again changes nothing.
    DefaultSections,
    /// Local servers that behave like Open edX, CyberSource, Mailgun and the feed of the blog.
    Standins,
    /// Prints the settings: their effective values, or the reference.
    Settings {
        /// The reference as Markdown, as kept in docs/settings.md.
        #[arg(long)]
        markdown: bool,
    },
    /// Prints every flow of data as Markdown, as kept in docs/flows/.
    Flows,
}

/// Runs the command named on the command line.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        Command::Settings { markdown: true } => {
            print(&settings::reference());
            Ok(())
        }
        Command::Flows => {
            print(&xpro_platform::flows::markdown(crate::flows::FLOWS));
            Ok(())
        }
        command => with_settings(command),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprint_line(&format!("xpro: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn with_settings(command: Command) -> anyhow::Result<()> {
    let settings = Settings::from_env()?;
    if let Command::Settings { .. } = command {
        settings.shown().into_iter().for_each(|(name, value)| print(&format!("{name}={value}\n")));
        return Ok(());
    }
    start_log(&settings);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match command {
            Command::Up => up::run(settings).await,
            Command::Serve => run::serve(settings).await,
            Command::Work => run::work(settings).await,
            Command::Migrate => database::migrate(&settings).await,
            Command::Seed(what) => seed::run(settings, what).await,
            Command::Import(what) => import::run(settings, what).await,
            Command::DefaultSections => default_sections::run(&settings).await,
            Command::Standins => standins::run(&settings).await,
            Command::Settings { .. } | Command::Flows => Ok(()),
        }
    })
}

fn start_log(settings: &Settings) {
    let filter = tracing_subscriber::EnvFilter::new(&settings.log);
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start in one process (tests) keeps the first log.
    let _ = if settings.log_json { builder.json().try_init() } else { builder.try_init() };
}

/// Standard output is the product of these commands.
fn print(text: &str) {
    use std::io::Write as _;
    // A reader that went away is no error of ours.
    let _ = std::io::stdout().write_all(text.as_bytes());
}

fn eprint_line(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{text}");
}
