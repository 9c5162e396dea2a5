//! `/create-account/details/`: step 1 of 2, which creates the account.

use super::{
    super::{
        attempt::{Attempt, DETAILS_PAGE, Step, TOKEN_FIELD, proceed},
        layout,
        profile::address::{ADDRESS_ORDER, address_fields, read_address},
        visit::Visit,
    },
    TITLE,
};
use crate::{
    forms::{Flash, FormErrors, Pairs, Posted},
    respond::{PageError, see_other},
};
use axum::response::Response;
use leptos::prelude::*;
use xpro_account::NewPassword;
use xpro_accounts::{
    auth::{AuthOutcome, Details, submit_details},
    password::Password,
};
use xpro_ui::{Button, Field, Step as StepOfForm, Steps};

/// Shows the form; without a confirmed address there is nothing to fill in.
pub(in super::super) async fn show(visit: Visit) -> Result<Response, PageError> {
    match Attempt::find(&visit.session).await? {
        Some(attempt) if attempt.page == DETAILS_PAGE => {
            visit.page(None, TITLE, move || form(&attempt.token, &Details::default(), &FormErrors::default())).await
        }
        _ => Ok(see_other("/create-account/")),
    }
}

/// Creates the account and goes on to the profile.
pub(in super::super) async fn submit(visit: Visit, Posted(posted): Posted) -> Result<Response, PageError> {
    let Some(attempt) = Attempt::of_form(&visit.session, &posted).await? else {
        Flash::danger(
            "Your registration has expired, or your browser keeps no cookies. Nothing was saved; please start again.",
        )
        .keep(&visit.session)
        .await?;
        return Ok(see_other("/create-account/"));
    };
    let details = read(&posted);
    let caller = visit.caller().await?;
    let answer = if visit.courseware_takes(&details.name).await {
        submit_details(&caller.call(), &attempt.token, &details).await
    } else {
        Ok(AuthOutcome::name_refused(&attempt.token))
    };
    match proceed(&visit, &attempt.email, answer).await? {
        Step::Go(response) => Ok(response),
        Step::Again { errors, token } => {
            let token = token.unwrap_or(attempt.token);
            Ok(visit.refuse(None, TITLE, errors, move |errors| form(&token, &details, &errors)))
        }
    }
}

fn read(posted: &Pairs) -> Details {
    Details {
        name: posted.text("name"),
        password: Password::from(posted.text("password")),
        legal_address: read_address(posted),
    }
}

fn form(token: &str, details: &Details, errors: &FormErrors) -> AnyView {
    let mut order = vec!["name", "password"];
    order.splice(0..0, ["first_name", "last_name"]);
    order.extend(ADDRESS_ORDER);
    let body = view! {
        <Steps label="Creating your account" steps=StepOfForm::list(&["About you", "Your work"], 0) />
        {layout::summary(errors, &order)}
        <form class="form" method="post" action=DETAILS_PAGE>
            <input type="hidden" name=TOKEN_FIELD value=token.to_owned() />
            {address_fields(&details.legal_address, errors, full_name_and_password(&details.name, errors))}
            <Button wide=true>"Continue"</Button>
        </form>
        <p class="form__aside">"Already have an account? "<a href="/signin/">"Sign in"</a></p>
    };
    layout::narrow(
        "About you",
        "Step 1 of 2. We print the full name on your certificates; by law we need a home address from everyone who learns here.",
        body.into_any(),
    )
}

fn full_name_and_password(name: &str, errors: &FormErrors) -> AnyView {
    view! {
        <Field label="Full name" name="name" value=name required=true autocomplete="name" maxlength=255_u32 hint="As it should appear on your certificate." error=errors.of("name") />
        <NewPassword name="password".to_owned() label="Password".to_owned() error=errors.of("password") />
    }
    .into_any()
}
