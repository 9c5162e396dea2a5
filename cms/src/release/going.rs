//! What is in a release, and making it live.

use super::{ReleaseId, ReleaseItem, ReleasePageRow, ReleasePriceRow};
use crate::{
    checks::{Code, Finding},
    document::PageDocument,
    publish::{PriceError, PriceIntent, PublishPageError, kind_of, put_live, set_target_price},
    store::{self, page::PageRow, revision::RevisionRow},
    tree::Author,
};
use std::collections::HashMap;
use xpro_kernel::PageId;
use xpro_platform::{Subject, audit, db::Tx};

/// A page with the text that goes live.
pub(super) struct GoingPage {
    pub item: ReleasePageRow,
    /// None when it is in the trash, or gone.
    pub row: Option<PageRow>,
    pub revision: Option<RevisionRow>,
    /// The text, or why it cannot be read.
    pub document: Result<PageDocument, String>,
}

/// Everything in a release.
pub(super) struct Contents {
    pub pages: Vec<GoingPage>,
    pub prices: Vec<ReleasePriceRow>,
}

impl Contents {
    /// Four statements.
    pub(super) async fn load(tx: &mut Tx, release: ReleaseId) -> Result<Self, sqlx::Error> {
        let items = store::release_item::pages(tx, release).await?;
        let ids: Vec<i64> = items.iter().map(|item| item.page_id.0).collect();
        let rows = store::page::find_many(tx, &ids).await?;
        let mut rows: HashMap<PageId, PageRow> = rows.into_iter().map(|row| (row.id, row)).collect();
        let mut revisions: HashMap<PageId, RevisionRow> =
            store::release_item::revisions(tx, release).await?.into_iter().collect();
        let prices = store::release_item::prices(tx, release).await?;
        let pages = items
            .into_iter()
            .map(|item| {
                let (row, revision) = (rows.remove(&item.page_id), revisions.remove(&item.page_id));
                let document = read(row.as_ref(), revision.as_ref());
                GoingPage { item, row, revision, document }
            })
            .collect();
        Ok(Contents { pages, prices })
    }

    /// The pages that are in the tree.
    pub(super) fn rows(&self) -> impl Iterator<Item = &PageRow> {
        self.pages.iter().filter_map(|page| page.row.as_ref())
    }
}

fn read(row: Option<&PageRow>, revision: Option<&RevisionRow>) -> Result<PageDocument, String> {
    let (Some(row), Some(revision)) = (row, revision) else { return Err("The text is gone.".to_owned()) };
    let kind = kind_of(row).map_err(|error| error.to_string())?;
    PageDocument::read(kind, revision.stored()).map(|read| read.document).map_err(|error| error.to_string())
}

/// Makes everything live that a check let through. The first refusal comes back with its item; the caller undoes what was
/// done before it. The caller holds the tree, the release and its pages.
pub(super) async fn go(
    tx: &mut Tx,
    author: Author<'_>,
    name: &str,
    contents: &Contents,
) -> Result<Option<(ReleaseItem, Finding)>, sqlx::Error> {
    for page in &contents.pages {
        let (Some(revision), Ok(document)) = (&page.revision, &page.document) else { continue };
        // A page before it may have moved this one.
        let Some(row) = store::page::find(tx, page.item.page_id).await? else { continue };
        let done = put_live(tx, author, &row, (revision, document), ("publish_release", Some(name))).await;
        if let Err(error) = done {
            return Ok(Some((ReleaseItem::Page(row.id), of_page(error)?)));
        }
    }
    for price in &contents.prices {
        let intent = PriceIntent { target: price.target, price: price.price };
        let item = ReleaseItem::Price(price.id);
        match set_target_price(tx, "publish_release", intent).await {
            Ok(priced) => {
                let change = audit::Change {
                    act: "set_release_price",
                    actor: author.into(),
                    subject: Subject::new("product", priced.product.0),
                    before: priced.before.map(|price| serde_json::json!({ "price": price.amount() })),
                    after: Some(serde_json::json!({ "price": price.price.amount(), "release": name })),
                    note: "",
                };
                audit::record(tx, change).await?;
            }
            Err(PriceError::Refused(message)) => {
                return Ok(Some((item, Finding::error(Code::PriceTarget, "", message))));
            }
            Err(PriceError::Internal(error)) => return Ok(Some((item, of_database(error)?))),
        }
    }
    // What the database looks at when a transaction ends belongs to all of it.
    match store::release::settle(tx).await {
        Ok(()) => Ok(None),
        Err(error) => {
            let first = contents.pages.first().map(|page| ReleaseItem::Page(page.item.page_id));
            Ok(Some((first.unwrap_or(ReleaseItem::Price(0)), of_database(error)?)))
        }
    }
}

fn of_page(error: PublishPageError) -> Result<Finding, sqlx::Error> {
    Ok(match error {
        PublishPageError::Internal(error) => of_database(error)?,
        PublishPageError::AddressTaken(_) => {
            Finding::error(Code::AddressTaken, "", "Another page has the address that this text asks for.")
        }
        PublishPageError::AlreadyDescribed => {
            Finding::error(Code::Collides, "course", "Another page describes this course or program.")
        }
        PublishPageError::Price(message) => Finding::error(Code::PriceTarget, "#price", message),
        other => Finding::error(Code::Unreadable, "", other.to_string()),
    })
}

/// A statement that the database will refuse again stops the release; anything else is worth another attempt.
fn of_database(error: sqlx::Error) -> Result<Finding, sqlx::Error> {
    // 40: the transaction ran into another one. 53 to 58: the server is in trouble.
    let is_passing = |code: &str| ["40", "53", "54", "55", "57", "58"].iter().any(|class| code.starts_with(class));
    match error.as_database_error().and_then(|error| error.code()) {
        Some(code) if !is_passing(&code) => {
            tracing::error!(%error, "an item of a release");
            Ok(Finding::error(
                Code::Unreadable,
                "",
                "The fault is ours: the database refused. Publish this page by itself to see why.",
            ))
        }
        _ => Err(error),
    }
}
