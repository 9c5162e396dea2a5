//! How each kind of stored fact reads on a timeline.

use super::{EntryKind, EntryOutcome, RetryTarget, TimelineEntry};
use crate::{
    receipt::PaymentFacts,
    store::timeline::{AttemptFact, ChangeFact, JobFact, MadeFact, MailFact, NoticeFact, PushFact, ReceiptFact},
};
use serde_json::Value;
use time::OffsetDateTime;
use xpro_kernel::Money;

fn entry(at: OffsetDateTime, kind: EntryKind, title: impl Into<String>) -> TimelineEntry {
    TimelineEntry {
        at,
        kind,
        title: title.into(),
        detail: String::new(),
        actor: String::new(),
        duration: None,
        outcome: EntryOutcome::Done,
        request_id: String::new(),
        retry: None,
    }
}

/// `open_enrollments` reads `Open enrollments`.
fn words(name: &str) -> String {
    let mut text = name.replace('_', " ");
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

fn joined(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

pub(super) fn made(fact: MadeFact) -> TimelineEntry {
    TimelineEntry { actor: fact.username, ..entry(fact.at, EntryKind::Order, "Order made") }
}

pub(super) fn change(fact: ChangeFact) -> TimelineEntry {
    let kind = if fact.subject_type == "order" { EntryKind::Order } else { EntryKind::Enrollment };
    let detail = joined([transition(fact.before.as_ref(), fact.after.as_ref()), fact.note]);
    TimelineEntry { detail, actor: fact.actor, request_id: fact.request_id, ..entry(fact.at, kind, words(&fact.act)) }
}

/// `created → fulfilled`, of whichever state the audit entry tells.
fn transition(before: Option<&Value>, after: Option<&Value>) -> String {
    let state = |document: Option<&Value>| {
        ["status", "push_state"].iter().find_map(|key| document?.get(key)?.as_str().map(str::to_owned))
    };
    match (state(before), state(after)) {
        (Some(before), Some(after)) if before != after => format!("{before} → {after}"),
        (_, Some(after)) => after,
        _ => String::new(),
    }
}

pub(super) fn attempt(fact: AttemptFact) -> TimelineEntry {
    let amount = Money::from(fact.amount).dollars_and_cents();
    let detail = joined([amount, format!("{} · form {}", fact.reference, fact.transaction_uuid)]);
    TimelineEntry { detail, ..entry(fact.at, EntryKind::Payment, "Payment form signed for the gateway") }
}

pub(super) fn receipt(fact: ReceiptFact) -> TimelineEntry {
    let outcome = match fact.decision.as_str() {
        "ACCEPT" => EntryOutcome::Done,
        "REVIEW" => EntryOutcome::Warning,
        _ => EntryOutcome::Failed,
    };
    let facts = PaymentFacts::from_json(fact.data);
    let amount = fact.amount.map(|amount| format!("{} {}", Money::from(amount), fact.currency.unwrap_or_default()));
    let reason = if fact.reason_code.is_empty() { String::new() } else { format!("reason {}", fact.reason_code) };
    let transaction = fact.transaction_id.map(|id| format!("transaction {id}")).unwrap_or_default();
    let detail = joined([
        amount.unwrap_or_default(),
        reason,
        transaction,
        facts.card_type.unwrap_or_default(),
        facts.card_number.unwrap_or_default(),
    ]);
    TimelineEntry {
        detail,
        actor: "gateway".to_owned(),
        outcome,
        ..entry(fact.at, EntryKind::Payment, format!("The gateway says {}", fact.decision))
    }
}

pub(super) fn notice(fact: NoticeFact) -> TimelineEntry {
    let outcome = match fact.verdict.as_str() {
        "applied" | "duplicate" => EntryOutcome::Done,
        "received" => EntryOutcome::Waiting,
        "unknown" | "needs_review" => EntryOutcome::Warning,
        _ => EntryOutcome::Failed,
    };
    let title = format!("Notice from {}: {}", fact.source, fact.verdict.replace('_', " "));
    TimelineEntry {
        detail: fact.reason,
        actor: fact.source,
        outcome,
        request_id: fact.request_id,
        ..entry(fact.at, EntryKind::Notice, title)
    }
}

/// A job gives one entry per attempt, and one while it waits for its first or next.
pub(super) fn job(fact: JobFact) -> Vec<TimelineEntry> {
    let title = words(&fact.kind);
    let retry = (fact.state == "failed").then_some(RetryTarget::Job(fact.id));
    let mut list: Vec<TimelineEntry> = Vec::with_capacity(fact.attempts.len() + 1);
    let last_tried = fact.attempts.last().map(|tried| tried.finished_at.unwrap_or(tried.started_at));
    for tried in fact.attempts {
        let outcome = match tried.outcome.as_deref() {
            Some("done") => EntryOutcome::Done,
            Some("failed") => EntryOutcome::Failed,
            Some(_) => EntryOutcome::Warning,
            None => EntryOutcome::Waiting,
        };
        list.push(TimelineEntry {
            detail: tried.error.unwrap_or_default(),
            actor: tried.worker,
            duration: tried.finished_at.map(|finished| finished - tried.started_at),
            outcome,
            request_id: fact.request_id.clone(),
            ..entry(tried.started_at, EntryKind::Job, format!("{title}, attempt {}", tried.attempt))
        });
    }
    if list.is_empty() || fact.state == "queued" {
        let outcome = if fact.state == "canceled" { EntryOutcome::Warning } else { EntryOutcome::Waiting };
        let title = if last_tried.is_some() { format!("{title}, next attempt") } else { title };
        list.push(TimelineEntry {
            detail: fact.state,
            outcome,
            request_id: fact.request_id,
            ..entry(last_tried.unwrap_or(fact.created_at), EntryKind::Job, title)
        });
    }
    if let Some(last) = list.last_mut() {
        last.retry = retry;
    }
    list
}

pub(super) fn mail(fact: MailFact) -> TimelineEntry {
    let outcome = match fact.state.as_str() {
        "sent" => EntryOutcome::Done,
        "failed" => EntryOutcome::Failed,
        _ if fact.last_error.is_some() => EntryOutcome::Warning,
        _ => EntryOutcome::Waiting,
    };
    let detail = joined([format!("to {}", fact.recipient), fact.state, fact.last_error.unwrap_or_default()]);
    TimelineEntry {
        detail,
        outcome,
        ..entry(fact.sent_at.unwrap_or(fact.created_at), EntryKind::Mail, format!("Mail \"{}\"", fact.subject))
    }
}

pub(super) fn push(fact: PushFact) -> TimelineEntry {
    let (title, outcome) = match fact.push_state.as_str() {
        "enrolled" => ("Open edX holds the enrollment", EntryOutcome::Done),
        "needs_help" => ("Open edX refused the enrollment", EntryOutcome::Failed),
        _ => ("Open edX does not know the enrollment yet", EntryOutcome::Waiting),
    };
    let retry = (fact.active && fact.push_state != "enrolled").then_some(RetryTarget::Enrollment(fact.id));
    let tries = if fact.push_attempts == 0 { String::new() } else { format!("attempts: {}", fact.push_attempts) };
    let detail =
        joined([fact.courseware_id, fact.edx_mode.unwrap_or_default(), tries, fact.push_error.unwrap_or_default()]);
    TimelineEntry {
        detail,
        actor: "Open edX".to_owned(),
        outcome,
        retry,
        ..entry(fact.at, EntryKind::Enrollment, title)
    }
}
