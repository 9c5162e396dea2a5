//! Webhooks: other systems hear of pages that were published, taken off the site, or deleted. A delivery is a row and a job,
//! written in the transaction of the act, so that what is rolled back is never told and what happened always is.

mod deliver;

pub use deliver::{Attempt, Ending, Outgoing, note_attempt, open_delivery, sign};

use super::{
    store::webhooks::{self, NewEndpoint},
    token::{INTEGRATIONS_CHANGE, random, record},
};
use crate::access::Editor;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use url::Url;
use uuid::Uuid;
use xpro_kernel::{PageId, plain_text};
use xpro_platform::{
    Subject,
    db::Tx,
    jobs::{Backoff, Job, enqueue},
};

pub use super::store::webhooks::{DeliveryRow, EndpointRow};

/// Name of the system in flows, lanes and outbound calls.
pub const SYSTEM: &str = "webhooks";
/// Deliveries that ended are kept this long.
pub const KEPT: Duration = Duration::days(30);

/// What endpoints can hear of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PageEvent {
    /// A page was published, for the first time or anew.
    #[serde(rename = "page.published")]
    Published,
    /// A page was taken off the site, by somebody, by its schedule, or because it was deleted.
    #[serde(rename = "page.unpublished")]
    Unpublished,
    /// A page was put into the trash, with everything below it.
    #[serde(rename = "page.deleted")]
    Deleted,
}

impl PageEvent {
    /// All of them.
    pub const ALL: [PageEvent; 3] = [PageEvent::Published, PageEvent::Unpublished, PageEvent::Deleted];

    /// On the wire.
    pub fn name(self) -> &'static str {
        match self {
            PageEvent::Published => "page.published",
            PageEvent::Unpublished => "page.unpublished",
            PageEvent::Deleted => "page.deleted",
        }
    }

    /// The event of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.name() == name)
    }
}

/// The event of a test.
const PING: &str = "ping";

/// Sends one delivery.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeliverWebhook {
    /// Its row.
    pub delivery: i64,
}

impl Job for DeliverWebhook {
    const KIND: &'static str = "deliver_webhook";
    const MAX_ATTEMPTS: i32 = 10;
    /// Twice half a minute, then longer: the last attempt is about four hours after the first.
    const BACKOFF: Backoff = Backoff { first: Duration::seconds(30), ceiling: Duration::hours(4) };
    const WAITS_FOR: Option<&'static str> = Some(SYSTEM);

    fn unique_key(&self) -> Option<String> {
        Some(format!("deliver_webhook:{}", self.delivery))
    }

    fn subject(&self) -> Option<Subject> {
        Some(Subject::new("webhook_delivery", self.delivery))
    }
}

/// Tells every endpoint that wants to hear of it, once the transaction commits. One statement when there is none.
pub(crate) async fn announce(tx: &mut Tx, event: PageEvent, page: PageId) -> Result<(), sqlx::Error> {
    let now = tx.now();
    let at = super::json::stamp(now);
    for delivery in webhooks::insert_for_page(tx, event.name(), Uuid::now_v7(), page, (&at, now)).await? {
        enqueue(tx, &DeliverWebhook { delivery }).await?;
    }
    Ok(())
}

/// An endpoint as it should be.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// What it is for.
    pub name: String,
    /// Where it listens.
    pub url: String,
    /// What it hears of.
    pub events: Vec<PageEvent>,
    /// Whether anything is sent.
    pub active: bool,
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// Needs [`INTEGRATIONS_CHANGE`].
    #[error("this needs the permission {INTEGRATIONS_CHANGE}")]
    Denied,
    /// A field is wrong; its name, and why.
    #[error("{1}")]
    Field(&'static str, &'static str),
    /// No such endpoint or delivery, or nothing to send again.
    #[error("there is no such webhook")]
    NotFound,
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

fn may(editor: &Editor) -> Result<(), WebhookError> {
    if editor.has(INTEGRATIONS_CHANGE) { Ok(()) } else { Err(WebhookError::Denied) }
}

/// Whether something can listen there. Where the address leads is asked each time that something is sent.
fn check(endpoint: &Endpoint) -> Result<(), WebhookError> {
    if plain_text(&endpoint.name).is_empty() || endpoint.name.chars().count() > 100 {
        return Err(WebhookError::Field("name", "Enter a name of up to 100 characters."));
    }
    if endpoint.events.is_empty() {
        return Err(WebhookError::Field("events", "Choose at least one."));
    }
    let wrong = |why| Err(WebhookError::Field("url", why));
    if endpoint.url.len() > 2_000 {
        return wrong("The address is too long.");
    }
    if endpoint.url.trim().chars().any(char::is_control) {
        return wrong("The address must not hold control characters.");
    }
    let Ok(url) = endpoint.url.trim().parse::<Url>() else {
        return wrong("Enter a whole address, such as https://example.com/hook.");
    };
    if !url.username().is_empty() || url.password().is_some() {
        return wrong("The address must not hold a name or password; deliveries are signed instead.");
    }
    let is_here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    match url.scheme() {
        "https" => Ok(()),
        "http" if is_here => Ok(()),
        _ => wrong("The address must begin with https://."),
    }
}

fn names(events: &[PageEvent]) -> Vec<String> {
    PageEvent::ALL.iter().filter(|event| events.contains(event)).map(|event| event.name().to_owned()).collect()
}

/// Makes an endpoint; returns its key, and the secret that signs what is sent, which nobody can read again.
///
/// # Errors
/// See [`WebhookError`].
pub async fn create_webhook(tx: &mut Tx, editor: &Editor, new: &Endpoint) -> Result<(i64, String), WebhookError> {
    may(editor)?;
    check(new)?;
    let secret = format!("whsec_{}{}", random(), random());
    let events = names(&new.events);
    let name = plain_text(&new.name);
    let row = NewEndpoint { name: &name, url: new.url.trim(), secret: &secret, events: &events, by: editor.user_id() };
    let now = tx.now();
    let id = webhooks::insert_endpoint(tx, row, now).await?;
    let after = serde_json::json!({ "name": name, "url": new.url, "events": events });
    record(tx, editor, "create_webhook", id, None, Some(after)).await?;
    Ok((id, secret))
}

/// Changes an endpoint.
///
/// # Errors
/// See [`WebhookError`].
pub async fn update_webhook(tx: &mut Tx, editor: &Editor, id: i64, to: &Endpoint) -> Result<(), WebhookError> {
    may(editor)?;
    check(to)?;
    let (events, now) = (names(&to.events), tx.now());
    let name = plain_text(&to.name);
    let fields = (name.as_str(), to.url.trim(), events.as_slice(), to.active);
    if !webhooks::update_endpoint(tx, id, fields, now).await? {
        return Err(WebhookError::NotFound);
    }
    let after = serde_json::json!({ "name": name, "url": to.url, "events": events, "active": to.active });
    Ok(record(tx, editor, "update_webhook", id, None, Some(after)).await?)
}

/// Sends nothing there any more. What was not sent yet is given up.
///
/// # Errors
/// See [`WebhookError`].
pub async fn delete_webhook(tx: &mut Tx, editor: &Editor, id: i64) -> Result<(), WebhookError> {
    may(editor)?;
    let now = tx.now();
    if !webhooks::delete_endpoint(tx, id, now).await? {
        return Err(WebhookError::NotFound);
    }
    Ok(record(tx, editor, "delete_webhook", id, None, None).await?)
}

/// The endpoints.
///
/// # Errors
/// See [`WebhookError`].
pub async fn list_webhooks(conn: &mut PgConnection, editor: &Editor) -> Result<Vec<EndpointRow>, WebhookError> {
    may(editor)?;
    Ok(webhooks::list_endpoints(conn).await?)
}

/// The log of an endpoint, newest first, from before a delivery on.
///
/// # Errors
/// See [`WebhookError`].
pub async fn list_deliveries(
    conn: &mut PgConnection,
    editor: &Editor,
    endpoint: i64,
    before: Option<i64>,
) -> Result<Vec<DeliveryRow>, WebhookError> {
    may(editor)?;
    Ok(webhooks::list_deliveries(conn, endpoint, before, 50).await?)
}

/// Sends a delivery that ended once more, with the same event id.
///
/// # Errors
/// See [`WebhookError`].
pub async fn resend_delivery(tx: &mut Tx, editor: &Editor, delivery: i64) -> Result<(), WebhookError> {
    may(editor)?;
    if !webhooks::reopen(tx, delivery).await? {
        return Err(WebhookError::NotFound);
    }
    enqueue(tx, &DeliverWebhook { delivery }).await?;
    Ok(record(tx, editor, "resend_webhook", delivery, None, None).await?)
}

/// Sends something that says nothing, to try an endpoint.
///
/// # Errors
/// See [`WebhookError`].
pub async fn test_webhook(tx: &mut Tx, editor: &Editor, endpoint: i64) -> Result<(), WebhookError> {
    may(editor)?;
    let (now, event_id) = (tx.now(), Uuid::now_v7());
    let payload = serde_json::json!({ "id": event_id, "event": PING, "at": super::json::stamp(now) });
    let delivery = webhooks::insert_test(tx, endpoint, PING, event_id, &payload, now).await?;
    let delivery = delivery.ok_or(WebhookError::NotFound)?;
    enqueue(tx, &DeliverWebhook { delivery }).await?;
    Ok(())
}

/// Deletes deliveries that ended long ago.
///
/// # Errors
/// When the database refuses.
pub async fn purge_deliveries(conn: &mut PgConnection, now: OffsetDateTime) -> Result<u64, sqlx::Error> {
    webhooks::purge(conn, now - KEPT).await
}
