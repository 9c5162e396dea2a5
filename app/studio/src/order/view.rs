//! The page of one order: its facts beside its timeline.

use super::{
    retry::{Outcome, OutcomeNotice},
    summary::Summary,
    timeline::Timeline,
};
use crate::{
    failure::Failure,
    keys::on_key,
    orders::{OrderList, StatusBadges},
    page,
    pause::Pause,
    remote::Remote,
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use std::time::Duration;
use xpro_api::{ApiError, EntryOutcome, OrderDetail, order_detail};
use xpro_ui::{Button, ButtonKind, ButtonSize, EmptyState, Icon, IconName, LinkButton, Notice, Tone};

/// How soon the page looks again while work on the order is waiting. Each look that finds nothing new doubles it.
const LOOK_AGAIN: Duration = Duration::from_secs(3);
/// The longest it waits.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// The page.
#[component]
pub fn OrderView() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get_str("id").and_then(|id| id.parse::<i64>().ok())));
    let list = expect_context::<OrderList>();
    let detail = Remote::<OrderDetail>::new();
    let outcome = RwSignal::new(None::<Outcome>);
    let ask = move || {
        if let Some(id) = id.get_untracked() {
            detail.ask(order_detail(id));
        }
    };
    Effect::new(move |_| {
        id.track();
        detail.value.set(None);
        outcome.set(None);
        ask();
    });
    look_again_while_waiting(detail, ask);
    page::name(move || id.get().map_or_else(|| "No such order".to_owned(), |id| format!("Order {id}")));
    if list.opened.get_value().is_some() {
        page::focus_content();
    }
    let navigate = use_navigate();
    on_key(move |key| {
        let is_back = key == "u";
        if is_back {
            navigate(&list.address(), NavigateOptions { resolve: false, ..NavigateOptions::default() });
        }
        is_back
    });
    let changed = Callback::new(move |result| {
        outcome.set(Some(result));
        ask();
    });
    view! {
        <div class="desk-page">
            <p class="desk-page__back">
                <a href=move || list.address()><Icon name=IconName::ArrowLeft />"Orders"</a>
            </p>
            <OutcomeNotice outcome=outcome />
            {move || match id.get() {
                None => view! { <NoSuchOrder /> }.into_any(),
                Some(_) => view! { <Loaded detail=detail ask=Callback::new(move |()| ask()) changed=changed /> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Loaded(detail: Remote<OrderDetail>, ask: Callback<()>, changed: Callback<Outcome>) -> impl IntoView {
    let error = move || {
        detail.error.get().map(|error| match error {
            ApiError::NotFound => view! { <NoSuchOrder /> }.into_any(),
            error => view! { <Failure error=error again=ask /> }.into_any(),
        })
    };
    let is_first = move || detail.is_loading.get() && detail.value.with(Option::is_none);
    let order = Memo::new(move |_| detail.value.get());
    view! {
        {error}
        <Show when=is_first>
            <div class="waiting" data-testid="waiting">
                <p class="visually-hidden" role="status">"Loading the order"</p>
                <div class="waiting__line waiting__line--tall"></div>
                <div class="waiting__line waiting__line--tall"></div>
            </div>
        </Show>
        {move || order.get().map(|order| view! { <Found order=order detail=detail ask=ask changed=changed /> })}
    }
}

#[component]
fn Found(
    order: OrderDetail,
    detail: Remote<OrderDetail>,
    ask: Callback<()>,
    changed: Callback<Outcome>,
) -> impl IntoView {
    let row = &order.row;
    let review = row.needs_review.clone();
    // Looking again by itself is done without a word; only who pressed the button sees it work.
    let is_pressed = RwSignal::new(false);
    let is_busy = Signal::derive(move || is_pressed.get() && detail.is_loading.get());
    Effect::new(move |_| {
        if !detail.is_loading.get() {
            is_pressed.set(false);
        }
    });
    let refresh = move |_| {
        is_pressed.set(true);
        ask.run(());
    };
    view! {
        <article class="order" data-testid="order">
            <header class="desk-page__head">
                <h1 class="desk-page__title">{format!("Order {}", row.id)}</h1>
                <StatusBadges status=row.status needs_review=review.is_some() />
                <div class="desk-page__acts">
                    <Button
                        press="button"
                        kind=ButtonKind::Quiet
                        size=ButtonSize::Small
                        busy=is_busy
                        attr:data-testid="refresh"
                        on_press=refresh
                    >
                        <Icon name=IconName::Refresh />
                        <span class="desk-label">"Refresh"</span>
                    </Button>
                </div>
            </header>
            {review.map(|reason| view! {
                <Notice tone=Tone::Warning title="Staff must decide about this order"><p>{reason}</p></Notice>
            })}
            <div class="order-layout">
                <Timeline entries=order.timeline.clone() changed=changed />
                <Summary order=order />
            </div>
        </article>
    }
}

#[component]
fn NoSuchOrder() -> impl IntoView {
    view! {
        <EmptyState title="There is no such order" text="The number may be mistyped." icon=IconName::Basket>
            <LinkButton href=crate::paths::ORDERS kind=ButtonKind::Secondary>"Show all orders"</LinkButton>
        </EmptyState>
    }
}

/// As long as something about the order waits in the queue, its page looks again by itself, ever more seldom.
fn look_again_while_waiting(detail: Remote<OrderDetail>, ask: impl Fn() + Copy + 'static) {
    let pause = Pause::new();
    let wait = StoredValue::new(LOOK_AGAIN);
    let order = Memo::new(move |_| detail.value.get());
    Effect::new(move |_| {
        order.track();
        wait.set_value(LOOK_AGAIN);
    });
    Effect::new(move |_| {
        pause.stop();
        let is_waiting = order.with(|order| order.as_ref().is_some_and(waits));
        if is_waiting && !detail.is_loading.get() {
            pause.then(wait.get_value(), ask);
            wait.update_value(|wait| *wait = LONGEST_WAIT.min(*wait * 2));
        }
    });
}

fn waits(order: &OrderDetail) -> bool {
    order.timeline.iter().any(|entry| entry.outcome == EntryOutcome::Waiting)
}
