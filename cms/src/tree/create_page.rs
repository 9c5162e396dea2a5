//! Adds a page to the tree, as a draft.

use super::{Author, RESERVED_SLUGS, slugify};
use crate::{
    document::{DocumentError, PageDocument, PageKind},
    store,
};
use sqlx::PgConnection;
use xpro_kernel::{CourseId, PageId, ProgramId};
use xpro_platform::{Subject, audit, db::Tx, db::violated_constraint};

/// What a page is made of.
#[derive(Debug, Clone)]
pub struct NewPage {
    /// The page above; none only for the home page.
    pub parent: Option<PageId>,
    /// Wanted last part of the address; none makes one from the title. Product pages take their readable id instead.
    pub slug: Option<String>,
    /// What it says, complete or not.
    pub document: PageDocument,
}

/// Why no page was made.
#[derive(Debug, thiserror::Error)]
pub enum CreatePageError {
    /// This kind may not stand there (rules R1, R4).
    #[error("a {kind} may not stand there")]
    WrongParent {
        /// What was to be made.
        kind: PageKind,
    },
    /// There is one already, perhaps as a draft (rules R2, R3).
    #[error("there is a {kind} already")]
    OnlyOne {
        /// What was to be made.
        kind: PageKind,
    },
    /// The address is taken or belongs to the application (rule U4).
    #[error("the address {0} is taken")]
    SlugTaken(String),
    /// Another page describes the same course or program (rule D2).
    #[error("another page describes this course or program already")]
    AlreadyDescribed,
    /// The title gives no address.
    #[error("the page needs a title")]
    NoTitle,
    /// The document cannot be stored.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The database refused.
    #[error(transparent)]
    Internal(sqlx::Error),
}

impl From<sqlx::Error> for CreatePageError {
    fn from(error: sqlx::Error) -> Self {
        match violated_constraint(&error) {
            Some("page_course_id_key" | "page_program_id_key") => CreatePageError::AlreadyDescribed,
            Some("page_url_path" | "page_parent_id_slug_key") => CreatePageError::SlugTaken(String::new()),
            _ => CreatePageError::Internal(error),
        }
    }
}

/// Adds a page behind its siblings with a rolling draft. It is not public before it is published.
///
/// # Errors
/// When it may not stand there, or its address, course or program is taken.
pub async fn create_page(tx: &mut Tx, author: Author<'_>, new: NewPage) -> Result<PageId, CreatePageError> {
    let kind = new.document.kind();
    let parent = check_place(tx, kind, new.parent).await?;
    let title = xpro_kernel::plain_text(new.document.title());
    if title.is_empty() {
        return Err(CreatePageError::NoTitle);
    }
    let slug = slug_for(tx, &new, kind, &title).await?;
    let url_path = parent.as_ref().map_or_else(|| "/".to_owned(), |parent| format!("{}{slug}/", parent.url_path));
    let is_reserved = kind.fixed_slug().is_none()
        && kind.parent() == Some(PageKind::HomePage)
        && RESERVED_SLUGS.contains(&slug.as_str());
    if is_reserved || store::page::find_by_url_path(tx, &url_path).await?.is_some() {
        return Err(CreatePageError::SlugTaken(url_path));
    }
    let (course_id, program_id) = described(&new.document);
    if (course_id.is_some() || program_id.is_some())
        && store::page::find_describing(tx, course_id, program_id).await?.is_some()
    {
        return Err(CreatePageError::AlreadyDescribed);
    }
    let row = store::page::NewPage {
        parent_id: new.parent,
        kind,
        slug: &slug,
        url_path: &url_path,
        title: &title,
        course_id,
        program_id,
    };
    let now = tx.now();
    let id = store::page::insert(tx, row.clone(), now).await?;
    let revision = store::revision::write_rolling(tx, id, &new.document.to_stored()?, author.user_id(), now).await?;
    store::page::set_draft(tx, id, revision, row, now).await?;
    let after = serde_json::json!({ "kind": kind.name(), "title": title, "url_path": url_path });
    let change = audit::Change {
        act: "create_page",
        actor: author.into(),
        subject: Subject::new("page", id.0),
        before: None,
        after: Some(after),
        note: "",
    };
    audit::record(tx, change).await?;
    Ok(id)
}

async fn check_place(
    tx: &mut Tx,
    kind: PageKind,
    parent: Option<PageId>,
) -> Result<Option<store::page::PageRow>, CreatePageError> {
    let parent = match parent {
        Some(id) => store::page::lock(tx, id).await?,
        None => None,
    };
    let parent_kind = parent.as_ref().and_then(|row| PageKind::from_name(&row.kind));
    if parent_kind != kind.parent() {
        return Err(CreatePageError::WrongParent { kind });
    }
    if kind.is_only_one() && store::page::find_of_kind(tx, kind).await?.is_some() {
        return Err(CreatePageError::OnlyOne { kind });
    }
    Ok(parent)
}

async fn slug_for(tx: &mut Tx, new: &NewPage, kind: PageKind, title: &str) -> Result<String, CreatePageError> {
    if let Some(fixed) = kind.fixed_slug() {
        return Ok(fixed.to_owned());
    }
    if kind == PageKind::HomePage {
        return Ok("home".to_owned());
    }
    if let Some(readable_id) = product_slug(tx, &new.document).await? {
        return Ok(readable_id);
    }
    let slug = slugify(new.slug.as_deref().unwrap_or(title));
    if slug.is_empty() { Err(CreatePageError::NoTitle) } else { Ok(slug) }
}

/// The slug of a product page: the readable id of what it describes.
pub(crate) async fn product_slug(
    conn: &mut PgConnection,
    document: &PageDocument,
) -> Result<Option<String>, sqlx::Error> {
    match described(document) {
        (Some(course), _) => {
            Ok(xpro_catalog::store::course::find(conn, course).await?.map(|course| course.readable_id))
        }
        (None, Some(program)) => {
            Ok(xpro_catalog::store::program::find(conn, program).await?.map(|program| program.readable_id))
        }
        (None, None) => Ok(None),
    }
}

/// What a document describes, as far as its kind may.
pub(crate) fn described(document: &PageDocument) -> (Option<CourseId>, Option<ProgramId>) {
    let kind = document.kind();
    let Some(product) = document.product() else { return (None, None) };
    (product.course.filter(|_| kind.is_course()), product.program.filter(|_| kind.is_program()))
}
