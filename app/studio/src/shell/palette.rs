//! The command palette (Ctrl+K, ⌘K): to any page by a few letters of its title, to any room, and the acts of the page in
//! view.

use super::{door::PaletteAsked, frame::Me, navigation::ways};
use crate::{
    leave::Leaving,
    pages::{Dialog, Entry, EntryAct, PagesDesk, address, entries},
    pause::Pause,
    remote::Remote,
};
use leptos::{html, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use std::time::Duration;
use wasm_bindgen::JsCast as _;
use web_sys::KeyboardEvent;
use xpro_api::{PageDeed, PagePlace, PlaceItem, StaffMe, find_pages, fuzzy_rank, page_place};
use xpro_ui::{Icon, IconName};

/// Quiet time after the last key before the server is asked.
const PAUSE: Duration = Duration::from_millis(90);

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Choice {
    group: &'static str,
    label: String,
    detail: String,
    icon: IconName,
    act: ChoiceAct,
}

/// What it does.
#[derive(Debug, Clone, PartialEq, Eq)]
enum ChoiceAct {
    Go(String),
    Leave(String),
    Ask(Dialog),
    Do(i64, PageDeed),
}

/// The rooms that the person may enter.
fn rooms(me: Me) -> Vec<Choice> {
    let room = |label: &str, icon, path: &str| Choice {
        group: "Go to",
        label: label.to_owned(),
        detail: String::new(),
        icon,
        act: ChoiceAct::Go(path.to_owned()),
    };
    let mut rooms = Vec::new();
    rooms.extend(ways(me).into_iter().map(|(label, path, icon)| room(label, icon, path)));
    if me.may(|me| me.may_edit_content) {
        rooms.extend([
            room("Trash", IconName::Trash, address::TRASH),
            room("Acts on many pages", IconName::Sliders, address::RUNS),
        ]);
    }
    rooms.push(Choice { act: ChoiceAct::Leave("/".to_owned()), ..room("Open the site", IconName::ArrowOut, "/") });
    rooms
}

fn page_choice(place: PlaceItem) -> Choice {
    Choice {
        group: "Pages",
        label: place.title,
        detail: place.url_path,
        icon: IconName::Document,
        act: ChoiceAct::Go(address::editor(place.id)),
    }
}

fn act_choice(page: i64, title: &str, entry: Entry) -> Choice {
    let act = match entry.act {
        EntryAct::Go(path) => ChoiceAct::Go(path),
        EntryAct::Leave(path) => ChoiceAct::Leave(path),
        EntryAct::Ask(dialog) => ChoiceAct::Ask(dialog),
        EntryAct::Do(deed) => ChoiceAct::Do(page, deed),
    };
    Choice { group: "This page", label: entry.label.to_owned(), detail: title.to_owned(), icon: entry.icon, act }
}

/// What fits: acts and rooms by their letters, pages as the server ranked them.
fn fitting(acts: Vec<Choice>, rooms: Vec<Choice>, pages: Vec<PlaceItem>, typed: &str) -> Vec<Choice> {
    let rank = |choices: Vec<Choice>, limit| fuzzy_rank(choices, typed, |choice| choice.label.clone(), limit);
    let pages = pages.into_iter().map(page_choice);
    if typed.trim().is_empty() {
        return acts.into_iter().chain(rooms).chain(pages.take(6)).collect();
    }
    rank(acts, 5).into_iter().chain(pages).chain(rank(rooms, 5)).collect()
}

/// The dialog; it is loaded when somebody first asks for it, see [`super::PaletteDoor`].
#[component]
pub fn Palette() -> impl IntoView {
    let PaletteAsked(open) = expect_context();
    let dialog = NodeRef::<html::Dialog>::new();
    let is_shown = RwSignal::new(false);
    let show = move || {
        if let Some(dialog) = dialog.get_untracked().filter(|dialog| !dialog.open()) {
            is_shown.set(dialog.show_modal().is_ok());
        }
    };
    Effect::new(move |_| {
        if open.get() {
            open.set(false);
            show();
        }
    });
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <dialog
            class="palette"
            node_ref=dialog
            aria-label="Go to a page or do something"
            data-testid="palette"
            on:close=move |_| is_shown.set(false)
            on:click=move |event: web_sys::MouseEvent| {
                // A click beside the content is one on the dialog itself.
                let is_beside = event
                    .target()
                    .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
                    .is_some_and(|element| element.tag_name() == "DIALOG");
                if is_beside {
                    close();
                }
            }
        >
            {move || is_shown.get().then(|| view! { <Content close=Callback::new(move |()| close()) /> })}
        </dialog>
    }
}

#[component]
fn Content(close: Callback<()>) -> impl IntoView {
    let me = expect_context::<Me>();
    let text = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let found = Remote::<Vec<PlaceItem>>::new();
    let here = Remote::<Option<PagePlace>>::new();
    let location = use_location();
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            // Without it one clicks into the field.
            let _ = field.focus();
        }
    });
    let may_edit = me.may(|me: &StaffMe| me.may_edit_content);
    if may_edit {
        found.ask(find_pages(String::new()));
        let page = address::page_of(&location.pathname.get_untracked(), &location.search.get_untracked());
        if page.is_some() || location.pathname.get_untracked().trim_end_matches('/') == address::PAGES {
            here.ask(page_place(page));
        }
    }
    let choices = Memo::new(move |_| {
        let acts = here.value.get().flatten().map_or_else(Vec::new, |place| {
            entries(&place).into_iter().map(|entry| act_choice(place.item.id, &place.item.title, entry)).collect()
        });
        fitting(acts, rooms(me), found.value.get().unwrap_or_default(), &text.get())
    });
    let pause = Pause::new();
    let on_input = move |event| {
        text.set(event_target_value(&event));
        at.set(0);
        if may_edit {
            let ask = move || found.ask(find_pages(text.get_untracked()));
            pause.then(PAUSE, ask);
        }
    };
    let run = runner(close);
    let on_keydown = {
        let run = run.clone();
        move |event: KeyboardEvent| {
            let count = choices.with_untracked(Vec::len);
            match event.key().as_str() {
                "ArrowDown" if count > 0 => at.update(|at| *at = (*at + 1) % count),
                "ArrowUp" if count > 0 => at.update(|at| *at = (*at + count - 1) % count),
                "Enter" => {
                    if let Some(choice) = choices.with_untracked(|choices| choices.get(at.get_untracked()).cloned()) {
                        run(choice);
                    }
                }
                _ => return,
            }
            event.prevent_default();
            request_animation_frame(|| {
                if let Ok(Some(current)) = document().query_selector(".palette [aria-selected=true]") {
                    current.scroll_into_view_with_bool(false);
                }
            });
        }
    };
    let list = move || {
        let choices = choices.get();
        if choices.is_empty() {
            let text = if found.is_loading.get() { "Searching…" } else { "Nothing fits. Try fewer letters." };
            return view! { <p class="palette__none" role="status">{text}</p> }.into_any();
        }
        let mut group = "";
        let rows: Vec<_> = choices
            .into_iter()
            .enumerate()
            .map(|(place, choice)| {
                let heading = (choice.group != group).then_some(choice.group);
                group = choice.group;
                let run = run.clone();
                let picked = choice.clone();
                view! {
                    {heading.map(|heading| view! { <li class="palette__group" role="presentation">{heading}</li> })}
                    <li
                        class="palette__choice"
                        role="option"
                        id=format!("palette-{place}")
                        aria-selected=move || if at.get() == place { "true" } else { "false" }
                        on:click=move |_| run(picked.clone())
                        on:mousemove=move |_| if at.get_untracked() != place { at.set(place) }
                    >
                        <Icon name=choice.icon />
                        <span class="palette__label">{choice.label}</span>
                        <span class="palette__detail">{choice.detail}</span>
                    </li>
                }
            })
            .collect();
        view! { <ul class="palette__list" role="listbox" id="palette-list" aria-label="What fits">{rows}</ul> }
            .into_any()
    };
    view! {
        <div class="palette__content">
            <label class="palette__search">
                <span class="visually-hidden">"Letters of a page, a room or an act"</span>
                <Icon name=IconName::Search />
                <input
                    class="desk-search__input"
                    type="text"
                    role="combobox"
                    node_ref=field
                    autocomplete="off"
                    spellcheck="false"
                    placeholder="Go to a page, or do something"
                    aria-expanded="true"
                    aria-controls="palette-list"
                    aria-activedescendant=move || format!("palette-{}", at.get())
                    data-testid="palette-input"
                    prop:value=text
                    on:input=on_input
                    on:keydown=on_keydown
                />
            </label>
            {list}
        </div>
    }
}

/// Closes the palette and does what was chosen.
fn runner(close: Callback<()>) -> impl Fn(Choice) + Clone + 'static {
    let desk = expect_context::<PagesDesk>();
    let leaving = expect_context::<Leaving>();
    let navigate = use_navigate();
    move |choice: Choice| {
        close.run(());
        match choice.act {
            ChoiceAct::Go(path) => {
                if leaving.may() {
                    navigate(&path, NavigateOptions { resolve: false, ..NavigateOptions::default() });
                }
            }
            ChoiceAct::Leave(path) => {
                // A window that may not open leaves everything as it is.
                let _ = window().open_with_url(&path);
            }
            ChoiceAct::Ask(dialog) => desk.dialog.set(Some(dialog)),
            ChoiceAct::Do(page, deed) => desk.act(page, deed, |_| {}),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(label: &str) -> Choice {
        Choice {
            group: "Go to",
            label: label.to_owned(),
            detail: String::new(),
            icon: IconName::Eye,
            act: ChoiceAct::Go(String::new()),
        }
    }

    fn page(title: &str) -> PlaceItem {
        PlaceItem { id: 1, title: title.to_owned(), url_path: "/x/".to_owned(), kind_label: String::new(), live: true }
    }

    #[test]
    fn acts_come_first_then_pages_then_rooms() {
        let found =
            fitting(vec![room("Move"), room("Copy")], vec![room("Images"), room("Orders")], vec![page("Moon")], "mo");
        let labels: Vec<_> = found.iter().map(|choice| choice.label.as_str()).collect();
        assert_eq!(labels, ["Move", "Moon"]);
    }

    #[test]
    fn without_letters_everything_is_offered() {
        let found = fitting(vec![room("Move")], vec![room("Images")], vec![page("Moon")], " ");
        assert_eq!(found.len(), 3);
    }
}
