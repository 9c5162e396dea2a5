//! `release_page`, `release_price`: what is in a release.

use crate::{
    release::{ReleaseId, Sellable},
    store::revision::RevisionRow,
};
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_catalog::model::ProductTarget;
use xpro_kernel::{CourseRunId, Money, PageId, ProgramId, RevisionId, UserId};

/// A page of a release, with how the page stands now.
#[derive(Debug, Clone, PartialEq)]
pub struct ReleasePageRow {
    /// Which page.
    pub page_id: PageId,
    /// Which of its texts.
    pub revision_id: RevisionId,
    /// Its newest title, or the one that it was added with when it is gone.
    pub title: String,
    /// The same of its address.
    pub url_path: String,
    /// It is in the tree.
    pub is_there: bool,
    /// Visitors see it.
    pub live: bool,
    /// What they see or saw.
    pub published_revision_id: Option<RevisionId>,
    /// What was written last.
    pub latest_revision_id: Option<RevisionId>,
    /// When it leaves the site.
    pub expires_at: Option<OffsetDateTime>,
    /// Counts what was written on the page: of the text that goes live.
    pub version: i64,
    /// Of what visitors see.
    pub live_version: Option<i64>,
    /// Who put it in.
    pub added_by_name: String,
    /// When.
    pub added_at: OffsetDateTime,
    /// Names of other releases that go on and hold it too.
    pub other_releases: Vec<String>,
    /// What the last check found.
    pub findings: Value,
}

/// The pages of a release, from the top down.
///
/// # Errors
/// When the database refuses.
pub async fn pages(conn: &mut PgConnection, id: ReleaseId) -> Result<Vec<ReleasePageRow>, sqlx::Error> {
    sqlx::query_as!(
        ReleasePageRow,
        r#"select i.page_id as "page_id: PageId", i.revision_id as "revision_id: RevisionId",
                  coalesce(p.draft_title, i.title) as "title!", coalesce(p.url_path, i.url_path) as "url_path!",
                  p.id is not null as "is_there!", coalesce(p.live, false) as "live!",
                  p.published_revision_id as "published_revision_id?: RevisionId", p.latest_revision_id as "latest_revision_id?: RevisionId",
                  (select s.at from page_schedule s where s.page_id = p.id and s.action = 'expire' and s.state = 'waiting') as expires_at,
                  coalesce(v.version, 0) as "version!", l.version as "live_version?",
                  coalesce(nullif(u.name, ''), u.username, '') as "added_by_name!", i.added_at,
                  array(select o.name from release_page other join release o on o.id = other.release_id
                        where other.page_id = i.page_id and o.id <> i.release_id and o.state in ('draft', 'ready', 'scheduled', 'failed')
                        order by o.id) as "other_releases!", i.findings
           from release_page i
           left join page p on p.id = i.page_id and p.trash_id is null
           left join page_revision v on v.id = i.revision_id
           left join page_revision l on l.id = p.published_revision_id
           left join users u on u.id = i.added_by
           where i.release_id = $1
           order by length(p.tree_path) - length(replace(p.tree_path, '/', '')) nulls last, p.url_path, i.page_id"#,
        id.0
    )
    .fetch_all(conn)
    .await
}

/// Locks the pages of a release that are in the tree, in the order in which all acts do.
///
/// # Errors
/// When the database refuses.
pub async fn lock_pages(conn: &mut PgConnection, id: ReleaseId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select p.id from page p join release_page i on i.page_id = p.id where i.release_id = $1 and p.trash_id is null
         order by length(p.tree_path), p.id for update of p",
        id.0
    )
    .fetch_all(conn)
    .await
    .map(drop)
}

/// The texts that a release holds, with their pages.
///
/// # Errors
/// When the database refuses.
pub async fn revisions(conn: &mut PgConnection, id: ReleaseId) -> Result<Vec<(PageId, RevisionRow)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select r.page_id as "page: PageId", r.id as "id: RevisionId", r.state, r.label, r.version, r.schema, r.body, r.slug,
                  r.price_intent, r.price_applied_at, r.created_by as "created_by: UserId", r.created_at, r.updated_at
           from release_page i join page_revision r on r.id = i.revision_id and r.page_id = i.page_id
           where i.release_id = $1"#,
        id.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let revision = RevisionRow {
                id: row.id,
                state: row.state,
                label: row.label,
                version: row.version,
                schema: row.schema,
                body: row.body,
                slug: row.slug,
                price_intent: row.price_intent,
                price_applied_at: row.price_applied_at,
                created_by: row.created_by,
                created_by_name: String::new(),
                created_at: row.created_at,
                updated_at: row.updated_at,
            };
            (row.page, revision)
        })
        .collect())
}

/// A page to put in.
#[derive(Debug, Clone, Copy)]
pub struct NewReleasePage<'a> {
    /// Which page.
    pub page: PageId,
    /// Which of its texts.
    pub revision: RevisionId,
    /// Its title.
    pub title: &'a str,
    /// Its address.
    pub url_path: &'a str,
    /// Who puts it in.
    pub by: UserId,
}

/// Puts a page in, or another text of it in place of the one that is there.
///
/// # Errors
/// When the database refuses.
pub async fn put_page(
    conn: &mut PgConnection,
    id: ReleaseId,
    new: NewReleasePage<'_>,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into release_page (release_id, page_id, revision_id, title, url_path, added_by, added_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (release_id, page_id) do update set revision_id = excluded.revision_id, title = excluded.title,
             url_path = excluded.url_path, added_by = excluded.added_by, added_at = excluded.added_at, findings = '[]'",
        id.0,
        new.page.0,
        new.revision.0,
        new.title,
        new.url_path,
        new.by.0,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Takes a page out; false when it was not in.
///
/// # Errors
/// When the database refuses.
pub async fn take_page(conn: &mut PgConnection, id: ReleaseId, page: PageId) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!("delete from release_page where release_id = $1 and page_id = $2", id.0, page.0)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// A price of a release.
#[derive(Debug, Clone, PartialEq)]
pub struct ReleasePriceRow {
    /// Key.
    pub id: i64,
    /// What it is for.
    pub target: ProductTarget,
    /// Text id of what is sold.
    pub label: String,
    /// Its title; none when it is gone.
    pub title: Option<String>,
    /// What it costs then.
    pub price: Money,
    /// What it costs now.
    pub now: Option<Money>,
    /// Its product can be bought; none when there is no product.
    pub is_active: Option<bool>,
    /// Who put it in.
    pub added_by_name: String,
    /// What the last check found.
    pub findings: Value,
}

/// The prices of a release.
///
/// # Errors
/// When the database refuses.
pub async fn prices(conn: &mut PgConnection, id: ReleaseId) -> Result<Vec<ReleasePriceRow>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select i.id, i.course_run_id as "run: CourseRunId", i.program_id as "program: ProgramId", i.label,
                  coalesce(r.title, g.title) as "title?", i.price, v.price as "now?: Decimal", p.is_active as "is_active?",
                  coalesce(nullif(u.name, ''), u.username, '') as "added_by_name!", i.findings
           from release_price i
           left join course_run r on r.id = i.course_run_id
           left join program g on g.id = i.program_id
           left join product p on p.course_run_id = i.course_run_id or p.program_id = i.program_id
           left join lateral (select price from product_version where product_id = p.id order by created_at desc, id desc limit 1) v on true
           left join users u on u.id = i.added_by
           where i.release_id = $1 order by i.label, i.id"#,
        id.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let target = match (row.run, row.program) {
                (Some(run), _) => ProductTarget::CourseRun(run),
                (None, program) => ProductTarget::Program(program?),
            };
            Some(ReleasePriceRow {
                id: row.id,
                target,
                label: row.label,
                title: row.title,
                price: Money::round(row.price),
                now: row.now.map(Money::round),
                is_active: row.is_active,
                added_by_name: row.added_by_name,
                findings: row.findings,
            })
        })
        .collect())
}

/// What prices can be set for.
///
/// # Errors
/// When the database refuses.
pub async fn sellables(conn: &mut PgConnection, now: OffsetDateTime) -> Result<Vec<Sellable>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select s.run as "run: CourseRunId", s.program as "program: ProgramId", s.label as "label!", v.price as "price?: Decimal"
           from (select r.id as run, null::bigint as program, r.title || ' (' || r.courseware_id || ')' as label
                 from course_run r join course c on c.id = r.course_id
                 where not c.is_external and (r.end_date is null or r.end_date > $1)
                 union all
                 select null, g.id, g.title || ' (' || g.readable_id || ')' from program g where not g.is_external) s
           left join product p on p.course_run_id = s.run or p.program_id = s.program
           left join lateral (select price from product_version where product_id = p.id order by created_at desc, id desc limit 1) v on true
           order by s.label"#,
        now
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let target = match (row.run, row.program) {
                (Some(run), _) => ProductTarget::CourseRun(run),
                (None, program) => ProductTarget::Program(program?),
            };
            Some(Sellable { target, label: row.label, price: row.price.map(Money::round) })
        })
        .collect())
}

/// Puts a price in, or in place of the one for the same thing.
///
/// # Errors
/// When the database refuses.
pub async fn put_price(
    conn: &mut PgConnection,
    id: ReleaseId,
    (target, label, price): (ProductTarget, &str, Money),
    by: UserId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let (run, program) = match target {
        ProductTarget::CourseRun(run) => (Some(run.0), None),
        ProductTarget::Program(program) => (None, Some(program.0)),
    };
    sqlx::query!(
        "insert into release_price (release_id, course_run_id, program_id, label, price, added_by, added_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict on constraint release_price_once do update set label = excluded.label, price = excluded.price,
             added_by = excluded.added_by, added_at = excluded.added_at, findings = '[]'",
        id.0,
        run,
        program,
        label,
        price.amount(),
        by.0,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Takes a price out; false when it was not in.
///
/// # Errors
/// When the database refuses.
pub async fn take_price(conn: &mut PgConnection, id: ReleaseId, price: i64) -> Result<bool, sqlx::Error> {
    let done =
        sqlx::query!("delete from release_price where release_id = $1 and id = $2", id.0, price).execute(conn).await?;
    Ok(done.rows_affected() > 0)
}

/// Writes down what a check found: of pages and of prices, each an id beside its findings.
///
/// # Errors
/// When the database refuses.
pub async fn set_findings(
    conn: &mut PgConnection,
    id: ReleaseId,
    pages: (&[i64], &[Value]),
    prices: (&[i64], &[Value]),
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update release_page i set findings = found.findings
         from unnest($2::bigint[], $3::jsonb[]) as found (page_id, findings)
         where i.release_id = $1 and i.page_id = found.page_id",
        id.0,
        pages.0,
        pages.1
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update release_price i set findings = found.findings
         from unnest($2::bigint[], $3::jsonb[]) as found (id, findings)
         where i.release_id = $1 and i.id = found.id",
        id.0,
        prices.0,
        prices.1
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("update release set checked_at = $2 where id = $1", id.0, now).execute(conn).await.map(drop)
}

/// A fingerprint of the pages with their versions, and of the prices.
///
/// # Errors
/// When the database refuses.
pub async fn contents_key(conn: &mut PgConnection, id: ReleaseId) -> Result<String, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select md5(concat(
               (select string_agg(page_id || ':' || revision_id, ',' order by page_id) from release_page where release_id = $1),
               '/',
               (select string_agg(id || ':' || price, ',' order by id) from release_price where release_id = $1)
           )) as "key!""#,
        id.0
    )
    .fetch_one(conn)
    .await
}
