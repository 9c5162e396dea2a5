//! What the job does.

use super::{
    ReleaseId, ReleaseReport, ReleaseRow, ReleaseState,
    check::{hold, look, write_down},
    going::go,
};
use crate::{store, tree::Author};
use serde::{Deserialize, Serialize};
use serde_json::json;
use xpro_kernel::System;
use xpro_platform::{
    Subject, audit,
    db::Tx,
    jobs::Job,
    mail::{self, Brand, Letter, Mail},
};

/// Makes one release live at its time.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RunRelease {
    /// Which.
    pub release: ReleaseId,
    /// The time that this was written for, in seconds; the release itself says whether it is still that.
    pub at: i64,
}

impl Job for RunRelease {
    const KIND: &'static str = "run_release";
    // People wait for the minute that was announced.
    const PRIORITY: i16 = 10;

    fn unique_key(&self) -> Option<String> {
        Some(format!("run_release:{}:{}", self.release, self.at))
    }

    fn subject(&self) -> Option<Subject> {
        Some(Subject::new("release", self.release.0))
    }
}

/// How it went.
#[derive(Debug, Clone, PartialEq)]
pub enum RanRelease {
    /// Live now.
    Done,
    /// Live before, called off, or not due.
    Nothing,
    /// Something stopped it; nothing changed, and its owner is told.
    Failed(ReleaseReport),
}

/// Makes a release live when it is due, exactly once however many workers ask: the release's lock decides, and the row says
/// whether it is still to be done. Everything happens in the caller's one transaction; what stops one page stops all.
///
/// # Errors
/// When the database is out of reach: worth another try.
pub async fn run_release(
    tx: &mut Tx,
    brand: &Brand,
    system: System,
    release: ReleaseId,
) -> Result<RanRelease, sqlx::Error> {
    let Some((row, contents)) = hold(tx, release).await? else { return Ok(RanRelease::Nothing) };
    let now = tx.now();
    if row.state != ReleaseState::Scheduled || row.at.is_none_or(|at| at > now) {
        return Ok(RanRelease::Nothing);
    }
    let mut report = look(tx, &contents, row.at, now).await?;
    if !report.has_errors() {
        tx.savepoint().await?;
        match go(tx, Author::System(system), &row.name, &contents).await? {
            None => {
                finish(tx, system, &row, ReleaseState::Published, "").await?;
                write_down(tx, release, &report).await?;
                log_warnings(&row, &report);
                return Ok(RanRelease::Done);
            }
            Some((item, finding)) => {
                tx.rollback_to_savepoint().await?;
                report.add(item, finding);
            }
        }
    }
    let reasons = report.reasons();
    let why = reasons.iter().map(|(title, why)| format!("{title}: {why}")).collect::<Vec<_>>().join(" ");
    finish(tx, system, &row, ReleaseState::Failed, &why).await?;
    write_down(tx, release, &report).await?;
    tell_owner(tx, brand, &row, reasons).await?;
    Ok(RanRelease::Failed(report))
}

async fn finish(
    tx: &mut Tx,
    system: System,
    release: &ReleaseRow,
    state: ReleaseState,
    why: &str,
) -> Result<(), sqlx::Error> {
    let now = tx.now();
    store::release::set_state(tx, release.id, state, release.at, why, now).await?;
    let act = if state == ReleaseState::Published { "publish_release" } else { "release_failed" };
    let change = audit::Change {
        act,
        actor: system.into(),
        subject: Subject::new("release", release.id.0),
        before: None,
        after: Some(json!({ "pages": release.pages, "prices": release.prices, "why": why })),
        note: "",
    };
    audit::record(tx, change).await
}

fn log_warnings(release: &ReleaseRow, report: &ReleaseReport) {
    let warnings = report.questions();
    if !warnings.is_empty() {
        tracing::info!(release = release.id.0, ?warnings, "a release went live with warnings");
    }
}

async fn tell_owner(
    tx: &mut Tx,
    brand: &Brand,
    release: &ReleaseRow,
    reasons: Vec<(String, String)>,
) -> Result<(), sqlx::Error> {
    let Some(to) = store::release::owner_email(tx, release.owner).await? else { return Ok(()) };
    let letter = Letter::new(format!("The release “{}” did not go live", release.name))
        .heading("The release did not go live")
        .paragraph("Something stopped it at its time. Nothing changed: visitors see what they saw before, and every draft is kept.")
        .table(reasons)
        .button("Open the release", format!("{}/studio/releases/{}", brand.base_url, release.id));
    let mail = Mail {
        template: "release_failed",
        to,
        letter,
        idempotency_key: format!("release_failed:{}:{}", release.id, tx.now().unix_timestamp()),
        subject: Some(Subject::new("release", release.id.0)),
    };
    mail::queue(tx, brand, mail).await.map(drop)
}
