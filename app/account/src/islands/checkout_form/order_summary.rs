//! The figures and the button.

use super::{Live, date_choices::error};
use crate::Summary;
use leptos::prelude::*;
use xpro_ui::{Button, ButtonSize};

pub(super) fn order_summary(live: Live) -> impl IntoView + use<> {
    let total = move || live.state.with(|state| state.summary.total.clone());
    view! {
        <section class="panel panel--muted order-summary" aria-labelledby="summary-title" data-testid="order-summary">
            <h2 class="panel__title" id="summary-title">"Order summary"</h2>
            {move || live.state.with(|state| figures(&state.summary))}
            <input type="hidden" name="seen_total" value=total />
            <Button size=ButtonSize::Large wide=true attr:formaction="/checkout/pay/" attr:data-testid="place-order">"Place your order"</Button>
            <div>{move || live.state.with(|state| state.problem("items")).map(error)}</div>
            <p class="order-summary__terms">
                "By placing your order you agree to the "
                <a href="/terms-of-service/" target="_blank" rel="noopener">"terms of service"</a>", the "
                <a href="/terms-of-service/#registration" target="_blank" rel="noopener">"refund policy"</a>" and the "
                <a href="/privacy-policy/" target="_blank" rel="noopener">"privacy policy"</a>"."
            </p>
        </section>
    }
}

fn figures(summary: &Summary) -> impl IntoView + use<> {
    let optional =
        |label: &str, amount: &Option<String>| amount.clone().map(|amount| figure(label.to_owned(), amount, ""));
    view! {
        <dl class="order-summary__figures">
            {figure("Price".to_owned(), summary.price.clone(), "")}
            {optional("Discount", &summary.discount)}
            {optional("Total before tax", &summary.before_tax)}
            {summary.tax.clone().map(|(label, amount)| figure(label, amount, ""))}
            {figure("Total".to_owned(), summary.total.clone(), " order-summary__figure--total")}
        </dl>
    }
}

fn figure(label: String, amount: String, modifier: &str) -> impl IntoView + use<> {
    view! {
        <div class=format!("order-summary__figure{modifier}")>
            <dt>{label}</dt>
            <dd>{amount}</dd>
        </div>
    }
}
