//! The types of section to choose from.

use super::{block_icon, clipboard};
use crate::editor::{
    browser,
    model::{
        document::{self, Edit},
        path,
        sections::{copy, new_section, new_shared, summary},
    },
    store::Store,
};
use leptos::{html, prelude::*};
use serde_json::Value;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use xpro_form::{BlockSpec, Text};
use xpro_ui::{Icon, IconName};

/// Every type that may stand here, what was copied, and shared sections.
#[component]
pub fn InsertDialog(
    store: Store,
    list: String,
    allowed: &'static [Text],
    at: RwSignal<Option<usize>>,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // A dialog that is open already stays so.
            let _ = dialog.show_modal();
        }
    });
    let present = store.look(|whole| {
        let entries = document::get(whole, &list).and_then(Value::as_array).cloned().unwrap_or_default();
        entries.iter().filter_map(|entry| entry.get("type")?.as_str().map(str::to_owned)).collect::<Vec<_>>()
    });
    let put = Callback::new({
        let list = list.clone();
        move |entry: Value| {
            let place = at.get_untracked().unwrap_or(usize::MAX);
            at.set(None);
            let Some(id) = path::id_of(&entry).map(str::to_owned) else { return };
            let here = path::join(&list, &id);
            store.open(&here).set(true);
            store.edit(Edit::Insert { list: list.clone(), at: place, entry });
            store.announced.set("Section added.".to_owned());
            store.wanted.set(Some(here));
        }
    });
    let search = RwSignal::new(String::new());
    let choices: Vec<_> = allowed
        .iter()
        .filter_map(|name| store.all.blocks.get(name))
        .map(|block| choice(store, block, &present, search, put))
        .collect();
    let copied = clipboard::kept().and_then(|entry| {
        let name = entry.get("type")?.as_str()?.to_owned();
        let block = allowed.iter().any(|allowed| *allowed == name).then(|| store.all.blocks.get(&name))??;
        let text = summary(&block.form, entry.get("value")?);
        let words = format!("{} paste {text}", words_of(block)).to_lowercase();
        Some(view! {
            <li class="insert__item insert__item--copied" hidden=move || !search.with(|search| finds(search, &words))>
                <button class="insert__choice" type="button" on:click=move |_| put.run(copy(&entry, &mut browser::new_id))>
                    <Icon name=IconName::Copy />
                    <span class="insert__label">{format!("Paste: {}", block.label)}</span>
                    <span class="insert__help">{text}</span>
                </button>
            </li>
        })
    });
    let shared: Vec<_> = store
        .shared
        .get_untracked()
        .into_values()
        .filter(|shared| allowed.iter().any(|allowed| *allowed == shared.block))
        .map(|shared| {
            let block = store.all.blocks.get(&shared.block).map(words_of).unwrap_or_default();
            let words = format!("{} shared {block}", shared.name).to_lowercase();
            view! {
                <li class="insert__item" hidden=move || !search.with(|search| finds(search, &words))>
                    <button class="insert__choice" type="button" on:click=move |_| put.run(new_shared(&shared.block, shared.id, browser::new_id()))>
                        <Icon name=IconName::Layers />
                        <span class="insert__label">{shared.name.clone()}</span>
                        <span class="insert__help">"Shared section: written once, used on many pages."</span>
                    </button>
                </li>
            }
        })
        .collect();
    view! {
        <dialog class="sheet" node_ref=dialog aria-labelledby="insert-title" on:close=move |_| at.set(None) data-testid="insert">
            <header class="sheet__head">
                <h2 class="sheet__title" id="insert-title">"Add a section"</h2>
                <input
                    class="input insert__search"
                    type="search"
                    aria-label="Find a type of section"
                    placeholder="Find"
                    on:input=move |event| search.set(event_target_value(&event).to_lowercase())
                    on:keydown=move |event| if event.key() == "Enter" { take_the_only(dialog) }
                />
                <button class="mini" type="button" aria-label="Close" on:click=move |_| at.set(None)><Icon name=IconName::Close /></button>
            </header>
            <ul class="insert">{copied}{choices}{shared}</ul>
        </dialog>
    }
}

/// What a type of section is found by: how it is called, stored and reached, and what it is for.
fn words_of(block: &BlockSpec) -> String {
    let fields = block.form.fields.iter().map(|field| field.label.as_ref()).collect::<Vec<_>>().join(" ");
    format!("{} {} {} {} {fields}", block.label, block.help, block.name.replace('_', " "), block.anchor).to_lowercase()
}

/// Whether every word that is looked for is among these.
fn finds(search: &str, words: &str) -> bool {
    search.split_whitespace().all(|word| words.contains(word))
}

/// Enter takes what was found when it is one.
fn take_the_only(dialog: NodeRef<html::Dialog>) {
    let Some(dialog) = dialog.get_untracked() else { return };
    let Ok(found) = dialog.query_selector_all("li:not([hidden]) > button:not([disabled])") else { return };
    if let (1, Some(only)) = (found.length(), found.get(0).and_then(|only| only.dyn_into::<HtmlElement>().ok())) {
        only.click();
    }
}

fn choice(
    store: Store,
    block: &'static BlockSpec,
    present: &[String],
    search: RwSignal<String>,
    put: Callback<Value>,
) -> AnyView {
    let count = present.iter().filter(|name| **name == block.name).count();
    let is_full = block.max_per_page.is_some_and(|max| count >= max as usize);
    let may = block.permission.as_ref().is_none_or(|wanted| {
        store.permissions.with_value(|permissions| permissions.iter().any(|permission| permission == wanted))
    });
    let why = match (may, is_full) {
        (false, _) => Some("Your account may not add this one."),
        (_, true) => Some("The page has this section already."),
        _ => None,
    };
    let words = words_of(block);
    view! {
        <li class="insert__item" hidden=move || !search.with(|search| finds(search, &words))>
            <button
                class="insert__choice"
                type="button"
                disabled=why.is_some()
                data-block=block.name.to_string()
                on:click=move |_| put.run(new_section(block, browser::new_id()))
            >
                <Icon name=block_icon(&block.icon) />
                <span class="insert__label">{block.label.to_string()}</span>
                <span class="insert__help">{why.map_or_else(|| block.help.to_string(), str::to_owned)}</span>
            </button>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{finds, words_of};
    use xpro_form::{BlockSpec, FormSpec};

    #[test]
    fn a_section_is_found_by_its_other_words() {
        let block = BlockSpec {
            name: "faq".into(),
            label: "Questions and answers".into(),
            help: "What people ask.".into(),
            icon: "".into(),
            form: FormSpec::default(),
            max_per_page: None,
            permission: None,
            anchor: "".into(),
        };
        let words = words_of(&block);
        for search in ["", "faq", "answers quest", "people"] {
            assert!(finds(search, &words), "{search}");
        }
        assert!(!finds("faq video", &words));
    }
}
