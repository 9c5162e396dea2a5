//! The agreements that a company's code asks for (ecommerce.md 3.5, D-64).

use super::date_choices::error;
use crate::{CheckoutState, ConsentView};
use leptos::{either::Either, prelude::*};

pub(super) fn consents(state: &CheckoutState) -> impl IntoView + use<> {
    let problem = state.problem("data_consents");
    let each: Vec<_> = state.consents.iter().map(consent).collect();
    (!each.is_empty()).then(|| {
        view! {
            <fieldset class="checkout__consents" id="data_consents" aria-describedby="data_consents-error">
                <legend class="checkout__legend">"Data sharing"</legend>
                {each}
                <div id="data_consents-error">{problem.map(error)}</div>
            </fieldset>
        }
    })
}

fn consent(consent: &ConsentView) -> impl IntoView + use<> {
    let id = consent.field();
    let head = match &consent.signed_on {
        Some(day) => {
            Either::Left(view! { <p>{format!("You accepted the agreement of {} on {day}.", consent.company)}</p> })
        }
        None => Either::Right(view! {
            <div class="choice">
                <input class="choice__box" type="checkbox" id=id.clone() name=id.clone() value="true" checked=consent.is_ticked />
                <label class="choice__label" for=id>{format!("I accept the data sharing agreement of {}.", consent.company)}</label>
            </div>
        }),
    };
    view! {
        {head}
        <details class="form__more">
            <summary>"Read the agreement"</summary>
            <div class="prose" inner_html=consent.html.clone()></div>
        </details>
    }
}
