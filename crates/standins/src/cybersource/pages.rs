//! Pages of the gateway: the hosted page, its outcome, refusals, and the list of payments.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use url::Url;

use super::action::{BAD, Choice, ORDINARY};
use super::card;
use super::state::{Notice, Payment};
use super::submission::merchant_page;
use crate::fields::Fields;
use crate::page::{self, Message};
use crate::state::Shared;

#[derive(Template)]
#[template(path = "hosted.html")]
struct Hosted<'a> {
    form: &'a Fields,
    action: String,
    items: Vec<(String, String)>,
    card_types: [(&'static str, &'static str); 4],
    card_number: &'static str,
    ordinary: &'static [Choice],
    bad: &'static [Choice],
    problem: Option<&'a str>,
}

/// The hosted page: the order and the card form.
pub(crate) fn hosted(payment: &Payment, problem: Option<&str>) -> Response {
    let form = &payment.form;
    let items = (0..)
        .map_while(|at| {
            let name = form.get(&format!("item_{at}_name"))?;
            let quantity = form.text(&format!("item_{at}_quantity"));
            Some((name.to_owned(), quantity.to_owned()))
        })
        .collect();
    let page = Hosted {
        form,
        action: format!("/pay/{}", payment.id),
        items,
        card_types: card::TYPES,
        card_number: card::TEST_NUMBER,
        ordinary: &ORDINARY,
        bad: &BAD,
        problem,
    };
    let status = if problem.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    page::show_with(status, &page, &[])
}

/// The form that carries the browser back.
struct WayBack<'a> {
    address: Url,
    fields: Vec<(&'a str, &'a str)>,
    automatic: bool,
}

impl<'a> WayBack<'a> {
    /// To the cancel page after a cancellation, else to the receipt page.
    fn of(form: &Fields, result: &'a Fields, automatic: bool) -> Option<Self> {
        let receipt = "override_custom_receipt_page";
        let address = if result.text("decision") == "CANCEL" {
            merchant_page(form, "override_custom_cancel_page").or_else(|| merchant_page(form, receipt))
        } else {
            merchant_page(form, receipt)
        };
        Some(Self { address: address?, fields: result.iter().collect(), automatic })
    }
}

#[derive(Template)]
#[template(path = "outcome.html")]
struct Outcome<'a> {
    title: &'static str,
    decision: &'a str,
    reason_code: &'a str,
    message: &'a str,
    reference: &'a str,
    notices: &'a [Notice],
    way_back: Option<WayBack<'a>>,
    retry: Option<String>,
}

/// The page after a button was pressed. `automatic` lets the script press "Return to merchant",
/// except after a decline, where another card may be tried.
pub(crate) fn outcome(payment: &Payment, automatic: bool) -> Response {
    let Some(result) = &payment.last_result else {
        return hosted(payment, None);
    };
    let decision = result.text("decision");
    let open = payment.finished.is_none();
    let automatic = automatic && !(open && decision == "DECLINE");
    let way_back = if payment.returns { WayBack::of(&payment.form, result, automatic) } else { None };
    let targets: Vec<Url> = way_back.iter().map(|back| back.address.clone()).collect();
    let page = Outcome {
        title: match decision {
            "ACCEPT" => "Payment accepted",
            "DECLINE" => "Card declined",
            "REVIEW" => "Payment held for review",
            "CANCEL" => "Payment canceled",
            _ => "Payment failed",
        },
        decision,
        reason_code: result.text("reason_code"),
        message: result.text("message"),
        reference: payment.form.text("reference_number"),
        notices: &payment.notices,
        way_back,
        retry: open.then(|| format!("/pay/{}", payment.id)),
    };
    let targets: Vec<&Url> = targets.iter().collect();
    page::show_with(StatusCode::OK, &page, &targets)
}

#[derive(Template)]
#[template(path = "refused.html")]
struct Refused<'a> {
    reason_code: &'a str,
    text: &'a str,
    way_back: Option<WayBack<'a>>,
}

/// The page for a form that the gateway does not take: 403 when it distrusts the sender, 400 when
/// it distrusts the fields, 409 for a repeated transaction id.
pub(crate) fn refused(reason_code: Option<&str>, text: &str, result: Option<(&Fields, &Fields)>) -> Response {
    let way_back = result.and_then(|(form, result)| WayBack::of(form, result, false));
    let targets: Vec<Url> = way_back.iter().map(|back| back.address.clone()).collect();
    let page = Refused { reason_code: reason_code.unwrap_or("none"), text, way_back };
    let status = match reason_code {
        None => StatusCode::FORBIDDEN,
        Some("104") => StatusCode::CONFLICT,
        Some(_) => StatusCode::BAD_REQUEST,
    };
    let targets: Vec<&Url> = targets.iter().collect();
    page::show_with(status, &page, &targets)
}

#[derive(Template)]
#[template(path = "payments.html")]
struct List {
    payments: Vec<Payment>,
}

/// `GET /payments/`: every payment with its notices.
pub(crate) async fn list(State(shared): State<Shared>) -> Response {
    let payments = shared.payments().newest().cloned().collect();
    page::show(&List { payments })
}

/// `GET /pay`: nothing to pay without a form.
pub(crate) async fn no_form() -> Response {
    let page = Message {
        title: "Nothing to pay",
        lines: vec!["This page opens when a merchant’s checkout submits its signed form.".into()],
        link: Some(("/payments/", "Payments so far")),
    };
    page::show_with(StatusCode::METHOD_NOT_ALLOWED, &page, &[])
}

/// The page for a payment that is not known, for instance after a restart.
pub(crate) fn unknown() -> Response {
    let page = Message {
        title: "Unknown payment",
        lines: vec!["The stand-in may have been restarted. Begin again at the merchant.".into()],
        link: None,
    };
    page::show_with(StatusCode::NOT_FOUND, &page, &[])
}
