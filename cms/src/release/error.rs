//! Why an act on a release changed nothing, and who may.

use super::{MOST_PAGES, ReleaseReport, ReleaseState};
use crate::{
    access::{Editor, Permission, Refusal},
    store::{self, page::PageRow},
};
use sqlx::PgConnection;
use xpro_catalog::{acts::CHANGE_CATALOG, model::ProductTarget};

/// Permission of the whole site that working on releases needs.
pub const CHANGE_RELEASES: &str = "releases.change";

/// Why nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// They may not work on releases.
    #[error("Working on releases needs the permission {CHANGE_RELEASES}.")]
    NotAllowed,
    /// A page of it is not theirs to publish.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There is none.
    #[error("There is no such release.")]
    NoSuchRelease,
    /// It has no name, or too long a one.
    #[error("Give the release a name of at most 120 characters.")]
    BadName,
    /// It went live, or was canceled.
    #[error("{}", closed(*.0))]
    Closed(ReleaseState),
    /// What is scheduled stays as it was checked.
    #[error("The release is scheduled. Call that off before you change it.")]
    Scheduled,
    /// Somebody put something in or took something out since the person looked.
    #[error("Somebody changed what is in the release meanwhile. Nothing was done: look at it again, then decide.")]
    Changed,
    /// It is not scheduled.
    #[error("The release is not scheduled.")]
    NotScheduled,
    /// It holds nothing.
    #[error("The release is empty: add a page or a price.")]
    Empty,
    /// It holds too much.
    #[error("A release holds at most {MOST_PAGES} pages.")]
    TooMany,
    /// It is not in the release.
    #[error("This is not in the release.")]
    NotInside,
    /// Schedules are about what is to come.
    #[error("Choose a time in the future.")]
    InThePast,
    /// The price cannot be set.
    #[error("{0}")]
    Price(String),
    /// Something stops it; written down at its items.
    #[error("Something stops this release.")]
    Failed(Box<ReleaseReport>),
    /// Something asks, and the person has not answered.
    #[error("Look at the warnings first.")]
    Unconfirmed(Box<ReleaseReport>),
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

fn closed(state: ReleaseState) -> &'static str {
    match state {
        ReleaseState::Published => "The release is live already.",
        _ => "The release was canceled.",
    }
}

/// Refuses those who may not work on releases.
pub(super) fn need_releases(editor: &Editor) -> Result<(), ReleaseError> {
    if editor.has(CHANGE_RELEASES) { Ok(()) } else { Err(ReleaseError::NotAllowed) }
}

/// Refuses a page that is not theirs to publish now; one that they may not see is not there.
pub(super) fn need_publish(editor: &Editor, row: &PageRow) -> Result<(), Refusal> {
    if !editor.may(Permission::View, row) {
        return Err(Refusal::NotFound);
    }
    if !editor.may(Permission::Publish, row) {
        return Err(Refusal::Denied(Permission::Publish));
    }
    match row.lock() {
        Some(lock) if lock.by != editor.user_id() => Err(Refusal::Locked(lock)),
        _ => Ok(()),
    }
}

/// Refuses a price that is not theirs to set: that is for those who keep the catalog, and for those who publish the page of
/// what is sold (cms.md 5.7).
pub(super) async fn need_price(
    conn: &mut PgConnection,
    editor: &Editor,
    target: ProductTarget,
) -> Result<(), ReleaseError> {
    if editor.has(CHANGE_CATALOG) {
        return Ok(());
    }
    let (course, program) = match target {
        ProductTarget::CourseRun(run) => {
            (xpro_catalog::store::course_run::find(conn, run).await?.map(|run| run.course_id), None)
        }
        ProductTarget::Program(program) => (None, Some(program)),
    };
    let page = store::page::find_describing(conn, course, program).await?;
    let row = match page {
        Some(page) => store::page::find(conn, page).await?,
        None => None,
    };
    match row {
        Some(row) if editor.may(Permission::Publish, &row) => Ok(()),
        _ => Err(Refusal::Denied(Permission::Publish).into()),
    }
}
