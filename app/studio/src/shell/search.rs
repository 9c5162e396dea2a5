//! The search for orders, in the bar of every page. On the list it searches while one types; the text lives in the
//! address, so a search can be bookmarked and passed on.

use super::Me;
use crate::{keys::on_key, leave::Leaving, paths, pause::Pause};
use leptos::{ev::SubmitEvent, html, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use std::time::Duration;
use xpro_api::OrderFilter;
use xpro_ui::{Icon, IconName};

/// Quiet time after the last key before the list is asked for.
const PAUSE: Duration = Duration::from_millis(250);

/// The field.
#[component]
pub fn Search(
    /// Opens the command palette.
    palette: RwSignal<bool>,
) -> impl IntoView {
    let me = expect_context::<Me>();
    let location = use_location();
    let is_order_room = Memo::new(move |_| location.pathname.with(|path| path.starts_with(paths::ORDERS)));
    let may_search = move || is_order_room.get() && (!me.is_known() || me.may(|me| me.may_view_orders));
    view! {
        <Show when=may_search fallback=move || view! { <Opener palette=palette /> }>
            <OrderSearch />
        </Show>
    }
}

/// What stands in the search's place in other rooms.
#[component]
fn Opener(palette: RwSignal<bool>) -> impl IntoView {
    view! {
        <button class="desk-search desk-search--opener" type="button" data-testid="open-palette" on:click=move |_| palette.set(true)>
            <Icon name=IconName::Search />
            <span class="desk-search__words">"Go to a page, or do something"</span>
            <kbd class="desk-search__key" aria-hidden="true">"Ctrl K"</kbd>
        </button>
    }
}

#[component]
fn OrderSearch() -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let text = RwSignal::new(String::new());
    follow_the_address(text);
    let pause = Pause::new();
    let search_now = search_action(text);
    let on_input = {
        let search_now = search_now.clone();
        move |event| {
            text.set(event_target_value(&event));
            let search_now = search_now.clone();
            pause.then(PAUSE, move || search_now(true));
        }
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        pause.stop();
        search_now(false);
    };
    on_key(move |key| key == "/" && field.get_untracked().is_some_and(|field| field.focus().is_ok()));
    view! {
        <form class="desk-search" role="search" on:submit=on_submit>
            <label class="visually-hidden" for="order-search">"Search orders"</label>
            <Icon name=IconName::Search />
            <input
                class="desk-search__input"
                id="order-search"
                data-testid="order-search"
                node_ref=field
                type="search"
                autocomplete="off"
                spellcheck="false"
                placeholder="Name, e-mail, order number, code"
                prop:value=text
                on:input=on_input
            />
            <kbd class="desk-search__key" aria-hidden="true">"/"</kbd>
        </form>
    }
}

/// Shows what the address searches for, for instance after "back"; elsewhere the field is empty.
fn follow_the_address(text: RwSignal<String>) {
    let location = use_location();
    Effect::new(move |_| {
        let is_list = location.pathname.with(|path| paths::is_orders(path));
        let searched = location.search.with(|query| paths::filter(query)).q;
        let searched = if is_list { searched } else { String::new() };
        if text.with_untracked(|text| text.trim() != searched) {
            text.set(searched);
        }
    });
}

/// Goes to the list with the field's text. Asked `while_typing` it only changes the list in view, and leaves one
/// entry in the history however much was typed.
fn search_action(text: RwSignal<String>) -> impl Fn(bool) + Clone + 'static {
    let location = use_location();
    let leaving = expect_context::<Leaving>();
    let navigate = use_navigate();
    move |while_typing| {
        let is_list = location.pathname.with_untracked(|path| paths::is_orders(path));
        if while_typing && !is_list {
            return;
        }
        let kept =
            if is_list { location.search.with_untracked(|query| paths::filter(query)) } else { OrderFilter::default() };
        let wanted = OrderFilter { q: text.with_untracked(|text| text.trim().to_owned()), ..kept.clone() };
        if is_list && wanted == kept {
            return;
        }
        if !is_list && !leaving.may() {
            return;
        }
        let options =
            NavigateOptions { resolve: false, replace: while_typing, scroll: false, ..NavigateOptions::default() };
        navigate(&paths::orders(&wanted), options);
    }
}
