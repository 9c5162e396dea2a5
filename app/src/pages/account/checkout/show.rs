//! `GET /checkout/`: the basket, after what the link asks for has been put into it.

use super::{
    super::visit::Visit,
    entry::Entry,
    view::{self, Shown},
};
use crate::{
    forms::Queried,
    respond::{PageError, see_other},
    visitor::SignedIn,
};
use axum::response::Response;
use xpro_account::{CheckoutState, checkout};

/// Shows the checkout. A link that asks for something leads on to the plain address once that is done.
pub(in super::super) async fn show(
    visit: Visit,
    SignedIn(learner): SignedIn,
    Queried(query): Queried,
) -> Result<Response, PageError> {
    let entry = Entry::read(&query);
    let caller = visit.shopper(&learner);
    let problem = entry.apply(&caller).await?;
    if problem.is_none() && entry.asks_for_something() {
        return Ok(see_other(entry.afterwards()));
    }
    let basket = checkout::load(&caller).await?;
    let mut shown = Shown::of(&visit, &basket, entry.is_voucher_applied);
    if let Some(problem) = problem {
        let state: CheckoutState = checkout::state_of(&basket);
        let code = entry.code().map_or(state.code.clone(), str::to_owned);
        shown = shown.with_state(CheckoutState { code, problems: vec![problem], ..state });
        return Ok(visit.again(Some(&learner), view::TITLE, move || view::page(shown)));
    }
    shown.payment = query.find("payment").and_then(view::payment_notice);
    visit.page(Some(&learner), view::TITLE, move || view::page(shown)).await
}
