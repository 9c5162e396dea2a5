//! `/pay`: taking the merchant's form, showing the hosted page, and doing what was pressed.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use futures::future::join_all;

use super::action::{Action, Delivery};
use super::card::Card;
use super::state::Payment;
use super::{notice, pages, result, submission};
use crate::fields::Fields;
use crate::state::Shared;

/// `POST /pay`: checks the signed form and opens a hosted page for it. The browser is redirected
/// to that page, so that reloading it does not submit the form again.
pub(crate) async fn start(State(shared): State<Shared>, body: Bytes) -> Response {
    let config = &shared.config.cybersource;
    let form = Fields::parse(&body);
    if let Err(refusal) = submission::check(config, &form) {
        return pages::refused(refusal.reason_code, &refusal.text, None);
    }
    let opened = shared.payments().open(form.clone());
    match opened {
        Some(id) => Redirect::to(&format!("/pay/{id}")).into_response(),
        None => {
            let result = result::duplicate(&config.secret_key, &form);
            pages::refused(
                Some("104"),
                "This transaction_uuid was used within the last 15 minutes.",
                Some((&form, &result)),
            )
        }
    }
}

/// `GET /pay/{id}`: the hosted page, or the outcome of a finished payment.
pub(crate) async fn show(State(shared): State<Shared>, Path(id): Path<String>) -> Response {
    let payment = shared.payments().find(&id).cloned();
    match payment {
        None => pages::unknown(),
        Some(payment) if payment.finished.is_some() => pages::outcome(&payment, false),
        Some(payment) => pages::hosted(&payment, None),
    }
}

/// `POST /pay/{id}`: carries out a button. The notice goes out first, then the browser gets a
/// page with the form that leads back to the merchant.
pub(crate) async fn act(State(shared): State<Shared>, Path(id): Path<String>, body: Bytes) -> Response {
    let Some(payment) = shared.payments().find(&id).cloned() else {
        return pages::unknown();
    };
    let order = match Order::read(&Fields::parse(&body)) {
        Ok(order) => order,
        Err(problem) => return pages::hosted(&payment, Some(&problem)),
    };
    let secret_key = &shared.config.cybersource.secret_key;
    let result = result::of_action(secret_key, order.action, &payment.form, &order.card);
    if !settle(&shared, &id, order.action, &result) {
        // A second press; the first one's result stands and nothing is sent again.
        return show_outcome(&shared, &id);
    }
    deliver(&shared, &id, &order, &result).await;
    show_outcome(&shared, &id)
}

/// What was pressed, with the numbers that go with it.
struct Order {
    action: Action,
    card: Card,
    delay_ms: u64,
    copies: usize,
}

impl Order {
    fn read(input: &Fields) -> Result<Self, String> {
        let key = input.text("action");
        let number = |name: &str, usual: u64, most: u64| match input.filled(name) {
            None => Ok(usual),
            Some(text) => text
                .trim()
                .parse()
                .ok()
                .filter(|number| *number <= most)
                .ok_or_else(|| format!("“{text}” does not fit: 0 to {most}.")),
        };
        Ok(Self {
            action: Action::from_key(key).ok_or_else(|| format!("Unknown action “{key}”."))?,
            card: Card::read(input)?,
            delay_ms: number("delay_ms", 3000, 600_000)?,
            copies: usize::try_from(number("copies", 5, 200)?).unwrap_or(200),
        })
    }
}

/// Notes the result; false when the payment was finished before.
fn settle(shared: &Shared, id: &str, action: Action, result: &Fields) -> bool {
    let mut payments = shared.payments();
    let Some(payment) = payments.find_mut(id) else {
        return false;
    };
    if payment.finished.is_some() {
        return false;
    }
    if action.finishes() {
        payment.finished = Some(result.text("decision").to_owned());
    }
    payment.last_result = Some(result.clone());
    payment.returns = action.returns();
    true
}

async fn deliver(shared: &Shared, id: &str, order: &Order, result: &Fields) {
    let delay = order.delay_ms;
    match order.action.delivery() {
        Delivery::None => {}
        Delivery::Now { times } => {
            for _ in 0..times {
                notice::send(shared, id, result, None).await;
            }
        }
        Delivery::AtOnce => {
            let copies = (0..order.copies).map(|_| notice::send(shared, id, result, None));
            join_all(copies).await;
        }
        Delivery::Later => {
            let (later, id, result) = (shared.clone(), id.to_owned(), result.clone());
            shared.spawn(async move {
                later.pause(delay).await;
                notice::send(&later, &id, &result, None).await;
            });
        }
        Delivery::Trickled => {
            let (slow, id, result) = (shared.clone(), id.to_owned(), result.clone());
            shared.spawn(async move {
                notice::send(&slow, &id, &result, Some(delay)).await;
            });
        }
    }
}

fn show_outcome(shared: &Shared, id: &str) -> Response {
    let payment: Option<Payment> = shared.payments().find(id).cloned();
    match payment {
        Some(payment) => pages::outcome(&payment, true),
        None => pages::unknown(),
    }
}

/// `POST /payments/{id}/resend`: sends the latest notice of a payment once more.
pub(crate) async fn resend(State(shared): State<Shared>, Path(id): Path<String>) -> Response {
    let result = shared.payments().find(&id).and_then(|payment| payment.last_result.clone());
    match result {
        Some(result) => {
            notice::send(&shared, &id, &result, None).await;
            Redirect::to("/payments/").into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
