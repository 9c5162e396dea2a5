//! `/create-account/extra/`: step 2 of 2, the profile. The account exists already; who stops here goes on at the next
//! sign-in.

use super::{
    super::{
        attempt::{Attempt, EXTRA_PAGE, Step, TOKEN_FIELD, proceed},
        layout,
        profile::fields::{PROFILE_ORDER, profile_fields, read_profile},
        visit::Visit,
    },
    TITLE,
};
use crate::{
    forms::{Flash, FormErrors, Posted},
    respond::{PageError, see_other},
};
use axum::response::Response;
use leptos::prelude::*;
use xpro_accounts::{auth::submit_extra, person::ProfileInput};
use xpro_ui::{Button, Step as StepOfForm, Steps};

/// Shows the form.
pub(in super::super) async fn show(visit: Visit) -> Result<Response, PageError> {
    let year = visit.state.db.now().year();
    match Attempt::find(&visit.session).await? {
        Some(attempt) if attempt.page == EXTRA_PAGE => {
            let view = move || form(&attempt.token, &ProfileInput::default(), &FormErrors::default(), year);
            visit.page(None, TITLE, view).await
        }
        _ => Ok(see_other("/signin/")),
    }
}

/// Saves the profile and signs in.
pub(in super::super) async fn submit(visit: Visit, Posted(posted): Posted) -> Result<Response, PageError> {
    let Some(attempt) = Attempt::of_form(&visit.session, &posted).await? else {
        Flash::danger("Your registration has expired, or your browser keeps no cookies. Your account exists; sign in to finish it.").keep(&visit.session).await?;
        return Ok(see_other("/signin/"));
    };
    let profile = read_profile(&posted);
    let caller = visit.caller().await?;
    let answer = submit_extra(&caller.call(), &attempt.token, &profile).await;
    let year = visit.state.db.now().year();
    match proceed(&visit, &attempt.email, answer).await? {
        Step::Go(response) => Ok(response),
        Step::Again { errors, token } => {
            let token = token.unwrap_or(attempt.token);
            Ok(visit.refuse(None, TITLE, errors, move |errors| form(&token, &profile, &errors, year)))
        }
    }
}

fn form(token: &str, profile: &ProfileInput, errors: &FormErrors, year: i32) -> AnyView {
    let body = view! {
        <Steps label="Creating your account" steps=StepOfForm::list(&["About you", "Your work"], 1) />
        {layout::summary(errors, &PROFILE_ORDER)}
        <form class="form" method="post" action=EXTRA_PAGE>
            <input type="hidden" name=TOKEN_FIELD value=token.to_owned() />
            {profile_fields(profile, errors, year, true)}
            <Button wide=true>"Create my account"</Button>
        </form>
    };
    layout::narrow(
        "Your work",
        "Step 2 of 2. It helps us to make courses that fit the people who take them.",
        body.into_any(),
    )
}
