//! `webhook_endpoint`, `webhook_delivery`, `webhook_attempt`.

use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;
use xpro_kernel::{PageId, UserId};

/// An endpoint as lists show it; the secret stays inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointRow {
    /// Key.
    pub id: i64,
    /// What it is for.
    pub name: String,
    /// Where it listens.
    pub url: String,
    /// What it hears of.
    pub events: Vec<String>,
    /// Whether anything is sent.
    pub active: bool,
    /// Made.
    pub created_at: OffsetDateTime,
    /// Since when every delivery failed.
    pub failing_since: Option<OffsetDateTime>,
    /// Deliveries that have not ended.
    pub waiting: i64,
}

/// A delivery as the log shows it, with its last attempt.
#[derive(Debug, Clone, PartialEq)]
pub struct DeliveryRow {
    /// Key.
    pub id: i64,
    /// The same for all endpoints and repetitions.
    pub event_id: Uuid,
    /// `page.published`, …
    pub event: String,
    /// The page.
    pub page_id: i64,
    /// What was sent.
    pub payload: Value,
    /// `waiting`, `delivered` or `failed`.
    pub state: String,
    /// How often it was tried.
    pub attempts: i32,
    /// When it happened.
    pub created_at: OffsetDateTime,
    /// When it arrived or was given up.
    pub finished_at: Option<OffsetDateTime>,
    /// When it was last tried.
    pub last_at: Option<OffsetDateTime>,
    /// Status of the last answer.
    pub last_status: Option<i32>,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// Beginning of the last answer.
    pub last_answer: Option<String>,
    /// How long the last attempt took.
    pub last_duration_ms: Option<i32>,
}

pub(in crate::content_api) struct Ready {
    pub id: i64,
    pub endpoint_id: i64,
    pub url: String,
    pub secret: String,
    pub is_on: bool,
    pub event: String,
    pub event_id: Uuid,
    pub payload: Value,
    pub state: String,
}

pub(in crate::content_api) struct NewEndpoint<'a> {
    pub name: &'a str,
    pub url: &'a str,
    pub secret: &'a str,
    pub events: &'a [String],
    pub by: UserId,
}

pub(in crate::content_api) async fn insert_endpoint(
    conn: &mut PgConnection,
    new: NewEndpoint<'_>,
    now: OffsetDateTime,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into webhook_endpoint (name, url, secret, events, created_by, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $6) returning id",
        new.name,
        new.url,
        new.secret,
        new.events,
        new.by.0,
        now
    )
    .fetch_one(conn)
    .await
}

/// Whether there was one.
pub(in crate::content_api) async fn update_endpoint(
    conn: &mut PgConnection,
    id: i64,
    (name, url, events, active): (&str, &str, &[String], bool),
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update webhook_endpoint set name = $2, url = $3, events = $4, active = $5, updated_at = $6 where id = $1 and deleted_at is null",
        id,
        name,
        url,
        events,
        active,
        now
    );
    Ok(done.execute(conn).await?.rows_affected() > 0)
}

/// Whether there was one. Its log stays.
pub(in crate::content_api) async fn delete_endpoint(
    conn: &mut PgConnection,
    id: i64,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update webhook_endpoint set deleted_at = $2, active = false, updated_at = $2 where id = $1 and deleted_at is null",
        id,
        now
    );
    Ok(done.execute(conn).await?.rows_affected() > 0)
}

pub(in crate::content_api) async fn list_endpoints(conn: &mut PgConnection) -> Result<Vec<EndpointRow>, sqlx::Error> {
    sqlx::query_as!(
        EndpointRow,
        r#"select id, name, url, events, active, created_at, failing_since,
                  (select count(*) from webhook_delivery d where d.endpoint_id = e.id and d.state = 'waiting') as "waiting!"
           from webhook_endpoint e where deleted_at is null order by id"#
    )
    .fetch_all(conn)
    .await
}

/// One delivery of an event of a page for each endpoint that wants to hear of it. One statement.
pub(in crate::content_api) async fn insert_for_page(
    conn: &mut PgConnection,
    event: &str,
    event_id: Uuid,
    page: PageId,
    at: (&str, OffsetDateTime),
) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into webhook_delivery (endpoint_id, event_id, event, page_id, payload, created_at)
         select e.id, $1, $2, p.id,
                jsonb_build_object('id', $1::uuid, 'event', $2::text, 'at', $4::text, 'page', jsonb_build_object(
                    'id', p.id, 'type', 'cms.' || p.kind, 'title', p.title, 'slug', p.slug, 'path', p.url_path, 'live', p.live,
                    'detail_path', '/api/v2/pages/' || p.id || '/')),
                $5
         from webhook_endpoint e cross join page p
         where p.id = $3 and e.active and e.deleted_at is null and $2 = any(e.events)
         order by e.id
         returning id",
        event_id,
        event,
        page.0,
        at.0,
        at.1
    )
    .fetch_all(conn)
    .await
}

/// A delivery to one endpoint, about no page.
pub(in crate::content_api) async fn insert_test(
    conn: &mut PgConnection,
    endpoint: i64,
    event: &str,
    event_id: Uuid,
    payload: &Value,
    now: OffsetDateTime,
) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into webhook_delivery (endpoint_id, event_id, event, page_id, payload, created_at)
         select id, $3, $2, 0, $4, $5 from webhook_endpoint where id = $1 and deleted_at is null returning id",
        endpoint,
        event,
        event_id,
        payload,
        now
    )
    .fetch_optional(conn)
    .await
}

pub(in crate::content_api) async fn find_ready(conn: &mut PgConnection, id: i64) -> Result<Option<Ready>, sqlx::Error> {
    sqlx::query_as!(
        Ready,
        r#"select d.id, d.endpoint_id, e.url, e.secret, e.active and e.deleted_at is null as "is_on!", d.event, d.event_id, d.payload, d.state
           from webhook_delivery d join webhook_endpoint e on e.id = d.endpoint_id where d.id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await
}

pub(in crate::content_api) struct NewAttempt<'a> {
    pub delivery: i64,
    pub duration_ms: i32,
    pub status: Option<i32>,
    pub error: &'a str,
    pub answer: &'a str,
}

pub(in crate::content_api) async fn insert_attempt(
    conn: &mut PgConnection,
    new: NewAttempt<'_>,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into webhook_attempt (delivery_id, at, duration_ms, status, error, answer) values ($1, $2, $3, $4, $5, $6)",
        new.delivery,
        now,
        new.duration_ms,
        new.status,
        new.error,
        new.answer
    )
    .execute(conn)
    .await
    .map(drop)
}

/// What became of a delivery, and of its endpoint.
pub(in crate::content_api) async fn conclude(
    conn: &mut PgConnection,
    id: i64,
    state: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let finished = (state != "waiting").then_some(now);
    sqlx::query!(
        "with done as (
             update webhook_delivery set state = $2, attempts = attempts + 1, finished_at = $3 where id = $1 returning endpoint_id
         )
         update webhook_endpoint set failing_since = case when $2 = 'delivered' then null else coalesce(failing_since, $4) end
         where id = (select endpoint_id from done)",
        id,
        state,
        finished,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Makes a delivery that ended wait again; whether there was one.
pub(in crate::content_api) async fn reopen(conn: &mut PgConnection, id: i64) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update webhook_delivery d set state = 'waiting', finished_at = null from webhook_endpoint e
         where d.id = $1 and d.state <> 'waiting' and e.id = d.endpoint_id and e.active and e.deleted_at is null",
        id
    );
    Ok(done.execute(conn).await?.rows_affected() > 0)
}

/// The log of an endpoint, newest first.
pub(in crate::content_api) async fn list_deliveries(
    conn: &mut PgConnection,
    endpoint: i64,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<DeliveryRow>, sqlx::Error> {
    sqlx::query_as!(
        DeliveryRow,
        r#"select d.id, d.event_id, d.event, d.page_id, d.payload, d.state, d.attempts, d.created_at, d.finished_at, a.at as "last_at?",
                  a.status as last_status, a.error as "last_error?", a.answer as "last_answer?", a.duration_ms as "last_duration_ms?"
           from webhook_delivery d
           left join lateral (select * from webhook_attempt a where a.delivery_id = d.id order by a.id desc limit 1) a on true
           where d.endpoint_id = $1 and ($2::bigint is null or d.id < $2)
           order by d.id desc limit $3"#,
        endpoint,
        before,
        limit
    )
    .fetch_all(conn)
    .await
}

pub(in crate::content_api) async fn purge(
    conn: &mut PgConnection,
    ended_before: OffsetDateTime,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!("delete from webhook_delivery where finished_at < $1", ended_before);
    Ok(done.execute(conn).await?.rows_affected())
}
