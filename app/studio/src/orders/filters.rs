//! The filters above the list: links, so that each is an address.

use crate::paths;
use leptos::prelude::*;
use xpro_api::{OrderFilter, OrderStatus};
use xpro_ui::{Icon, IconName};

/// One tab per state, and the switch for orders that need staff.
#[component]
pub fn Filters(
    /// The filter in force.
    #[prop(into)]
    filter: Signal<OrderFilter>,
) -> impl IntoView {
    let states = std::iter::once(None).chain(OrderStatus::ALL.into_iter().map(Some));
    let tabs: Vec<_> = states.map(|status| view! { <li><StatusTab filter=filter status=status /></li> }).collect();
    let review_url = move || {
        filter.with(|filter| paths::orders(&OrderFilter { needs_review: !filter.needs_review, ..filter.clone() }))
    };
    let is_review = move || filter.with(|filter| filter.needs_review);
    view! {
        <div class="filters">
            <nav class="tabs" aria-label="Status">
                <ul class="tabs__list">{tabs}</ul>
            </nav>
            <a
                class="filters__switch"
                class:filters__switch--on=is_review
                href=review_url
                data-noscroll=""
                data-testid="filter-review"
                aria-current=move || is_review().then_some("true")
            >
                <Icon name=IconName::Warning />
                "Needs review"
            </a>
        </div>
    }
}

#[component]
fn StatusTab(
    filter: Signal<OrderFilter>,
    /// None shows all.
    status: Option<OrderStatus>,
) -> impl IntoView {
    let url = move || filter.with(|filter| paths::orders(&OrderFilter { status, ..filter.clone() }));
    let current = move || filter.with(|filter| filter.status == status).then_some("page");
    view! {
        <a
            class="tabs__tab"
            href=url
            data-noscroll=""
            data-testid=format!("status-{}", status.map_or("all", OrderStatus::name))
            aria-current=current
        >
            {status.map_or("All", OrderStatus::label)}
        </a>
    }
}
