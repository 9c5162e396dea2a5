//! Looking at a release before it goes live.

use super::{
    ReleaseError, ReleaseId, ReleaseRow, ReleaseState,
    error::{need_publish, need_releases},
    going::{Contents, GoingPage, go},
};
use crate::{
    access::Editor,
    checks::{Checked, Code, Finding, Upcoming, check_pages},
    publish::PriceIntent,
    store,
    tree::Author,
};
use serde_json::Value;
use std::collections::HashMap;
use time::OffsetDateTime;
use xpro_kernel::PageId;
use xpro_platform::db::Tx;

/// What is in a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReleaseItem {
    /// A page.
    Page(PageId),
    /// A price, by its key in the release.
    Price(i64),
}

/// What was found at one item.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemFindings {
    /// Which.
    pub item: ReleaseItem,
    /// Title of the page, or what the price is for.
    pub title: String,
    /// Errors first.
    pub findings: Vec<Finding>,
}

/// What was found at all of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReleaseReport {
    /// In the order of the release.
    pub items: Vec<ItemFindings>,
}

impl ReleaseReport {
    /// Whether something stops it.
    pub fn has_errors(&self) -> bool {
        self.items.iter().flat_map(|item| &item.findings).any(Finding::is_error)
    }

    /// What a person confirms, one name each.
    pub fn questions(&self) -> Vec<String> {
        let mut keys = Vec::new();
        for item in &self.items {
            let name = match item.item {
                ReleaseItem::Page(page) => format!("page:{page}"),
                ReleaseItem::Price(price) => format!("price:{price}"),
            };
            let warnings = item.findings.iter().filter(|finding| !finding.is_error());
            keys.extend(warnings.map(|finding| format!("{name}/{}", finding.key())));
        }
        keys
    }

    /// Whether everything that asks is among what somebody confirmed.
    pub(super) fn is_confirmed(&self, acknowledged: &[String]) -> bool {
        self.questions().iter().all(|key| acknowledged.contains(key))
    }

    /// The reasons, a line each, for mail and the log.
    pub fn reasons(&self) -> Vec<(String, String)> {
        let stops = |item: &&ItemFindings| item.findings.iter().any(Finding::is_error);
        let lines = self.items.iter().filter(stops).map(|item| {
            let errors = item.findings.iter().filter(|finding| finding.is_error());
            (item.title.clone(), errors.map(|finding| finding.message.as_str()).collect::<Vec<_>>().join(" "))
        });
        lines.collect()
    }

    pub(super) fn add(&mut self, item: ReleaseItem, finding: Finding) {
        if let Some(found) = self.items.iter_mut().find(|found| found.item == item) {
            found.findings.insert(0, finding);
        } else if let Some(first) = self.items.first_mut() {
            first.findings.insert(0, finding);
        }
    }
}

/// Looks at everything in the release, and at what would happen: everything is done and undone again. The findings are
/// written down at the items; without errors the release is ready.
///
/// # Errors
/// When it is empty, closed, or a page in it is not theirs to publish.
pub async fn check_release(tx: &mut Tx, editor: &Editor, release: ReleaseId) -> Result<ReleaseReport, ReleaseError> {
    let (row, contents) = to_publish(tx, editor, release).await?;
    let report = examine(tx, Author::Editor(editor), &row, &contents, row.at).await?;
    // What is scheduled stays so: the check at its time decides.
    if row.state != ReleaseState::Scheduled {
        let now = tx.now();
        let state = if report.has_errors() { ReleaseState::Draft } else { ReleaseState::Ready };
        store::release::set_state(tx, release, state, row.at, "", now).await?;
    }
    Ok(report)
}

/// The release with what is in it, held until the transaction ends, when all of it is theirs to publish.
pub(super) async fn to_publish(
    tx: &mut Tx,
    editor: &Editor,
    release: ReleaseId,
) -> Result<(ReleaseRow, Contents), ReleaseError> {
    need_releases(editor)?;
    let (row, contents) = hold(tx, release).await?.ok_or(ReleaseError::NoSuchRelease)?;
    if row.state.is_closed() {
        return Err(ReleaseError::Closed(row.state));
    }
    if contents.pages.is_empty() && contents.prices.is_empty() {
        return Err(ReleaseError::Empty);
    }
    for page in contents.rows() {
        need_publish(editor, page)?;
    }
    for price in &contents.prices {
        super::error::need_price(tx, editor, price.target).await?;
    }
    Ok((row, contents))
}

/// Takes the tree, the release and its pages, in the order of all acts.
pub(super) async fn hold(tx: &mut Tx, release: ReleaseId) -> Result<Option<(ReleaseRow, Contents)>, sqlx::Error> {
    store::place::lock_tree(tx).await?;
    let Some(row) = store::release::lock(tx, release).await? else { return Ok(None) };
    store::release_item::lock_pages(tx, release).await?;
    let contents = Contents::load(tx, release).await?;
    Ok(Some((row, contents)))
}

/// Looks and tries, and writes down what was found.
pub(super) async fn examine(
    tx: &mut Tx,
    author: Author<'_>,
    release: &ReleaseRow,
    contents: &Contents,
    at: Option<OffsetDateTime>,
) -> Result<ReleaseReport, sqlx::Error> {
    let now = tx.now();
    let mut report = look(tx, contents, at, now).await?;
    if !report.has_errors() {
        tx.savepoint().await?;
        let refused = go(tx, author, &release.name, contents).await?;
        tx.rollback_to_savepoint().await?;
        if let Some((item, finding)) = refused {
            report.add(item, finding);
        }
    }
    write_down(tx, release.id, &report).await?;
    Ok(report)
}

/// What can be seen without trying, in a fixed number of statements.
pub(super) async fn look(
    tx: &mut Tx,
    contents: &Contents,
    at: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Result<ReleaseReport, sqlx::Error> {
    let going: Vec<(PageId, Checked<'_>)> = contents.pages.iter().filter_map(checked).collect();
    let mut upcoming = Upcoming::default();
    upcoming.pages.extend(going.iter().map(|(page, _)| page.0));
    upcoming.prices.extend(contents.prices.iter().map(|price| price.target));
    upcoming.prices.extend(going.iter().filter_map(|(_, checked)| checked.price).map(|price| price.target));
    let documents: Vec<Checked<'_>> = going.iter().map(|(_, checked)| *checked).collect();
    // Runs open and close: what counts is how they stand when the release is live.
    let then = at.filter(|at| *at > now).unwrap_or(now);
    // The report is kept, and read by people who see other branches than whoever asked for it.
    let found = check_pages(tx, &documents, upcoming, then, &[]).await?;
    let mut found: HashMap<PageId, Vec<Finding>> = going.iter().map(|(page, _)| *page).zip(found).collect();
    let featured = going.iter().filter(|(_, checked)| checked.document.product().is_some_and(|p| p.featured)).count();
    let mut report = ReleaseReport::default();
    for page in &contents.pages {
        let mut findings = standing(page, at);
        findings.extend(found.remove(&page.item.page_id).unwrap_or_default());
        if featured > 1 && page.document.as_ref().is_ok_and(|d| d.product().is_some_and(|p| p.featured)) {
            let message = "Another page of this release stands out in the catalog too; only one of them will.";
            findings.push(Finding::warning(Code::Collides, "featured", message));
        }
        findings.sort_by_key(|finding| !finding.is_error());
        let item = ReleaseItem::Page(page.item.page_id);
        report.items.push(ItemFindings { item, title: page.item.title.clone(), findings });
    }
    for price in &contents.prices {
        let mut findings = Vec::new();
        if price.title.is_none() {
            findings.push(Finding::error(Code::PriceTarget, "", "What this price is for was deleted. Take it out."));
        } else if price.is_active == Some(false) {
            let message = "The product is not active: nobody can buy at this price yet.";
            findings.push(Finding::warning(Code::ProductInactive, "", message));
        }
        let title = price.title.clone().unwrap_or_else(|| price.label.clone());
        report.items.push(ItemFindings { item: ReleaseItem::Price(price.id), title, findings });
    }
    Ok(report)
}

fn checked(page: &GoingPage) -> Option<(PageId, Checked<'_>)> {
    let (revision, document) = (page.revision.as_ref()?, page.document.as_ref().ok()?);
    let price = revision.price_intent.as_ref().filter(|_| revision.price_applied_at.is_none());
    Some((page.item.page_id, Checked { document, price: price.and_then(PriceIntent::from_value) }))
}

/// How a page of the release stands.
fn standing(page: &GoingPage, at: Option<OffsetDateTime>) -> Vec<Finding> {
    let item = &page.item;
    if page.row.is_none() {
        let message = "This page was deleted. Take it out of the release, or restore it from the trash.";
        return vec![Finding::error(Code::PageDeleted, "", message)];
    }
    let mut found = Vec::new();
    if let Err(reason) = &page.document {
        found.push(Finding::error(Code::Unreadable, "", format!("Its text cannot be read: {reason}")));
    }
    if item.expires_at.zip(at).is_some_and(|(expires, at)| expires <= at) {
        let message = "The page is scheduled to leave the site before the release goes live.";
        found.push(Finding::error(Code::Expires, "", message));
    }
    if item.live && item.published_revision_id == Some(item.revision_id) {
        found.push(Finding::warning(Code::AlreadyLive, "", "Visitors see this text already."));
    } else if item.live && item.live_version.is_some_and(|live| live > item.version) {
        let message = "Visitors see a newer text than this one. Add the page again to take its newest text.";
        found.push(Finding::warning(Code::OlderThanLive, "", message));
    }
    if !item.other_releases.is_empty() {
        let names = item.other_releases.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ");
        found.push(Finding::warning(Code::InTwoReleases, "", format!("The page is also in the release {names}.")));
    }
    found
}

/// Keeps the findings at their items.
pub(super) async fn write_down(tx: &mut Tx, release: ReleaseId, report: &ReleaseReport) -> Result<(), sqlx::Error> {
    let (mut pages, mut prices) = ((Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
    for item in &report.items {
        let findings = serde_json::to_value(&item.findings).unwrap_or(Value::Array(Vec::new()));
        let (list, id) = match item.item {
            ReleaseItem::Page(page) => (&mut pages, page.0),
            ReleaseItem::Price(price) => (&mut prices, price),
        };
        list.0.push(id);
        list.1.push(findings);
    }
    let now = tx.now();
    store::release_item::set_findings(tx, release, (&pages.0, &pages.1), (&prices.0, &prices.1), now).await
}
