//! What will change, and when.

use super::{
    Commander,
    checks::{Checks, Findings},
    compare::Changes,
};
use crate::{
    editor::{
        draft::SaveState,
        fields::{utc_of, zone_name},
        outline::FlawList,
        store::Flaw,
        together::Review,
    },
    moment::Moment,
    pages::{Dialog, PagesDesk},
};
use leptos::prelude::*;
use xpro_api::{Instant, LockedBy, PageCommand, Waiting, WhichText};
use xpro_form::Mode;
use xpro_ui::{Button, ButtonKind, ButtonSize, Notice, Tone};

/// Publishing and its opposites.
#[component]
pub fn Publish(commander: Commander) -> impl IntoView {
    let store = commander.draft.store;
    let blockers = Memo::new(move |_| {
        store.changes.track();
        store.find_flaws(Mode::Publish)
    });
    let may = move || store.rights.with(|rights| rights.publish);
    let checks = Checks::new(commander);
    let is_whole = move || blockers.with(|flaws: &Vec<Flaw>| flaws.iter().all(|flaw| !flaw.is_error));
    Effect::new(move |_| {
        // From now on the form shows them beside the fields.
        store.blockers.set(Some(blockers.get_untracked()));
    });
    let has_news = move || {
        store.standing.with(|standing| standing.has_unpublished || !standing.live) || commander.draft.is_unsaved()
    };
    // What visitors do not see has nothing to be compared with.
    let unseen = Memo::new(move |_| {
        store.standing.with(|standing| match (standing.live, standing.last_published_at) {
            (true, _) => None,
            (false, None) => Some("Everything: this is its first publication."),
            (false, Some(_)) => Some("Everything: visitors see nothing of it now."),
        })
    });
    view! {
        <Standing commander=commander />
        <Show when=move || !is_whole()>
            <Notice tone=Tone::Warning title="Before this can be published">
                <FlawList store=store flaws=blockers />
            </Notice>
        </Show>
        <Findings checks=checks />
        <Show when=has_news>
            <section class="publish__part">
                <h3 class="sheet__part">"What will change"</h3>
                {move || match unseen.get() {
                    Some(what) => view! { <p>{what}</p> }.into_any(),
                    None => view! { <Changes store=store from=WhichText::Live to=WhichText::Draft version=commander.versions() /> }.into_any(),
                }}
            </section>
        </Show>
        <Review commander=commander checks=checks />
        <Show
            when=may
            fallback=|| view! { <Notice tone=Tone::Info title="Publishing is for others">"Your groups may edit this page, not publish it. Have it reviewed, or ask a moderator."</Notice> }
        >
            <When commander=commander checks=checks is_whole=Signal::derive(is_whole) has_news=Signal::derive(has_news) />
        </Show>
        <More commander=commander />
    }
}

#[component]
fn Standing(commander: Commander) -> impl IntoView {
    let store = commander.draft.store;
    let text = move || {
        store.standing.with(|standing| match (standing.live, standing.has_unpublished) {
            (true, true) => "Live, with changes that visitors do not see yet.",
            (true, false) => "Live: visitors see this text.",
            (false, _) if standing.last_published_at.is_some() => "Off the site: visitors do not see it.",
            (false, _) => "A draft: visitors have never seen it.",
        })
    };
    let since = move || store.standing.with(|standing| standing.last_published_at);
    view! {
        <p class="publish__standing" data-testid="standing">
            {text}
            {move || since().map(|at| view! { <span class="publish__since">" Last published "<Moment at=at />"."</span> })}
        </p>
        {move || matches!(commander.draft.state.get(), SaveState::Refused { .. } | SaveState::Offline { .. } | SaveState::SignedOut).then(|| view! {
            <Notice tone=Tone::Warning title="Not everything is saved">"Nothing can be published before it is."</Notice>
        })}
        <ul class="publish__waiting">
            {move || store.standing.with(|standing| standing.waiting.clone()).into_iter().map(|waiting| waits(commander, waiting)).collect::<Vec<_>>()}
        </ul>
    }
}

fn waits(commander: Commander, waiting: Waiting) -> AnyView {
    let what = if waiting.expires { "Goes off the site " } else { "Goes live " };
    let by = if waiting.by.is_empty() { String::new() } else { format!(", by {}", waiting.by) };
    view! {
        <li class="publish__wait">
            <span>{what}<Moment at=waiting.at exact=true />{by}</span>
            <Button
                press="button"
                kind=ButtonKind::Quiet
                size=ButtonSize::Small
                on_press=move |_| commander.run(move |_| PageCommand::CallOff { waiting: waiting.id })
            >
                "Call off"
            </Button>
        </li>
    }
    .into_any()
}

#[component]
fn When(commander: Commander, checks: Checks, is_whole: Signal<bool>, has_news: Signal<bool>) -> impl IntoView {
    let later = RwSignal::new(false);
    let at = RwSignal::new(String::new());
    let choice = move |is_later: bool, name: &'static str| {
        view! {
            <label class="edit-radio">
                <input
                    type="radio"
                    name="when"
                    prop:checked=move || later.get() == is_later
                    on:change=move |_| later.set(is_later)
                />
                {name}
            </label>
        }
    };
    let press = move |_| {
        if !later.get_untracked() {
            let acknowledged = checks.acknowledged();
            commander.run(move |version| PageCommand::Publish { version, acknowledged: acknowledged.clone() });
        } else if let Some((millis, _)) = utc_of(&at.get_untracked()) {
            let acknowledged = checks.acknowledged();
            commander.run(move |version| {
                let acknowledged = acknowledged.clone();
                PageCommand::PublishAt { version, at: Instant(millis), acknowledged }
            });
        }
    };
    let cannot = Signal::derive(move || {
        !is_whole.get() || !checks.is_clear() || !has_news.get() || (later.get() && at.with(String::is_empty))
    });
    view! {
        <section class="publish__part">
            <h3 class="sheet__part">"When"</h3>
            <div class="edit-radios" role="radiogroup" aria-label="When">{choice(false, "Now")}{choice(true, "At a time")}</div>
            <Show when=move || later.get()>
                <TimeField id="publish-at" label="Goes live at" at=at />
            </Show>
            <Button press="button" disabled=cannot busy=commander.is_busy attr:data-testid="publish-now" on_press=press>
                {move || match (later.get(), has_news.get()) {
                    (true, _) => "Schedule",
                    (false, true) => "Publish now",
                    (false, false) => "Nothing new to publish",
                }}
            </Button>
        </section>
    }
}

#[component]
fn TimeField(id: &'static str, label: &'static str, at: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="edit-field">
            <label class="edit-field__label" for=id>{label}</label>
            <div class="edit-time">
                <input class="input edit-number" id=id type="datetime-local" prop:value=at on:input=move |event| at.set(event_target_value(&event)) />
                <span class="edit-time__zone">{zone_name()}</span>
            </div>
        </div>
    }
}

#[component]
fn More(commander: Commander) -> impl IntoView {
    let store = commander.draft.store;
    let expires = RwSignal::new(String::new());
    let is_live = move || store.standing.with(|standing| standing.live);
    let may = move || store.rights.with(|rights| rights.publish);
    let can_discard =
        move || is_live() && store.standing.with(|standing| standing.has_unpublished) && !store.is_readonly();
    let desk = expect_context::<PagesDesk>();
    let page = store.page;
    view! {
        <details class="publish__more">
            <summary>"More"</summary>
            <Show when=can_discard>
                <div class="publish__act">
                    <p>"Go back to what visitors see. What was written stays in the versions."</p>
                    <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small on_press=move |_| commander.run(|_| PageCommand::Discard)>
                        "Discard the draft"
                    </Button>
                </div>
            </Show>
            <Show when=may>
                <div class="publish__act">
                    <TimeField id="expire-at" label="Goes off the site at" at=expires />
                    <Button
                        press="button"
                        kind=ButtonKind::Secondary
                        size=ButtonSize::Small
                        disabled=Signal::derive(move || expires.with(String::is_empty))
                        on_press=move |_| if let Some((millis, _)) = utc_of(&expires.get_untracked()) {
                            commander.run(move |_| PageCommand::ExpireAt { at: Instant(millis) });
                        }
                    >
                        "Set the expiry"
                    </Button>
                </div>
            </Show>
            <Show when=move || may() && is_live()>
                <div class="publish__act">
                    <Button
                        press="button"
                        kind=ButtonKind::Danger
                        size=ButtonSize::Small
                        attr:data-testid="unpublish"
                        on_press=move |_| desk.dialog.set(Some(Dialog::Unpublish(page)))
                    >
                        "Take it off the site…"
                    </Button>
                </div>
            </Show>
            <Lock commander=commander />
            <div class="publish__act">
                <p>"Some pages are not for everybody."</p>
                <Button
                    press="button"
                    kind=ButtonKind::Secondary
                    size=ButtonSize::Small
                    attr:data-testid="privacy"
                    on_press=move |_| desk.dialog.set(Some(Dialog::Privacy(page)))
                >
                    "Who may read it"
                </Button>
            </div>
        </details>
    }
}

#[component]
fn Lock(commander: Commander) -> impl IntoView {
    let store = commander.draft.store;
    let reason = RwSignal::new(String::new());
    move || {
        let (lock, rights) = (store.standing.with(|standing| standing.lock.clone()), store.rights.get());
        match lock {
            Some(LockedBy { name, mine, .. }) if rights.unlock => view! {
                <div class="publish__act">
                    <p>{if mine { "You locked this page.".to_owned() } else { format!("{name} locked this page.") }}</p>
                    <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small on_press=move |_| commander.run(|_| PageCommand::Unlock)>
                        "Unlock"
                    </Button>
                </div>
            }
            .into_any(),
            None if rights.lock => view! {
                <div class="publish__act">
                    <label class="edit-field__label" for="lock-reason">"Lock the page, so that only you can edit it"</label>
                    <input
                        class="input"
                        id="lock-reason"
                        placeholder="Why (others read it)"
                        prop:value=reason
                        on:input=move |event| reason.set(event_target_value(&event))
                    />
                    <Button
                        press="button"
                        kind=ButtonKind::Secondary
                        size=ButtonSize::Small
                        on_press=move |_| {
                            let reason = reason.get_untracked();
                            commander.run(move |_| PageCommand::Lock { reason: reason.clone() });
                        }
                    >
                        "Lock"
                    </Button>
                </div>
            }
            .into_any(),
            _ => ().into_any(),
        }
    }
}
