//! `xpro import`: data of another xPRO.

use super::database;
use crate::settings::Settings;
use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use std::{fmt::Write as _, time::Duration};
use xpro_catalog::{
    acts::Editor,
    import::{ImportReport, ImportSources, import_catalog},
};
use xpro_cms::import::PageImporter;
use xpro_kernel::{Clock, System};
use xpro_platform::db::Database;

const ACTOR: System = System("import_catalog");

/// What to take in.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// The lists that a running xPRO serves at /api/courses/ and /api/programs/.
    Catalog(Catalog),
}

/// Where the lists are: files, or addresses beginning with http:// or https://.
#[derive(Debug, Args)]
pub struct Catalog {
    /// The list of courses.
    #[arg(long)]
    courses: Option<String>,
    /// The list of programs.
    #[arg(long)]
    programs: Option<String>,
}

pub(super) async fn run(settings: Settings, what: Import) -> anyhow::Result<()> {
    let Import::Catalog(sources) = what;
    if sources.courses.is_none() && sources.programs.is_none() {
        bail!("name a list: --courses FILE|URL, --programs FILE|URL or both");
    }
    let (courses, programs) = (load(sources.courses.as_deref()).await?, load(sources.programs.as_deref()).await?);
    let pool = database::connect(&settings).await?;
    database::apply_migrations(&pool).await?;
    let db = Database::new(pool, Clock::system());
    let mut pages = PageImporter::new(ACTOR);
    let sources = ImportSources { courses: courses.as_deref(), programs: programs.as_deref() };
    let report = import_catalog(&db, "import-catalog", Editor::from(ACTOR), sources, &mut pages).await?;
    super::print(&told(&report, pages.notes()));
    if report.issues.is_empty() {
        Ok(())
    } else {
        bail!("{} items were not loaded; the others were", report.issues.len())
    }
}

async fn load(place: Option<&str>) -> anyhow::Result<Option<Vec<u8>>> {
    let Some(place) = place else { return Ok(None) };
    if !(place.starts_with("http://") || place.starts_with("https://")) {
        return std::fs::read(place).map(Some).with_context(|| format!("reading {place}"));
    }
    xpro_outbound::install_crypto();
    let client = reqwest::Client::builder().timeout(Duration::from_secs(60)).build()?;
    let answer = client.get(place).send().await.with_context(|| format!("asking {place}"))?.error_for_status()?;
    Ok(Some(answer.bytes().await?.to_vec()))
}

fn told(report: &ImportReport, notes: &[String]) -> String {
    let mut text = String::new();
    for (noun, tally) in [
        ("programs", report.programs),
        ("courses", report.courses),
        ("runs", report.runs),
        ("prices", report.prices),
        ("pages", report.pages),
    ] {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{noun:<9} {:>4} created {:>4} updated {:>4} unchanged {:>4} invalid",
            tally.created, tally.updated, tally.unchanged, tally.invalid
        );
    }
    for line in report.issues.iter().map(ToString::to_string).chain(notes.iter().cloned()) {
        let _ = writeln!(text, "- {line}");
    }
    text
}
