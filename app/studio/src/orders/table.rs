//! The table of orders.

use super::{OrderList, StatusBadges};
use crate::{keys::on_key, moment::Moment, paths};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, MouseEvent};
use xpro_api::{OrderRow, Purchaser};

/// Rows loaded so far. `j` and `k` move the focus from order to order; Enter opens, because the focus is on a link.
#[component]
pub fn OrderTable(
    /// The list.
    list: OrderList,
) -> impl IntoView {
    let rows = move || {
        list.loaded.value.with(|loaded| loaded.as_ref().map(|loaded| loaded.page.rows.clone()).unwrap_or_default())
    };
    on_key(|key| match key {
        "j" => move_focus(1),
        "k" => move_focus(-1),
        _ => false,
    });
    view! {
        <table class="table orders" data-testid="orders" aria-busy=move || list.loaded.is_loading.get().then_some("true")>
            <caption class="visually-hidden">"Orders, newest first"</caption>
            <thead>
                <tr>
                    <th scope="col">"Order"</th>
                    <th scope="col" class="orders__wide">"Placed"</th>
                    <th scope="col">"Learner"</th>
                    <th scope="col" class="orders__wide">"Product"</th>
                    <th scope="col" class="orders__widest">"Code"</th>
                    <th scope="col" class="table__number">"Total"</th>
                    <th scope="col">"Status"</th>
                </tr>
            </thead>
            <tbody>
                // The whole row is the key: a row that changed is drawn anew.
                <For each=rows key=OrderRow::clone let:row>
                    <Row row=row list=list />
                </For>
            </tbody>
        </table>
    }
}

#[component]
fn Row(row: OrderRow, list: OrderList) -> impl IntoView {
    let id = row.id;
    let Purchaser { name, email } = row.purchaser;
    let (main, sub) = if name.is_empty() { (email, None) } else { (name, Some(email)) };
    let remember = move |_| list.opened.set_value(Some(id));
    let navigate = use_navigate();
    let open = move |event: MouseEvent| {
        if is_meant_for_the_row(&event) {
            list.opened.set_value(Some(id));
            navigate(&paths::order(id), NavigateOptions { resolve: false, ..NavigateOptions::default() });
        }
    };
    view! {
        <tr class="orders__row" data-testid="order-row" on:click=open>
            <th scope="row">
                <a class="orders__link" href=paths::order(id) id=link_id(id) data-order-link="" on:click=remember>
                    <span class="visually-hidden">"Order "</span>
                    {id}
                </a>
            </th>
            <td class="orders__wide orders__date"><Moment at=row.created_at /></td>
            <td class="orders__learner">
                <span class="orders__main">{main}</span>
                {sub.map(|email| view! { <span class="orders__sub">{email}</span> })}
            </td>
            <td class="orders__wide orders__product">{row.title}</td>
            <td class="orders__widest orders__code">{row.coupon_code.map(|code| view! { <code>{code}</code> })}</td>
            <td class="table__number">{row.total.0}</td>
            <td><StatusBadges status=row.status needs_review=row.needs_review.is_some() /></td>
        </tr>
    }
}

/// A plain click beside the link opens the order too; marking text to copy it does not.
fn is_meant_for_the_row(event: &MouseEvent) -> bool {
    let has_marked = window().get_selection().ok().flatten().is_some_and(|marked| !marked.is_collapsed());
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_on_link = target.and_then(|element| element.closest("a").ok().flatten()).is_some();
    !(has_marked || is_on_link || event.ctrl_key() || event.meta_key() || event.shift_key())
}

fn link_id(order: i64) -> String {
    format!("order-{order}")
}

/// Puts the focus back on an order's row, when the row is there and nothing else was chosen in the meantime.
pub fn focus_row(order: i64) {
    let is_free =
        document().active_element().is_none_or(|focused| focused.tag_name() == "BODY" || focused.id() == "content");
    if !is_free {
        return;
    }
    if let Some(link) = document().get_element_by_id(&link_id(order)) {
        focus(&link);
    }
}

/// Moves the focus to the link `step` rows further, or to the first when none has it.
fn move_focus(step: i32) -> bool {
    let Ok(links) = document().query_selector_all("[data-order-link]") else { return false };
    let links: Vec<Element> = (0..links.length()).filter_map(|at| links.get(at)?.dyn_into().ok()).collect();
    let focused = document().active_element();
    let at = focused.and_then(|focused| links.iter().position(|link| *link == focused));
    let next = match at {
        None => Some(0),
        Some(at) => at.checked_add_signed(step as isize),
    };
    next.and_then(|next| links.get(next)).is_some_and(focus)
}

fn focus(element: &Element) -> bool {
    element.dyn_ref::<HtmlElement>().is_some_and(|element| element.focus().is_ok())
}
