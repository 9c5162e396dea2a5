//! `page`: the tree.

use crate::document::PageKind;
use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{CourseId, PageId, ProgramId, RevisionId};

/// One row of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRow {
    /// Key.
    pub id: PageId,
    /// The page above; none for the home page.
    pub parent_id: Option<PageId>,
    /// Machine name of the kind.
    pub kind: String,
    /// Last part of the address.
    pub slug: String,
    /// The whole address.
    pub url_path: String,
    /// Title as published, or as drafted when it never was.
    pub title: String,
    /// Published.
    pub live: bool,
    /// What it describes.
    pub course_id: Option<CourseId>,
    /// What it describes.
    pub program_id: Option<ProgramId>,
    /// Stands out in the catalogue.
    pub featured: bool,
    /// What visitors see or last saw.
    pub published_revision_id: Option<RevisionId>,
    /// What the editor sees.
    pub latest_revision_id: Option<RevisionId>,
}

/// What makes a new row.
#[derive(Debug, Clone)]
pub struct NewPage<'a> {
    /// The page above.
    pub parent_id: Option<PageId>,
    /// Kind.
    pub kind: PageKind,
    /// Last part of the address.
    pub slug: &'a str,
    /// The whole address.
    pub url_path: &'a str,
    /// Title.
    pub title: &'a str,
    /// What it describes.
    pub course_id: Option<CourseId>,
    /// What it describes.
    pub program_id: Option<ProgramId>,
}

/// A page with the body that visitors see, or last saw.
#[derive(Debug, Clone)]
pub struct PublishedRow {
    /// Key.
    pub id: PageId,
    /// Machine name of the kind.
    pub kind: String,
    /// Last part of the address.
    pub slug: String,
    /// Address.
    pub url_path: String,
    /// Published now.
    pub live: bool,
    /// What it describes.
    pub course_id: Option<CourseId>,
    /// What it describes.
    pub program_id: Option<ProgramId>,
    /// Stands out in the catalogue.
    pub featured: bool,
    /// When visitors last got something new.
    pub last_published_at: Option<OffsetDateTime>,
    /// Schema of `body`.
    pub schema: i32,
    /// The document.
    pub body: Value,
}

/// Every page that was ever published, in tree order.
///
/// # Errors
/// When the database refuses.
pub async fn list_published(conn: &mut PgConnection) -> Result<Vec<PublishedRow>, sqlx::Error> {
    sqlx::query_as!(
        PublishedRow,
        r#"select p.id as "id: PageId", p.kind, p.slug, p.url_path, p.live, p.course_id as "course_id: CourseId",
                  p.program_id as "program_id: ProgramId", p.featured, p.last_published_at, r.schema, r.body
           from page p join page_revision r on r.id = p.published_revision_id
           order by p.url_path, p.id"#
    )
    .fetch_all(conn)
    .await
}

/// One page.
///
/// # Errors
/// When the database refuses.
pub async fn find(conn: &mut PgConnection, id: PageId) -> Result<Option<PageRow>, sqlx::Error> {
    sqlx::query_as!(
        PageRow,
        r#"select id as "id: PageId", parent_id as "parent_id: PageId", kind, slug, url_path, title, live,
                  course_id as "course_id: CourseId", program_id as "program_id: ProgramId", featured,
                  published_revision_id as "published_revision_id: RevisionId", latest_revision_id as "latest_revision_id: RevisionId"
           from page where id = $1"#,
        id.0
    )
    .fetch_optional(conn)
    .await
}

/// One page, locked until the transaction ends.
///
/// # Errors
/// When the database refuses.
pub async fn lock(conn: &mut PgConnection, id: PageId) -> Result<Option<PageRow>, sqlx::Error> {
    sqlx::query_as!(
        PageRow,
        r#"select id as "id: PageId", parent_id as "parent_id: PageId", kind, slug, url_path, title, live,
                  course_id as "course_id: CourseId", program_id as "program_id: ProgramId", featured,
                  published_revision_id as "published_revision_id: RevisionId", latest_revision_id as "latest_revision_id: RevisionId"
           from page where id = $1 for update"#,
        id.0
    )
    .fetch_optional(conn)
    .await
}

/// The page at an address.
///
/// # Errors
/// When the database refuses.
pub async fn find_by_url_path(conn: &mut PgConnection, url_path: &str) -> Result<Option<PageId>, sqlx::Error> {
    sqlx::query_scalar!(r#"select id as "id: PageId" from page where url_path = $1"#, url_path)
        .fetch_optional(conn)
        .await
}

/// The page that describes this course or program, of any kind, draft or live.
///
/// # Errors
/// When the database refuses.
pub async fn find_describing(
    conn: &mut PgConnection,
    course: Option<CourseId>,
    program: Option<ProgramId>,
) -> Result<Option<PageId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: PageId" from page where course_id = $1 or program_id = $2"#,
        course.map(|id| id.0),
        program.map(|id| id.0)
    )
    .fetch_optional(conn)
    .await
}

/// The first page of a kind.
///
/// # Errors
/// When the database refuses.
pub async fn find_of_kind(conn: &mut PgConnection, kind: PageKind) -> Result<Option<PageId>, sqlx::Error> {
    sqlx::query_scalar!(r#"select id as "id: PageId" from page where kind = $1 order by id limit 1"#, kind.name())
        .fetch_optional(conn)
        .await
}

/// Adds a row behind its siblings.
///
/// # Errors
/// When a constraint refuses: the slug, the course or the program is taken, or the kind may exist only once.
pub async fn insert(conn: &mut PgConnection, page: NewPage<'_>, now: OffsetDateTime) -> Result<PageId, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into page (parent_id, position, kind, slug, url_path, title, course_id, program_id, created_at, updated_at)
           values ($1, (select coalesce(max(position) + 1, 0) from page where parent_id is not distinct from $1), $2, $3, $4, $5, $6, $7, $8, $8)
           returning id as "id: PageId""#,
        page.parent_id.map(|id| id.0),
        page.kind.name(),
        page.slug,
        page.url_path,
        page.title,
        page.course_id.map(|id| id.0),
        page.program_id.map(|id| id.0),
        now
    )
    .fetch_one(conn)
    .await
}

/// Points at the newest revision; a page that is not live also takes over what the draft describes.
///
/// # Errors
/// When the course or program is taken by another page.
pub async fn set_draft(
    conn: &mut PgConnection,
    id: PageId,
    revision: RevisionId,
    draft: NewPage<'_>,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update page set latest_revision_id = $2, updated_at = $3,
                title = case when live then title else $4 end,
                course_id = case when live then course_id else $5 end,
                program_id = case when live then program_id else $6 end
         where id = $1",
        id.0,
        revision.0,
        now,
        draft.title,
        draft.course_id.map(|id| id.0),
        draft.program_id.map(|id| id.0)
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Makes a revision what visitors see.
///
/// # Errors
/// When the address, the course or the program is taken by another page.
pub async fn set_published(
    conn: &mut PgConnection,
    id: PageId,
    revision: RevisionId,
    published: NewPage<'_>,
    featured: bool,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update page set live = true, published_revision_id = $2, latest_revision_id = $2, slug = $3, url_path = $4, title = $5,
                course_id = $6, program_id = $7, featured = $8, first_published_at = coalesce(first_published_at, $9),
                last_published_at = $9, updated_at = $9
         where id = $1",
        id.0,
        revision.0,
        published.slug,
        published.url_path,
        published.title,
        published.course_id.map(|id| id.0),
        published.program_id.map(|id| id.0),
        featured,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Takes a page off the site.
///
/// # Errors
/// When the database refuses.
pub async fn set_unpublished(conn: &mut PgConnection, id: PageId, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    sqlx::query!("update page set live = false, featured = false, updated_at = $2 where id = $1", id.0, now)
        .execute(conn)
        .await
        .map(drop)
}

/// Lets no other page stand out.
///
/// # Errors
/// When the database refuses.
pub async fn clear_featured_except(conn: &mut PgConnection, id: PageId) -> Result<(), sqlx::Error> {
    sqlx::query!("update page set featured = false where featured and id <> $1", id.0).execute(conn).await.map(drop)
}

/// Gives every page below `id` its new address.
///
/// # Errors
/// When one of the addresses is taken.
pub async fn move_subtree(conn: &mut PgConnection, id: PageId, from: &str, to: &str) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with recursive below as (
             select id from page where parent_id = $1
             union all select page.id from page join below on page.parent_id = below.id)
         update page set url_path = $3 || substr(url_path, length($2) + 1) where id in (select id from below)",
        id.0,
        from,
        to
    )
    .execute(conn)
    .await
    .map(drop)
}
