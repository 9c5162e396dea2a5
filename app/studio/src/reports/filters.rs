//! What of a report is wanted.

use super::address;
use crate::{pages::PagesDesk, typed::Typed};
use leptos::{html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::time::Duration;
use xpro_api::ReportQuery;

/// Quiet time after the last key before the report is asked for.
const PAUSE: Duration = Duration::from_millis(250);

/// The fields that the report has.
#[component]
pub fn Filters(query: Memo<ReportQuery>) -> impl IntoView {
    let navigate = use_navigate();
    let go = Callback::new(move |wanted: ReportQuery| {
        let options = NavigateOptions { resolve: false, replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&address::report(&wanted), options);
    });
    // One for all the fields, so that what is typed into the next takes nothing from the one before.
    let typed = Typed::new(move || query.with(address::name), query.into(), go);
    let name = Memo::new(move |_| query.with(address::name));
    move || {
        match name.get() {
        "aging" => view! {
            <div class="filter-panel">
                {line("report-days", "Not published for days", "number", typed, |query| query.days.map(|days| days.to_string()).unwrap_or_default(), |query, text| query.days = text.parse().ok())}
                <KindField query=query typed=typed />
            </div>
        }
        .into_any(),
        "history" => view! {
            <div class="filter-panel">
                {line("report-by", "Who", "text", typed, |query| query.by.clone(), |query, text| text.trim().clone_into(&mut query.by))}
                {line("report-act", "Act, such as publish", "text", typed, |query| query.act.clone(), |query, text| text.trim().clone_into(&mut query.act))}
                {line("report-from", "From (UTC)", "date", typed, |query| query.from.clone(), |query, text| text.trim().clone_into(&mut query.from))}
                {line("report-until", "Until", "date", typed, |query| query.until.clone(), |query, text| text.trim().clone_into(&mut query.until))}
            </div>
        }
        .into_any(),
        _ => ().into_any(),
    }
    }
}

/// The kinds of pages by the names that editors read.
#[component]
fn KindField(query: Memo<ReportQuery>, typed: Typed<ReportQuery>) -> impl IntoView {
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
    let on_change = move |event| typed.change(PAUSE, |query| query.kind = event_target_value(&event));
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
    typed: Typed<ReportQuery>,
    get: fn(&ReportQuery) -> String,
    put: fn(&mut ReportQuery, &str),
) -> AnyView {
    let field = NodeRef::<html::Input>::new();
    typed.show_in(field, put, get);
    let on_input = move |event| typed.change(PAUSE, |query| put(query, &event_target_value(&event)));
    view! {
        <div class="filter-panel__group">
            <label for=id>{label}</label>
            <input class="input" id=id type=kind min="1" node_ref=field on:input=on_input />
        </div>
    }
    .into_any()
}
