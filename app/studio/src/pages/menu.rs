//! What can be done to a page: the menu of its row, and the same entries for other places.

use super::{
    address,
    desk::{Dialog, PagesDesk},
};
use crate::remote::Remote;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent, Node};
use xpro_api::{LogFilter, PageDeed, PagePlace, PageState, page_place};
use xpro_ui::{Icon, IconName};

/// An entry of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What is read.
    pub label: &'static str,
    /// Its picture.
    pub icon: IconName,
    /// What it does.
    pub act: EntryAct,
}

/// What an entry does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryAct {
    /// Leads somewhere in the studio.
    Go(String),
    /// Leads to the site.
    Leave(String),
    /// Asks first.
    Ask(Dialog),
    /// Is done at once.
    Do(PageDeed),
}

/// The entries of a page, as far as the person may.
pub fn entries(place: &PagePlace) -> Vec<Entry> {
    let page = &place.item;
    let rights = place.rights;
    let id = page.id;
    let is_live = page.state.is_live();
    let entry = |label, icon, act| Entry { label, icon, act };
    let when = |may: bool, entry: Entry| may.then_some(entry);
    [
        when(rights.edit, entry("Edit", IconName::Pencil, EntryAct::Go(address::editor(id)))),
        when(rights.view && !rights.edit, entry("Open", IconName::Eye, EntryAct::Go(address::editor(id)))),
        when(
            is_live && page.has_address,
            entry("View live", IconName::ArrowOut, EntryAct::Leave(page.url_path.clone())),
        ),
        when(page.child_count > 0, entry("Pages below", IconName::Layers, EntryAct::Go(address::below(id)))),
        when(!place.kinds.is_empty(), entry("Add a page below", IconName::Plus, EntryAct::Ask(Dialog::Add(id)))),
        when(
            rights.publish && is_live && page.state != PageState::Live,
            entry("Publish the draft", IconName::Check, EntryAct::Do(PageDeed::Publish)),
        ),
        when(rights.publish && !is_live, entry("Publish", IconName::Check, EntryAct::Do(PageDeed::Publish))),
        when(rights.view && page.parent.is_some(), entry("Copy", IconName::Document, EntryAct::Ask(Dialog::Copy(id)))),
        when(rights.move_away, entry("Move", IconName::ArrowRight, EntryAct::Ask(Dialog::Move(id)))),
        when(
            rights.publish && place.live > 0,
            entry("Unpublish", IconName::Minus, EntryAct::Ask(Dialog::Unpublish(id))),
        ),
        when(rights.lock, entry("Lock", IconName::Lock, EntryAct::Ask(Dialog::Lock(id)))),
        when(rights.unlock, entry("Unlock", IconName::Lock, EntryAct::Do(PageDeed::Unlock))),
        when(rights.view, entry("Who may read it", IconName::Users, EntryAct::Ask(Dialog::Privacy(id)))),
        when(rights.view, entry("History", IconName::Clock, EntryAct::Go(address::history(id, &LogFilter::default())))),
        when(rights.delete, entry("Delete", IconName::Trash, EntryAct::Ask(Dialog::Delete(id)))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The button with three dots and what it opens. The entries are asked for when it is opened.
#[component]
pub fn RowMenu(
    /// The page.
    page: i64,
    /// Its title.
    title: String,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let frame = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let close = move |with_focus: bool| {
        is_open.set(false);
        if let (true, Some(button)) = (with_focus, button.get_untracked()) {
            // Without it the focus starts at the top again.
            let _ = button.focus();
        }
    };
    let on_keydown = move |event: KeyboardEvent| {
        let is_handled = match event.key().as_str() {
            "Escape" if is_open.get_untracked() => {
                close(true);
                true
            }
            "ArrowDown" => move_focus(frame, 1),
            "ArrowUp" => move_focus(frame, -1),
            _ => false,
        };
        if is_handled {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let on_focusout = move |event: web_sys::FocusEvent| {
        let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        let is_inside = frame.get_untracked().is_some_and(|frame| frame.contains(to.as_ref()));
        if !is_inside && to.is_some() {
            is_open.set(false);
        }
    };
    view! {
        <div class="row-menu" node_ref=frame on:keydown=on_keydown on:focusout=on_focusout>
            <button
                class="row-menu__button"
                type="button"
                node_ref=button
                aria-label=format!("Acts for {title}")
                aria-haspopup="menu"
                aria-expanded=move || if is_open.get() { "true" } else { "false" }
                data-testid="row-menu"
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                <Icon name=IconName::Dots />
            </button>
            {move || is_open.get().then(|| view! { <OpenMenu page=page close=Callback::new(move |by_choice: bool| close(by_choice)) /> })}
        </div>
    }
}

#[component]
fn OpenMenu(page: i64, close: Callback<bool>) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let place = Remote::<Option<PagePlace>>::new();
    place.ask(page_place(Some(page)));
    let away = window_event_listener(leptos::ev::pointerdown, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_inside = target.and_then(|element| element.closest(".row-menu").ok().flatten()).is_some();
        if !is_inside {
            close.run(false);
        }
    });
    on_cleanup(move || away.remove());
    let items = move || {
        if let Some(error) = place.error.get() {
            return view! { <p class="row-menu__note" role="alert">{error.to_string()}</p> }.into_any();
        }
        let Some(Some(place)) = place.value.get() else {
            return view! { <p class="row-menu__note">"Loading…"</p> }.into_any();
        };
        let entries = entries(&place);
        if entries.is_empty() {
            return view! { <p class="row-menu__note">"You may not change this page."</p> }.into_any();
        }
        let items: Vec<_> = entries.into_iter().map(|entry| entry_view(entry, page, desk, close)).collect();
        request_animation_frame(|| {
            if let Ok(Some(first)) = document().query_selector(".row-menu__list [role=menuitem]") {
                // Without it the first arrow key gets there.
                let _ = first.dyn_ref::<HtmlElement>().map(HtmlElement::focus);
            }
        });
        items.into_any()
    };
    view! { <div class="row-menu__list" role="menu" data-testid="row-menu-list">{items}</div> }
}

fn entry_view(entry: Entry, page: i64, desk: PagesDesk, close: Callback<bool>) -> AnyView {
    let Entry { label, icon, act } = entry;
    let is_danger = label == "Delete";
    let body = view! { <Icon name=icon />{label} };
    match act {
        EntryAct::Go(href) => view! {
            <a class="row-menu__entry" role="menuitem" tabindex="-1" href=href on:click=move |_| {
                desk.list.opened.set_value(Some(page));
                close.run(true);
            }>{body}</a>
        }
        .into_any(),
        EntryAct::Leave(href) => view! {
            <a class="row-menu__entry" role="menuitem" tabindex="-1" href=href rel="external" target="_blank">{body}</a>
        }
        .into_any(),
        EntryAct::Ask(dialog) => view! {
            <button
                class="row-menu__entry"
                class:row-menu__entry--danger=is_danger
                role="menuitem"
                tabindex="-1"
                type="button"
                on:click=move |_| {
                    close.run(true);
                    desk.dialog.set(Some(dialog.clone()));
                }
            >
                {body}
            </button>
        }
        .into_any(),
        EntryAct::Do(deed) => view! {
            <button
                class="row-menu__entry"
                role="menuitem"
                tabindex="-1"
                type="button"
                on:click=move |_| {
                    close.run(true);
                    desk.act(page, deed.clone(), |_| {});
                }
            >
                {body}
            </button>
        }
        .into_any(),
    }
}

fn move_focus(frame: NodeRef<html::Div>, step: isize) -> bool {
    let Some(frame) = frame.get_untracked() else { return false };
    let Ok(items) = frame.query_selector_all("[role=menuitem]") else { return false };
    let items: Vec<HtmlElement> = (0..items.length()).filter_map(|at| items.get(at)?.dyn_into().ok()).collect();
    let focused = document().active_element();
    let at = focused.and_then(|focused| items.iter().position(|item| **item == focused));
    let next = match at {
        None if step > 0 => 0,
        None => items.len().saturating_sub(1),
        Some(at) => (at + items.len()).saturating_add_signed(step) % items.len(),
    };
    items.get(next).is_some_and(|item| item.focus().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use xpro_api::{Instant, KindChoice, PageItem, RowRights};

    fn place(state: PageState, rights: RowRights) -> PagePlace {
        let item = PageItem {
            id: 7,
            parent: Some(1),
            parent_title: None,
            kind: "ResourcePage".to_owned(),
            kind_label: "Resource page".to_owned(),
            title: "Terms".to_owned(),
            slug: "terms".to_owned(),
            url_path: "/terms/".to_owned(),
            has_address: true,
            state,
            scheduled_at: None,
            expires_at: None,
            locked_by: None,
            is_private: false,
            child_count: 0,
            owner: None,
            updated_at: Instant(0),
            updated_by: None,
        };
        PagePlace {
            live: i64::from(item.state.is_live()),
            item,
            above: Vec::new(),
            rights,
            kinds: Vec::<KindChoice>::new(),
            pages: 1,
            pointing: Vec::new(),
            site_name: "xPRO".to_owned(),
        }
    }

    fn labels(place: &PagePlace) -> Vec<&'static str> {
        entries(place).into_iter().map(|entry| entry.label).collect()
    }

    #[test]
    fn a_reader_may_look() {
        let rights = RowRights { view: true, ..RowRights::default() };
        assert_eq!(
            labels(&place(PageState::Live, rights)),
            ["Open", "View live", "Copy", "Who may read it", "History"]
        );
        assert!(labels(&place(PageState::Draft, RowRights::default())).is_empty());
    }

    #[test]
    fn what_is_offered_follows_the_state() {
        let rights = RowRights {
            view: true,
            edit: true,
            publish: true,
            move_away: true,
            delete: true,
            lock: true,
            ..RowRights::default()
        };
        let draft = labels(&place(PageState::Draft, rights));
        assert!(draft.contains(&"Publish") && !draft.contains(&"Unpublish") && !draft.contains(&"View live"));
        let live = labels(&place(PageState::Live, rights));
        assert!(live.contains(&"Unpublish") && !live.contains(&"Publish") && !live.contains(&"Publish the draft"));
        assert!(labels(&place(PageState::LiveDraft, rights)).contains(&"Publish the draft"));
        assert_eq!(live.last(), Some(&"Delete"));
    }
}
