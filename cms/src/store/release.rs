//! `release`, `release_page`, `release_price`.

use crate::{
    release::{ReleaseId, ReleaseState, Sellable},
    store::revision::RevisionRow,
};
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_catalog::model::ProductTarget;
use xpro_kernel::{CourseRunId, Email, Money, PageId, ProgramId, RevisionId, UserId};

/// A release, with how much is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseRow {
    /// Key.
    pub id: ReleaseId,
    /// What people call it.
    pub name: String,
    /// How far it is.
    pub state: ReleaseState,
    /// When it is to go live, or did.
    pub at: Option<OffsetDateTime>,
    /// Who made it; is told when it fails.
    pub owner: UserId,
    /// Their name.
    pub owner_name: String,
    /// Why it did not go live.
    pub note: String,
    /// Made.
    pub created_at: OffsetDateTime,
    /// Changed.
    pub updated_at: OffsetDateTime,
    /// When its findings were written.
    pub checked_at: Option<OffsetDateTime>,
    /// When it ended.
    pub finished_at: Option<OffsetDateTime>,
    /// How many pages.
    pub pages: i64,
    /// How many prices.
    pub prices: i64,
}

/// As the statements below return it.
struct Raw {
    id: ReleaseId,
    name: String,
    state: String,
    at: Option<OffsetDateTime>,
    owner: UserId,
    owner_name: String,
    note: String,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
    checked_at: Option<OffsetDateTime>,
    finished_at: Option<OffsetDateTime>,
    pages: i64,
    prices: i64,
}

impl From<Raw> for ReleaseRow {
    fn from(raw: Raw) -> Self {
        ReleaseRow {
            id: raw.id,
            name: raw.name,
            state: ReleaseState::from_name(&raw.state),
            at: raw.at,
            owner: raw.owner,
            owner_name: raw.owner_name,
            note: raw.note,
            created_at: raw.created_at,
            updated_at: raw.updated_at,
            checked_at: raw.checked_at,
            finished_at: raw.finished_at,
            pages: raw.pages,
            prices: raw.prices,
        }
    }
}

/// One.
///
/// # Errors
/// When the database refuses.
pub async fn find(conn: &mut PgConnection, id: ReleaseId) -> Result<Option<ReleaseRow>, sqlx::Error> {
    let raw = sqlx::query_as!(
        Raw,
        r#"select r.id as "id: ReleaseId", r.name, r.state, r.at, r.owner_id as "owner: UserId",
                  coalesce(nullif(u.name, ''), u.username, '') as "owner_name!", r.note, r.created_at, r.updated_at, r.checked_at,
                  r.finished_at, (select count(*) from release_page p where p.release_id = r.id) as "pages!",
                  (select count(*) from release_price p where p.release_id = r.id) as "prices!"
           from release r left join users u on u.id = r.owner_id where r.id = $1"#,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(raw.map(ReleaseRow::from))
}

/// The same, locked until the transaction ends.
///
/// # Errors
/// When the database refuses.
pub async fn lock(conn: &mut PgConnection, id: ReleaseId) -> Result<Option<ReleaseRow>, sqlx::Error> {
    sqlx::query!("select id from release where id = $1 for update", id.0).fetch_optional(&mut *conn).await?;
    // Read after the lock is had: another act may have ended meanwhile.
    find(conn, id).await
}

/// The newest, those that go on first.
///
/// # Errors
/// When the database refuses.
pub async fn list(conn: &mut PgConnection, limit: i64) -> Result<Vec<ReleaseRow>, sqlx::Error> {
    let raw = sqlx::query_as!(
        Raw,
        r#"select r.id as "id: ReleaseId", r.name, r.state, r.at, r.owner_id as "owner: UserId",
                  coalesce(nullif(u.name, ''), u.username, '') as "owner_name!", r.note, r.created_at, r.updated_at, r.checked_at,
                  r.finished_at, (select count(*) from release_page p where p.release_id = r.id) as "pages!",
                  (select count(*) from release_price p where p.release_id = r.id) as "prices!"
           from release r left join users u on u.id = r.owner_id
           order by r.state in ('published', 'canceled'), r.at nulls last, r.updated_at desc, r.id desc limit $1"#,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(raw.into_iter().map(ReleaseRow::from).collect())
}

/// Those that go or went live between two instants.
///
/// # Errors
/// When the database refuses.
pub async fn between(
    conn: &mut PgConnection,
    from: OffsetDateTime,
    until: OffsetDateTime,
) -> Result<Vec<ReleaseRow>, sqlx::Error> {
    let raw = sqlx::query_as!(
        Raw,
        r#"select r.id as "id: ReleaseId", r.name, r.state, r.at, r.owner_id as "owner: UserId",
                  coalesce(nullif(u.name, ''), u.username, '') as "owner_name!", r.note, r.created_at, r.updated_at, r.checked_at,
                  r.finished_at, (select count(*) from release_page p where p.release_id = r.id) as "pages!",
                  (select count(*) from release_price p where p.release_id = r.id) as "prices!"
           from release r left join users u on u.id = r.owner_id
           where r.at >= $1 and r.at < $2 and r.state in ('scheduled', 'published', 'failed')
           order by r.at, r.id"#,
        from,
        until
    )
    .fetch_all(conn)
    .await?;
    Ok(raw.into_iter().map(ReleaseRow::from).collect())
}

/// Adds one.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    conn: &mut PgConnection,
    name: &str,
    owner: UserId,
    now: OffsetDateTime,
) -> Result<ReleaseId, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into release (name, owner_id, created_at, updated_at) values ($1, $2, $3, $3) returning id as "id: ReleaseId""#,
        name,
        owner.0,
        now
    )
    .fetch_one(conn)
    .await
}

/// Gives it another name.
///
/// # Errors
/// When the database refuses.
pub async fn set_name(
    conn: &mut PgConnection,
    id: ReleaseId,
    name: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update release set name = $2, updated_at = $3 where id = $1", id.0, name, now)
        .execute(conn)
        .await
        .map(drop)
}

/// Writes down how far it is.
///
/// # Errors
/// When the database refuses.
pub async fn set_state(
    conn: &mut PgConnection,
    id: ReleaseId,
    state: ReleaseState,
    at: Option<OffsetDateTime>,
    note: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update release set state = $2, at = $3, note = $4, updated_at = $5::timestamptz, finished_at = case when $6 then $5::timestamptz end where id = $1",
        id.0,
        state.name(),
        at,
        note,
        now,
        state.is_over()
    )
    .execute(conn)
    .await
    .map(drop)
}

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

/// Makes what waits for the end of the transaction happen now, so that a refusal can still be undone.
///
/// # Errors
/// When a constraint is violated.
pub async fn settle(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!("set constraints all immediate").execute(&mut *conn).await?;
    sqlx::query!("set constraints all deferred").execute(conn).await.map(drop)
}

/// Where the owner reads mail; none when they are no staff any more.
///
/// # Errors
/// When the database refuses.
pub async fn owner_email(conn: &mut PgConnection, owner: UserId) -> Result<Option<Email>, sqlx::Error> {
    let email = sqlx::query_scalar!("select email from users where id = $1 and is_staff and is_active", owner.0)
        .fetch_optional(conn)
        .await?;
    Ok(email.and_then(|email| email.parse().ok()))
}
