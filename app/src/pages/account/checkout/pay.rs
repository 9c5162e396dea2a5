//! `POST /checkout/pay/`: places the order. A free one is done at once; otherwise the answer is the page with the signed
//! form of the payment gateway.

use super::{super::visit::Visit, change, pay_view, view};
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
    basket::{BasketError, sign_consents},
    checkout::{CheckoutContext, LearnerOrderForm, StartPayment, find_placed, start_payment, success_url},
};
use xpro_kernel::Learner;
use xpro_platform::db::Tx;

/// Saves the form, checks that the payer saw the total they will pay, and places the order.
pub(in super::super) async fn submit(
    visit: Visit,
    SignedIn(learner): SignedIn,
    Posted(posted): Posted,
) -> Result<Response, PageError> {
    let asked = change::read(&posted);
    let has_dates = asked.runs.is_some();
    let changed = change_basket(&visit.shopper(&learner), asked).await?;
    let order = Order { ticked: change::ticked(&posted), key: posted.find("checkout_key").map(str::to_owned), changed };
    let stop = order.obstacle(has_dates, posted.find("seen_total"));
    if order.changed.fault.is_some() || stop.is_some() {
        // Another copy of this form may have bought it meanwhile: its code is used up and its basket gone.
        if let Some(text_id) = order.placed_before(&visit, &learner).await? {
            return Ok(see_other(&success_url("", &text_id)));
        }
        return Ok(match stop {
            Some(stop) if order.changed.fault.is_none() => order.stop(&visit, &learner, stop),
            _ => order.again(&visit, &learner, order.changed.state()),
        });
    }
    if order.changed.basket.item.is_some() && !has_legal_address(&visit, &learner).await? {
        Flash::info("Before you can buy we need your legal address. Your basket is kept.").keep(&visit.session).await?;
        return Ok(see_other("/profile/edit/?next=%2Fcheckout%2F"));
    }
    place(&visit, &learner, &order).await
}

/// What is about to be ordered.
struct Order {
    changed: Changed,
    /// Agreements accepted with it.
    ticked: Vec<i64>,
    /// Names the checkout it comes from.
    key: Option<String>,
}

impl Order {
    /// What the page itself can see to be missing.
    fn obstacle(&self, has_dates: bool, seen_total: Option<&str>) -> Option<Problem> {
        let item = self.changed.basket.item.as_ref()?;
        let problem = |field: &str, message: String| Some(Problem { field: field.to_owned(), message });
        if !has_dates && item.courses.iter().any(|course| !course.runs.is_empty()) {
            return problem("runs", "Choose a date for every course. Nothing was charged.".to_owned());
        }
        let total = state_of(&self.changed.basket).summary.total;
        let seen = seen_total.filter(|seen| *seen != total)?;
        let message = format!(
            "The total is now {total}; it was {seen}. Nothing was charged. Check the summary and place your order again."
        );
        problem("items", message)
    }

    /// The text id of what another copy of this form has bought meanwhile, taking the basket with it.
    async fn placed_before(&self, visit: &Visit, learner: &Learner) -> Result<Option<String>, PageError> {
        let Some(key) = &self.key else { return Ok(None) };
        let mut conn = visit.state.db.read().await?;
        Ok(find_placed(&mut conn, learner, key).await?.map(|(_, text_id)| text_id))
    }

    /// The form again; the order was not placed.
    fn stop(&self, visit: &Visit, learner: &Learner, problem: Problem) -> Response {
        let state = CheckoutState { problems: vec![problem], ..self.changed.state() };
        self.again(visit, learner, state)
    }

    fn again(&self, visit: &Visit, learner: &Learner, state: CheckoutState) -> Response {
        change::again(visit, learner, &self.changed, state, (view::NOT_PLACED, &self.ticked))
    }
}

async fn has_legal_address(visit: &Visit, learner: &Learner) -> Result<bool, PageError> {
    let mut conn = visit.state.db.read().await?;
    Ok(find_legal_address(&mut conn, learner.id).await?.is_complete())
}

async fn place(visit: &Visit, learner: &Learner, order: &Order) -> Result<Response, PageError> {
    let place = visit.shopper(learner).place;
    let context = CheckoutContext {
        ip: place.ip,
        force_profile_country: place.force_profile_country,
        affiliate: None,
        environment: visit.state.config.environment.clone(),
        idempotency_key: order.key.clone(),
    };
    let mut tx = visit.state.db.begin(visit.request_id()).await?;
    let signed_at = tx.now();
    let form = match sign_and_start(&mut tx, learner, &order.ticked, &context).await {
        Ok(StartPayment::Gateway(form)) => form,
        Ok(StartPayment::Free { text_id, .. }) => {
            tx.commit().await?;
            return Ok(see_other(&success_url("", &text_id)));
        }
        // The page says so, and offers ways out.
        Err(BasketError::Refused(_)) if order.changed.basket.item.is_none() => return Ok(see_other("/checkout/")),
        Err(BasketError::Refused(fault)) => {
            let problem = Problem { field: fault.field.to_owned(), message: fault.message };
            return Ok(order.stop(visit, learner, problem));
        }
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

/// Agreements are signed with the order or not at all.
async fn sign_and_start(
    tx: &mut Tx,
    learner: &Learner,
    ticked: &[i64],
    context: &CheckoutContext,
) -> Result<StartPayment, BasketError> {
    if !ticked.is_empty() {
        sign_consents(tx, learner, ticked).await?;
    }
    start_payment(tx, learner, context).await
}
