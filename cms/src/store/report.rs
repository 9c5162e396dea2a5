//! What reports are made of. `$1` are the beginnings of the branches that the person may see.

use super::external_link::LinkId;
use sqlx::PgConnection;
use time::OffsetDateTime;

/// A row of a report: what it leads to, and what is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRow {
    /// `page`, `image`, or the name of a kind of record.
    pub kind: String,
    /// Its key.
    pub id: i64,
    /// Where in a page; empty for the whole of it.
    pub path: String,
    /// Under the report's columns.
    pub cells: Vec<String>,
    /// A link to another site that can be asked again.
    pub link: Option<LinkId>,
}

/// The one page of a kind, when the person may see it.
///
/// # Errors
/// When the database refuses.
pub async fn page_of_kind(conn: &mut PgConnection, roots: &[String], kind: &str) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "select p.id from page p
         where p.kind = $2 and p.trash_id is null
           and exists (select 1 from unnest($1::text[]) as root where starts_with(p.tree_path, root))
         order by p.id limit 1",
        roots,
        kind
    )
    .fetch_optional(conn)
    .await
}

/// Live pages that were last published before `before`, the oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn aging(
    conn: &mut PgConnection,
    roots: &[String],
    before: OffsetDateTime,
    kind: Option<&str>,
    (offset, limit): (i64, i64),
) -> Result<Vec<ReportRow>, sqlx::Error> {
    sqlx::query_as!(
        ReportRow,
        r#"select 'page' as "kind!", p.id, '' as "path!", array[p.title, p.url_path, p.kind,
                  coalesce(to_char(p.last_published_at at time zone 'UTC', 'YYYY-MM-DD'), ''),
                  coalesce((select coalesce(nullif(u.name, ''), u.username) from users u where u.id = p.owner_id), '')] as "cells!", null::bigint as "link: LinkId"
           from page p
           where p.trash_id is null and p.live and coalesce(p.last_published_at, p.created_at) < $2
             and exists (select 1 from unnest($1::text[]) as root where starts_with(p.tree_path, root))
             and ($3::text is null or p.kind = $3)
           order by p.last_published_at nulls first, p.id offset $4 limit $5"#,
        roots,
        before,
        kind,
        offset,
        limit
    )
    .fetch_all(conn)
    .await
}

/// Images that say nothing to those who do not see them: places of pages first, then the library's own.
///
/// # Errors
/// When the database refuses.
pub async fn without_alt(
    conn: &mut PgConnection,
    roots: &[String],
    (offset, limit): (i64, i64),
) -> Result<Vec<ReportRow>, sqlx::Error> {
    sqlx::query_as!(
        ReportRow,
        r#"select kind as "kind!", id as "id!", path as "path!", cells as "cells!", null::bigint as "link: LinkId" from (
               select 1 as place, 'page' as kind, p.id, r.path, array[p.draft_title, p.url_path, i.title] as cells
               from content_reference r
               join page p on p.id = r.page_id and p.trash_id is null
               join page_revision v on v.id = p.latest_revision_id
               join image i on i.id = r.target_id and i.alt = ''
               where r.revision = 'draft' and r.target_type = 'image' and r.path ~ '(^|/)image$'
                 and v.body #>> string_to_array(regexp_replace(r.path, 'image$', 'alt'), '/') is null
                 and exists (select 1 from unnest($1::text[]) as root where starts_with(p.tree_path, root))
               union all
               select 2, 'image', i.id, '', array[i.title, 'In the library', i.file_name] from image i where i.alt = ''
           ) found order by place, cells, id, path offset $2 limit $3"#,
        roots,
        offset,
        limit
    )
    .fetch_all(conn)
    .await
}

/// Places of pages that point at what is gone, or at pages that visitors do not see; and pages that visitors do not find, as
/// what they are about is gone (rule U11). What is pointed at is named by its key where the asker may not look at it.
///
/// # Errors
/// When the database refuses.
pub async fn dead_references(conn: &mut PgConnection, roots: &[String]) -> Result<Vec<ReportRow>, sqlx::Error> {
    sqlx::query_as!(
        ReportRow,
        r#"with about_nothing as (
               select id from page where trash_id is null and live and num_nonnulls(course_id, program_id) = 0
                 and kind in ('CoursePage', 'ExternalCoursePage', 'ProgramPage', 'ExternalProgramPage')
           ), found as (
               select p.id, r.path, bool_or(r.revision = 'live') as is_live, array[p.draft_title, p.url_path,
                      case when bool_or(r.revision = 'live') then 'Visitors see it' else 'Draft' end,
                      coalesce(max(t.draft_title) filter (where exists (select 1 from unnest($1::text[]) as root where starts_with(t.tree_path, root))),
                               initcap(r.target_type) || ' ' || r.target_id),
                      case when r.target_type <> 'page' then 'It is gone'
                           when max(t.id) is null then 'The page is gone'
                           when max(t.trash_id) is not null then 'The page is in the trash'
                           when bool_or(t.live) then 'What the page is about is gone'
                           else 'The page is not live' end] as cells
               from content_reference r
               join page p on p.id = r.page_id and p.trash_id is null
               left join page t on r.target_type = 'page' and t.id = r.target_id
               where case r.target_type
                     when 'page' then t.id is null or t.trash_id is not null or not t.live or t.id in (select id from about_nothing)
                     when 'document' then not exists (select 1 from document d where d.id = r.target_id)
                     when 'image' then not exists (select 1 from image i where i.id = r.target_id)
                     else not exists (select 1 from snippet s where s.id = r.target_id) end
               group by p.id, r.path, r.target_type, r.target_id
               union all
               select p.id, case when p.kind like '%CoursePage' then 'course' else 'program' end, true,
                      array[p.draft_title, p.url_path, 'Visitors do not find it', '', 'What the page is about is gone']
               from page p join about_nothing using (id)
           )
           select 'page' as "kind!", p.id, found.path as "path!", found.cells as "cells!", null::bigint as "link: LinkId"
           from found join page p on p.id = found.id
           where exists (select 1 from unnest($1::text[]) as root where starts_with(p.tree_path, root))
           order by found.is_live desc, p.draft_title, p.id, found.path limit 5000"#,
        roots
    )
    .fetch_all(conn)
    .await
}

/// A page that has an address, and whether it has something to show there: pages of products only with their product.
pub struct PageAddress {
    /// Kind of page.
    pub kind: String,
    /// The address.
    pub url_path: String,
    /// Visitors see it.
    pub live: bool,
}

/// Addresses of all pages.
///
/// # Errors
/// When the database refuses.
pub async fn addresses(conn: &mut PgConnection) -> Result<Vec<PageAddress>, sqlx::Error> {
    sqlx::query_as!(
        PageAddress,
        r#"select kind, url_path,
                  live and (kind not in ('CoursePage', 'ExternalCoursePage', 'ProgramPage', 'ExternalProgramPage')
                            or num_nonnulls(course_id, program_id) > 0) as "live!"
           from page where trash_id is null"#
    )
    .fetch_all(conn)
    .await
}

/// A text that visitors see.
#[derive(Debug, Clone, PartialEq)]
pub struct LiveText {
    /// `page`, or the kind of record.
    pub thing: String,
    /// Its key.
    pub id: i64,
    /// Its title.
    pub title: String,
    /// Its address; empty for records.
    pub url_path: String,
    /// Kind of the page or record.
    pub kind: String,
    /// Its schema.
    pub schema: i32,
    /// What it says.
    pub body: serde_json::Value,
}

/// The live texts that hold links to paths of this site: pages below `roots`, and records of `kinds`.
///
/// # Errors
/// When the database refuses.
pub async fn texts_with_paths(
    conn: &mut PgConnection,
    roots: &[String],
    kinds: &[String],
) -> Result<Vec<LiveText>, sqlx::Error> {
    sqlx::query_as!(
        LiveText,
        r#"select thing as "thing!", id as "id!", title as "title!", url_path as "url_path!", kind as "kind!",
                  schema as "schema!", body as "body!"
           from (
               select 'page' as thing, p.id, p.title, p.url_path, p.kind, r.schema, r.body
               from page p join page_revision r on r.id = p.published_revision_id
               where p.trash_id is null and p.live
                 and exists (select 1 from unnest($1::text[]) as root where starts_with(p.tree_path, root))
               union all
               select s.kind, s.id, s.name, '', s.kind, s.schema, s.body from snippet s where s.kind = any($2)
           ) text
           where body::text like '%](/%' or body::text like '%"/%'
           order by title, thing, id"#,
        roots,
        kinds
    )
    .fetch_all(conn)
    .await
}

/// What is sold without a price, and what is offered without being sold.
///
/// # Errors
/// When the database refuses.
pub async fn prices(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    (offset, limit): (i64, i64),
) -> Result<Vec<ReportRow>, sqlx::Error> {
    sqlx::query_as!(
        ReportRow,
        r#"select kind as "kind!", id as "id!", '' as "path!", cells as "cells!", null::bigint as "link: LinkId" from (
               select 'product' as kind, p.id, array[coalesce(r.title, g.title), coalesce(r.courseware_id, g.readable_id), 'On sale without a price'] as cells
               from product p left join course_run r on r.id = p.course_run_id left join program g on g.id = p.program_id
               where p.is_active and not exists (select 1 from product_version v where v.product_id = p.id)
               union all
               select 'course_run', r.id, array[r.title, r.courseware_id, 'Offered, but there is no product with a price']
               from course_run r join course c on c.id = r.course_id
               where r.live and c.live and not c.is_external and coalesce(r.enrollment_end, r.end_date, r.start_date, 'infinity') > $1
                 and not exists (select 1 from product p where p.course_run_id = r.id)
               union all
               select 'program', g.id, array[g.title, g.readable_id, 'Offered, but there is no product with a price']
               from program g where g.live and not g.is_external and not exists (select 1 from product p where p.program_id = g.id)
               union all
               select 'product', p.id, array[r.title, r.courseware_id, 'On sale, but its run or course is not offered']
               from product p join course_run r on r.id = p.course_run_id join course c on c.id = r.course_id
               where p.is_active and not (r.live and c.live) and coalesce(r.enrollment_end, r.end_date, 'infinity') > $1
           ) found order by cells[3], cells[1], id offset $2 limit $3"#,
        now,
        offset,
        limit
    )
    .fetch_all(conn)
    .await
}

/// Runs whose dates do not fit each other, their course or their program.
///
/// # Errors
/// When the database refuses.
pub async fn run_dates(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    (offset, limit): (i64, i64),
) -> Result<Vec<ReportRow>, sqlx::Error> {
    sqlx::query_as!(
        ReportRow,
        r#"select kind as "kind!", id as "id!", '' as "path!", cells as "cells!", null::bigint as "link: LinkId" from (
               select 'course_run' as kind, r.id, array[r.title, r.courseware_id, problem.text,
                      concat_ws(' to ', to_char(r.start_date at time zone 'UTC', 'YYYY-MM-DD'), to_char(r.end_date at time zone 'UTC', 'YYYY-MM-DD'))] as cells
               from course_run r join course c on c.id = r.course_id
               cross join lateral (values
                   (r.enrollment_end > r.end_date, 'Enrollment closes after the run ends'),
                   (r.enrollment_start > r.start_date, 'Enrollment opens after the run starts'),
                   (r.start_date is null, 'It is offered without a first day'),
                   (not c.live, 'It is offered, but its course is not')
               ) problem (holds, text)
               where r.live and problem.holds and coalesce(r.end_date, 'infinity') > $1
               union all
               select 'program_run', p.id, array[g.title || ' ' || p.run_tag, g.readable_id || '+' || p.run_tag,
                      case when p.start_date is distinct from runs.first_day then 'It does not start with its first course' else 'It does not end with its last course' end,
                      concat_ws(' to ', to_char(p.start_date at time zone 'UTC', 'YYYY-MM-DD'), to_char(p.end_date at time zone 'UTC', 'YYYY-MM-DD'))]
               from program_run p join program g on g.id = p.program_id
               cross join lateral (
                   select min(r.start_date) as first_day, max(r.end_date) as last_day, count(*) as many
                   from course_run r join course c on c.id = r.course_id where c.program_id = p.program_id and r.run_tag = p.run_tag
               ) runs
               where runs.many > 0 and coalesce(p.end_date, 'infinity') > $1
                 and (p.start_date is distinct from runs.first_day or p.end_date is distinct from runs.last_day)
           ) found order by cells[1], id, cells[3] offset $2 limit $3"#,
        now,
        offset,
        limit
    )
    .fetch_all(conn)
    .await
}

/// Locked pages, the longest locked first.
///
/// # Errors
/// When the database refuses.
pub async fn locked(
    conn: &mut PgConnection,
    roots: &[String],
    (offset, limit): (i64, i64),
) -> Result<Vec<ReportRow>, sqlx::Error> {
    sqlx::query_as!(
        ReportRow,
        r#"select 'page' as "kind!", p.id, '' as "path!", array[p.draft_title, p.url_path,
                  coalesce((select coalesce(nullif(u.name, ''), u.username) from users u where u.id = p.locked_by), 'Somebody'),
                  to_char(p.locked_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI'), coalesce(p.lock_reason, '')] as "cells!", null::bigint as "link: LinkId"
           from page p
           where p.trash_id is null and p.locked_by is not null
             and exists (select 1 from unnest($1::text[]) as root where starts_with(p.tree_path, root))
           order by p.locked_at, p.id offset $2 limit $3"#,
        roots,
        offset,
        limit
    )
    .fetch_all(conn)
    .await
}

/// What somebody wants to know of the site's history.
#[derive(Debug, Clone, Default)]
pub struct HistoryWish {
    /// Kinds of things that the person may see, as audit names them; pages by their branches.
    pub subjects: Vec<String>,
    /// Part of who did it, as a pattern.
    pub by: String,
    /// Part of the act's name, as a pattern.
    pub act: String,
    /// From then on.
    pub from: Option<OffsetDateTime>,
    /// Before then.
    pub until: Option<OffsetDateTime>,
}

/// What was done to content, the newest first. Pages that are gone for good are told of to those who see everything.
///
/// # Errors
/// When the database refuses.
pub async fn history(
    conn: &mut PgConnection,
    roots: &[String],
    wish: &HistoryWish,
    (offset, limit): (i64, i64),
) -> Result<Vec<ReportRow>, sqlx::Error> {
    sqlx::query_as!(
        ReportRow,
        r#"select a.subject_type as "kind!", a.subject_id as "id!", '' as "path!",
                  array[to_char(a.at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS'), coalesce(nullif(u.name, ''), a.actor_name), replace(a.act, '_', ' '),
                        coalesce(p.draft_title, a.data_after ->> 'name', a.data_after ->> 'title', a.data_before ->> 'name',
                                 a.data_before ->> 'title', replace(a.subject_type, '_', ' ') || ' ' || a.subject_id),
                        a.note] as "cells!", null::bigint as "link: LinkId"
           from audit_entry a left join page p on a.subject_type = 'page' and p.id = a.subject_id
           left join users u on u.id = a.actor_user_id
           where a.subject_type = any($2) and (a.subject_type <> 'user' or a.act = 'save_user')
             and (a.subject_type <> 'page' or exists (select 1 from unnest($1::text[]) as root
                                                      where root = '/' or starts_with(p.tree_path, root)))
             and (a.actor_name ilike $3 or u.name ilike $3) and replace(a.act, '_', ' ') ilike $4
             and ($5::timestamptz is null or a.at >= $5) and ($6::timestamptz is null or a.at < $6)
           order by a.id desc offset $7 limit $8"#,
        roots,
        &wish.subjects,
        wish.by,
        wish.act,
        wish.from,
        wish.until,
        offset,
        limit
    )
    .fetch_all(conn)
    .await
}
