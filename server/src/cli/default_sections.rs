//! `xpro default-sections`: what new pages of vendors' courses receive, for those that were made before (cms.md 4.6).

use super::database;
use crate::settings::Settings;
use std::fmt::Write as _;
use xpro_cms::tree::give_default_sections;
use xpro_kernel::{Clock, System};
use xpro_platform::db::Database;

pub(super) async fn run(settings: &Settings) -> anyhow::Result<()> {
    let db = Database::new(database::connect(settings).await?, Clock::system());
    let mut tx = db.begin("default-sections").await?;
    let report = give_default_sections(&mut tx, System("default_sections")).await?;
    tx.commit().await?;
    let mut text = format!("{} pages received sections\n", report.given.len() + report.drafts.len());
    for address in &report.drafts {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "- {address}: in the draft only, publish it when its other changes are ready");
    }
    for note in &report.notes {
        let _ = writeln!(text, "- {note}");
    }
    super::print(&text);
    Ok(())
}
