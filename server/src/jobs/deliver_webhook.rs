//! Sends one delivery to a webhook and writes the try down. A delivery that is given up ends here: its place is the log of
//! its endpoint, where it can be sent again, not the list of work that staff must mend.

use super::JobState;
use crate::webhook_sender::SendError;
use std::time::Instant;
use xpro_cms::content_api::{Attempt, DeliverWebhook, Ending, Outgoing, note_attempt, open_delivery};
use xpro_outbound::{CallError, Fault};
use xpro_platform::jobs::{JobContext, JobError};

pub(super) async fn run(state: JobState, context: JobContext, job: DeliverWebhook) -> Result<(), JobError> {
    let mut tx = context.db.begin(&context.request_id).await?;
    let delivery = open_delivery(&mut tx, job.delivery).await?;
    tx.commit().await?;
    let Some(delivery) = delivery else { return Ok(()) };
    let outcome = send(&state, &delivery).await;
    let ending = match &outcome.failed {
        None => Ending::Delivered,
        Some(failed) if failed.is_final || context.is_last => Ending::Failed,
        Some(_) => Ending::Waiting,
    };
    let mut tx = context.db.begin(&context.request_id).await?;
    let attempt = Attempt {
        duration_ms: outcome.duration_ms,
        status: outcome.status,
        error: outcome.failed.as_ref().map_or("", |failed| failed.why.as_str()),
        answer: &outcome.answer,
    };
    note_attempt(&mut tx, job.delivery, attempt, ending).await?;
    tx.commit().await?;
    match (ending, outcome.failed) {
        (Ending::Waiting, Some(failed)) => Err(JobError::retry("webhook", failed.why)),
        _ => Ok(()),
    }
}

struct Outcome {
    duration_ms: u32,
    status: Option<u16>,
    answer: String,
    failed: Option<Failed>,
}

struct Failed {
    why: String,
    is_final: bool,
}

async fn send(state: &JobState, delivery: &Outgoing) -> Outcome {
    let begun = Instant::now();
    let sent = state.webhooks.send(delivery).await;
    let duration_ms = u32::try_from(begun.elapsed().as_millis()).unwrap_or(u32::MAX);
    let failed = |why: String, is_final| Some(Failed { why, is_final });
    let (status, answer, failed) = match sent {
        Ok(reply) => (Some(reply.status.as_u16()), String::from_utf8_lossy(&reply.body).into_owned(), None),
        Err(SendError::Call(error)) => match &error.fault {
            // It was taken; only the answer was too long to read.
            Fault::Decode(_) => (Some(200), "(a long answer, not kept)".to_owned(), None),
            Fault::Status(answer) => {
                let is_gone = answer.status.as_u16() == 410;
                (Some(answer.status.as_u16()), answer.excerpt(), failed(why(&error), is_gone))
            }
            fault => (None, String::new(), failed(why(&error), matches!(fault, Fault::OutOfReach | Fault::Request(_)))),
        },
        Err(error) => (None, String::new(), failed(error.to_string(), true)),
    };
    Outcome { duration_ms, status, answer, failed }
}

fn why(error: &CallError) -> String {
    error.fault.to_string()
}
