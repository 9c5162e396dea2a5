//! What was sent to one webhook, and how it was taken.

use super::PATH;
use crate::{
    failure::Failure,
    moment::Moment,
    page,
    pages::{Attempt, Waiting},
    paths,
    remote::Remote,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use xpro_api::{DeliveryItem, DeliveryState, resend_delivery, webhook_log};
use xpro_ui::{Badge, Button, ButtonKind, ButtonSize, EmptyState, Icon, IconName, Tone};

/// Deliveries in one answer.
const PART: usize = 50;

/// The page.
#[component]
pub fn DeliveriesView() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| id.parse().ok()).unwrap_or(0)));
    let log = Remote::<(Vec<DeliveryItem>, bool)>::new();
    let ask = move || {
        log.ask_and_merge(webhook_log(id.get_untracked(), None), |_, rows| {
            let more = rows.len() == PART;
            (rows, more)
        });
    };
    Effect::new(move |_| {
        id.track();
        ask();
    });
    page::name(|| "Deliveries".to_owned());
    let more = move |_| {
        let last = log.value.with_untracked(|log| log.as_ref().and_then(|(rows, _)| rows.last().map(|row| row.id)));
        log.ask_and_merge(webhook_log(id.get_untracked(), last), |old, new| {
            let more = new.len() == PART;
            let mut rows = old.map(|(rows, _)| rows).unwrap_or_default();
            rows.extend(new);
            (rows, more)
        });
    };
    let changed = Callback::new(move |()| ask());
    let list = move || {
        let Some((rows, _)) = log.value.get() else {
            return if log.error.get().is_some() {
                ().into_any()
            } else {
                view! { <Waiting what="deliveries" /> }.into_any()
            };
        };
        if rows.is_empty() {
            let text =
                "It hears of the next page that is published. “Test” on the list before sends something at once.";
            return view! { <EmptyState title="Nothing was sent yet" text=text icon=IconName::ArrowOut /> }.into_any();
        }
        let rows: Vec<_> =
            rows.into_iter().map(|row| view! { <Delivery row=row changed=changed /> }.into_any()).collect();
        view! { <ol class="integrations__log" role="list" data-testid="deliveries">{rows}</ol> }.into_any()
    };
    view! {
        <div class="desk-page">
            <p class="desk-page__back"><a href=PATH><Icon name=IconName::ArrowLeft />"Integrations"</a></p>
            <header class="desk-page__head">
                <h1 class="desk-page__title">"Deliveries"</h1>
                <div class="desk-page__acts">
                    <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small busy=log.is_loading on_press=move |_| ask()>"Look again"</Button>
                </div>
            </header>
            {move || log.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
            {list}
            <Show when=move || log.value.with(|log| log.as_ref().is_some_and(|(_, more)| *more))>
                <p class="orders-more">
                    <Button press="button" kind=ButtonKind::Secondary busy=log.is_loading on_press=more>"Show more"</Button>
                </p>
            </Show>
        </div>
    }
}

#[component]
fn Delivery(row: DeliveryItem, changed: Callback<()>) -> impl IntoView {
    let attempt = Attempt::new();
    let id = row.id;
    let resend = move |_| attempt.run(resend_delivery(id), move |()| changed.run(()));
    let (tone, text) = match row.state {
        DeliveryState::Waiting => (Tone::Info, "Waiting"),
        DeliveryState::Delivered => (Tone::Success, "Delivered"),
        DeliveryState::Failed => (Tone::Danger, "Failed"),
    };
    let outcome = match (row.status, row.duration_ms) {
        (Some(status), Some(took)) => format!("Answered {status} after {took} ms"),
        (None, Some(took)) => format!("No answer after {took} ms"),
        _ => "Not tried yet".to_owned(),
    };
    view! {
        <li class="integrations__delivery">
            <div class="integrations__line">
                <strong>{row.event.clone()}</strong>
                <Badge tone=tone>{text}</Badge>
                {row.page.map(|page| view! { <a href=paths::page(page)>{format!("Page {page}")}</a> })}
                <span class="integrations__when"><Moment at=row.at exact=true /></span>
                {(row.state != DeliveryState::Waiting).then(|| view! {
                    <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small busy=attempt.busy
                        attr:aria-label=format!("Send {} again", row.event) on_press=resend>
                        "Send again"
                    </Button>
                })}
            </div>
            <p class="pages__sub">
                {outcome}
                {(row.attempts > 1).then(|| format!(", {} tries", row.attempts))}
                {row.tried_at.map(|at| view! { ", last "<Moment at=at /> })}
            </p>
            {(!row.error.is_empty()).then(|| view! { <p class="field__error">{row.error.clone()}</p> })}
            {move || attempt.error.get().map(|error| view! { <p class="field__error" role="alert">{error.to_string()}</p> })}
            <details>
                <summary>"What was sent and answered"</summary>
                <pre class="integrations__text" tabindex="0">{row.payload.clone()}</pre>
                {(!row.answer.is_empty()).then(|| view! { <pre class="integrations__text" tabindex="0">{row.answer.clone()}</pre> })}
            </details>
        </li>
    }
}
