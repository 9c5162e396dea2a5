//! The list of a room.

use super::rooms::{self, Room};
use crate::{failure::Failure, page, remote::Remote, search_field::SearchField, typed::Typed};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use xpro_api::{RecordList, RecordQuery, list_records};
use xpro_ui::{Button, ButtonKind, ButtonSize, EmptyState, Icon, IconName, LinkButton};

/// The page: its room follows from the address.
#[component]
pub fn RecordsView() -> impl IntoView {
    let location = use_location();
    let path = location.pathname;
    let room = Memo::new(move |_| path.with(|path| path.split('/').nth(2).and_then(Room::find)));
    let search = location.search;
    move || match room.get() {
        Some(room) if room.name == "settings" => view! { <super::RecordView /> }.into_any(),
        Some(room) => {
            let query = Memo::new(move |_| search.with(|search| rooms::query(search)));
            view! { <List room=room query=query /> }.into_any()
        }
        None => ().into_any(),
    }
}

#[component]
fn List(room: &'static Room, query: Memo<RecordQuery>) -> impl IntoView {
    let part = Remote::<RecordList>::new();
    let wanted =
        move || query.with_untracked(|query| RecordQuery { kind: room.kind(&query.kind).to_owned(), ..query.clone() });
    let ask = move || part.ask(list_records(wanted(), 0));
    Effect::new(move |_| {
        query.track();
        ask();
    });
    page::name(|| room.title.to_owned());
    let more = move |_| {
        let Some(next) = part.value.with_untracked(|part| part.as_ref().and_then(|part| part.next)) else { return };
        part.ask_and_merge(list_records(wanted(), next), |old, new| {
            let mut rows = old.map(|old| old.rows).unwrap_or_default();
            rows.extend(new.rows);
            RecordList { rows, ..new }
        });
    };
    let kind = Memo::new(move |_| query.with(|query| room.kind(&query.kind)));
    let add = move || {
        let (label, may_add) = part.value.with(|part| part.as_ref().map(|part| (part.label.clone(), part.may_add)))?;
        may_add.then(|| {
            view! {
                <LinkButton href=room.new_record(kind.get()) size=ButtonSize::Small attr:data-testid="add-record">
                    <Icon name=IconName::Plus />
                    {format!("New {}", label.to_lowercase())}
                </LinkButton>
            }
        })
    };
    view! {
        <div class="desk-page">
            <header class="desk-page__head">
                <h1 class="desk-page__title">{room.title}</h1>
                <div class="desk-page__acts">{add}</div>
            </header>
            <p class="records__help">{move || part.value.with(|part| part.as_ref().map(|part| part.help.clone()))}</p>
            <Filters room=room query=query />
            {move || part.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
            {move || part.value.get().map(|part| found(part, kind.get(), query.get()))}
            <Show when=move || part.value.with(|part| part.as_ref().is_some_and(|part| part.next.is_some()))>
                <p class="orders-more">
                    <Button press="button" kind=ButtonKind::Secondary busy=part.is_loading on_press=more>"Show more"</Button>
                </p>
            </Show>
        </div>
    }
}

fn found(part: RecordList, kind: &'static str, query: RecordQuery) -> AnyView {
    if part.rows.is_empty() {
        let (title, text) = if query.q.is_empty() {
            (format!("No {} yet", part.plural.to_lowercase()), "What is made here is listed here.")
        } else {
            ("Nothing fits".to_owned(), "Try a shorter word.")
        };
        return view! { <EmptyState title=title text=text icon=IconName::Search /> }.into_any();
    }
    let heads: Vec<_> = part
        .columns
        .into_iter()
        .enumerate()
        .map(|(at, column)| view! { <th scope="col" class:records__wide=(at > 0)>{column}</th> })
        .collect();
    let rows: Vec<_> = part
        .rows
        .into_iter()
        .map(|row| {
            let cells: Vec<_> = row
                .cells
                .into_iter()
                .enumerate()
                .map(|(at, cell)| view! { <td class:records__wide=(at > 0)>{cell}</td> })
                .collect();
            let href = rooms::record(kind, row.id).unwrap_or_default();
            view! { <tr><th scope="row"><a class="records__link" href=href>{row.name}</a></th>{cells}</tr> }
        })
        .collect();
    view! {
        <div class="table-frame">
            <table class="table" data-testid="records">
                <caption class="visually-hidden">{part.plural}</caption>
                <thead><tr><th scope="col">"Name"</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Filters(room: &'static Room, query: Memo<RecordQuery>) -> impl IntoView {
    let navigate = use_navigate();
    let go = Callback::new(move |q| {
        let wanted = RecordQuery { q, ..query.get_untracked() };
        let options = NavigateOptions { resolve: false, replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&room.list(&wanted), options);
    });
    let searched = Signal::derive(move || query.with(|query| query.q.clone()));
    let typed = Typed::new(move || query.with(|query| room.kind(&query.kind)), searched, go);
    let tabs: Vec<_> = room
        .kinds
        .iter()
        .map(|(kind, label)| {
            let shown = if room.kind("") == *kind { String::new() } else { (*kind).to_owned() };
            let href = room.list(&RecordQuery { kind: shown, q: String::new() });
            let current = move || query.with(|query| room.kind(&query.kind) == *kind).then_some("page");
            view! { <li><a class="tabs__tab" href=href data-noscroll="" aria-current=current>{*label}</a></li> }
        })
        .collect();
    view! {
        <div class="filters">
            {(room.kinds.len() > 1).then(|| view! { <nav class="tabs" aria-label="Kind"><ul class="tabs__list">{tabs}</ul></nav> })}
            <SearchField
                label=format!("Search {}", room.title.to_lowercase())
                placeholder="Part of a name"
                testid="record-search"
                typed=typed
            />
        </div>
    }
}
