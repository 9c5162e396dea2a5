//! Every fact about an order, oldest first.

use super::retry::{Outcome, RetryButton};
use crate::moment::{Moment, duration_text};
use leptos::prelude::*;
use xpro_api::{EntryKind, EntryOutcome, TimelineEntry};
use xpro_ui::{Badge, EmptyState, Icon, IconName, Tone};

/// The list.
#[component]
pub fn Timeline(
    /// Oldest first.
    entries: Vec<TimelineEntry>,
    /// Called when a retry was asked for.
    changed: Callback<Outcome>,
) -> impl IntoView {
    let count = entries.len();
    let items: Vec<_> = entries.into_iter().map(|entry| view! { <Entry entry=entry changed=changed /> }).collect();
    view! {
        <section class="timeline-frame" aria-labelledby="timeline-title">
            <h2 class="timeline-frame__title" id="timeline-title">"Timeline"</h2>
            {if count == 0 {
                view! { <EmptyState title="Nothing has happened yet" level=3 icon=IconName::Clock /> }.into_any()
            } else {
                view! { <ol class="timeline" data-testid="timeline">{items}</ol> }.into_any()
            }}
        </section>
    }
}

#[component]
fn Entry(entry: TimelineEntry, changed: Callback<Outcome>) -> impl IntoView {
    let outcome = outcome_name(entry.outcome);
    let detail = (!entry.detail.is_empty()).then(|| view! { <p class="timeline__detail">{entry.detail.clone()}</p> });
    let retry =
        entry.retry.map(|target| view! { <RetryButton target=target what=entry.title.clone() changed=changed /> });
    view! {
        <li
            class=format!("timeline__entry timeline__entry--{outcome}")
            data-testid="timeline-entry"
            data-kind=kind_name(entry.kind)
            data-outcome=outcome
        >
            <span class="timeline__icon"><Icon name=icon(&entry) /></span>
            <div class="timeline__body">
                <p class="timeline__head">
                    <span class="timeline__title">{entry.title.clone()}</span>
                    {badge(entry.outcome)}
                </p>
                {detail}
                <p class="timeline__meta">
                    <Moment at=entry.at exact=true />
                    {(!entry.actor.is_empty()).then(|| view! { <span>{entry.actor.clone()}</span> })}
                    {entry.duration_ms.map(|millis| view! { <span>{duration_text(millis)}</span> })}
                    {(!entry.request_id.is_empty()).then(|| view! {
                        <span>"request "<code class="timeline__request">{entry.request_id.clone()}</code></span>
                    })}
                </p>
                {retry}
            </div>
        </li>
    }
}

fn badge(outcome: EntryOutcome) -> Option<AnyView> {
    let (tone, text) = match outcome {
        EntryOutcome::Done => return None,
        EntryOutcome::Waiting => (Tone::Info, "Waiting"),
        EntryOutcome::Warning => (Tone::Warning, "Needs a look"),
        EntryOutcome::Failed => (Tone::Danger, "Failed"),
    };
    Some(view! { <Badge tone=tone>{text}</Badge> }.into_any())
}

fn icon(entry: &TimelineEntry) -> IconName {
    match (entry.outcome, entry.kind) {
        (EntryOutcome::Failed, _) => IconName::Alert,
        (EntryOutcome::Warning, _) => IconName::Warning,
        (EntryOutcome::Waiting, _) => IconName::Clock,
        (EntryOutcome::Done, EntryKind::Order) => IconName::Basket,
        (EntryOutcome::Done, EntryKind::Payment) => IconName::Card,
        (EntryOutcome::Done, EntryKind::Notice) => IconName::Download,
        (EntryOutcome::Done, EntryKind::Enrollment) => IconName::Book,
        (EntryOutcome::Done, EntryKind::Job) => IconName::Refresh,
        (EntryOutcome::Done, EntryKind::Mail) => IconName::Mail,
    }
}

fn kind_name(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Order => "order",
        EntryKind::Payment => "payment",
        EntryKind::Notice => "notice",
        EntryKind::Enrollment => "enrollment",
        EntryKind::Job => "job",
        EntryKind::Mail => "mail",
    }
}

fn outcome_name(outcome: EntryOutcome) -> &'static str {
    match outcome {
        EntryOutcome::Done => "done",
        EntryOutcome::Waiting => "waiting",
        EntryOutcome::Warning => "warning",
        EntryOutcome::Failed => "failed",
    }
}
