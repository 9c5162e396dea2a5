//! Choosing where pages go: a search over the tree, with what would be refused and why.

use crate::pause::Pause;
use crate::remote::Remote;
use leptos::prelude::*;
use std::time::Duration;
use xpro_api::{PlaceItem, TargetItem, move_targets};
use xpro_ui::{Icon, IconName};

/// Quiet time after the last key before the server is asked.
const PAUSE: Duration = Duration::from_millis(200);

/// A search field and the places found, one of which can be chosen.
#[component]
pub fn TargetChooser(
    /// The page that goes; none does not say yet what would be refused.
    page: Option<i64>,
    /// The place that is chosen.
    chosen: RwSignal<Option<PlaceItem>>,
    /// What the place is for.
    label: &'static str,
) -> impl IntoView {
    let found = Remote::<Vec<TargetItem>>::new();
    let text = RwSignal::new(String::new());
    let pause = Pause::new();
    let ask = move || found.ask(move_targets(page, text.get_untracked()));
    ask();
    let on_input = move |event| {
        text.set(event_target_value(&event));
        pause.then(PAUSE, ask);
    };
    let list = move || {
        if let Some(error) = found.error.get() {
            return view! { <p class="targets__note" role="alert">{error.to_string()}</p> }.into_any();
        }
        let Some(targets) = found.value.get() else {
            return view! { <p class="targets__note">"Loading…"</p> }.into_any();
        };
        if targets.is_empty() {
            return view! { <p class="targets__note">"No page fits. Try other letters."</p> }.into_any();
        }
        let rows: Vec<_> = targets.into_iter().map(|target| view! { <Target target=target chosen=chosen /> }).collect();
        view! { <ul class="targets__list" role="list">{rows}</ul> }.into_any()
    };
    view! {
        <fieldset class="targets">
            <legend class="field__label">{label}</legend>
            <p class="targets__chosen" role="status">
                {move || chosen.get().map_or_else(|| "Nothing chosen yet.".to_owned(), |place| format!("{} ({})", place.title, place.url_path))}
            </p>
            <label class="library-search">
                <span class="visually-hidden">"Search pages"</span>
                <Icon name=IconName::Search />
                <input
                    class="desk-search__input"
                    type="search"
                    autocomplete="off"
                    placeholder="Letters of a title"
                    data-testid="target-search"
                    prop:value=text
                    on:input=on_input
                />
            </label>
            <div class="targets__found">{list}</div>
        </fieldset>
    }
}

#[component]
fn Target(target: TargetItem, chosen: RwSignal<Option<PlaceItem>>) -> impl IntoView {
    let TargetItem { place, refused } = target;
    let id = place.id;
    let is_chosen = move || chosen.with(|chosen| chosen.as_ref().is_some_and(|chosen| chosen.id == id));
    let pick = place.clone();
    let reason = refused.clone();
    view! {
        <li>
            <label class="targets__place" class:targets__place--refused=refused.is_some()>
                <input
                    type="radio"
                    name="target"
                    disabled=refused.is_some()
                    prop:checked=is_chosen
                    on:change=move |_| chosen.set(Some(pick.clone()))
                />
                <span class="targets__title">{place.title}</span>
                <span class="targets__detail">{format!("{} · {}", place.kind_label, place.url_path)}</span>
                {reason.map(|reason| view! { <span class="targets__reason">{reason}</span> })}
            </label>
        </li>
    }
}
