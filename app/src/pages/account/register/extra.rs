//! `/create-account/extra/`: step 2 of 2, the profile. The account exists already; who stops here goes on at the next
//! sign-in.

use super::{
    super::{
        attempt::{Attempt, Step, proceed},
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
    if Attempt::find(&visit.session).await?.is_none() {
        return Ok(see_other("/signin/"));
    }
    let year = visit.state.db.now().year();
    visit.page(None, TITLE, move || form(&ProfileInput::default(), &FormErrors::default(), year)).await
}

/// Saves the profile and signs in.
pub(in super::super) async fn submit(visit: Visit, Posted(posted): Posted) -> Result<Response, PageError> {
    let Some(attempt) = Attempt::find(&visit.session).await? else {
        Flash::danger("Your registration has expired, or your browser keeps no cookies. Your account exists; sign in to finish it.").keep(&visit.session).await?;
        return Ok(see_other("/signin/"));
    };
    let profile = read_profile(&posted);
    let caller = visit.caller().await?;
    let answer = submit_extra(&caller.call(), &attempt.token, &profile).await;
    let year = visit.state.db.now().year();
    match proceed(&visit, &attempt.email, answer).await? {
        Step::Go(response) => Ok(response),
        Step::Again(errors) => Ok(visit.refuse(None, TITLE, errors, move |errors| form(&profile, &errors, year))),
    }
}

fn form(profile: &ProfileInput, errors: &FormErrors, year: i32) -> AnyView {
    let body = view! {
        <Steps label="Creating your account" steps=StepOfForm::list(&["About you", "Your work"], 1) />
        {layout::summary(errors, &PROFILE_ORDER)}
        <form class="form" method="post" action="/create-account/extra/">
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
