//! `POST /checkout/order/`: dates and code, saved without scripts.

use super::{
    super::visit::Visit,
    view::{self, Shown},
};
use crate::{
    forms::{Pairs, Posted},
    respond::{PageError, see_other},
    visitor::SignedIn,
};
use axum::response::Response;
use xpro_account::{
    BasketChange, CheckoutState,
    checkout::{Changed, change_basket},
};
use xpro_kernel::Learner;

/// Saves what the form holds; `act=remove` takes the code off.
pub(in super::super) async fn submit(
    visit: Visit,
    SignedIn(learner): SignedIn,
    Posted(posted): Posted,
) -> Result<Response, PageError> {
    let mut asked = read(&posted);
    if posted.find("act") == Some("remove") {
        asked.code = Some(String::new());
    }
    let changed = change_basket(&visit.shopper(&learner), asked).await?;
    Ok(if changed.fault.is_some() {
        again(&visit, &learner, &changed, changed.state(), (view::NOT_CHANGED, &ticked(&posted)))
    } else {
        see_other("/checkout/")
    })
}

/// The change that the form asks for.
pub(super) fn read(posted: &Pairs) -> BasketChange {
    let runs: Vec<i64> = posted.starting("run-").filter_map(|run| run.parse().ok()).collect();
    // Without any date the basket would choose by itself, and that is not what an emptied select means.
    BasketChange { runs: (!runs.is_empty()).then_some(runs), code: posted.find("code").map(str::to_owned) }
}

/// The agreements ticked in the form.
pub(super) fn ticked(posted: &Pairs) -> Vec<i64> {
    posted.names_after("consent-").filter_map(|id| id.parse().ok()).collect()
}

/// The form again in this state, with what could not be done and the agreements that were ticked.
pub(super) fn again(
    visit: &Visit,
    learner: &Learner,
    changed: &Changed,
    mut state: CheckoutState,
    (prevented, ticked): (&'static str, &[i64]),
) -> Response {
    for consent in &mut state.consents {
        consent.is_ticked = ticked.contains(&consent.id);
    }
    let mut shown = Shown::of(visit, &changed.basket, false).with_state(state);
    shown.prevented = prevented;
    visit.again(Some(learner), view::TITLE, move || view::page(shown))
}
