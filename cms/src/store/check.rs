//! What checks before publishing ask about the rest of the site, in sets.

use crate::document::PageKind;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{CourseId, CourseRunId, ImageId, PageId, ProgramId};

/// A page that another one leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedPage {
    /// Key.
    pub id: PageId,
    /// Machine name of its kind.
    pub kind: String,
    /// Its newest title.
    pub title: String,
    /// Its address.
    pub url_path: String,
    /// Published, and what it is about is there.
    pub live: bool,
    /// Whoever asks may look at it, and so may read its newest title.
    pub seen: bool,
}

impl LinkedPage {
    /// Whether it is a page that can be opened when it is live.
    pub fn has_address(&self) -> bool {
        PageKind::from_name(&self.kind).is_some_and(PageKind::has_own_url)
    }
}

/// A picture of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageFact {
    /// Key.
    pub id: ImageId,
    /// Its own alternative text; may be empty.
    pub alt: String,
    /// Pixels.
    pub width: i32,
    /// Pixels.
    pub height: i32,
}

/// A run with what checks ask about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunFact {
    /// Key.
    pub id: CourseRunId,
    /// Whose.
    pub course: CourseId,
    /// The program that the course is part of.
    pub program: Option<ProgramId>,
    /// How people name it.
    pub courseware_id: String,
    /// First day.
    pub start_date: Option<OffsetDateTime>,
    /// Last day.
    pub end_date: Option<OffsetDateTime>,
    /// When buying begins.
    pub enrollment_start: Option<OffsetDateTime>,
    /// When buying stops.
    pub enrollment_end: Option<OffsetDateTime>,
    /// Whether it is offered.
    pub live: bool,
    /// Somebody can buy it: its product is active and has a price.
    pub is_priced: bool,
}

impl RunFact {
    /// Whether somebody can enroll now, or will be able to.
    pub fn is_open(&self, now: OffsetDateTime) -> bool {
        let is_over = |end: Option<OffsetDateTime>| end.is_some_and(|end| end <= now);
        self.start_date.is_some() && !is_over(self.end_date) && !is_over(self.enrollment_end)
    }
}

/// What a program costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProgramPrice {
    /// Which.
    pub program: ProgramId,
    /// Its product is active and has a price.
    pub is_priced: bool,
}

/// The pages of these ids or addresses, those in the trash left out. `roots` are the branches that the asker may look into.
///
/// # Errors
/// When the database refuses.
pub async fn pages(
    conn: &mut PgConnection,
    (ids, paths): (&[i64], &[String]),
    roots: &[String],
) -> Result<Vec<LinkedPage>, sqlx::Error> {
    sqlx::query_as!(
        LinkedPage,
        r#"select id as "id: PageId", kind, draft_title as title, url_path,
                  live and (kind not in ('CoursePage', 'ExternalCoursePage', 'ProgramPage', 'ExternalProgramPage')
                            or num_nonnulls(course_id, program_id) > 0) as "live!",
                  exists (select 1 from unnest($3::text[]) as root where starts_with(tree_path, root)) as "seen!"
           from page
           where trash_id is null and (id = any($1) or url_path = any($2))"#,
        ids,
        paths,
        roots
    )
    .fetch_all(conn)
    .await
}

/// Which of these addresses, written with a slash at the end, redirect.
///
/// # Errors
/// When the database refuses.
pub async fn redirects(conn: &mut PgConnection, paths: &[String]) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(r#"select from_path || '/' as "path!" from redirect where from_path || '/' = any($1)"#, paths)
        .fetch_all(conn)
        .await
}

/// The pictures of these ids.
///
/// # Errors
/// When the database refuses.
pub async fn images(conn: &mut PgConnection, ids: &[i64]) -> Result<Vec<ImageFact>, sqlx::Error> {
    sqlx::query_as!(ImageFact, r#"select id as "id: ImageId", alt, width, height from image where id = any($1)"#, ids)
        .fetch_all(conn)
        .await
}

/// Which of these things, each a kind and an id, are there.
///
/// # Errors
/// When the database refuses.
pub async fn things(conn: &mut PgConnection, names: &[String], ids: &[i64]) -> Result<Vec<(String, i64)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select name as "name!", wanted.id as "id!" from unnest($1::text[], $2::bigint[]) as wanted (name, id)
           where case name
               when 'document' then exists (select 1 from document t where t.id = wanted.id)
               when 'snippet' then exists (select 1 from snippet t where t.id = wanted.id)
               when 'course' then exists (select 1 from course t where t.id = wanted.id)
               when 'program' then exists (select 1 from program t where t.id = wanted.id)
               when 'course_run' then exists (select 1 from course_run t where t.id = wanted.id)
               when 'topic' then exists (select 1 from topic t where t.id = wanted.id)
               when 'language' then exists (select 1 from course_language t where t.id = wanted.id)
               when 'platform' then exists (select 1 from platform t where t.id = wanted.id)
           end"#,
        names,
        ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.id)).collect())
}

/// The runs of these courses and programs, and the runs named, with whether they can be bought.
///
/// # Errors
/// When the database refuses.
pub async fn runs(
    conn: &mut PgConnection,
    courses: &[i64],
    programs: &[i64],
    runs: &[i64],
) -> Result<Vec<RunFact>, sqlx::Error> {
    sqlx::query_as!(
        RunFact,
        r#"select r.id as "id: CourseRunId", r.course_id as "course: CourseId", c.program_id as "program: ProgramId", r.courseware_id,
                  r.start_date, r.end_date, r.enrollment_start, r.enrollment_end, r.live,
                  exists (select 1 from product p join product_version v on v.product_id = p.id
                          where p.course_run_id = r.id and p.is_active) as "is_priced!"
           from course_run r join course c on c.id = r.course_id
           where r.course_id = any($1) or c.program_id = any($2) or r.id = any($3)
           order by r.start_date, r.id"#,
        courses,
        programs,
        runs
    )
    .fetch_all(conn)
    .await
}

/// Whether these programs can be bought.
///
/// # Errors
/// When the database refuses.
pub async fn programs(conn: &mut PgConnection, ids: &[i64]) -> Result<Vec<ProgramPrice>, sqlx::Error> {
    sqlx::query_as!(
        ProgramPrice,
        r#"select g.id as "program: ProgramId",
                  exists (select 1 from product p join product_version v on v.product_id = p.id
                          where p.program_id = g.id and p.is_active) as "is_priced!"
           from program g where g.id = any($1)"#,
        ids
    )
    .fetch_all(conn)
    .await
}
