//! Lists of records: one statement each. `$1` is a pattern of `ilike`, `$2` how many to pass over, `$3` how many to give.

use super::record::Listed;
use sqlx::PgConnection;

/// Records of a kind whose names fit the pattern.
///
/// # Errors
/// When the database refuses.
pub async fn list(
    conn: &mut PgConnection,
    kind: &str,
    pattern: &str,
    (offset, limit): (i64, i64),
) -> Result<Vec<Listed>, sqlx::Error> {
    match kind {
        "topic" => topics(conn, pattern, offset, limit).await,
        "language" => languages(conn, pattern, offset, limit).await,
        "platform" => platforms(conn, pattern, offset, limit).await,
        "course" => courses(conn, pattern, offset, limit).await,
        "program" => programs(conn, pattern, offset, limit).await,
        "course_run" => course_runs(conn, pattern, offset, limit).await,
        "program_run" => program_runs(conn, pattern, offset, limit).await,
        "product" => products(conn, pattern, offset, limit).await,
        "group" => groups(conn, pattern, offset, limit).await,
        "user" => people(conn, pattern, offset, limit).await,
        "shared_section" => shared_sections(conn, pattern, offset, limit).await,
        snippet => snippets(conn, snippet, pattern, offset, limit).await,
    }
}

/// Parents, each with its children behind it.
async fn topics(conn: &mut PgConnection, pattern: &str, offset: i64, limit: i64) -> Result<Vec<Listed>, sqlx::Error> {
    sqlx::query_as!(
        Listed,
        r#"select t.id, t.name, array[coalesce(p.name, ''),
                  (select count(*) from page join page_revision r on r.id = page.latest_revision_id
                   where page.trash_id is null and r.body -> 'topics' @> to_jsonb(t.id))::text] as "cells!"
           from topic t left join topic p on p.id = t.parent_id
           where t.name ilike $1 or p.name ilike $1
           order by lower(coalesce(p.name, t.name)), p.id nulls first, lower(t.name), t.id offset $2 limit $3"#,
        pattern,
        offset,
        limit
    )
    .fetch_all(conn)
    .await
}

async fn languages(
    conn: &mut PgConnection,
    pattern: &str,
    offset: i64,
    limit: i64,
) -> Result<Vec<Listed>, sqlx::Error> {
    sqlx::query_as!(
        Listed,
        r#"select id, name, array[bcp47, coalesce(priority::text, ''), case when is_active then 'Offered' else 'Not offered' end] as "cells!"
           from course_language where name ilike $1 or bcp47 ilike $1
           order by priority nulls last, lower(name) offset $2 limit $3"#,
        pattern,
        offset,
        limit
    )
    .fetch_all(conn)
    .await
}

async fn platforms(
    conn: &mut PgConnection,
    pattern: &str,
    offset: i64,
    limit: i64,
) -> Result<Vec<Listed>, sqlx::Error> {
    sqlx::query_as!(
        Listed,
        r#"select id, name, array[
                  ((select count(*) from course where platform_id = f.id) + (select count(*) from program where platform_id = f.id))::text,
                  case when enable_sync then 'Kept in step' else '' end] as "cells!"
           from platform f where name ilike $1 order by lower(name) offset $2 limit $3"#,
        pattern,
        offset,
        limit
    )
    .fetch_all(conn)
    .await
}

async fn courses(conn: &mut PgConnection, pattern: &str, offset: i64, limit: i64) -> Result<Vec<Listed>, sqlx::Error> {
    sqlx::query_as!(
        Listed,
        r#"select c.id, c.title as name, array[c.readable_id, (select count(*) from course_run where course_id = c.id)::text,
                  (case when c.live then 'Live' else 'Not live' end) || (case when c.is_external then ', ' || f.name else '' end)] as "cells!"
           from course c join platform f on f.id = c.platform_id
           where c.title ilike $1 or c.readable_id ilike $1 or f.name ilike $1
           order by lower(c.title), c.id offset $2 limit $3"#,
        pattern,
        offset,
        limit
    )
    .fetch_all(conn)
    .await
}

async fn programs(conn: &mut PgConnection, pattern: &str, offset: i64, limit: i64) -> Result<Vec<Listed>, sqlx::Error> {
    sqlx::query_as!(
        Listed,
        r#"select p.id, p.title as name, array[p.readable_id, (select count(*) from course where program_id = p.id)::text,
                  (case when p.live then 'Live' else 'Not live' end) || (case when p.is_external then ', ' || f.name else '' end)] as "cells!"
           from program p join platform f on f.id = p.platform_id
           where p.title ilike $1 or p.readable_id ilike $1 or f.name ilike $1
           order by lower(p.title), p.id offset $2 limit $3"#,
        pattern,
        offset,
        limit
    )
    .fetch_all(conn)
    .await
}

/// The latest start first.
async fn course_runs(
    conn: &mut PgConnection,
    pattern: &str,
    offset: i64,
    limit: i64,
) -> Result<Vec<Listed>, sqlx::Error> {
    sqlx::query_as!(
        Listed,
        r#"select id, title as name, array[courseware_id, coalesce(to_char(start_date at time zone 'UTC', 'YYYY-MM-DD'), ''),
                  case when live then 'Live' else 'Not live' end] as "cells!"
           from course_run where title ilike $1 or courseware_id ilike $1
           order by start_date desc nulls last, id desc offset $2 limit $3"#,
        pattern,
        offset,
        limit
    )
    .fetch_all(conn)
    .await
}

async fn program_runs(
    conn: &mut PgConnection,
    pattern: &str,
    offset: i64,
    limit: i64,
) -> Result<Vec<Listed>, sqlx::Error> {
    sqlx::query_as!(
        Listed,
        r#"select r.id, p.title || ' ' || r.run_tag as "name!",
                  array[coalesce(to_char(r.start_date at time zone 'UTC', 'YYYY-MM-DD'), ''),
                        coalesce(to_char(r.end_date at time zone 'UTC', 'YYYY-MM-DD'), '')] as "cells!"
           from program_run r join program p on p.id = r.program_id
           where p.title ilike $1 or p.readable_id ilike $1 or r.run_tag ilike $1
           order by r.start_date desc nulls last, r.id desc offset $2 limit $3"#,
        pattern,
        offset,
        limit
    )
    .fetch_all(conn)
    .await
}

/// The newest first.
async fn products(conn: &mut PgConnection, pattern: &str, offset: i64, limit: i64) -> Result<Vec<Listed>, sqlx::Error> {
    sqlx::query_as!(
        Listed,
        r#"select p.id, coalesce(r.title, g.title) as "name!", array[coalesce(r.courseware_id, g.readable_id),
                  coalesce('$' || to_char(v.price, 'FM999,999,999,990.00'), 'No price'),
                  (case when p.is_active then 'On sale' else 'Not on sale' end) || (case when p.is_private then ', private' else '' end)] as "cells!"
           from product p left join course_run r on r.id = p.course_run_id left join program g on g.id = p.program_id
           left join lateral (select price from product_version where product_id = p.id order by created_at desc, id desc limit 1) v on true
           where coalesce(r.title, g.title) ilike $1 or coalesce(r.courseware_id, g.readable_id) ilike $1
           order by p.id desc offset $2 limit $3"#,
        pattern,
        offset,
        limit
    )
    .fetch_all(conn)
    .await
}

async fn groups(conn: &mut PgConnection, pattern: &str, offset: i64, limit: i64) -> Result<Vec<Listed>, sqlx::Error> {
    sqlx::query_as!(
        Listed,
        r#"select id, name, array[(select count(*) from user_group_member where group_id = g.id)::text,
                  (select count(distinct page_id) from page_grant where group_id = g.id)::text] as "cells!"
           from user_group g where name ilike $1 order by lower(name) offset $2 limit $3"#,
        pattern,
        offset,
        limit
    )
    .fetch_all(conn)
    .await
}

/// Staff first: of many learners one is found by searching.
async fn people(conn: &mut PgConnection, pattern: &str, offset: i64, limit: i64) -> Result<Vec<Listed>, sqlx::Error> {
    sqlx::query_as!(
        Listed,
        r#"select u.id, coalesce(nullif(u.name, ''), u.username) as "name!", array[u.email,
                  coalesce((select string_agg(g.name, ', ' order by g.name) from user_group_member m join user_group g on g.id = m.group_id
                            where m.user_id = u.id), ''),
                  case when not u.is_active then 'Deactivated' when u.is_superuser then 'Superuser' when u.is_staff then 'Staff' else '' end] as "cells!"
           from users u where u.retired_at is null and (u.name ilike $1 or u.username ilike $1 or u.email ilike $1)
           order by u.is_superuser desc, u.is_staff desc, lower(u.name), u.id offset $2 limit $3"#,
        pattern,
        offset,
        limit
    )
    .fetch_all(conn)
    .await
}

async fn shared_sections(
    conn: &mut PgConnection,
    pattern: &str,
    offset: i64,
    limit: i64,
) -> Result<Vec<Listed>, sqlx::Error> {
    sqlx::query_as!(
        Listed,
        r#"select s.id, s.name, array[coalesce(s.body #>> '{section,0,type}', ''),
                  coalesce(f.name, 'All') || (case when s.body ->> 'is_default' = 'true' then ', given to new pages' else '' end),
                  to_char(s.updated_at at time zone 'UTC', 'YYYY-MM-DD')] as "cells!"
           from snippet s left join platform f on to_jsonb(f.id) = s.body -> 'platform'
           where s.kind = 'shared_section' and (s.name ilike $1 or s.body::text ilike $1)
           order by lower(s.name), s.id offset $2 limit $3"#,
        pattern,
        offset,
        limit
    )
    .fetch_all(conn)
    .await
}

/// By name; site notifications the newest first, as the newest is shown.
async fn snippets(
    conn: &mut PgConnection,
    kind: &str,
    pattern: &str,
    offset: i64,
    limit: i64,
) -> Result<Vec<Listed>, sqlx::Error> {
    sqlx::query_as!(
        Listed,
        r#"select id, name, array[to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD')] as "cells!"
           from snippet where kind = $1 and (name ilike $2 or body::text ilike $2)
           order by case when kind = 'site_notification' then -id end, lower(name), id offset $3 limit $4"#,
        kind,
        pattern,
        offset,
        limit
    )
    .fetch_all(conn)
    .await
}

/// What a product sells.
///
/// # Errors
/// When the database refuses.
pub async fn product_name(conn: &mut PgConnection, id: i64) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select coalesce(r.title, g.title) as "name!" from product p
           left join course_run r on r.id = p.course_run_id left join program g on g.id = p.program_id where p.id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await
}
