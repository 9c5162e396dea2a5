//! What a new page describes: a course or a program, found by its name.

use crate::{editor::Pause, remote::Remote};
use leptos::prelude::*;
use std::time::Duration;
use xpro_api::{Thing, ThingQuery, find_things};
use xpro_form::Target;
use xpro_ui::{Button, ButtonKind, ButtonSize};

/// How long a search waits for the next key.
const PAUSE: Duration = Duration::from_millis(200);

/// Chooses what the page describes, when pages of its kind describe something. The title follows while it is empty.
#[component]
pub fn Described(
    /// Kind of the page.
    kind: RwSignal<String>,
    /// What pages of this kind describe.
    target: Memo<Option<Target>>,
    /// What is chosen.
    chosen: RwSignal<Option<Thing>>,
    /// Title of the page.
    title: RwSignal<String>,
) -> impl IntoView {
    Effect::new(move |_| {
        kind.track();
        chosen.set(None);
    });
    let choose = Callback::new(move |thing: Thing| {
        if title.with_untracked(|title| title.trim().is_empty()) {
            title.set(thing.title.clone());
        }
        chosen.set(Some(thing));
    });
    move || {
        // What was found for another kind does not fit this one.
        kind.track();
        let to = target.get()?;
        let label = if to == Target::Course { "Course" } else { "Program" };
        let body = match chosen.get() {
            Some(thing) => view! {
                <p class="edit-ref">
                    <span class="edit-ref__title">{thing.title}</span>
                    <span class="edit-ref__detail">{thing.detail}</span>
                    <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small on:click=move |_| chosen.set(None)>"Choose another"</Button>
                </p>
            }
            .into_any(),
            None => view! { <Search kind=kind to=to choose=choose /> }.into_any(),
        };
        Some(view! {
            <div class="field">
                <label class="field__label" for="new-describes">{label}</label>
                <p class="field__hint" id="new-describes-hint">"It gives the page its address, dates and price. You can choose it later."</p>
                {body}
            </div>
        })
    }
}

#[component]
fn Search(kind: RwSignal<String>, to: Target, choose: Callback<Thing>) -> impl IntoView {
    let found = Remote::<Vec<Thing>>::new();
    let text = RwSignal::new(String::new());
    let pause = Pause::new();
    let ask = move || {
        if text.with_untracked(|text| text.trim().is_empty()) {
            found.value.set(None);
            return;
        }
        // No page asks: it is not made yet.
        let query = ThingQuery {
            to: to.clone(),
            text: text.get_untracked(),
            page: 0,
            course: None,
            kind: kind.get_untracked(),
        };
        found.ask(find_things(query));
    };
    on_cleanup(move || pause.stop());
    let list = move || {
        let things = found.value.get()?;
        if things.is_empty() {
            return Some(view! { <p class="finder__none">"Nothing found. Try another word."</p> }.into_any());
        }
        let entry = |thing: Thing| {
            let taken = thing.clone();
            view! {
                <li>
                    <button class="finder__entry" type="button" on:click=move |_| choose.run(taken.clone())>
                        <span class="finder__title">{thing.title}</span>
                        <span class="finder__detail">{thing.detail}</span>
                    </button>
                </li>
            }
        };
        Some(view! { <ul class="finder__list">{things.into_iter().map(entry).collect::<Vec<_>>()}</ul> }.into_any())
    };
    view! {
        <input
            class="input"
            id="new-describes"
            type="search"
            autocomplete="off"
            placeholder="Search by name or id"
            aria-describedby="new-describes-hint"
            on:input=move |event| {
                text.set(event_target_value(&event));
                let ask = ask.clone();
                pause.then(PAUSE, ask);
            }
        />
        {list}
    }
}
