//! `/create-account/`: the e-mail address.

use super::{
    super::{
        attempt::{Step, proceed},
        layout,
        visit::Visit,
    },
    SENT_TO, TITLE,
};
use crate::{
    forms::{FormErrors, Posted, Queried},
    respond::{PageError, see_other},
    visitor::MaybeSignedIn,
};
use axum::response::Response;
use leptos::prelude::*;
use xpro_accounts::{auth::start_registration, next::safe_next};
use xpro_ui::{Button, Field, InputKind};

#[derive(Debug, Clone, Default)]
struct Form {
    email: String,
    next: String,
    errors: FormErrors,
}

/// Shows the form; who has an account and is signed in goes on.
pub(in super::super) async fn show(
    visit: Visit,
    MaybeSignedIn(learner): MaybeSignedIn,
    Queried(query): Queried,
) -> Result<Response, PageError> {
    let next = query.text("next");
    if learner.is_some() {
        let next = safe_next(&next, &visit.state.config.base_url);
        return Ok(see_other(next.as_deref().unwrap_or("/dashboard/")));
    }
    visit.page(None, TITLE, move || form(Form { next, ..Form::default() })).await
}

/// Mails the link. The way back (`next`) is kept with the attempt, so it survives another browser.
pub(in super::super) async fn submit(visit: Visit, Posted(posted): Posted) -> Result<Response, PageError> {
    let (email, next) = (posted.text("email"), posted.text("next"));
    let caller = visit.beginning_caller().await?;
    let answer = start_registration(&caller.call(), &email, Some(&next), None).await;
    let step = proceed(&visit, &email, answer).await?;
    match step {
        Step::Go(response) => {
            visit.remember(&caller, &next).await?;
            visit.session.insert(SENT_TO, email.trim()).await.map_err(PageError::internal)?;
            Ok(response)
        }
        Step::Again { errors, .. } => {
            Ok(visit.refuse(None, TITLE, errors, move |errors| form(Form { email, next, errors })))
        }
    }
}

fn form(Form { email, next, errors }: Form) -> AnyView {
    let sign_in = layout::with_next("/signin/", &next);
    let body = view! {
        {layout::summary(&errors, &["email"])}
        <form class="form" method="post" action="/create-account/">
            <input type="hidden" name="next" value=next />
            <Field label="Email" name="email" kind=InputKind::Email value=email required=true autocomplete="email" hint="We mail you a link to confirm it." error=errors.of("email") />
            <Button wide=true>"Continue"</Button>
        </form>
        <p class="form__aside">"Already have an account? "<a href=sign_in>"Sign in"</a></p>
    };
    layout::narrow("Create your account", "One account for every course and program.", body.into_any())
}
