//! What uses a record. Pages in the trash count: they may come back.

use super::record::UseRow;
use sqlx::PgConnection;

/// The first things that use a record of this kind.
///
/// # Errors
/// When the database refuses.
pub async fn list(conn: &mut PgConnection, kind: &str, id: i64) -> Result<Vec<UseRow>, sqlx::Error> {
    match kind {
        "topic" => topic(conn, id).await,
        "language" => language(conn, id).await,
        "platform" => platform(conn, id).await,
        "course" => course(conn, id).await,
        "program" => program(conn, id).await,
        "course_run" => course_run(conn, id).await,
        "group" => group(conn, id).await,
        "program_run" | "product" | "settings" | "user" => Ok(Vec::new()),
        _ => snippet(conn, id).await,
    }
}

async fn snippet(conn: &mut PgConnection, id: i64) -> Result<Vec<UseRow>, sqlx::Error> {
    sqlx::query_as!(
        UseRow,
        r#"select 'page' as "kind!", p.id, p.draft_title as title,
                  case when p.trash_id is null then p.url_path else 'In the trash' end as "detail!"
           from page p where exists (select 1 from content_reference r where r.page_id = p.id and r.target_type = 'snippet' and r.target_id = $1)
           order by p.trash_id nulls first, p.draft_title, p.id limit 100"#,
        id
    )
    .fetch_all(conn)
    .await
}

async fn topic(conn: &mut PgConnection, id: i64) -> Result<Vec<UseRow>, sqlx::Error> {
    sqlx::query_as!(
        UseRow,
        r#"select kind as "kind!", id as "id!", title as "title!", detail as "detail!" from (
               select 'topic' as kind, id, name as title, 'Below it' as detail from topic where parent_id = $1
               union all
               select 'page', p.id, p.draft_title, case when p.trash_id is null then p.url_path else 'In the trash' end
               from page p where exists (select 1 from page_revision r where r.id in (p.latest_revision_id, p.published_revision_id)
                                           and r.body -> 'topics' @> to_jsonb($1::bigint))
           ) found order by kind, title, id limit 100"#,
        id
    )
    .fetch_all(conn)
    .await
}

async fn language(conn: &mut PgConnection, id: i64) -> Result<Vec<UseRow>, sqlx::Error> {
    sqlx::query_as!(
        UseRow,
        r#"select 'page' as "kind!", p.id, p.draft_title as title,
                  case when p.trash_id is null then p.url_path else 'In the trash' end as "detail!"
           from page p where exists (select 1 from page_revision r where r.id in (p.latest_revision_id, p.published_revision_id)
                                       and r.body -> 'language' = to_jsonb($1::bigint))
           order by p.draft_title, p.id limit 100"#,
        id
    )
    .fetch_all(conn)
    .await
}

async fn platform(conn: &mut PgConnection, id: i64) -> Result<Vec<UseRow>, sqlx::Error> {
    sqlx::query_as!(
        UseRow,
        r#"select kind as "kind!", id as "id!", title as "title!", detail as "detail!" from (
               select 'course' as kind, id, title as title, readable_id as detail from course where platform_id = $1
               union all
               select 'program', id, title, readable_id from program where platform_id = $1
               union all
               select 'shared_section', id, name, 'Shared section' from snippet
               where kind = 'shared_section' and body -> 'platform' = to_jsonb($1::bigint)
           ) found order by kind, title, id limit 100"#,
        id
    )
    .fetch_all(conn)
    .await
}

async fn course(conn: &mut PgConnection, id: i64) -> Result<Vec<UseRow>, sqlx::Error> {
    sqlx::query_as!(
        UseRow,
        r#"select kind as "kind!", id as "id!", title as "title!", detail as "detail!" from (
               select 'course_run' as kind, id, title as title, courseware_id as detail from course_run where course_id = $1
               union all
               select 'page', p.id, p.draft_title, case when p.trash_id is null then p.url_path else 'In the trash' end
               from page p where p.course_id = $1
                  or exists (select 1 from page_revision r where r.id in (p.latest_revision_id, p.published_revision_id)
                               and r.body -> 'course' = to_jsonb($1::bigint))
           ) found order by kind, title, id limit 100"#,
        id
    )
    .fetch_all(conn)
    .await
}

async fn program(conn: &mut PgConnection, id: i64) -> Result<Vec<UseRow>, sqlx::Error> {
    sqlx::query_as!(
        UseRow,
        r#"select kind as "kind!", id as "id!", title as "title!", detail as "detail!" from (
               select 'course' as kind, id, title as title, readable_id as detail from course where program_id = $1
               union all
               select 'program_run', id, run_tag, 'Offering' from program_run where program_id = $1
               union all
               select 'product', id, 'Product ' || id, case when is_active then 'On sale' else 'Not on sale' end from product where program_id = $1
               union all
               select 'page', p.id, p.draft_title, case when p.trash_id is null then p.url_path else 'In the trash' end
               from page p where p.program_id = $1
                  or exists (select 1 from page_revision r where r.id in (p.latest_revision_id, p.published_revision_id)
                               and r.body -> 'program' = to_jsonb($1::bigint))
           ) found order by kind, title, id limit 100"#,
        id
    )
    .fetch_all(conn)
    .await
}

async fn course_run(conn: &mut PgConnection, id: i64) -> Result<Vec<UseRow>, sqlx::Error> {
    sqlx::query_as!(
        UseRow,
        r#"select kind as "kind!", id as "id!", title as "title!", detail as "detail!" from (
               select 'product' as kind, id, 'Product ' || id as title,
                      case when is_active then 'On sale' else 'Not on sale' end as detail from product where course_run_id = $1
               union all
               select '', $1, 'Enrollments', count(*)::text from run_enrollment where course_run_id = $1 having count(*) > 0
           ) found order by kind, title, id limit 100"#,
        id
    )
    .fetch_all(conn)
    .await
}

async fn group(conn: &mut PgConnection, id: i64) -> Result<Vec<UseRow>, sqlx::Error> {
    sqlx::query_as!(
        UseRow,
        r#"select 'user' as "kind!", u.id, coalesce(nullif(u.name, ''), u.username) as "title!", u.email as "detail!"
           from user_group_member m join users u on u.id = m.user_id where m.group_id = $1
           order by 3, 2 limit 100"#,
        id
    )
    .fetch_all(conn)
    .await
}

/// A product's price list, the newest first: when, price, what the gateway shows, whether a code is needed.
///
/// # Errors
/// When the database refuses.
pub async fn prices(conn: &mut PgConnection, product: i64) -> Result<Vec<Vec<String>>, sqlx::Error> {
    let rows = sqlx::query_scalar!(
        r#"select array[to_char(created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI'), '$' || to_char(price, 'FM999,999,999,990.00'), description,
                        case when requires_enrollment_code then 'Needs a code' else '' end] as "cells!"
           from product_version where product_id = $1 order by created_at desc, id desc limit 200"#,
        product
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// The runs of a course, the latest start first: key, title, first day, state.
///
/// # Errors
/// When the database refuses.
pub async fn runs(conn: &mut PgConnection, course: i64) -> Result<Vec<(i64, Vec<String>)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, array[run_tag, coalesce(to_char(start_date at time zone 'UTC', 'YYYY-MM-DD'), ''),
                        coalesce(to_char(end_date at time zone 'UTC', 'YYYY-MM-DD'), ''), case when live then 'Live' else 'Not live' end] as "cells!"
           from course_run where course_id = $1 order by start_date desc nulls last, id desc limit 200"#,
        course
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.cells)).collect())
}
