//! `/account/confirm-email/`: the link mailed to a new address. A button confirms, because mail scanners open links.

use super::{layout, visit::Visit};
use crate::{
    forms::{Flash, Posted, Queried},
    respond::{PageError, see_other},
};
use axum::response::Response;
use leptos::prelude::*;
use xpro_accounts::account::{EmailChangeError, confirm_email_change};
use xpro_ui::Button;

/// Shows the button.
pub(super) async fn show(visit: Visit, Queried(query): Queried) -> Result<Response, PageError> {
    let code = query.text("verification_code");
    visit.page(None, "Confirm Email Change", move || page(code)).await
}

/// Changes the address. Every session ends with it, so the next page is the sign-in.
pub(super) async fn submit(visit: Visit, Posted(posted): Posted) -> Result<Response, PageError> {
    let caller = visit.caller().await?;
    let flash = match confirm_email_change(&caller.call(), &posted.text("verification_code")).await {
        Ok(()) => Flash::success("Your email address has been changed. Sign in with the new one."),
        Err(EmailChangeError::Invalid(fields)) => Flash::danger(fields.into_values().collect::<Vec<_>>().join(" ")),
        Err(EmailChangeError::UnknownCode) => Flash::danger(EmailChangeError::UnknownCode.to_string()),
        Err(EmailChangeError::Throttled(throttled)) => return Err(throttled.into()),
        Err(EmailChangeError::Internal(error)) => return Err(error.into()),
    };
    flash.keep(&visit.session).await?;
    Ok(see_other("/account-settings/"))
}

fn page(code: String) -> AnyView {
    let body = view! {
        <form class="form" method="post" action="/account/confirm-email/">
            <input type="hidden" name="verification_code" value=code />
            <Button wide=true>"Use this address"</Button>
        </form>
    };
    layout::narrow(
        "Confirm your new email address",
        "From then on you sign in with this address. You will be signed out everywhere.",
        body.into_any(),
    )
}
