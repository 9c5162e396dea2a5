//! Sending one delivery: what is sent, how it is signed, and what came of it.

use crate::content_api::store::webhooks::{self, NewAttempt};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use time::OffsetDateTime;
use xpro_platform::db::Tx;

/// Longest part of an answer that is kept.
const ANSWER: usize = 1_000;

/// A delivery to be sent now.
#[derive(Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Its endpoint.
    pub endpoint: i64,
    /// Where to.
    pub url: String,
    /// The body.
    pub body: Vec<u8>,
    /// Headers: event, event id, delivery, signature.
    pub headers: Vec<(&'static str, String)>,
}

impl std::fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outgoing").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

/// What is to be sent; none when it arrived already or nobody listens any more.
///
/// # Errors
/// When the database refuses.
pub async fn open_delivery(tx: &mut Tx, delivery: i64) -> Result<Option<Outgoing>, sqlx::Error> {
    let Some(row) = webhooks::find_ready(tx, delivery).await?.filter(|row| row.state == "waiting") else {
        return Ok(None);
    };
    if !row.is_on {
        let gone = Attempt { duration_ms: 0, status: None, error: "The webhook was switched off.", answer: "" };
        note_attempt(tx, delivery, gone, Ending::Failed).await?;
        return Ok(None);
    }
    let body = serde_json::to_vec(&row.payload).map_err(|error| sqlx::Error::Encode(Box::new(error)))?;
    let headers = vec![
        ("content-type", "application/json".to_owned()),
        ("x-xpro-event", row.event),
        ("x-xpro-event-id", row.event_id.to_string()),
        ("x-xpro-delivery", row.id.to_string()),
        ("x-xpro-signature", sign(&row.secret, tx.now(), &body)),
    ];
    Ok(Some(Outgoing { endpoint: row.endpoint_id, url: row.url, body, headers }))
}

/// `t=<seconds since 1970>,v1=<hex of HMAC-SHA256 over "<t>.<body>">`: the time is signed too, so that a receiver can refuse
/// what was recorded and sent again later.
pub fn sign(secret: &str, at: OffsetDateTime, body: &[u8]) -> String {
    let seconds = at.unix_timestamp();
    // A key of any length is fine.
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap_or_else(|_| Hmac::<Sha256>::new(&Default::default()));
    mac.update(format!("{seconds}.").as_bytes());
    mac.update(body);
    let digest: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("t={seconds},v1={digest}")
}

/// One try.
#[derive(Debug, Clone, Copy)]
pub struct Attempt<'a> {
    /// How long it took.
    pub duration_ms: u32,
    /// Status of the answer.
    pub status: Option<u16>,
    /// Why it failed; empty when it did not.
    pub error: &'a str,
    /// The answer, as far as it was read.
    pub answer: &'a str,
}

/// What becomes of the delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It arrived.
    Delivered,
    /// It will be tried again.
    Waiting,
    /// It was given up.
    Failed,
}

/// Writes a try down.
///
/// # Errors
/// When the database refuses.
pub async fn note_attempt(tx: &mut Tx, delivery: i64, attempt: Attempt<'_>, ending: Ending) -> Result<(), sqlx::Error> {
    // Postgres keeps no NUL.
    let short = |text: &str| text.chars().filter(|char| *char != '\0').take(ANSWER).collect::<String>();
    let (error, answer, now) = (short(attempt.error), short(attempt.answer), tx.now());
    let new = NewAttempt {
        delivery,
        duration_ms: i32::try_from(attempt.duration_ms).unwrap_or(i32::MAX),
        status: attempt.status.map(i32::from),
        error: &error,
        answer: &answer,
    };
    webhooks::insert_attempt(tx, new, now).await?;
    let state = match ending {
        Ending::Delivered => "delivered",
        Ending::Waiting => "waiting",
        Ending::Failed => "failed",
    };
    webhooks::conclude(tx, delivery, state, now).await
}
