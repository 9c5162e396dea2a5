//! What is on the page at a glance, with what is wrong where.

use super::{
    model::{path, sections::locate},
    store::Store,
};
use leptos::prelude::*;
use serde_json::Value;
use xpro_ui::{Icon, IconName};

/// How many mistakes are inside of an entry; nothing when there are none.
pub fn badge(store: Store, at: String) -> AnyView {
    let count = Memo::new(move |_| {
        let all = store.known_flaws();
        let inside = all.iter().filter(|flaw| path::is_within(&flaw.path, &at));
        inside.fold(
            (0, 0),
            |(errors, warnings), flaw| if flaw.is_error { (errors + 1, warnings) } else { (errors, warnings + 1) },
        )
    });
    let shown = move || {
        let (class, number, word) = match count.get() {
            (0, 0) => return None,
            (0, warnings) => ("flaw-count", warnings, if warnings == 1 { "warning" } else { "warnings" }),
            (errors, _) => ("flaw-count flaw-count--error", errors, if errors == 1 { "error" } else { "errors" }),
        };
        Some(view! { <span class=class>{number}<span class="visually-hidden">{format!(" {word}")}</span></span> })
    };
    shown.into_any()
}

/// Every section as a link to its card.
#[component]
pub fn Outline(store: Store) -> impl IntoView {
    let ids = Memo::new(move |_| store.ids("sections"));
    let entry = move |id: String| {
        let at = path::join("sections", &id);
        let whole = store.entry("sections", &id).unwrap_or(Value::Null);
        let name = whole.get("type").and_then(Value::as_str).unwrap_or_default();
        let label = store.all.blocks.get(name).map_or_else(|| name.to_owned(), |block| block.label.to_string());
        let (wanted, badge) = (at.clone(), badge(store, at));
        view! {
            <li>
                <button class="outline__entry" type="button" on:click=move |_| store.wanted.set(Some(wanted.clone()))>
                    <span class="outline__name">{label}</span>
                    {badge}
                </button>
            </li>
        }
    };
    view! {
        <Show when=move || ids.with(|ids| ids.len() > 1)>
            <details class="outline">
                <summary class="outline__summary">
                    <Icon name=IconName::Menu />
                    {move || format!("Outline: {} sections", ids.with(Vec::len))}
                </summary>
                <nav aria-label="Sections of the page">
                    <ol class="outline__list">
                        <For each=move || ids.get() key=String::clone children=entry />
                    </ol>
                </nav>
            </details>
        </Show>
    }
}

/// Every mistake as a link to its field.
#[component]
pub fn FlawList(store: Store, #[prop(into)] flaws: Signal<Vec<super::store::Flaw>>) -> impl IntoView {
    let entry = move |flaw: super::store::Flaw| {
        let (_, place) = store.look(|document| locate(store.all, store.form(), document, &flaw.path));
        let class = if flaw.is_error { "flaws__entry flaws__entry--error" } else { "flaws__entry" };
        let icon = if flaw.is_error { IconName::Alert } else { IconName::Warning };
        let wanted = flaw.path.clone();
        view! {
            <li class=class>
                <Icon name=icon />
                <button class="flaws__link" type="button" on:click=move |_| store.wanted.set(Some(wanted.clone()))>
                    {if place.is_empty() { whole(store) } else { place }}
                </button>
                <span>{flaw.message}</span>
            </li>
        }
    };
    view! { <ul class="flaws">{move || flaws.get().into_iter().map(entry).collect::<Vec<_>>()}</ul> }
}

/// What a mistake is about that is in no field.
fn whole(store: Store) -> String {
    if store.kind.is_some() { "Page".to_owned() } else { "Form".to_owned() }
}
