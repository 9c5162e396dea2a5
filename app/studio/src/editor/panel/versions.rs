//! Earlier texts: look at what changed, bring one back, give the newest a name.

use super::{Commander, compare::Changes};
use crate::{failure::Failure, moment::Moment, remote::Remote};
use leptos::prelude::*;
use xpro_api::{PageCommand, RevisionItem, WhichText, page_revisions};
use xpro_ui::{Badge, Button, ButtonKind, ButtonSize, Tone};

/// Characters of a version's name.
const LONGEST_NAME: usize = 100;

/// The list, newest first.
#[component]
pub fn Versions(commander: Commander) -> impl IntoView {
    let store = commander.draft.store;
    let found = Remote::<Vec<RevisionItem>>::new();
    let ask = move || found.ask(page_revisions(store.page, None));
    let name = RwSignal::new(String::new());
    let is_long = Memo::new(move |_| name.with(|name| name.trim().chars().count() > LONGEST_NAME));
    Effect::new(move |_| {
        commander.done.track();
        // What was typed goes once it is kept.
        name.set(String::new());
    });
    let versions = commander.versions();
    Effect::new(move |_| {
        versions.track();
        ask();
    });
    let give = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let label = name.get_untracked().trim().to_owned();
        if !label.is_empty() && !is_long.get_untracked() {
            commander.run(move |_| PageCommand::Name { label: label.clone() });
        }
    };
    let compared = RwSignal::new(None::<i64>);
    let rows = move || {
        let all = found.value.get().unwrap_or_default();
        all.into_iter().map(|item| row(commander, item, compared)).collect::<Vec<_>>()
    };
    let more = move || {
        let last = found.value.with_untracked(|all| all.as_ref().and_then(|all| all.last()).map(|item| item.id));
        found.ask_and_merge(page_revisions(store.page, last), |old, more: Vec<RevisionItem>| {
            old.unwrap_or_default().into_iter().chain(more).collect()
        });
    };
    let may_have_more =
        move || found.value.with(|all| all.as_ref().is_some_and(|all| all.len() >= 50 && all.len() % 50 == 0));
    view! {
        <Show when=move || !store.is_readonly()>
            <form class="versions__name" on:submit=give>
                <label class="edit-field__label" for="version-name">"Keep the text as it is now under a name"</label>
                <div class="link-address__line">
                    <input
                        class="input"
                        id="version-name"
                        aria-invalid=move || is_long.get().then_some("true")
                        prop:value=name
                        on:input=move |event| name.set(event_target_value(&event))
                    />
                    <Button kind=ButtonKind::Secondary size=ButtonSize::Small busy=commander.is_busy disabled=is_long>"Keep"</Button>
                </div>
                {move || is_long.get().then(|| view! { <p class="edit-field__flaw edit-field__flaw--error" role="alert">"A name has at most 100 characters."</p> })}
            </form>
        </Show>
        {move || found.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
        <ol class="versions" data-testid="versions">{rows}</ol>
        <Show when=may_have_more>
            <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small on_press=move |_| more()>"Earlier ones"</Button>
        </Show>
    }
}

fn row(commander: Commander, item: RevisionItem, compared: RwSignal<Option<i64>>) -> AnyView {
    let store = commander.draft.store;
    let id = item.id;
    let state = match item.state.as_str() {
        "rolling" => "Draft",
        "published" => "Published",
        "scheduled" => "Scheduled",
        _ => "Version",
    };
    let title = if item.label.is_empty() { state.to_owned() } else { item.label };
    let by = if item.by.is_empty() { "by a job".to_owned() } else { format!("by {}", item.by) };
    let is_compared = move || compared.get() == Some(id);
    let acts = (!item.is_latest).then(|| {
        view! {
            <Button
                press="button"
                kind=ButtonKind::Quiet
                size=ButtonSize::Small
                on_press=move |_| compared.set(if compared.get_untracked() == Some(id) { None } else { Some(id) })
            >
                "Compare with the draft"
            </Button>
            <Show when=move || !store.is_readonly()>
                <Button
                    press="button"
                    kind=ButtonKind::Quiet
                    size=ButtonSize::Small
                    on_press=move |_| commander.run(move |_| PageCommand::Restore { revision: id })
                >
                    "Restore"
                </Button>
            </Show>
        }
    });
    view! {
        <li class="versions__item">
            <p class="versions__title">
                {title}
                {item.is_live.then(|| view! { <Badge tone=Tone::Success>"Live"</Badge> })}
                {item.is_latest.then(|| view! { <Badge>"What you edit"</Badge> })}
            </p>
            <p class="versions__meta"><Moment at=item.at />" "{by}</p>
            <div class="versions__acts">{acts}</div>
            <Show when=is_compared>
                <Changes store=store from=WhichText::Revision(id) to=WhichText::Draft version=commander.done />
            </Show>
        </li>
    }
    .into_any()
}
