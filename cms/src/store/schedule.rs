//! `page_schedule`.

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{PageId, RevisionId, UserId};

/// Key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct ScheduleId(pub i64);

impl std::fmt::Display for ScheduleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScheduleAction {
    /// Publish a revision.
    Publish,
    /// Take the page off the site.
    Expire,
}

impl ScheduleAction {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            ScheduleAction::Publish => "publish",
            ScheduleAction::Expire => "expire",
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScheduleState {
    /// To come.
    Waiting,
    /// Done.
    Done,
    /// Called off.
    Canceled,
    /// Could not be done.
    Failed,
}

impl ScheduleState {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            ScheduleState::Waiting => "waiting",
            ScheduleState::Done => "done",
            ScheduleState::Canceled => "canceled",
            ScheduleState::Failed => "failed",
        }
    }

    fn from_name(name: &str) -> Self {
        match name {
            "waiting" => ScheduleState::Waiting,
            "done" => ScheduleState::Done,
            "canceled" => ScheduleState::Canceled,
            _ => ScheduleState::Failed,
        }
    }
}

/// An intention, with its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleRow {
    /// Key.
    pub id: ScheduleId,
    /// Which page.
    pub page_id: PageId,
    /// Its newest title.
    pub title: String,
    /// Its address.
    pub url_path: String,
    /// What is to be done.
    pub action: ScheduleAction,
    /// Which text goes live.
    pub revision_id: Option<RevisionId>,
    /// When.
    pub at: OffsetDateTime,
    /// What came of it.
    pub state: ScheduleState,
    /// Who wanted it; none for commands.
    pub by: Option<UserId>,
    /// Their name.
    pub by_name: String,
    /// Why it could not be done.
    pub note: String,
}

/// As the statements below return it.
struct Raw {
    id: ScheduleId,
    page_id: PageId,
    title: String,
    url_path: String,
    action: String,
    revision_id: Option<RevisionId>,
    at: OffsetDateTime,
    state: String,
    by: Option<UserId>,
    by_name: String,
    note: String,
}

impl From<Raw> for ScheduleRow {
    fn from(raw: Raw) -> Self {
        ScheduleRow {
            id: raw.id,
            page_id: raw.page_id,
            title: raw.title,
            url_path: raw.url_path,
            action: if raw.action == "publish" { ScheduleAction::Publish } else { ScheduleAction::Expire },
            revision_id: raw.revision_id,
            at: raw.at,
            state: ScheduleState::from_name(&raw.state),
            by: raw.by,
            by_name: raw.by_name,
            note: raw.note,
        }
    }
}

/// One.
///
/// # Errors
/// When the database refuses.
pub async fn find(conn: &mut PgConnection, id: ScheduleId) -> Result<Option<ScheduleRow>, sqlx::Error> {
    let raw = sqlx::query_as!(
        Raw,
        r#"select s.id as "id: ScheduleId", s.page_id as "page_id: PageId", p.draft_title as title, p.url_path, s.action,
                  s.revision_id as "revision_id: RevisionId", s.at, s.state, s.created_by as "by: UserId",
                  coalesce(nullif(u.name, ''), u.username, '') as "by_name!", s.note
           from page_schedule s join page p on p.id = s.page_id left join users u on u.id = s.created_by
           where s.id = $1 and p.trash_id is null"#,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(raw.map(ScheduleRow::from))
}

/// What waits for a page, the next first.
///
/// # Errors
/// When the database refuses.
pub async fn waiting(conn: &mut PgConnection, page: PageId) -> Result<Vec<ScheduleRow>, sqlx::Error> {
    let raw = sqlx::query_as!(
        Raw,
        r#"select s.id as "id: ScheduleId", s.page_id as "page_id: PageId", p.draft_title as title, p.url_path, s.action,
                  s.revision_id as "revision_id: RevisionId", s.at, s.state, s.created_by as "by: UserId",
                  coalesce(nullif(u.name, ''), u.username, '') as "by_name!", s.note
           from page_schedule s join page p on p.id = s.page_id left join users u on u.id = s.created_by
           where s.page_id = $1 and s.state = 'waiting' order by s.at, s.id"#,
        page.0
    )
    .fetch_all(conn)
    .await?;
    Ok(raw.into_iter().map(ScheduleRow::from).collect())
}

/// What is and was to be done between two instants, in branches whose `tree_path` begins with one of `roots`.
///
/// # Errors
/// When the database refuses.
pub async fn between(
    conn: &mut PgConnection,
    roots: &[String],
    from: OffsetDateTime,
    until: OffsetDateTime,
) -> Result<Vec<ScheduleRow>, sqlx::Error> {
    let raw = sqlx::query_as!(
        Raw,
        r#"select s.id as "id: ScheduleId", s.page_id as "page_id: PageId", p.draft_title as title, p.url_path, s.action,
                  s.revision_id as "revision_id: RevisionId", s.at, s.state, s.created_by as "by: UserId",
                  coalesce(nullif(u.name, ''), u.username, '') as "by_name!", s.note
           from page_schedule s join page p on p.id = s.page_id left join users u on u.id = s.created_by
           where s.at >= $2 and s.at < $3 and p.trash_id is null
             and exists (select 1 from unnest($1::text[]) as root where starts_with(p.tree_path, root))
           order by s.at, s.id"#,
        roots,
        from,
        until
    )
    .fetch_all(conn)
    .await?;
    Ok(raw.into_iter().map(ScheduleRow::from).collect())
}

/// A new intention.
#[derive(Debug, Clone, Copy)]
pub struct NewSchedule {
    /// Which page.
    pub page: PageId,
    /// What is to be done.
    pub action: ScheduleAction,
    /// Which text goes live.
    pub revision: Option<RevisionId>,
    /// When.
    pub at: OffsetDateTime,
}

/// Adds one.
///
/// # Errors
/// When one of its kind waits for the page already.
pub async fn insert(
    conn: &mut PgConnection,
    new: NewSchedule,
    by: Option<UserId>,
    now: OffsetDateTime,
) -> Result<ScheduleId, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into page_schedule (page_id, action, revision_id, at, created_by, created_at)
           values ($1, $2, $3, $4, $5, $6) returning id as "id: ScheduleId""#,
        new.page.0,
        new.action.name(),
        new.revision.map(|id| id.0),
        new.at,
        by.map(|id| id.0),
        now
    )
    .fetch_one(conn)
    .await
}

/// Writes down what came of it.
///
/// # Errors
/// When the database refuses.
pub async fn finish(
    conn: &mut PgConnection,
    id: ScheduleId,
    state: ScheduleState,
    note: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update page_schedule set state = $2, note = $3, finished_at = $4 where id = $1",
        id.0,
        state.name(),
        note,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Calls off what waits for a page; false when nothing did.
///
/// # Errors
/// When the database refuses.
pub async fn call_off(
    conn: &mut PgConnection,
    page: PageId,
    action: &str,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update page_schedule set state = 'canceled', finished_at = $3 where page_id = $1 and action = $2 and state = 'waiting'",
        page.0,
        action,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}
