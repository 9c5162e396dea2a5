//! Who may read a page (cms.md 5.5, L15): the dialog.

use super::{
    desk::{Attempt, PagesDesk},
    dialogs::Tick,
    frame::FormDialog,
};
use crate::remote::Remote;
use leptos::prelude::*;
use xpro_api::{Audience, PagePlace, PrivacyInput, PrivacyState, page_privacy, save_page_privacy};
use xpro_ui::{Notice, Tone};

/// Loads the privacy of a page, then asks.
#[component]
pub fn PrivacyDialog(
    /// The page.
    place: PagePlace,
) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let state = Remote::<PrivacyState>::new();
    state.ask(page_privacy(place.item.id));
    move || {
        if let Some(error) = state.error.get() {
            desk.dialog.set(None);
            desk.toasts.tell_error(&error);
            return None;
        }
        let state = state.value.get()?;
        Some(view! { <Form place=place.clone() state=state /> })
    }
}

#[component]
fn Form(place: PagePlace, state: PrivacyState) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let attempt = Attempt::new();
    let page = place.item.id;
    let (before, may_change) = (state.audience, state.may_change);
    let audience = RwSignal::new(before);
    let password = RwSignal::new(String::new());
    let groups: Vec<(i64, String, RwSignal<bool>)> =
        state.choices.into_iter().map(|(id, name)| (id, name, RwSignal::new(state.groups.contains(&id)))).collect();
    let chosen = {
        let groups = groups.clone();
        move || groups.iter().filter(|(.., on)| on.get()).map(|(id, ..)| *id).collect::<Vec<_>>()
    };
    let ready = {
        let chosen = chosen.clone();
        Signal::derive(move || {
            may_change
                && match audience.get() {
                    Audience::Public | Audience::SignedIn => true,
                    Audience::Password => before == Audience::Password || !password.with(String::is_empty),
                    Audience::Groups => !chosen().is_empty(),
                }
        })
    };
    let act = move |()| {
        let input = PrivacyInput {
            audience: audience.get_untracked(),
            password: password.get_untracked(),
            groups: untrack(&chosen),
        };
        attempt.run(save_page_privacy(page, input), move |done| {
            desk.dialog.set(None);
            desk.toasts.tell_done(done);
            // Pages below it are concerned as well.
            desk.refresh();
        });
    };
    view! {
        <FormDialog
            title=format!("Who may read “{}”?", place.item.title)
            submit=Signal::derive(|| "Save".to_owned())
            ready=ready
            attempt=attempt
            act=act
            closed=Callback::new(move |()| desk.dialog.set(None))
        >
            <p>"It holds for the page and everything below it. Lists, menus, search and the sitemap keep quiet about it, except to those who were let in."</p>
            <Inherited above=state.inherited />
            <fieldset class="privacy" disabled=!may_change>
                <legend class="visually-hidden">"Who may read it"</legend>
                {Audience::ALL.map(|choice| view! { <Choice choice=choice audience=audience /> })}
            </fieldset>
            <Show when=move || audience.get() == Audience::Password>
                <NewPassword value=password is_new=before != Audience::Password />
            </Show>
            <Show when=move || audience.get() == Audience::Groups>
                <Groups groups=groups.clone() />
            </Show>
            {(!may_change).then(|| view! { <Notice tone=Tone::Info>"You may not change this: it takes the right to publish, and nobody else's lock."</Notice> })}
        </FormDialog>
    }
}

/// What pages above ask for; it cannot be lifted here.
#[component]
fn Inherited(above: Vec<(String, Audience)>) -> impl IntoView {
    (!above.is_empty()).then(|| {
        let lines: Vec<_> = above
            .into_iter()
            .map(|(title, audience)| view! { <li>{format!("“{title}”: {}", audience.label())}</li> })
            .collect();
        view! {
            <Notice tone=Tone::Info title="Pages above it are private already">
                <ul>{lines}</ul>
            </Notice>
        }
    })
}

#[component]
fn Choice(choice: Audience, audience: RwSignal<Audience>) -> impl IntoView {
    let id = format!("audience-{}", choice.label());
    view! {
        <div class="choice">
            <input
                class="choice__box"
                type="radio"
                name="audience"
                id=id.clone()
                prop:checked=move || audience.get() == choice
                on:change=move |_| audience.set(choice)
            />
            <label class="choice__label" for=id>{choice.label()}</label>
        </div>
    }
}

#[component]
fn NewPassword(value: RwSignal<String>, is_new: bool) -> impl IntoView {
    let hint = if is_new {
        "At least 8 characters. You hand it on yourself; it cannot be looked up later."
    } else {
        "Leave it empty to keep the password there is. A new one closes the page for all who used the old one."
    };
    view! {
        <div class="field">
            <label class="field__label" for="page-password">{if is_new { "Password" } else { "New password (optional)" }}</label>
            <p class="field__hint" id="page-password-hint">{hint}</p>
            // Shown while it is typed: it is handed on to others.
            <input
                class="input"
                id="page-password"
                autocomplete="off"
                spellcheck="false"
                maxlength="128"
                aria-describedby="page-password-hint"
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
}

#[component]
fn Groups(groups: Vec<(i64, String, RwSignal<bool>)>) -> impl IntoView {
    if groups.is_empty() {
        return view! { <p>"There are no groups yet."</p> }.into_any();
    }
    let boxes: Vec<_> = groups
        .into_iter()
        .map(|(id, name, on)| view! { <Tick label=name id=format!("group-{id}") value=on /> })
        .collect();
    view! {
        <fieldset class="privacy">
            <legend class="field__label">"Groups"</legend>
            {boxes}
        </fieldset>
    }
    .into_any()
}
