//! `POST /checkout/pay/`: places the order. A free one is done at once; otherwise the answer is the page with the signed
//! form of the payment gateway.

use super::{
    super::visit::Visit,
    change, pay_view,
    view::{self, Shown},
};
use crate::{
    forms::{Flash, Posted},
    respond::{PageError, see_other},
    visitor::SignedIn,
};
use axum::response::Response;
use xpro_account::{
    CheckoutState, Problem,
    checkout::{Changed, change_basket, state_of},
};
use xpro_accounts::account::find_legal_address;
use xpro_commerce::{
    basket::BasketError,
    checkout::{CheckoutContext, LearnerOrderForm, StartPayment, start_payment, success_url},
};
use xpro_kernel::Learner;

/// Saves the form, checks that the payer saw the total they will pay, and places the order.
pub(in super::super) async fn submit(
    visit: Visit,
    SignedIn(learner): SignedIn,
    Posted(posted): Posted,
) -> Result<Response, PageError> {
    let asked = change::read(&posted);
    let has_dates = asked.runs.is_some();
    let changed = change_basket(&visit.shopper(&learner), asked).await?;
    if changed.fault.is_some() {
        return Ok(change::refuse(&visit, &learner, &changed));
    }
    if changed.basket.item.is_none() {
        return Ok(see_other("/checkout/"));
    }
    if !has_dates {
        return Ok(stop(
            &visit,
            &learner,
            &changed,
            "runs",
            "Choose a date for every course. Nothing was charged.".to_owned(),
        ));
    }
    let total = state_of(&changed.basket).summary.total;
    if let Some(seen) = posted.find("seen_total").filter(|seen| *seen != total) {
        let message = format!(
            "The total is now {total}; it was {seen}. Nothing was charged. Check the summary and place your order again."
        );
        return Ok(stop(&visit, &learner, &changed, "items", message));
    }
    if !has_legal_address(&visit, &learner).await? {
        Flash::info("Before you can buy we need your legal address. Your basket is kept.").keep(&visit.session).await?;
        return Ok(see_other("/profile/edit/?next=%2Fcheckout%2F"));
    }
    place(&visit, &learner, &changed).await
}

async fn has_legal_address(visit: &Visit, learner: &Learner) -> Result<bool, PageError> {
    let mut conn = visit.state.db.read().await?;
    Ok(find_legal_address(&mut conn, learner.id).await?.is_complete())
}

async fn place(visit: &Visit, learner: &Learner, changed: &Changed) -> Result<Response, PageError> {
    let place = visit.shopper(learner).place;
    let context = CheckoutContext {
        ip: place.ip,
        force_profile_country: place.force_profile_country,
        affiliate: None,
        environment: visit.state.config.environment.clone(),
        idempotency_key: None,
    };
    let mut tx = visit.state.db.begin(visit.request_id()).await?;
    let signed_at = tx.now();
    let form = match start_payment(&mut tx, learner, &context).await {
        Ok(StartPayment::Gateway(form)) => form,
        Ok(StartPayment::Free { text_id, .. }) => {
            tx.commit().await?;
            return Ok(see_other(&success_url("", &text_id)));
        }
        Err(BasketError::Refused(fault)) => return Ok(stop(visit, learner, changed, fault.field, fault.message)),
        Err(BasketError::Internal(error)) => return Err(error.into()),
    };
    // Signed before the attempt is kept: one that cannot be signed never was.
    let signed = visit.state.payment.learner_form(&form, signed_at).map_err(PageError::internal)?;
    tx.commit().await?;
    let LearnerOrderForm { amount, transaction_uuid, .. } = *form;
    let page =
        pay_view::PayPage { signed, total: amount.dollars_and_cents(), attempt: transaction_uuid.simple().to_string() };
    visit.page(Some(learner), "Payment", move || pay_view::page(page)).await
}

/// The form again; the order was not placed.
fn stop(visit: &Visit, learner: &Learner, changed: &Changed, field: &str, message: String) -> Response {
    let state = CheckoutState { problems: vec![Problem { field: field.to_owned(), message }], ..changed.state() };
    let shown = Shown::of(visit, &changed.basket, false).with_state(state);
    visit.again(Some(learner), view::TITLE, move || view::page(shown))
}
