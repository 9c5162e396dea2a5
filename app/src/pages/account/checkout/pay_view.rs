//! The step between the checkout and the payment page: the gateway's signed form behind one button.

use super::super::layout;
use crate::state::SignedForm;
use leptos::prelude::*;
use xpro_account::PayNow;
use xpro_ui::{Button, ButtonSize, Icon, IconName};

const FORM: &str = "payment-form";

/// What the page shows.
pub(super) struct PayPage {
    pub(super) signed: SignedForm,
    pub(super) total: String,
    /// Names the form, so that it is sent by itself only once.
    pub(super) attempt: String,
}

pub(super) fn page(PayPage { signed, total, attempt }: PayPage) -> AnyView {
    let fields: Vec<_> = signed
        .fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect();
    let body = view! {
        <form class="form" id=FORM method="post" action=signed.action>
            {fields}
            <Button size=ButtonSize::Large wide=true attr:data-testid="continue-to-payment"><Icon name=IconName::Lock />"Continue to payment"</Button>
        </form>
        <p class="form__aside">"Changed your mind? "<a href="/checkout/">"Back to the checkout"</a></p>
        <PayNow form=FORM.to_owned() attempt=attempt />
    };
    let lead = format!(
        "You pay {total} on the page of our payment provider. We never see your card number, and nothing is charged before you confirm there."
    );
    layout::narrow("One more step", &lead, body.into_any())
}
