//! `/api/v2/pages/` (cms.md 6).

use super::{
    Answer,
    caller::{Caller, Scope},
    json::Json,
    params::{self, Pairs, Relative, Sought},
    problem::ApiProblem,
    project::show_pages,
    reader::{Reader, reach},
    schema::Schema,
    store::pages::{self, Around, Reach},
};
use crate::store::{
    page::{self, PageRow},
    privacy,
};
use sqlx::PgConnection;
use xpro_kernel::{PageId, split_run_tag};

/// A listing.
///
/// # Errors
/// When a parameter is wrong, or the caller may not.
pub async fn list_pages(
    conn: &mut PgConnection,
    caller: &Caller,
    reader: &Reader<'_>,
    pairs: &Pairs,
) -> Result<Json, ApiProblem> {
    caller.need(Scope::PagesRead)?;
    let listing = params::read_listing(Schema::AnyPage, pairs, reader.host())?;
    let reach = reach(caller, &listing.output)?;
    let below = match listing.descendant_of {
        Some(top) => Some(related(conn, top, caller, &reach, "ancestor page doesn't exist").await?),
        None => None,
    };
    let child_of = match listing.child_of {
        Some(parent) => Some(related(conn, parent, caller, &reach, "parent page doesn't exist").await?.id),
        None => None,
    };
    let above = match listing.ancestor_of {
        Some(page) => Some(related(conn, Relative::Page(page), caller, &reach, "descendant page doesn't exist").await?),
        None => None,
    };
    let around = Around { child_of, below: below.as_ref(), above: above.as_ref() };
    let (ids, total) = pages::list(conn, &listing, &around, &reach).await?;
    let found = pages::by_ids(conn, &ids, &reach).await?;
    let items = show_pages(conn, reader, found, &listing.selection, &listing.output, &reach).await?;
    Ok(super::listing(items, total))
}

/// One page.
///
/// # Errors
/// When there is none that the caller may read, or a parameter is wrong.
pub async fn show_page(
    conn: &mut PgConnection,
    caller: &Caller,
    reader: &Reader<'_>,
    id: &str,
    pairs: &Pairs,
) -> Result<Json, ApiProblem> {
    caller.need(Scope::PagesRead)?;
    let id: i64 = id.parse().map_err(|_| ApiProblem::NotFound)?;
    let reach = reach(caller, &params::Output::read(pairs)?)?;
    let found = pages::by_ids(conn, &[id], &reach).await?;
    let kind = found.first().and_then(|page| crate::document::PageKind::from_name(&page.kind));
    let schema = kind.map_or(Schema::AnyPage, Schema::Page);
    if found.is_empty() {
        return Err(ApiProblem::NotFound);
    }
    let (selection, output) = params::read_detail(schema, pairs)?;
    let mut shown = show_pages(conn, reader, found, &selection, &output, &reach).await?;
    shown.pop().ok_or(ApiProblem::NotFound)
}

/// Leads to a page by its key or its public path.
///
/// # Errors
/// When there is none that the caller may read.
pub async fn find_page(
    conn: &mut PgConnection,
    caller: &Caller,
    reader: &Reader<'_>,
    pairs: &Pairs,
) -> Result<Answer, ApiProblem> {
    caller.need(Scope::PagesRead)?;
    let Sought { id, path, rest } = params::read_find(pairs)?;
    let reach = reach(caller, &params::Output::read(pairs)?)?;
    let id = match (id, path) {
        (Some(id), _) => Some(PageId(id)),
        (None, Some(path)) => by_path(conn, reader, &path).await?,
        (None, None) => None,
    };
    let Some(id) = id else { return Err(ApiProblem::NotFound) };
    if pages::by_ids(conn, &[id.0], &reach).await?.is_empty() {
        return Err(ApiProblem::NotFound);
    }
    Ok(Answer::Redirect(super::with_query(&reader.absolute(&format!("/api/v2/pages/{id}/")), &rest)))
}

/// The page at a public path, with or without the slashes around it. A `+` of the query string arrived as a space.
async fn by_path(conn: &mut PgConnection, reader: &Reader<'_>, path: &str) -> Result<Option<PageId>, sqlx::Error> {
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_matches('/').replace(' ', "+");
    let path = if path.is_empty() { "/".to_owned() } else { format!("/{path}/") };
    if let Some(id) = page::find_by_url_path(conn, &path).await? {
        return Ok(Some(id));
    }
    // A program's page also answers to the tags of its runs (rule U9).
    let Some(readable_id) = path.strip_prefix("/programs/").and_then(|rest| rest.strip_suffix('/')) else {
        return Ok(None);
    };
    let Some((base, tag)) = split_run_tag(readable_id) else { return Ok(None) };
    let catalog = reader.site.catalog();
    let program = catalog.program_by_readable_id(base);
    let is_run = program.is_some_and(|program| catalog.program_runs_of(program.id).any(|run| run.run_tag == tag));
    if is_run { page::find_by_url_path(conn, &format!("/programs/{base}/")).await } else { Ok(None) }
}

/// A page that a listing is told relative to; one that the caller may not read is not there.
async fn related(
    conn: &mut PgConnection,
    relative: Relative,
    caller: &Caller,
    reach: &Reach,
    missing: &str,
) -> Result<PageRow, ApiProblem> {
    let row = match relative {
        Relative::Page(id) => page::find(conn, PageId(id)).await?,
        Relative::Root => match page::find_by_url_path(conn, "/").await? {
            Some(id) => page::find(conn, id).await?,
            None => None,
        },
    };
    let row = row.ok_or_else(|| ApiProblem::bad(missing))?;
    // The first page is where the site begins, published or not.
    let may_read = relative == Relative::Root
        || (!reach.drafts_below.is_empty() && caller.may_read_draft(&row))
        || (row.live && !privacy::is_private(conn, &row.tree_path).await?);
    if may_read { Ok(row) } else { Err(ApiProblem::bad(missing)) }
}
