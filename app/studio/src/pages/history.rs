//! What was done to a page, by whom and when.

use super::{address, desk::PagesDesk, filters::DayField, view::Waiting};
use crate::{failure::Failure, moment::Moment, page, remote::Remote};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_params_map},
};
use xpro_api::{LogFilter, LogItem, PageLog, page_log};
use xpro_ui::{Button, ButtonKind, EmptyState, Icon, IconName, LinkButton};

/// The page.
#[component]
pub fn LogView() -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params.with(|params| params.get("id").and_then(|id| id.parse::<i64>().ok()).unwrap_or_default())
    });
    let query = use_location().search;
    let filter = Memo::new(move |_| query.with(|query| address::log_filter(query)));
    let log = Remote::<PageLog>::new();
    let ask = move || log.ask(page_log(id.get_untracked(), filter.get_untracked(), None));
    Effect::new(move |_| {
        id.track();
        filter.track();
        ask();
    });
    let title = Memo::new(move |_| log.value.with(|log| log.as_ref().map(|log| log.title.clone()).unwrap_or_default()));
    page::name(move || format!("History of {}", title.get()));
    let navigate = use_navigate();
    let set = Callback::new(move |filter: LogFilter| {
        let options = NavigateOptions { resolve: false, replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&address::history(id.get_untracked(), &filter), options);
    });
    let more = move |_| {
        let Some(next) = log.value.with_untracked(|log| log.as_ref().and_then(|log| log.next)) else { return };
        log.ask_and_merge(page_log(id.get_untracked(), filter.get_untracked(), Some(next)), |old, new| {
            let mut items = old.map(|old| old.items).unwrap_or_default();
            items.extend(new.items);
            PageLog { items, ..new }
        });
    };
    let list = move || {
        let Some(log) = log.value.get() else {
            return if log.error.get().is_some() {
                ().into_any()
            } else {
                view! { <Waiting what="the history" /> }.into_any()
            };
        };
        if log.items.is_empty() {
            let all = address::history(id.get(), &LogFilter::default());
            return view! {
                <EmptyState title="Nothing of that kind happened" text="No entry fits these filters." icon=IconName::Clock>
                    <LinkButton href=all kind=ButtonKind::Secondary>"Show everything"</LinkButton>
                </EmptyState>
            }
            .into_any();
        }
        let rows: Vec<_> = log.items.into_iter().map(|item| view! { <Entry item=item /> }).collect();
        view! {
            <div class="table-frame" role="region" aria-label="History" tabindex="0">
                <table class="table" data-testid="page-log">
                    <caption class="visually-hidden">"What was done, newest first"</caption>
                    <thead>
                        <tr><th scope="col">"When"</th><th scope="col">"What"</th><th scope="col">"Who"</th></tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="desk-page">
            <p class="desk-page__back"><a href=move || desk.list.address()><Icon name=IconName::ArrowLeft />"Pages"</a></p>
            <header class="desk-page__head">
                <h1 class="desk-page__title">{move || format!("History of “{}”", title.get())}</h1>
                <div class="desk-page__acts">
                    <a class="button button--secondary button--small" href=move || address::editor(id.get())>"Open the page"</a>
                </div>
            </header>
            {move || log.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
            <Filters log=log filter=filter set=set />
            {list}
            <Show when=move || log.value.with(|log| log.as_ref().is_some_and(|log| log.next.is_some()))>
                <p class="orders-more">
                    <Button press="button" kind=ButtonKind::Secondary busy=log.is_loading on_press=more>"Show older"</Button>
                </p>
            </Show>
        </div>
    }
}

#[component]
fn Filters(log: Remote<PageLog>, filter: Memo<LogFilter>, set: Callback<LogFilter>) -> impl IntoView {
    let acts = move || {
        let acts = log.value.with(|log| log.as_ref().map(|log| log.acts.clone()).unwrap_or_default());
        acts.into_iter()
            .map(|act| {
                let name = act.name.clone();
                let is_chosen = move || filter.with(|filter| filter.act == name);
                view! { <option value=act.name selected=is_chosen>{act.label}</option> }
            })
            .collect_view()
    };
    let people = move || {
        let people = log.value.with(|log| log.as_ref().map(|log| log.people.clone()).unwrap_or_default());
        people
            .into_iter()
            .map(|person| {
                let is_chosen = move || filter.with(|filter| filter.user == Some(person.id));
                view! { <option value=person.id.to_string() selected=is_chosen>{person.name}</option> }
            })
            .collect_view()
    };
    view! {
        <div class="filter-panel">
            <div class="filter-panel__group">
                <label for="log-act">"Act"</label>
                <select
                    class="input input--select"
                    id="log-act"
                    on:change=move |event| set.run(LogFilter { act: event_target_value(&event), ..filter.get_untracked() })
                >
                    <option value="" selected=move || filter.with(|filter| filter.act.is_empty())>"Every act"</option>
                    {acts}
                </select>
            </div>
            <div class="filter-panel__group">
                <label for="log-user">"Person"</label>
                <select
                    class="input input--select"
                    id="log-user"
                    on:change=move |event| set.run(LogFilter { user: event_target_value(&event).parse().ok(), ..filter.get_untracked() })
                >
                    <option value="" selected=move || filter.with(|filter| filter.user.is_none())>"Everybody"</option>
                    {people}
                </select>
            </div>
            <DayField
                label="From (UTC)"
                id="log-from"
                value=Signal::derive(move || filter.with(|filter| filter.from.clone()))
                set=Callback::new(move |from| set.run(LogFilter { from, ..filter.get_untracked() }))
            />
            <DayField
                label="Until"
                id="log-until"
                value=Signal::derive(move || filter.with(|filter| filter.until.clone()))
                set=Callback::new(move |until| set.run(LogFilter { until, ..filter.get_untracked() }))
            />
        </div>
    }
}

#[component]
fn Entry(item: LogItem) -> impl IntoView {
    view! {
        <tr>
            <td class="pages__date"><Moment at=item.at /></td>
            <th scope="row">{item.act}<span class="pages__sub">{item.detail}</span></th>
            <td>{item.by}</td>
        </tr>
    }
}
