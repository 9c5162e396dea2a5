//! The webhooks.

use super::{choices::Choices, log_path};
use crate::{
    moment::Moment,
    pages::{Attempt, FormDialog, PagesDesk, TextLine, Tick},
};
use leptos::prelude::*;
use xpro_api::{IntegrationOutcome, NamedChoice, WebhookAct, WebhookInput, WebhookItem, act_on_webhook, save_webhook};
use xpro_ui::{Badge, Button, ButtonKind, ButtonSize, EmptyState, Icon, IconName, Tone};

/// What is asked.
#[derive(Clone, PartialEq, Eq)]
enum Asked {
    Edit(Option<WebhookItem>),
    Delete(WebhookItem),
}

/// The list, and the dialogs about it.
#[component]
pub fn Webhooks(
    webhooks: Vec<WebhookItem>,
    events: Vec<NamedChoice>,
    secrets: RwSignal<Vec<String>>,
    changed: Callback<()>,
) -> impl IntoView {
    let asked = RwSignal::new(None::<Asked>);
    let list = if webhooks.is_empty() {
        let text = "A webhook tells another system at once when a page is published, taken off the site or deleted.";
        view! { <EmptyState title="No webhooks yet" text=text icon=IconName::ArrowOut /> }.into_any()
    } else {
        let rows: Vec<_> = webhooks.into_iter().map(|webhook| row(webhook, asked).into_any()).collect();
        view! {
            <div class="table-frame">
                <table class="table stacks" data-testid="webhooks">
                    <caption class="visually-hidden">"Webhooks"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Webhook"</th>
                            <th scope="col">"State"</th>
                            <th scope="col" class="pages__wide">"Hears of"</th>
                            <th scope="col"><span class="visually-hidden">"Acts"</span></th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    let dialog = move || {
        asked.get().map(|wanted| match wanted {
            Asked::Edit(webhook) => {
                view! { <Edit webhook=webhook events=events.clone() asked=asked secrets=secrets changed=changed /> }
                    .into_any()
            }
            Asked::Delete(webhook) => view! { <Delete webhook=webhook asked=asked changed=changed /> }.into_any(),
        })
    };
    view! {
        <section class="integrations__part" aria-labelledby="webhooks-title">
            <header class="desk-page__head">
                <h2 class="integrations__title" id="webhooks-title">"Webhooks"</h2>
                <div class="desk-page__acts">
                    <Button press="button" size=ButtonSize::Small attr:data-testid="new-webhook" on_press=move |_| asked.set(Some(Asked::Edit(None)))>
                        <Icon name=IconName::Plus />
                        "New webhook"
                    </Button>
                </div>
            </header>
            {list}
            {dialog}
        </section>
    }
}

fn row(webhook: WebhookItem, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let attempt = Attempt::new();
    let id = webhook.id;
    let (edited, deleted) = (webhook.clone(), webhook.clone());
    let test = move |_| {
        attempt.run(act_on_webhook(id, WebhookAct::Test), move |()| {
            desk.toasts.tell("A test is on its way; its outcome is in the log.".to_owned());
        });
    };
    let state = match (webhook.active, webhook.failing_since) {
        (false, _) => view! { <Badge>"Off"</Badge> }.into_any(),
        (true, Some(at)) => view! { <Badge tone=Tone::Danger>"Failing since\u{a0}"<Moment at=at /></Badge> }.into_any(),
        (true, None) => view! { <Badge tone=Tone::Success>"On"</Badge> }.into_any(),
    };
    let waiting = (webhook.waiting > 0).then(|| {
        view! { <span class="pages__sub">{format!("{} waiting", webhook.waiting)}</span> }
    });
    view! {
        <tr>
            <th scope="row">
                <a href=log_path(id)>{webhook.name.clone()}</a>
                <span class="pages__sub integrations__url">{webhook.url.clone()}</span>
            </th>
            <td data-label="State">{state}{waiting}</td>
            <td class="pages__wide">{webhook.events.join(", ")}</td>
            <td class="redirects__acts integrations__acts">
                <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small busy=attempt.busy on_press=test>"Test"</Button>
                <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small attr:aria-label=format!("Change {}", webhook.name)
                    on_press=move |_| asked.set(Some(Asked::Edit(Some(edited.clone()))))>
                    <Icon name=IconName::Pencil />
                </Button>
                <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small attr:aria-label=format!("Delete {}", webhook.name)
                    on_press=move |_| asked.set(Some(Asked::Delete(deleted.clone())))>
                    <Icon name=IconName::Trash />
                </Button>
                {move || attempt.error.get().map(|error| view! { <p class="field__error" role="alert">{error.to_string()}</p> })}
            </td>
        </tr>
    }
}

#[component]
fn Edit(
    webhook: Option<WebhookItem>,
    events: Vec<NamedChoice>,
    asked: RwSignal<Option<Asked>>,
    secrets: RwSignal<Vec<String>>,
    changed: Callback<()>,
) -> impl IntoView {
    let attempt = Attempt::new();
    let id = webhook.as_ref().map(|webhook| webhook.id);
    let begins = webhook.unwrap_or_else(|| WebhookItem {
        id: 0,
        name: String::new(),
        url: String::new(),
        events: events.iter().map(|event| event.name.clone()).collect(),
        active: true,
        failing_since: None,
        waiting: 0,
    });
    let (name, url) = (RwSignal::new(begins.name), RwSignal::new(begins.url));
    let (chosen, active) = (RwSignal::new(begins.events), RwSignal::new(begins.active));
    let wrong = RwSignal::new(None::<(String, String)>);
    let error_of = move |field: &'static str| {
        Signal::derive(move || wrong.get().filter(|(wrong, _)| wrong == field).map(|(_, message)| message))
    };
    let act = move |()| {
        wrong.set(None);
        let input = WebhookInput {
            name: name.get_untracked(),
            url: url.get_untracked(),
            events: chosen.get_untracked(),
            active: active.get_untracked(),
        };
        attempt.run(save_webhook(id, input), move |outcome| match outcome {
            IntegrationOutcome::Refused { field, message } => wrong.set(Some((field, message))),
            made => {
                if let IntegrationOutcome::Made { secret: made } = made {
                    secrets.update(|secrets| secrets.push(made));
                }
                asked.set(None);
                changed.run(());
            }
        });
    };
    view! {
        <FormDialog
            title=if id.is_some() { "Change the webhook" } else { "New webhook" }
            submit=Signal::derive(|| "Save".to_owned())
            ready=Signal::derive(move || name.with(|name| !name.trim().is_empty()) && url.with(|url| !url.trim().is_empty()))
            attempt=attempt
            act=act
            closed=Callback::new(move |()| asked.set(None))
        >
            <TextLine label="Name" id="webhook-name" value=name hint="Who listens, such as “Search index”" error=error_of("name") />
            <TextLine label="Address" id="webhook-url" value=url hint="Begins with https://" error=error_of("url") />
            <Choices label="Hears of" id="webhook-event" choices=events chosen=chosen error=error_of("events") />
            <Tick label="On: deliveries are sent" id="webhook-active" value=active />
        </FormDialog>
    }
}

#[component]
fn Delete(webhook: WebhookItem, asked: RwSignal<Option<Asked>>, changed: Callback<()>) -> impl IntoView {
    let attempt = Attempt::new();
    let id = webhook.id;
    let act = move |()| {
        attempt.run(act_on_webhook(id, WebhookAct::Delete), move |()| {
            asked.set(None);
            changed.run(());
        });
    };
    view! {
        <FormDialog
            title="Delete the webhook?"
            submit=Signal::derive(|| "Delete".to_owned())
            danger=true
            ready=Signal::derive(|| true)
            attempt=attempt
            act=act
            closed=Callback::new(move |()| asked.set(None))
        >
            <p>"“"{webhook.name}"” hears of nothing any more. What waits to be sent there is given up."</p>
        </FormDialog>
    }
}
