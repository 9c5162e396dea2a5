//! What is known of a record besides its form: facts, a table, what uses it, what was done to it.

use super::rooms;
use crate::{moment::Moment, pages};
use leptos::prelude::*;
use xpro_api::{OpenedRecord, RecordChange, RecordTable, UsedItem};

/// All of it.
#[component]
pub fn Aside(
    /// The record as the server told it last.
    #[prop(into)]
    record: Signal<OpenedRecord>,
) -> impl IntoView {
    move || {
        let record = record.get();
        view! {
            <div class="library-detail__side">
                {(!record.facts.is_empty()).then(|| facts(record.facts))}
                {record.table.map(table)}
                {(record.id != 0 && record.kind != "settings" && record.kind != "user").then(|| used(record.used))}
                {(!record.history.is_empty()).then(|| history(record.history))}
            </div>
        }
    }
}

fn facts(facts: Vec<(String, String)>) -> AnyView {
    let rows: Vec<_> = facts
        .into_iter()
        .map(|(name, value)| {
            view! { <div class="facts__fact"><dt class="facts__label">{name}</dt><dd class="facts__value">{value}</dd></div> }
        })
        .collect();
    view! {
        <section class="panel" aria-labelledby="record-facts">
            <h2 class="panel__title" id="record-facts">"Account"</h2>
            <dl class="facts facts--stacked">{rows}</dl>
        </section>
    }
    .into_any()
}

fn table(table: RecordTable) -> AnyView {
    if table.rows.is_empty() {
        return ().into_any();
    }
    let heads: Vec<_> = table.columns.into_iter().map(|column| view! { <th scope="col">{column}</th> }).collect();
    let rows: Vec<_> = table
        .rows
        .into_iter()
        .map(|(about, cells)| {
            let mut href = about.and_then(|(kind, id)| rooms::record(&kind, id));
            let cells: Vec<_> = cells
                .into_iter()
                .map(|cell| match href.take() {
                    // The first cell leads there.
                    Some(href) => view! { <td><a href=href>{cell}</a></td> }.into_any(),
                    None => view! { <td>{cell}</td> }.into_any(),
                })
                .collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    view! {
        <section class="panel" aria-labelledby="record-table">
            <h2 class="panel__title" id="record-table">{table.title}</h2>
            <div class="table-frame" role="region" aria-labelledby="record-table" tabindex="0">
                <table class="table" data-testid="record-table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
            </div>
        </section>
    }
    .into_any()
}

/// Where something that uses a record is.
fn place(item: &UsedItem) -> Option<String> {
    match item.kind.as_str() {
        "page" => Some(pages::address::editor(item.id)),
        kind => rooms::record(kind, item.id),
    }
}

/// A list of what uses something.
pub fn uses(used: Vec<UsedItem>) -> AnyView {
    let rows: Vec<_> = used
        .into_iter()
        .map(|item| {
            let title = match place(&item) {
                Some(href) => view! { <a href=href>{item.title}</a> }.into_any(),
                None => view! { <span>{item.title}</span> }.into_any(),
            };
            view! { <li class="used-on__page">{title}<span class="library-muted">{item.detail}</span></li> }
        })
        .collect();
    view! { <ul class="used-on" role="list" data-testid="used-by">{rows}</ul> }.into_any()
}

fn used(used: Vec<UsedItem>) -> AnyView {
    let body =
        if used.is_empty() { view! { <p class="library-muted">"Nothing uses it."</p> }.into_any() } else { uses(used) };
    view! {
        <section class="panel" aria-labelledby="record-used">
            <h2 class="panel__title" id="record-used">"Used by"</h2>
            {body}
        </section>
    }
    .into_any()
}

fn history(changes: Vec<RecordChange>) -> AnyView {
    let rows: Vec<_> = changes
        .into_iter()
        .map(|change| {
            let fields = change.fields.join(", ");
            view! {
                <li class="used-on__page">
                    <span>{change.by}" · "{change.act}</span>
                    <span class="library-muted"><Moment at=change.at />{(!fields.is_empty()).then(|| format!(" · {fields}"))}</span>
                </li>
            }
        })
        .collect();
    view! {
        <section class="panel" aria-labelledby="record-history">
            <h2 class="panel__title" id="record-history">"History"</h2>
            <ul class="used-on" role="list" data-testid="record-history">{rows}</ul>
        </section>
    }
    .into_any()
}
