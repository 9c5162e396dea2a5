//! What is shown of releases.

use super::{
    ReleaseError, ReleaseId, ReleasePageRow, ReleasePriceRow, ReleaseRow,
    error::{CHANGE_RELEASES, need_publish, need_releases},
};
use crate::{
    access::{Editor, Permission},
    store::{self, page::PageRow},
};
use sqlx::PgConnection;
use std::collections::HashMap;
use time::OffsetDateTime;
use xpro_catalog::model::ProductTarget;
use xpro_kernel::{Money, PageId};

/// A release as one person sees it.
#[derive(Debug, Clone)]
pub struct Release {
    /// The release.
    pub row: ReleaseRow,
    /// Pages that they may see.
    pub pages: Vec<ReleasePageRow>,
    /// How many more there are.
    pub hidden: usize,
    /// Prices.
    pub prices: Vec<ReleasePriceRow>,
    /// They may change it.
    pub may_change: bool,
    /// They may publish every page in it, as far as the tree has it.
    pub may_publish: bool,
}

/// The newest releases, those that go on first. Names and numbers are for everybody in the studio.
///
/// # Errors
/// When the database refuses.
pub async fn list_releases(conn: &mut PgConnection, _: &Editor) -> Result<Vec<ReleaseRow>, sqlx::Error> {
    store::release::list(conn, 200).await
}

/// What goes or went live between two instants, for the calendar.
///
/// # Errors
/// When the database refuses.
pub async fn releases_between(
    conn: &mut PgConnection,
    _: &Editor,
    from: OffsetDateTime,
    until: OffsetDateTime,
) -> Result<Vec<ReleaseRow>, sqlx::Error> {
    store::release::between(conn, from, until).await
}

/// Something that a price can be set for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sellable {
    /// A run or a program.
    pub target: ProductTarget,
    /// Title and text id.
    pub label: String,
    /// What it costs now.
    pub price: Option<Money>,
}

/// Every run that is not over and every program of ours, by title. One statement.
///
/// # Errors
/// When they may not work on releases.
pub async fn list_sellables(
    conn: &mut PgConnection,
    editor: &Editor,
    now: OffsetDateTime,
) -> Result<Vec<Sellable>, ReleaseError> {
    need_releases(editor)?;
    Ok(store::release_item::sellables(conn, now).await?)
}

/// One release. Pages that they may not see are only counted. Four statements.
///
/// # Errors
/// When there is none.
pub async fn read_release(
    conn: &mut PgConnection,
    editor: &Editor,
    release: ReleaseId,
) -> Result<Release, ReleaseError> {
    let row = store::release::find(conn, release).await?.ok_or(ReleaseError::NoSuchRelease)?;
    let all = store::release_item::pages(conn, release).await?;
    let ids: Vec<i64> = all.iter().map(|page| page.page_id.0).collect();
    let rows = store::page::find_many(conn, &ids).await?;
    let rows: HashMap<PageId, PageRow> = rows.into_iter().map(|row| (row.id, row)).collect();
    let may_change = editor.has(CHANGE_RELEASES);
    let may_publish = may_change && rows.values().all(|row| need_publish(editor, row).is_ok());
    let count = all.len();
    let is_seen = |page: &ReleasePageRow| match rows.get(&page.page_id) {
        Some(row) => editor.may(Permission::View, row),
        // What is gone is told to those who work on the release.
        None => may_change,
    };
    let pages: Vec<ReleasePageRow> = all.into_iter().filter(is_seen).collect();
    let prices = store::release_item::prices(conn, release).await?;
    Ok(Release { hidden: count - pages.len(), row, pages, prices, may_change, may_publish })
}
