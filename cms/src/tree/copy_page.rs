//! Makes drafts like pages that are there.

use super::{
    Author, CreatePageError,
    address::{check_free, may_stand},
    create_page::{automatic_slug, insert},
    free_slug, is_slug,
};
use crate::{
    access::{Refusal, lock_page, need_add, view_page},
    document::{PageDocument, PageKind, StoredDocument},
    publish::{kind_of, record},
    store::{self, page::PageRow, place::BranchPage},
};
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;
use xpro_kernel::PageId;
use xpro_platform::db::Tx;

/// What to copy, and where to.
#[derive(Debug, Clone)]
pub struct CopyPage {
    /// The page; its newest text is copied.
    pub page: PageId,
    /// Below which page.
    pub to_parent: PageId,
    /// Title of the copy; none keeps it.
    pub title: Option<String>,
    /// Last part of its address; none takes that of the page, with a number.
    pub slug: Option<String>,
    /// And everything below it.
    pub with_subpages: bool,
}

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopiedPage {
    /// The topmost copy.
    pub page: PageId,
    /// How many copies.
    pub pages: usize,
}

/// Copies a page, and the pages below it: drafts of one's own with fresh block ids, without comments and schedules. What a
/// page alone can have, its course or program and standing out, the copy does not: another course is chosen before it can
/// be published.
///
/// # Errors
/// When the copy may not stand there or its address is taken; without the right to add there.
pub async fn copy_page(tx: &mut Tx, author: Author<'_>, what: CopyPage) -> Result<CopiedPage, CreatePageError> {
    store::place::lock_tree(tx).await?;
    let row = view_page::<CreatePageError>(tx, author, what.page).await?;
    let parent = lock_page::<CreatePageError>(tx, author, what.to_parent).await?;
    check_place(author, &row, &parent)?;
    // Read before anything is written: a copy below the page itself must not copy itself.
    let branch = store::place::branch(tx, &row.tree_path).await?;
    let copy = copy_one(tx, author, &row, &parent, (what.title.as_deref(), what.slug.as_deref())).await?;
    let mut pages = 1;
    if what.with_subpages {
        pages += copy_below(tx, author, &branch, copy).await?;
    }
    Ok(CopiedPage { page: copy, pages })
}

fn check_place(author: Author<'_>, row: &PageRow, parent: &PageRow) -> Result<PageKind, CreatePageError> {
    let kind = kind_of(row)?;
    if !may_stand(kind, parent.page_kind()) {
        return Err(CreatePageError::WrongParent { kind });
    }
    if kind.is_only_one() {
        return Err(CreatePageError::OnlyOne { kind });
    }
    need_add(author, parent, &row.kind)?;
    Ok(kind)
}

async fn copy_below(
    tx: &mut Tx,
    author: Author<'_>,
    branch: &[BranchPage],
    top: PageId,
) -> Result<usize, CreatePageError> {
    let mut copies: HashMap<PageId, PageId> = branch.first().map(|page| (page.id, top)).into_iter().collect();
    for page in branch.iter().skip(1) {
        let parent = page.parent_id.and_then(|parent| copies.get(&parent)).copied().ok_or(Refusal::NotFound)?;
        let row = view_page::<CreatePageError>(tx, author, page.id).await?;
        let parent = lock_page::<CreatePageError>(tx, author, parent).await?;
        check_place(author, &row, &parent)?;
        let copy = copy_one(tx, author, &row, &parent, (None, Some(row.slug.as_str()))).await?;
        copies.insert(page.id, copy);
    }
    Ok(copies.len() - 1)
}

async fn copy_one(
    tx: &mut Tx,
    author: Author<'_>,
    row: &PageRow,
    parent: &PageRow,
    (title, slug): (Option<&str>, Option<&str>),
) -> Result<PageId, CreatePageError> {
    let kind = kind_of(row)?;
    let latest = row.latest_revision_id.ok_or(Refusal::NotFound)?;
    let read = PageDocument::read(kind, store::revision::body(tx, latest).await?)?.document;
    let mut stored = read.to_stored()?;
    freshen(&mut stored.body);
    if let (Some(title), Some(fields)) = (title, stored.body.as_object_mut()) {
        fields.insert("title".to_owned(), Value::from(xpro_kernel::plain_text(title)));
    }
    let mut document = PageDocument::read(kind, StoredDocument { schema: stored.schema, body: stored.body })?.document;
    if let Some(product) = document.product_mut() {
        (product.course, product.program, product.featured) = (None, None, false);
    }
    let title = xpro_kernel::plain_text(document.title());
    if title.is_empty() {
        return Err(CreatePageError::NoTitle);
    }
    let slug = slug_of_copy(tx, row, parent, slug, &title).await?;
    if let Err(taken) = check_free(tx, document.kind(), Some(parent), &slug, None).await? {
        return Err(CreatePageError::SlugTaken(taken.0));
    }
    let id = insert(tx, author, Some(parent), &slug, &title, &document).await?;
    let copy = store::page::find(tx, id).await?.ok_or(Refusal::NotFound)?;
    let after = serde_json::json!({ "copy_of": row.id, "title": title, "url_path": copy.url_path });
    record(tx, author, "copy_page", &copy, None, Some(after)).await?;
    let now = tx.now();
    store::privacy::copy(tx, row.id, id, now).await?;
    Ok(id)
}

/// A slug that was asked for; else that of the page, or of the title where the page's is a readable id, with a number.
async fn slug_of_copy(
    tx: &mut Tx,
    row: &PageRow,
    parent: &PageRow,
    slug: Option<&str>,
    title: &str,
) -> Result<String, CreatePageError> {
    match slug {
        Some(slug) if is_slug(slug) => Ok(slug.to_owned()),
        Some(slug) if slug != row.slug => Err(CreatePageError::BadSlug),
        _ if is_slug(&row.slug) => {
            let taken = store::place::slugs_like(tx, Some(parent.id), &row.slug).await?;
            Ok(free_slug(&row.slug, &taken))
        }
        _ => automatic_slug(tx, Some(parent), title).await,
    }
}

/// Gives every block and list entry an id of its own.
fn freshen(value: &mut Value) {
    match value {
        Value::Array(entries) => {
            for entry in entries {
                let has_id = entry.get("id").and_then(Value::as_str).is_some_and(|id| Uuid::parse_str(id).is_ok());
                if let (true, Some(fields)) = (has_id, entry.as_object_mut()) {
                    fields.insert("id".to_owned(), Value::from(Uuid::new_v4().to_string()));
                }
                freshen(entry);
            }
        }
        Value::Object(fields) => fields.values_mut().for_each(freshen),
        _ => {}
    }
}
