//! The bar above form and preview: what page it is, where its text is, undo, publish.

use super::{
    draft::{Draft, SaveState},
    model::path,
    panel::Part,
    together::People,
};
use crate::moment::Moment;
use leptos::prelude::*;
use xpro_ui::{Badge, Button, ButtonKind, ButtonSize, Icon, IconName, Tone};

/// The bar.
#[component]
pub fn EditorBar(
    draft: Draft,
    above: Vec<(i64, String)>,
    part: RwSignal<Option<Part>>,
    side: RwSignal<bool>,
) -> impl IntoView {
    let store = draft.store;
    let title = move || {
        let title = store.text("title");
        if title.trim().is_empty() { "Untitled page".to_owned() } else { title }
    };
    let crumbs: Vec<_> =
        above.into_iter().map(|(id, title)| view! { <li><a href=crate::paths::page(id)>{title}</a></li> }).collect();
    let badge = move || {
        let (tone, word) = store.standing.with(|standing| match (standing.live, standing.has_unpublished) {
            (true, true) => (Tone::Warning, "Live + draft"),
            (true, false) => (Tone::Success, "Live"),
            (false, _) => (Tone::Neutral, "Draft"),
        });
        view! { <Badge tone=tone>{word}</Badge> }
    };
    let can_undo = Signal::derive(move || !store.can.get().0 || store.is_readonly());
    let can_redo = Signal::derive(move || !store.can.get().1 || store.is_readonly());
    let show = move |preview: bool, name: &'static str| {
        view! {
            <button
                class="preview__width"
                type="button"
                aria-pressed=move || if side.get() == preview { "true" } else { "false" }
                on:click=move |_| side.set(preview)
            >
                {name}
            </button>
        }
    };
    view! {
        <header class="editor-bar">
            <div class="editor-bar__what">
                <nav aria-label="Above this page"><ol class="editor-bar__crumbs">{crumbs}</ol></nav>
                <h1 class="editor-bar__title">{title}</h1>
                <p class="editor-bar__facts">
                    <span>{store.kind.map(|kind| kind.label.to_string())}</span>
                    {badge}
                    <SaveWord draft=draft />
                </p>
            </div>
            <div class="editor-bar__side" role="group" aria-label="Show">{show(false, "Edit")}{show(true, "Preview")}</div>
            <div class="editor-bar__acts">
                <People />
                <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small disabled=can_undo attr:title="Undo (Ctrl+Z)" attr:aria-label="Undo" on_press=move |_| store.undo()>
                    <Icon name=IconName::Undo />
                </Button>
                <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small disabled=can_redo attr:title="Redo (Shift+Ctrl+Z)" attr:aria-label="Redo" on_press=move |_| store.redo()>
                    <Icon name=IconName::Redo />
                </Button>
                <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small attr:title="Versions and history" attr:aria-label="Versions and history" on_press=move |_| part.set(Some(Part::Versions))>
                    <Icon name=IconName::History />
                </Button>
                <Button press="button" size=ButtonSize::Small attr:data-testid="publish" on_press=move |_| part.set(Some(Part::Publish))>
                    {move || if store.rights.with(|rights| rights.publish) { "Publish…" } else { "Status…" }}
                </Button>
            </div>
        </header>
    }
}

/// Where the text is, in a few words.
#[component]
fn SaveWord(draft: Draft) -> impl IntoView {
    let word = move || match draft.state.get() {
        SaveState::Saved => match draft.saved_at.get() {
            Some(at) => view! { <span class="save-word"><Icon name=IconName::Check />"Saved "<Moment at=at /></span> }
                .into_any(),
            None => view! { <span class="save-word">"Saved"</span> }.into_any(),
        },
        SaveState::Unsaved | SaveState::Saving => view! { <span class="save-word">"Saving…"</span> }.into_any(),
        SaveState::Offline { is_reached } => {
            let word = if is_reached {
                "The server does not take it now: kept in this browser"
            } else {
                "Offline: kept in this browser"
            };
            view! { <span class="save-word save-word--bad"><Icon name=IconName::Warning />{word}</span> }.into_any()
        }
        SaveState::SignedOut => view! {
            <span class="save-word save-word--bad">
                <Icon name=IconName::Warning />
                "Signed out: kept in this browser. "
                <a href="/signin/" target="_blank" rel="external noopener">"Sign in in a new tab"</a>
            </span>
        }
        .into_any(),
        SaveState::Conflict => {
            view! { <span class="save-word save-word--bad"><Icon name=IconName::Warning />"Somebody else saved"</span> }
                .into_any()
        }
        SaveState::Refused { message, field } => view! {
            <span class="save-word save-word--bad">
                <Icon name=IconName::Alert />
                "Not saved: "{message}" "
                {refusal_act(draft, field)}
            </span>
        }
        .into_any(),
    };
    view! { <span role="status" data-testid="save-state">{word}</span> }
}

/// Leads to the field that was refused; without one there is nothing but another try.
fn refusal_act(draft: Draft, field: String) -> AnyView {
    if field.is_empty() {
        return view! { <button class="link-button" type="button" on:click=move |_| draft.save()>"Try again"</button> }
            .into_any();
    }
    let show = move |_| {
        let store = draft.store;
        let place = if field.starts_with('#') {
            field.clone()
        } else {
            store.look(|document| path::with_ids(document, &field))
        };
        store.wanted.set(Some(place));
    };
    view! { <button class="link-button" type="button" on:click=show>"Show the field"</button> }.into_any()
}
