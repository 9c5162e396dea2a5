//! The page of the reports.

use super::{address, filters::Filters};
use crate::{
    failure::Failure,
    page,
    pages::{Attempt, PagesDesk},
    remote::Remote,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use xpro_api::{ReportItem, ReportQuery, ReportTable, check_link_again, export_report, read_report};
use xpro_ui::{Button, ButtonKind, ButtonSize, EmptyState, Icon, IconName};

/// The page.
#[component]
pub fn ReportsView() -> impl IntoView {
    let search = use_location().search;
    let query = Memo::new(move |_| search.with(|search| address::query(search)));
    let part = Remote::<ReportTable>::new();
    let wanted =
        move || query.with_untracked(|query| ReportQuery { name: address::name(query).to_owned(), ..query.clone() });
    let ask = move || part.ask(read_report(wanted(), 0));
    Effect::new(move |before: Option<&'static str>| {
        let name = query.with(address::name);
        if before.is_some_and(|before| before != name) {
            // Rows of one report make no sense under the columns of another.
            part.value.set(None);
        }
        ask();
        name
    });
    page::name(|| "Reports".to_owned());
    let more = move |_| {
        let Some(next) = part.value.with_untracked(|part| part.as_ref().and_then(|part| part.next)) else { return };
        part.ask_and_merge(read_report(wanted(), next), |old, new| {
            let mut rows = old.map(|old| old.rows).unwrap_or_default();
            rows.extend(new.rows);
            ReportTable { rows, ..new }
        });
    };
    let help = move || {
        let name = query.with(address::name);
        address::ALL.iter().find(|(known, ..)| *known == name).map(|(_, _, help)| *help)
    };
    view! {
        <div class="desk-page">
            <header class="desk-page__head">
                <h1 class="desk-page__title">"Reports"</h1>
                <div class="desk-page__acts"><Export query=query /></div>
            </header>
            <div class="filters">{tabs(query)}</div>
            <p class="records__help">{help}</p>
            <Filters query=query />
            {move || part.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
            {move || part.value.get().map(table)}
            <Show when=move || part.value.with(|part| part.as_ref().is_some_and(|part| part.next.is_some()))>
                <p class="orders-more">
                    <Button press="button" kind=ButtonKind::Secondary busy=part.is_loading on_press=more>"Show more"</Button>
                </p>
            </Show>
        </div>
    }
}

fn tabs(query: Memo<ReportQuery>) -> AnyView {
    let entries: Vec<_> = address::ALL
        .into_iter()
        .map(|(name, label, _)| {
            let href = address::report(&ReportQuery { name: name.to_owned(), ..ReportQuery::default() });
            let current = move || query.with(|query| address::name(query) == name).then_some("page");
            view! { <li><a class="tabs__tab" href=href data-noscroll="" aria-current=current>{label}</a></li> }
        })
        .collect();
    view! { <nav class="tabs" aria-label="Report"><ul class="tabs__list">{entries}</ul></nav> }.into_any()
}

fn table(part: ReportTable) -> AnyView {
    if part.rows.is_empty() {
        return view! { <EmptyState title="Nothing to look after" text="This report is empty." icon=IconName::CheckCircle /> }
            .into_any();
    }
    // The acts of rows are a column without words for those who see, as elsewhere in the Studio.
    let acts = part.rows.iter().any(|row| row.link.is_some());
    let rows: Vec<_> = part.rows.into_iter().map(|item| row(item, &part.columns, acts)).collect();
    let acts = acts.then(|| view! { <th scope="col"><span class="visually-hidden">"Act"</span></th> });
    let heads: Vec<_> = part.columns.into_iter().map(|column| view! { <th scope="col">{column}</th> }).collect();
    view! {
        <div class="table-frame" role="region" aria-label="Report" tabindex="0">
            <table class="table stacks reports__table" data-testid="report">
                <thead><tr>{heads}{acts}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(row: ReportItem, columns: &[String], has_acts: bool) -> AnyView {
    let mut href = address::place(&row);
    let link = row.link;
    let field = Some(row.field).filter(|field| !field.is_empty());
    let mut field = field.map(|field| view! { <span class="pages__sub">{address::field_words(&field)}</span> });
    // The history names its thing in the fourth column; elsewhere the first one does.
    let at_link = if row.cells.len() == 5 && row.cells.first().is_some_and(|cell| is_day(cell)) { 3 } else { 0 };
    let cells: Vec<_> = row
        .cells
        .into_iter()
        .enumerate()
        .map(|(at, cell)| {
            if at != at_link {
                let class = is_day(&cell).then_some("reports__day");
                // Where the table is narrow, cells stand one under the other with the names of their columns.
                let label = columns.get(at).cloned();
                return view! { <td class=class data-label=label>{cell}</td> }.into_any();
            }
            match href.take() {
                Some(href) => {
                    view! { <th scope="row"><a class="records__link" href=href>{cell}</a>{field.take()}</th> }
                        .into_any()
                }
                None => view! { <th scope="row">{cell}</th> }.into_any(),
            }
        })
        .collect();
    let again =
        has_acts.then(|| view! { <td class="reports__act">{link.map(|link| view! { <CheckAgain link=link /> })}</td> });
    view! { <tr>{cells}{again}</tr> }.into_any()
}

/// Whether a cell begins with a day, `2026-11-26`, which stays in one piece.
fn is_day(cell: &str) -> bool {
    let form = |(at, byte): (usize, u8)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() };
    cell.len() >= 10 && cell.bytes().take(10).enumerate().all(form)
}

/// Has a link to another site asked again.
#[component]
fn CheckAgain(link: i64) -> impl IntoView {
    let toasts = expect_context::<PagesDesk>().toasts;
    let attempt = Attempt::new();
    Effect::new(move |_| {
        if let Some(error) = attempt.error.get() {
            toasts.tell_error(&error);
        }
    });
    let ask = move |_| {
        attempt.run(check_link_again(link), move |is_new| {
            toasts.tell(if is_new {
                "The link is checked in a moment. Reload the report to see what became of it."
            } else {
                "The link is waiting to be checked already."
            });
        });
    };
    view! {
        <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small busy=attempt.busy attr:data-testid="check-link" on_press=ask>
            "Check again"
        </Button>
    }
}

/// Saves the whole report as a file.
#[component]
fn Export(query: Memo<ReportQuery>) -> impl IntoView {
    let toasts = expect_context::<PagesDesk>().toasts;
    let attempt = Attempt::new();
    Effect::new(move |_| {
        if let Some(error) = attempt.error.get() {
            toasts.tell_error(&error);
        }
    });
    let save = move |_| {
        let name = query.with_untracked(address::name);
        let wanted = ReportQuery { name: name.to_owned(), ..query.get_untracked() };
        attempt.run(export_report(wanted), move |text| offer(&format!("{name}.csv"), &text));
    };
    view! {
        <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small busy=attempt.busy attr:data-testid="export-report" on_press=save>
            <Icon name=IconName::Download />
            "Export as CSV"
        </Button>
    }
}

/// Lets the browser save a text under a name.
fn offer(name: &str, text: &str) {
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlElement>().ok());
    let Some(link) = link else { return };
    let address = format!("data:text/csv;charset=utf-8,{}", String::from(js_sys::encode_uri_component(text)));
    if link.set_attribute("href", &address).is_ok() && link.set_attribute("download", name).is_ok() {
        link.click();
    }
}
