//! The search field, the filters and the kept views above the list. All of it lives in the address.

use super::{
    address::{self, filter_words},
    desk::PagesDesk,
};
use crate::{keys::on_key, remote::Remote, search_field, typed::Typed};
use leptos::{ev::SubmitEvent, html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use xpro_api::{Names, PageFilter, PageSort, PageState, ViewItem, delete_view, list_views, save_view};
use xpro_ui::{Button, ButtonKind, ButtonSize, Icon, IconName};

/// Search, filters, views.
#[component]
pub fn FilterBar(
    /// The filter in force.
    #[prop(into)]
    filter: Signal<PageFilter>,
    /// Title of the page whose branch is searched.
    #[prop(into)]
    branch: Signal<String>,
) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let is_open = RwSignal::new(filter.with_untracked(|filter| filter.narrows() > 0));
    let count = move || filter.with(PageFilter::narrows);
    Effect::new(move |_| {
        if is_open.get() {
            desk.want_choices();
        }
    });
    view! {
        <div class="page-filters">
            <SearchField filter=filter branch=branch />
            <button
                class="button button--secondary button--small"
                type="button"
                aria-expanded=move || if is_open.get() { "true" } else { "false" }
                aria-controls="page-filter-panel"
                data-testid="filters"
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                <Icon name=IconName::Filter />
                {move || match count() {
                    0 => "Filters".to_owned(),
                    count => format!("Filters ({count})"),
                }}
            </button>
            <Views filter=filter />
            <MenuOrder filter=filter />
        </div>
        <div id="page-filter-panel" hidden=move || !is_open.get()>
            {move || is_open.get().then(|| view! { <Panel filter=filter /> })}
        </div>
        <Words filter=filter />
    }
}

/// Goes to another list, in place of this one while somebody types.
fn go_to(replace: bool) -> impl Fn(PageFilter) + Clone + 'static {
    let navigate = use_navigate();
    move |filter: PageFilter| {
        let options = NavigateOptions { resolve: false, replace, scroll: false, ..NavigateOptions::default() };
        navigate(&address::pages(&filter), options);
    }
}

#[component]
fn SearchField(filter: Signal<PageFilter>, branch: Signal<String>) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let go = go_to(true);
    let search = {
        let go = go.clone();
        Callback::new(move |q| go(PageFilter { q, ..filter.get_untracked() }))
    };
    let searched = Signal::derive(move || filter.with(|filter| filter.q.clone()));
    let typed = Typed::new(move || filter.with(|filter| filter.parent), searched, search);
    search_field::show(typed, field);
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        typed.ask();
    };
    let everywhere = move |event| {
        let value = event_target_value(&event) == "all";
        go(PageFilter { everywhere: value, ..filter.get_untracked() });
    };
    on_key(move |key| key == "/" && field.get_untracked().is_some_and(|field| field.focus().is_ok()));
    view! {
        <form class="library-search page-search" role="search" on:submit=on_submit>
            <label class="visually-hidden" for="page-search">"Search pages"</label>
            <Icon name=IconName::Search />
            <input
                class="desk-search__input"
                id="page-search"
                data-testid="page-search"
                node_ref=field
                type="search"
                autocomplete="off"
                spellcheck="false"
                placeholder="Title, address or words of the text"
                on:input=move |event| search_field::hear(typed, &event_target_value(&event))
            />
            <label class="visually-hidden" for="page-scope">"Where to search"</label>
            <select class="page-search__scope" id="page-scope" on:change=everywhere>
                <option value="here" selected=move || filter.with(|filter| !filter.everywhere)>
                    {move || format!("in {}", branch.get())}
                </option>
                <option value="all" selected=move || filter.with(|filter| filter.everywhere)>"everywhere"</option>
            </select>
        </form>
    }
}

/// A switch between A to Z and the order of the menus.
#[component]
fn MenuOrder(filter: Signal<PageFilter>) -> impl IntoView {
    let is_on = move || filter.with(PageFilter::is_menu_order);
    let url = move || {
        filter.with(|filter| {
            let sort = if filter.is_menu_order() { None } else { Some(PageSort::Position) };
            address::pages(&PageFilter { sort, desc: false, ..address::unfiltered(filter) })
        })
    };
    view! {
        <a
            class="filters__switch page-filters__order"
            class:filters__switch--on=is_on
            href=url
            data-noscroll=""
            data-testid="menu-order"
            aria-current=move || is_on().then_some("true")
        >
            <Icon name=IconName::Layers />
            "Menu order"
        </a>
    }
}

#[component]
fn Panel(filter: Signal<PageFilter>) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let go = go_to(false);
    let set = Callback::new(move |filter: PageFilter| go(filter));
    let kinds = move || {
        let kinds = desk
            .choices
            .value
            .with(|choices| choices.as_ref().map(|choices| choices.kinds.clone()).unwrap_or_default());
        kinds
            .into_iter()
            .map(|kind| {
                let name = kind.name;
                let named = name.clone();
                let is_on = Signal::derive(move || filter.with(|filter| filter.kind.has(&named)));
                let turn = move |on: bool| {
                    let kind = filter.with_untracked(|filter| filter.kind.with(&name, on));
                    set.run(PageFilter { kind, ..filter.get_untracked() });
                };
                view! { <Chip label=kind.label is_on=is_on turn=Callback::new(turn) /> }
            })
            .collect_view()
    };
    let states = PageState::ALL
        .into_iter()
        .map(|state| {
            let is_on = Signal::derive(move || filter.with(|filter| filter.status.has(state.name())));
            let turn = move |on: bool| {
                let status: Names = filter.with_untracked(|filter| filter.status.with(state.name(), on));
                set.run(PageFilter { status, ..filter.get_untracked() });
            };
            view! { <Chip label=state.label() is_on=is_on turn=Callback::new(turn) /> }
        })
        .collect_view();
    let owner = Signal::derive(move || filter.with(|filter| filter.owner));
    let editor = Signal::derive(move || filter.with(|filter| filter.editor));
    let children = Signal::derive(move || filter.with(|filter| filter.children));
    let locked = Signal::derive(move || filter.with(|filter| filter.locked));
    let from = Signal::derive(move || filter.with(|filter| filter.from.clone()));
    let until = Signal::derive(move || filter.with(|filter| filter.until.clone()));
    view! {
        <div class="filter-panel" data-testid="filter-panel">
            <fieldset class="filter-panel__group filter-panel__group--wide">
                <legend>"Type"</legend>
                <div class="chips">{kinds}</div>
            </fieldset>
            <fieldset class="filter-panel__group filter-panel__group--wide">
                <legend>"Status"</legend>
                <div class="chips">{states}</div>
            </fieldset>
            <PersonSelect label="Owner" id="filter-owner" value=owner
                set=Callback::new(move |owner| set.run(PageFilter { owner, ..filter.get_untracked() })) />
            <PersonSelect label="Edited by" id="filter-editor" value=editor
                set=Callback::new(move |editor| set.run(PageFilter { editor, ..filter.get_untracked() })) />
            <DayField label="Updated from (UTC)" id="filter-from" value=from
                set=Callback::new(move |from| set.run(PageFilter { from, ..filter.get_untracked() })) />
            <DayField label="Updated until" id="filter-until" value=until
                set=Callback::new(move |until| set.run(PageFilter { until, ..filter.get_untracked() })) />
            <YesNo label="Has pages below" id="filter-children" value=children
                set=Callback::new(move |children| set.run(PageFilter { children, ..filter.get_untracked() })) />
            <YesNo label="Locked" id="filter-locked" value=locked
                set=Callback::new(move |locked| set.run(PageFilter { locked, ..filter.get_untracked() })) />
        </div>
    }
}

/// A word that is on or off.
#[component]
fn Chip(#[prop(into)] label: String, is_on: Signal<bool>, turn: Callback<bool>) -> impl IntoView {
    view! {
        <button
            class="chip"
            type="button"
            aria-pressed=move || if is_on.get() { "true" } else { "false" }
            on:click=move |_| turn.run(!is_on.get_untracked())
        >
            {label}
        </button>
    }
}

/// A choice among those who made or wrote pages.
#[component]
fn PersonSelect(
    label: &'static str,
    id: &'static str,
    value: Signal<Option<i64>>,
    set: Callback<Option<i64>>,
) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let people = move || {
        let people = desk
            .choices
            .value
            .with(|choices| choices.as_ref().map(|choices| choices.people.clone()).unwrap_or_default());
        people
            .into_iter()
            .map(|person| {
                let is_chosen = move || value.get() == Some(person.id);
                view! { <option value=person.id.to_string() selected=is_chosen>{person.name}</option> }
            })
            .collect_view()
    };
    view! {
        <div class="filter-panel__group">
            <label for=id>{label}</label>
            <select class="input input--select" id=id on:change=move |event| set.run(event_target_value(&event).parse().ok())>
                <option value="" selected=move || value.get().is_none()>"Anybody"</option>
                {people}
            </select>
        </div>
    }
}

/// A day.
#[component]
pub fn DayField(
    /// What it is called.
    label: &'static str,
    /// `id` of the field.
    id: &'static str,
    /// The day, `YYYY-MM-DD`; empty is none.
    value: Signal<String>,
    /// Hears another.
    set: Callback<String>,
) -> impl IntoView {
    view! {
        <div class="filter-panel__group">
            <label for=id>{label}</label>
            <input class="input" type="date" id=id prop:value=value on:change=move |event| set.run(event_target_value(&event)) />
        </div>
    }
}

#[component]
fn YesNo(
    label: &'static str,
    id: &'static str,
    value: Signal<Option<bool>>,
    set: Callback<Option<bool>>,
) -> impl IntoView {
    view! {
        <div class="filter-panel__group">
            <label for=id>{label}</label>
            <select class="input input--select" id=id on:change=move |event| set.run(event_target_value(&event).parse().ok())>
                <option value="" selected=move || value.get().is_none()>"Does not matter"</option>
                <option value="true" selected=move || value.get() == Some(true)>"Yes"</option>
                <option value="false" selected=move || value.get() == Some(false)>"No"</option>
            </select>
        </div>
    }
}

/// What is filtered, in words, with the way back to everything.
#[component]
fn Words(filter: Signal<PageFilter>) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let words = move || {
        let filter = filter.get();
        if !filter.is_search() {
            return None;
        }
        let words = desk.choices.value.with(|choices| filter_words(&filter, choices.as_ref())).join(", ");
        let clear = address::pages(&address::unfiltered(&filter));
        Some(view! {
            <p class="page-filters__words">
                {format!("Filtered by {words}. ")}
                <a href=clear data-noscroll="" data-testid="clear-filters">"Show all"</a>
            </p>
        })
    };
    Effect::new(move |_| {
        if filter.with(|filter| filter.narrows() > 0) {
            desk.want_choices();
        }
    });
    words
}

/// The person's own kept lists.
#[component]
fn Views(filter: Signal<PageFilter>) -> impl IntoView {
    let views = Remote::<Vec<ViewItem>>::new();
    let is_open = RwSignal::new(false);
    let name = RwSignal::new(String::new());
    let frame = NodeRef::<html::Div>::new();
    let toggle = move |_| {
        is_open.update(|open| *open = !*open);
        if is_open.get_untracked() && views.value.with_untracked(Option::is_none) {
            views.ask(list_views());
        }
    };
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let wanted = name.get_untracked().trim().to_owned();
        if !wanted.is_empty() {
            views.ask(save_view(wanted, address::query(&filter.get_untracked())));
            name.set(String::new());
        }
    };
    let on_keydown = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            is_open.set(false);
        }
    };
    let list = move || {
        let kept = views.value.get().unwrap_or_default();
        if kept.is_empty() {
            let text = if views.is_loading.get() { "Loading…" } else { "No view is kept yet." };
            return view! { <p class="row-menu__note">{text}</p> }.into_any();
        }
        let rows: Vec<_> = kept
            .into_iter()
            .map(|view| {
                let href = address::pages(&address::page_filter(&view.query));
                let id = view.id;
                let label = format!("Forget the view {}", view.name);
                view! {
                    <li class="views__view">
                        <a class="row-menu__entry" href=href on:click=move |_| is_open.set(false)>{view.name}</a>
                        <button class="views__forget" type="button" aria-label=label on:click=move |_| views.ask(delete_view(id))>
                            <Icon name=IconName::Close />
                        </button>
                    </li>
                }
            })
            .collect();
        view! { <ul class="views__list" role="list">{rows}</ul> }.into_any()
    };
    view! {
        <div class="row-menu views" node_ref=frame on:keydown=on_keydown>
            <button
                class="button button--secondary button--small"
                type="button"
                aria-expanded=move || if is_open.get() { "true" } else { "false" }
                data-testid="views"
                on:click=toggle
            >
                <Icon name=IconName::Eye />
                "Views"
            </button>
            <Show when=move || is_open.get()>
                <div class="row-menu__list views__panel" data-testid="views-panel">
                    {list}
                    {move || views.error.get().map(|error| view! { <p class="row-menu__note" role="alert">{error.to_string()}</p> })}
                    <form class="views__save" on:submit=save>
                        <label class="field__label" for="view-name">"Keep this list as"</label>
                        <input class="input" id="view-name" maxlength="80" autocomplete="off" prop:value=name
                            on:input=move |event| name.set(event_target_value(&event)) />
                        <Button kind=ButtonKind::Secondary size=ButtonSize::Small busy=views.is_loading>"Keep"</Button>
                    </form>
                </div>
            </Show>
        </div>
    }
}
