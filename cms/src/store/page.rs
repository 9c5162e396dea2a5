//! `page`: the tree.

use crate::{access::PageLock, collaboration::TaskId, document::PageKind, privacy::RestrictionId};
use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{CourseId, PageId, ProgramId, RevisionId, UserId};

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
    /// The ids from the root to this page: `/1/5/9/`.
    pub tree_path: String,
    /// Place among its siblings.
    pub position: i32,
    /// Title of the newest revision.
    pub draft_title: String,
    /// Who made it.
    pub owner_id: Option<UserId>,
    /// Taken off the site by its schedule.
    pub expired: bool,
    /// Who locked it.
    pub locked_by: Option<UserId>,
    /// Their name.
    pub locked_by_name: Option<String>,
    /// When they did.
    pub locked_at: Option<OffsetDateTime>,
    /// Why, in their words.
    pub lock_reason: String,
    /// The open task of its moderation: only those who may approve it edit the page.
    pub review_task: Option<TaskId>,
    /// Made.
    pub created_at: OffsetDateTime,
    /// Changed.
    pub updated_at: OffsetDateTime,
    /// First shown to visitors.
    pub first_published_at: Option<OffsetDateTime>,
    /// When visitors last got something new.
    pub last_published_at: Option<OffsetDateTime>,
}

impl PageRow {
    /// Who locked it, when somebody did.
    pub fn lock(&self) -> Option<PageLock> {
        Some(PageLock {
            by: self.locked_by?,
            by_name: self.locked_by_name.clone().unwrap_or_else(|| "Somebody".to_owned()),
            at: self.locked_at?,
            reason: self.lock_reason.clone(),
        })
    }

    /// Its kind; none when this program does not know it.
    pub fn page_kind(&self) -> Option<PageKind> {
        PageKind::from_name(&self.kind)
    }
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
    /// Who writes.
    pub by: Option<UserId>,
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
    /// What stands before it, outermost first.
    pub guards: Vec<RestrictionId>,
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
                  p.program_id as "program_id: ProgramId", p.featured, p.last_published_at, r.schema, r.body,
                  array(select guard.id from page_restriction guard join page top on top.id = guard.page_id
                        where starts_with(p.tree_path, top.tree_path) order by length(top.tree_path)) as "guards!: Vec<RestrictionId>"
           from page p join page_revision r on r.id = p.published_revision_id
           where p.trash_id is null
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
                  published_revision_id as "published_revision_id: RevisionId", latest_revision_id as "latest_revision_id: RevisionId",
                  tree_path, position, draft_title, owner_id as "owner_id: UserId", expired, locked_by as "locked_by: UserId",
                  (select coalesce(nullif(u.name, ''), u.username) from users u where u.id = locked_by) as locked_by_name, locked_at, lock_reason, review_task_id as "review_task: TaskId",
                  page.created_at, page.updated_at, first_published_at, last_published_at
           from page where id = $1 and trash_id is null"#,
        id.0
    )
    .fetch_optional(conn)
    .await
}

/// These pages, those in the trash left out, in no order.
///
/// # Errors
/// When the database refuses.
pub async fn find_many(conn: &mut PgConnection, ids: &[i64]) -> Result<Vec<PageRow>, sqlx::Error> {
    sqlx::query_as!(
        PageRow,
        r#"select id as "id: PageId", parent_id as "parent_id: PageId", kind, slug, url_path, title, live,
                  course_id as "course_id: CourseId", program_id as "program_id: ProgramId", featured,
                  published_revision_id as "published_revision_id: RevisionId", latest_revision_id as "latest_revision_id: RevisionId",
                  tree_path, position, draft_title, owner_id as "owner_id: UserId", expired, locked_by as "locked_by: UserId",
                  (select coalesce(nullif(u.name, ''), u.username) from users u where u.id = locked_by) as locked_by_name, locked_at, lock_reason, review_task_id as "review_task: TaskId",
                  page.created_at, page.updated_at, first_published_at, last_published_at
           from page where id = any($1) and trash_id is null"#,
        ids
    )
    .fetch_all(conn)
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
                  published_revision_id as "published_revision_id: RevisionId", latest_revision_id as "latest_revision_id: RevisionId",
                  tree_path, position, draft_title, owner_id as "owner_id: UserId", expired, locked_by as "locked_by: UserId",
                  (select coalesce(nullif(u.name, ''), u.username) from users u where u.id = locked_by) as locked_by_name, locked_at, lock_reason, review_task_id as "review_task: TaskId",
                  page.created_at, page.updated_at, first_published_at, last_published_at
           from page where id = $1 and trash_id is null for update"#,
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
    sqlx::query_scalar!(r#"select id as "id: PageId" from page where url_path = $1 and trash_id is null"#, url_path)
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
        r#"select id as "id: PageId" from page where (course_id = $1 or program_id = $2) and trash_id is null"#,
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
    sqlx::query_scalar!(
        r#"select id as "id: PageId" from page where kind = $1 and trash_id is null order by id limit 1"#,
        kind.name()
    )
    .fetch_optional(conn)
    .await
}

/// The pages of a kind, in the order of their making.
///
/// # Errors
/// When the database refuses.
pub async fn list_of_kind(conn: &mut PgConnection, kind: PageKind) -> Result<Vec<PageId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: PageId" from page where kind = $1 and trash_id is null order by id"#,
        kind.name()
    )
    .fetch_all(conn)
    .await
}

/// Adds a row behind its siblings. What it should describe and is gone, it does not describe.
///
/// # Errors
/// When a constraint refuses: the slug, the course or the program is taken, or the kind may exist only once.
pub async fn insert(conn: &mut PgConnection, page: NewPage<'_>, now: OffsetDateTime) -> Result<PageId, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into page (parent_id, position, kind, slug, url_path, title, course_id, program_id, created_at, updated_at, owner_id, updated_by)
           values ($1, (select coalesce(max(position) + 1, 0) from page where parent_id is not distinct from $1), $2, $3, $4, $5,
                   (select id from course where id = $6), (select id from program where id = $7), $8, $8, $9, $9)
           returning id as "id: PageId""#,
        page.parent_id.map(|id| id.0),
        page.kind.name(),
        page.slug,
        page.url_path,
        page.title,
        page.course_id.map(|id| id.0),
        page.program_id.map(|id| id.0),
        now,
        page.by.map(|id| id.0)
    )
    .fetch_one(conn)
    .await
}

/// Points at the newest revision; a page that is not live also takes over what the draft describes, unless that is gone.
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
        "update page set latest_revision_id = $2, updated_at = $3, draft_title = $4, updated_by = $7,
                title = case when live then title else $4 end,
                course_id = case when live then course_id else (select id from course where id = $5) end,
                program_id = case when live then program_id else (select id from program where id = $6) end
         where id = $1",
        id.0,
        revision.0,
        now,
        draft.title,
        draft.course_id.map(|id| id.0),
        draft.program_id.map(|id| id.0),
        draft.by.map(|id| id.0)
    )
    .execute(conn)
    .await
    .map(drop)
}

/// What a page shows from now on.
#[derive(Debug, Clone, Copy)]
pub struct Published<'a> {
    /// The text.
    pub revision: RevisionId,
    /// Its title.
    pub title: &'a str,
    /// What it describes.
    pub course_id: Option<CourseId>,
    /// What it describes.
    pub program_id: Option<ProgramId>,
    /// Whether it stands out.
    pub featured: bool,
}

/// Makes a revision what visitors see. It is also what the editor sees, unless something newer was written.
///
/// # Errors
/// When the course or the program is taken by another page.
pub async fn set_published(
    conn: &mut PgConnection,
    id: PageId,
    published: Published<'_>,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update page set live = true, expired = false, published_revision_id = $2, title = $3, course_id = $4, program_id = $5,
                featured = $6, first_published_at = coalesce(first_published_at, $7), last_published_at = $7, updated_at = $7
         where id = $1",
        id.0,
        published.revision.0,
        published.title,
        published.course_id.map(|id| id.0),
        published.program_id.map(|id| id.0),
        published.featured,
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

/// Marks a page as taken off the site by its schedule.
///
/// # Errors
/// When the database refuses.
pub async fn set_expired(conn: &mut PgConnection, id: PageId) -> Result<(), sqlx::Error> {
    sqlx::query!("update page set expired = true where id = $1", id.0).execute(conn).await.map(drop)
}

/// Locks a page for one person, or frees it.
///
/// # Errors
/// When the database refuses.
pub async fn set_lock(
    conn: &mut PgConnection,
    id: PageId,
    by: Option<UserId>,
    reason: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let at = by.map(|_| now);
    sqlx::query!(
        "update page set locked_by = $2, locked_at = $3, lock_reason = $4 where id = $1",
        id.0,
        by.map(|by| by.0),
        at,
        reason
    )
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

/// Notes what a page that is not live describes, unless that is gone.
///
/// # Errors
/// When another page describes it.
pub async fn set_described(
    conn: &mut PgConnection,
    id: PageId,
    course: Option<CourseId>,
    program: Option<ProgramId>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update page set course_id = (select id from course where id = $2), program_id = (select id from program where id = $3)
         where id = $1",
        id.0,
        course.map(|id| id.0),
        program.map(|id| id.0)
    )
    .execute(conn)
    .await
    .map(drop)
}
