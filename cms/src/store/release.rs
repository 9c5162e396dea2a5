//! `release`.

use crate::release::{ReleaseId, ReleaseState};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{Email, UserId};

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
