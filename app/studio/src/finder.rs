//! Finds things that are managed elsewhere, by their names.

use crate::{failure::Failure, pause::Pause, remote::Remote};
use leptos::prelude::*;
use std::time::Duration;
use xpro_api::{Thing, ThingQuery, find_things};

/// Quiet time after the last key before the server is asked.
const PAUSE: Duration = Duration::from_millis(200);

/// A search field and what it found.
#[component]
pub fn Finder(
    /// What to ask for a text.
    query: impl Fn(String) -> ThingQuery + Send + Sync + 'static,
    /// `id` of the field; its label stands outside.
    id: String,
    /// What the empty field says.
    placeholder: &'static str,
    /// Whether everything is shown before there is a text.
    at_once: bool,
    /// What was chosen.
    chosen: Callback<Thing>,
) -> impl IntoView {
    let found = Remote::<Vec<Thing>>::new();
    let text = RwSignal::new(String::new());
    let pause = Pause::new();
    let ask = Callback::new(move |()| {
        let text = text.get_untracked();
        if at_once || !text.trim().is_empty() {
            found.ask(find_things(query(text)));
        } else {
            found.value.set(None);
        }
    });
    ask.run(());
    on_cleanup(move || pause.stop());
    let list = move || {
        let things = found.value.get()?;
        if things.is_empty() {
            return Some(view! { <p class="finder__none">"Nothing found. Try another word."</p> }.into_any());
        }
        let entries: Vec<_> = things.into_iter().map(|thing| entry(thing, chosen)).collect();
        Some(view! { <ul class="finder__list">{entries}</ul> }.into_any())
    };
    view! {
        <div class="finder">
            <input
                class="input"
                id=id
                type="search"
                placeholder=placeholder
                autocomplete="off"
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    pause.then(PAUSE, move || ask.run(()));
                }
            />
            {move || found.error.get().map(|error| view! { <Failure error=error again=move |()| ask.run(()) /> })}
            <div class="finder__found" aria-busy=move || found.is_loading.get().then_some("true")>{list}</div>
        </div>
    }
}

fn entry(thing: Thing, chosen: Callback<Thing>) -> AnyView {
    let taken = thing.clone();
    view! {
        <li>
            <button class="finder__entry" type="button" on:click=move |_| chosen.run(taken.clone())>
                <span class="finder__title">{thing.title}</span>
                <span class="finder__detail">{thing.detail}</span>
            </button>
        </li>
    }
    .into_any()
}
