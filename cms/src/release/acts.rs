//! Putting a release together.

use super::{
    ReleaseError, ReleaseId, ReleaseRow, ReleaseState,
    error::{need_price, need_publish, need_releases},
};
use crate::{
    access::{Editor, Refusal},
    publish::{PriceIntent, record},
    store::{self, page::PageRow, release_item::NewReleasePage, revision::RevisionRow},
    tree::Author,
};
use serde_json::{Value, json};
use sqlx::PgConnection;
use xpro_catalog::model::ProductTarget;
use xpro_kernel::{Money, PageId, RevisionId};
use xpro_platform::{Subject, audit, db::Tx};

/// More than this is better done in parts.
pub const MOST_PAGES: i64 = 500;

/// A price to put in.
pub type NewReleasePrice = PriceIntent;

/// Begins a release.
///
/// # Errors
/// When they may not work on releases, or the name is none.
pub async fn create_release(tx: &mut Tx, editor: &Editor, name: &str) -> Result<ReleaseId, ReleaseError> {
    need_releases(editor)?;
    let name = named(name)?;
    let now = tx.now();
    let id = store::release::insert(tx, &name, editor.user_id(), now).await?;
    note(tx, editor, "create_release", id, Some(json!({ "name": name }))).await?;
    Ok(id)
}

/// Gives it another name.
///
/// # Errors
/// When it is canceled, or the name is none.
pub async fn rename_release(tx: &mut Tx, editor: &Editor, release: ReleaseId, name: &str) -> Result<(), ReleaseError> {
    let row = held(tx, editor, release).await?;
    if row.state.is_closed() {
        return Err(ReleaseError::Closed(row.state));
    }
    let name = named(name)?;
    let now = tx.now();
    store::release::set_name(tx, release, &name, now).await?;
    note(tx, editor, "rename_release", release, Some(json!({ "before": row.name, "name": name }))).await
}

/// Puts a page in: its newest text, or this one. The text is kept as it is now; a page that is in already gets the other
/// text.
///
/// # Errors
/// When the page is not theirs to publish, or the release is scheduled or closed.
pub async fn add_page(
    tx: &mut Tx,
    editor: &Editor,
    release: ReleaseId,
    page: PageId,
    revision: Option<RevisionId>,
) -> Result<RevisionId, ReleaseError> {
    let row = open(tx, editor, release).await?;
    let page = store::page::lock(tx, page).await?.ok_or(Refusal::NotFound)?;
    need_publish(editor, &page)?;
    if row.pages >= MOST_PAGES {
        return Err(ReleaseError::TooMany);
    }
    let wanted = revision.or(page.latest_revision_id).ok_or(Refusal::NotFound)?;
    let text = store::revision::find(tx, page.id, wanted).await?.ok_or(Refusal::NotFound)?;
    freeze(tx, &text, &row.name).await?;
    let now = tx.now();
    let new = NewReleasePage {
        page: page.id,
        revision: text.id,
        title: &page.draft_title,
        url_path: &page.url_path,
        by: editor.user_id(),
    };
    store::release_item::put_page(tx, release, new, now).await?;
    let after = json!({ "release": row.name, "revision": text.id });
    record(tx, Author::Editor(editor), "add_to_release", &page, None, Some(after)).await?;
    changed(tx, editor, &row, "add_release_page", json!({ "page": page.id, "revision": text.id })).await?;
    Ok(text.id)
}

/// A rolling draft becomes history under the release's name; what is written from now on is another one.
async fn freeze(tx: &mut Tx, text: &RevisionRow, release: &str) -> Result<(), sqlx::Error> {
    if text.state != "rolling" {
        return Ok(());
    }
    let now = tx.now();
    store::revision::set_state(tx, text.id, "named", now).await?;
    if text.label.is_empty() {
        let label: String = format!("For “{release}”").chars().take(100).collect();
        store::revision::set_label(tx, text.id, &label).await?;
    }
    Ok(())
}

/// Takes a page out. Whoever made the release may, whatever the page is.
///
/// # Errors
/// When it is not in, not theirs to publish, or the release is scheduled or closed.
pub async fn remove_page(tx: &mut Tx, editor: &Editor, release: ReleaseId, page: PageId) -> Result<(), ReleaseError> {
    let row = open(tx, editor, release).await?;
    let found = store::page::lock(tx, page).await?;
    if let Some(found) = found.as_ref().filter(|_| row.owner != editor.user_id()) {
        need_publish(editor, found)?;
    }
    if !store::release_item::take_page(tx, release, page).await? {
        return Err(ReleaseError::NotInside);
    }
    if let Some(found) = &found {
        left(tx, editor, &row, found).await?;
    }
    changed(tx, editor, &row, "remove_release_page", json!({ "page": page })).await
}

async fn left(tx: &mut Tx, editor: &Editor, release: &ReleaseRow, page: &PageRow) -> Result<(), sqlx::Error> {
    let before = json!({ "release": release.name });
    record(tx, Author::Editor(editor), "take_from_release", page, Some(before), None).await
}

/// Puts a price in, or in place of the one for the same run or program.
///
/// # Errors
/// When it is negative or not theirs to set, or the release is scheduled or closed.
pub async fn add_price(
    tx: &mut Tx,
    editor: &Editor,
    release: ReleaseId,
    new: NewReleasePrice,
) -> Result<(), ReleaseError> {
    let row = open(tx, editor, release).await?;
    if new.price < Money::ZERO {
        return Err(ReleaseError::Price("The price must not be negative.".to_owned()));
    }
    let label = match new.target {
        ProductTarget::CourseRun(run) => {
            xpro_catalog::store::course_run::find(tx, run).await?.map(|run| run.courseware_id)
        }
        ProductTarget::Program(program) => {
            xpro_catalog::store::program::find(tx, program).await?.map(|program| program.readable_id)
        }
    };
    let label = label.ok_or_else(|| ReleaseError::Price("There is no such run or program.".to_owned()))?;
    need_price(tx, editor, new.target).await?;
    let now = tx.now();
    store::release_item::put_price(tx, release, (new.target, &label, new.price), editor.user_id(), now).await?;
    changed(tx, editor, &row, "add_release_price", json!({ "for": label, "price": new.price.amount() })).await
}

/// Takes a price out, by its key in the release.
///
/// # Errors
/// When it is not in, or the release is scheduled or closed.
pub async fn remove_price(tx: &mut Tx, editor: &Editor, release: ReleaseId, price: i64) -> Result<(), ReleaseError> {
    let row = open(tx, editor, release).await?;
    let found = store::release_item::prices(tx, release).await?.into_iter().find(|found| found.id == price);
    let found = found.ok_or(ReleaseError::NotInside)?;
    if row.owner != editor.user_id() {
        need_price(tx, editor, found.target).await?;
    }
    store::release_item::take_price(tx, release, price).await?;
    changed(tx, editor, &row, "remove_release_price", json!({ "for": found.label })).await
}

/// Gives a release up for good; its pages keep their drafts. Its owner may, and whoever may publish all of it.
///
/// # Errors
/// When it is closed.
pub async fn cancel_release(tx: &mut Tx, editor: &Editor, release: ReleaseId) -> Result<(), ReleaseError> {
    let row = held(tx, editor, release).await?;
    if row.state.is_closed() {
        return Err(ReleaseError::Closed(row.state));
    }
    need_own_or_all(tx, editor, &row).await?;
    let now = tx.now();
    store::release::set_state(tx, release, ReleaseState::Canceled, row.at, "", now).await?;
    note(tx, editor, "cancel_release", release, None).await
}

/// Names what is in a release: another key, other contents.
///
/// # Errors
/// When the database refuses.
pub async fn contents_key(conn: &mut PgConnection, release: ReleaseId) -> Result<String, sqlx::Error> {
    store::release_item::contents_key(conn, release).await
}

/// Refuses what was decided on other contents than those there are, and holds them until the transaction ends.
///
/// # Errors
/// When they have another key, or there is no such release.
pub async fn need_unchanged(tx: &mut Tx, editor: &Editor, release: ReleaseId, seen: &str) -> Result<(), ReleaseError> {
    held(tx, editor, release).await?;
    if contents_key(tx, release).await? == seen { Ok(()) } else { Err(ReleaseError::Changed) }
}

/// Refuses those who neither made the release nor may publish every page in it.
pub(super) async fn need_own_or_all(tx: &mut Tx, editor: &Editor, release: &ReleaseRow) -> Result<(), ReleaseError> {
    if release.owner == editor.user_id() {
        return Ok(());
    }
    let pages: Vec<i64> = store::release_item::pages(tx, release.id).await?.iter().map(|page| page.page_id.0).collect();
    for page in store::page::find_many(tx, &pages).await? {
        need_publish(editor, &page)?;
    }
    Ok(())
}

/// The release, held until the transaction ends.
pub(super) async fn held(tx: &mut Tx, editor: &Editor, release: ReleaseId) -> Result<ReleaseRow, ReleaseError> {
    need_releases(editor)?;
    store::release::lock(tx, release).await?.ok_or(ReleaseError::NoSuchRelease)
}

/// The same, when its contents may change.
async fn open(tx: &mut Tx, editor: &Editor, release: ReleaseId) -> Result<ReleaseRow, ReleaseError> {
    let row = held(tx, editor, release).await?;
    match row.state {
        ReleaseState::Scheduled => Err(ReleaseError::Scheduled),
        state if state.is_closed() => Err(ReleaseError::Closed(state)),
        _ => Ok(row),
    }
}

/// What was checked is no longer what is in it.
async fn changed(
    tx: &mut Tx,
    editor: &Editor,
    release: &ReleaseRow,
    act: &'static str,
    what: Value,
) -> Result<(), ReleaseError> {
    let now = tx.now();
    store::release::set_state(tx, release.id, ReleaseState::Draft, release.at, "", now).await?;
    note(tx, editor, act, release.id, Some(what)).await
}

pub(super) async fn note(
    tx: &mut Tx,
    editor: &Editor,
    act: &'static str,
    release: ReleaseId,
    after: Option<Value>,
) -> Result<(), ReleaseError> {
    let subject = Subject::new("release", release.0);
    let change = audit::Change { act, actor: editor.staff().into(), subject, before: None, after, note: "" };
    Ok(audit::record(tx, change).await?)
}

fn named(name: &str) -> Result<String, ReleaseError> {
    let name = xpro_kernel::plain_text(name);
    if name.is_empty() || name.chars().count() > 120 { Err(ReleaseError::BadName) } else { Ok(name) }
}
