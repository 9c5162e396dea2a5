//! All looks at a page.

use super::{
    Code, Facts, Finding, Upcoming, alt, contrast, features, headings, links, meta, product, texts::texts,
    wanted::Wanted,
};
use crate::{
    access::{Editor, Permission, Refusal, view_page},
    document::{DocumentError, PageDocument, PageKind, Problem, StoredDocument, declarations},
    publish::{PriceIntent, kind_of},
    store::{self, page::PageRow},
    tree::Author,
};
use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_form::{FormSpec, Use, uses};
use xpro_kernel::PageId;

/// A text that may go live.
#[derive(Debug, Clone, Copy)]
pub struct Checked<'a> {
    /// The text.
    pub document: &'a PageDocument,
    /// The price that goes live with it.
    pub price: Option<PriceIntent>,
}

/// A document laid out for the looks.
struct Laid<'a> {
    checked: Checked<'a>,
    body: Value,
    uses: Vec<Use>,
}

/// Why a page was not looked at.
#[derive(Debug, thiserror::Error)]
pub enum CheckPageError {
    /// Not theirs to see.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The document cannot be read.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// Looks at a page as its editor has it before them: at this document, or at the newest draft.
///
/// # Errors
/// When they may not edit or publish it, or the text cannot be read.
pub async fn check_page(
    conn: &mut PgConnection,
    editor: &Editor,
    page: PageId,
    document: Option<PageDocument>,
    now: OffsetDateTime,
) -> Result<Vec<Finding>, CheckPageError> {
    let row = view_page::<CheckPageError>(conn, Author::Editor(editor), page).await?;
    if !editor.may(Permission::Change, &row) && !editor.may(Permission::Publish, &row) {
        return Err(Refusal::Denied(Permission::Change).into());
    }
    let latest = row.latest_revision_id.ok_or(Refusal::NotFound)?;
    let latest = store::revision::find(conn, page, latest).await?.ok_or(Refusal::NotFound)?;
    let price = latest.price_intent.as_ref().filter(|_| latest.price_applied_at.is_none());
    let price = price.and_then(PriceIntent::from_value);
    let document = match document {
        Some(document) => document,
        None => PageDocument::read(kind_of(&row)?, latest.stored())?.document,
    };
    let checked = [Checked { document: &document, price }];
    let found = check_pages(conn, &checked, Upcoming::default(), now, &editor.roots()).await?;
    Ok(found.into_iter().next().unwrap_or_default())
}

/// Looks at pages that go live together. A fixed number of statements. What is said names unpublished pages only below
/// `roots`, the branches that whoever reads it may look into.
///
/// # Errors
/// When the database refuses.
pub async fn check_pages(
    conn: &mut PgConnection,
    pages: &[Checked<'_>],
    upcoming: Upcoming,
    now: OffsetDateTime,
    roots: &[String],
) -> Result<Vec<Vec<Finding>>, sqlx::Error> {
    let laid: Vec<Laid<'_>> = pages.iter().map(|checked| lay_out(*checked)).collect();
    let mut wanted = Wanted::default();
    for page in &laid {
        wanted.add(&page.checked, &page.uses);
    }
    let facts = Facts::load(conn, wanted, upcoming, now, roots).await?;
    Ok(laid.iter().map(|page| find(page, &facts)).collect())
}

/// Everything that is to be said about a text, errors first, each in the order of the form.
pub fn find_all(checked: Checked<'_>, facts: &Facts) -> Vec<Finding> {
    find(&lay_out(checked), facts)
}

fn lay_out(checked: Checked<'_>) -> Laid<'_> {
    let body = checked.document.to_stored().map(|stored| stored.body).unwrap_or_default();
    let used = match form_of(checked.document.kind()) {
        Some(form) => uses(form, &declarations().blocks, &body),
        None => Vec::new(),
    };
    // What visitors do not see may be unfinished.
    let uses = used.into_iter().filter(|used| !is_hidden(&body, &used.path)).collect();
    Laid { checked, body, uses }
}

fn form_of(kind: PageKind) -> Option<&'static FormSpec> {
    declarations().kind(kind.name()).map(|spec| &spec.form)
}

fn find(page: &Laid<'_>, facts: &Facts) -> Vec<Finding> {
    let document = page.checked.document;
    let mut found: Vec<Finding> = document.validate_for_publish().into_iter().map(Finding::from).collect();
    let all = form_of(document.kind()).map(|form| texts(form, &declarations().blocks, &page.body)).unwrap_or_default();
    let texts: Vec<_> = all.into_iter().filter(|text| !is_hidden(&page.body, &text.path)).collect();
    found.extend(links::find(&page.uses, facts));
    found.extend(features::find(&texts));
    found.extend(headings::find(&texts));
    found.extend(alt::find(&page.uses, facts));
    found.extend(contrast::find(&texts, facts, document.kind().has_own_url()));
    found.extend(meta::find(document));
    found.extend(product::find(&page.checked, facts));
    found.sort_by_key(|finding| !finding.is_error());
    found.dedup();
    found
}

/// Whether a path lies in a section that is hidden.
pub(crate) fn is_hidden(body: &Value, path: &str) -> bool {
    let mut parts = path.split('/');
    let (Some(list), Some(at)) = (parts.next(), parts.next().and_then(|at| at.parse::<usize>().ok())) else {
        return false;
    };
    body.get(list).and_then(|list| list.get(at)?.get("hidden")?.as_bool()).unwrap_or(false)
}

/// What keeps a text from going live, for the acts that publish; the warnings are for the log.
pub(crate) async fn blockers(
    conn: &mut PgConnection,
    row: &PageRow,
    stored: StoredDocument,
    price: Option<PriceIntent>,
    now: OffsetDateTime,
) -> Result<(PageDocument, Vec<Problem>, Vec<Code>), CheckPageError> {
    let document = PageDocument::read(kind_of(row)?, stored)?.document;
    let checked = Checked { document: &document, price };
    let found = check_pages(conn, &[checked], Upcoming::default(), now, &[]).await?;
    let found = found.into_iter().next().unwrap_or_default();
    let (errors, warnings): (Vec<Finding>, Vec<Finding>) = found.into_iter().partition(Finding::is_error);
    let mut codes: Vec<Code> = warnings.into_iter().map(|warning| warning.code).collect();
    codes.dedup();
    Ok((document, errors.into_iter().map(Problem::from).collect(), codes))
}
