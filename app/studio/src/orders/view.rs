//! The page with the list.

use super::{
    OrderList,
    filters::Filters,
    table::{OrderTable, focus_row},
};
use crate::{failure::Failure, page, paths};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use xpro_api::OrderFilter;
use xpro_ui::{Button, ButtonKind, ButtonSize, EmptyState, Icon, IconName, LinkButton};

/// Filters, table, and what comes in the table's place while there is none.
#[component]
pub fn OrdersView() -> impl IntoView {
    let list = expect_context::<OrderList>();
    let location = use_location();
    let filter = Memo::new(move |_| location.search.with(|query| paths::filter(query)));
    Effect::new(move |_| {
        let wanted = filter.get();
        // An order that is being opened has an address without a filter, while this page is still there.
        if location.pathname.with_untracked(|path| paths::is_orders(path)) {
            list.enter(wanted);
        }
    });
    return_to_the_opened_row(list);
    page::name(|| "Orders".to_owned());
    view! {
        <div class="desk-page">
            <header class="desk-page__head">
                <h1 class="desk-page__title">"Orders"</h1>
                <p class="desk-page__count" role="status" data-testid="order-count">{move || count_text(list)}</p>
                <div class="desk-page__acts">
                    <Button
                        press="button"
                        kind=ButtonKind::Quiet
                        size=ButtonSize::Small
                        attr:data-testid="refresh"
                        on_press=move |_| list.reload()
                    >
                        <Icon name=IconName::Refresh />
                        <span class="desk-label">"Refresh"</span>
                    </Button>
                </div>
            </header>
            <Filters filter=filter />
            {move || list.loaded.error.get().map(|error| view! { <Failure error=error again=move |()| list.reload() /> })}
            <Body list=list filter=filter />
        </div>
    }
}

/// What the page's body shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scene {
    Waiting,
    Nothing,
    Table,
    Empty,
}

#[component]
fn Body(list: OrderList, #[prop(into)] filter: Signal<OrderFilter>) -> impl IntoView {
    let scene = Memo::new(move |_| match (list.count(), list.loaded.is_loading.get()) {
        (Some(1..), _) => Scene::Table,
        (_, true) => Scene::Waiting,
        (Some(0), false) => Scene::Empty,
        (None, false) => Scene::Nothing,
    });
    move || match scene.get() {
        Scene::Waiting => view! { <Waiting /> }.into_any(),
        Scene::Nothing => ().into_any(),
        Scene::Table => view! { <OrderTable list=list /><More list=list /> }.into_any(),
        Scene::Empty => view! { <Empty filter=filter.get() /> }.into_any(),
    }
}

fn count_text(list: OrderList) -> String {
    match (list.count(), list.has_more()) {
        (None, _) => String::new(),
        (Some(0), _) => "No orders".to_owned(),
        (Some(1), false) => "1 order".to_owned(),
        (Some(count), false) => format!("{count} orders"),
        (Some(count), true) => format!("Newest {count} orders"),
    }
}

/// Gray lines where the rows will be, so that nothing jumps.
#[component]
fn Waiting() -> impl IntoView {
    let lines: Vec<_> = (0..8).map(|_| view! { <div class="waiting__line"></div> }).collect();
    view! {
        <div class="waiting" data-testid="waiting">
            <p class="visually-hidden" role="status">"Loading orders"</p>
            {lines}
        </div>
    }
}

#[component]
fn More(list: OrderList) -> impl IntoView {
    view! {
        <Show when=move || list.has_more()>
            <p class="orders-more">
                <Button
                    press="button"
                    kind=ButtonKind::Secondary
                    busy=list.loaded.is_loading
                    attr:data-testid="load-more"
                    on_press=move |_| {
                        if !list.loaded.is_loading.get_untracked() {
                            list.load_more();
                        }
                    }
                >
                    "Load more"
                </Button>
            </p>
        </Show>
    }
}

#[component]
fn Empty(filter: OrderFilter) -> impl IntoView {
    if filter == OrderFilter::default() {
        let text = "Orders appear here as soon as somebody checks out.";
        return view! { <EmptyState title="No orders yet" text=text icon=IconName::Basket /> }.into_any();
    }
    view! {
        <EmptyState title="No order matches" text=filter_text(&filter)>
            <LinkButton href=paths::ORDERS kind=ButtonKind::Secondary>"Show all orders"</LinkButton>
        </EmptyState>
    }
    .into_any()
}

/// What was filtered, as a sentence.
fn filter_text(filter: &OrderFilter) -> String {
    let mut parts = Vec::new();
    if !filter.q.is_empty() {
        parts.push(format!("search “{}”", filter.q));
    }
    if let Some(status) = filter.status {
        parts.push(format!("status “{}”", status.label()));
    }
    if filter.needs_review {
        parts.push("needs review".to_owned());
    }
    format!("Filtered by {}.", parts.join(", "))
}

/// Coming back from an order, the focus is where it was.
fn return_to_the_opened_row(list: OrderList) {
    Effect::new(move |_| {
        let has_rows = list.count().is_some_and(|count| count > 0);
        let Some(order) = list.opened.get_value().filter(|_| has_rows) else { return };
        list.opened.set_value(None);
        request_animation_frame(move || focus_row(order));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use xpro_api::OrderStatus;

    #[test]
    fn an_empty_list_says_what_was_filtered() {
        let filter = OrderFilter { q: "ada".to_owned(), status: Some(OrderStatus::Created), needs_review: true };
        assert_eq!(filter_text(&filter), "Filtered by search “ada”, status “Awaiting payment”, needs review.");
    }
}
