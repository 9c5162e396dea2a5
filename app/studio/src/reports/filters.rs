//! What of a report is wanted.

use super::address;
use crate::pages::PagesDesk;
use crate::pause::Pause;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::time::Duration;
use xpro_api::ReportQuery;

/// Quiet time after the last key before the report is asked for.
const PAUSE: Duration = Duration::from_millis(250);

/// The fields that the report has.
#[component]
pub fn Filters(query: Memo<ReportQuery>) -> impl IntoView {
    let navigate = StoredValue::new_local(use_navigate());
    let pause = Pause::new();
    let set = Callback::new(move |wanted: ReportQuery| {
        let go = move || {
            let options =
                NavigateOptions { resolve: false, replace: true, scroll: false, ..NavigateOptions::default() };
            navigate.with_value(|navigate| navigate(&address::report(&wanted), options));
        };
        pause.then(PAUSE, go);
    });
    let name = Memo::new(move |_| query.with(address::name));
    move || {
        match name.get() {
        "aging" => view! {
            <div class="filter-panel">
                {line("report-days", "Not published for days", "number", query, set, |query| query.days.map(|days| days.to_string()).unwrap_or_default(), |query, text| query.days = text.parse().ok())}
                <KindField query=query set=set />
            </div>
        }
        .into_any(),
        "history" => view! {
            <div class="filter-panel">
                {line("report-by", "Who", "text", query, set, |query| query.by.clone(), |query, text| query.by = text)}
                {line("report-act", "Act, such as publish", "text", query, set, |query| query.act.clone(), |query, text| query.act = text)}
                {line("report-from", "From (UTC)", "date", query, set, |query| query.from.clone(), |query, text| query.from = text)}
                {line("report-until", "Until", "date", query, set, |query| query.until.clone(), |query, text| query.until = text)}
            </div>
        }
        .into_any(),
        _ => ().into_any(),
    }
    }
}

/// The kinds of pages by the names that editors read.
#[component]
fn KindField(query: Memo<ReportQuery>, set: Callback<ReportQuery>) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    desk.want_choices();
    let kinds = move || {
        let kinds = desk.choices.value.with(|choices| choices.as_ref().map(|choices| choices.kinds.clone()));
        kinds
            .unwrap_or_default()
            .into_iter()
            .map(|kind| {
                let name = kind.name.clone();
                let is_chosen = move || query.with(|query| query.kind == name);
                view! { <option value=kind.name selected=is_chosen>{kind.label}</option> }
            })
            .collect_view()
    };
    let on_change = move |event| set.run(ReportQuery { kind: event_target_value(&event), ..query.get_untracked() });
    view! {
        <div class="filter-panel__group">
            <label for="report-kind">"Kind of page"</label>
            <select class="input input--select" id="report-kind" on:change=on_change>
                <option value="" selected=move || query.with(|query| query.kind.is_empty())>"Every kind"</option>
                {kinds}
            </select>
        </div>
    }
}

fn line(
    id: &'static str,
    label: &'static str,
    kind: &'static str,
    query: Memo<ReportQuery>,
    set: Callback<ReportQuery>,
    get: fn(&ReportQuery) -> String,
    put: fn(&mut ReportQuery, String),
) -> AnyView {
    let on_input = move |event| {
        let mut wanted = query.get_untracked();
        put(&mut wanted, event_target_value(&event).trim().to_owned());
        set.run(wanted);
    };
    view! {
        <div class="filter-panel__group">
            <label for=id>{label}</label>
            <input class="input" id=id type=kind min="1" prop:value=move || query.with(get) on:input=on_input />
        </div>
    }
    .into_any()
}
