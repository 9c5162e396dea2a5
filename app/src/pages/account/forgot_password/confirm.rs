//! `/signin/forgot-password/confirm/{uid}/{token}/`: the new password.

use super::super::{layout, visit::Visit};
use crate::{
    forms::{Flash, FormErrors, Posted},
    respond::{PageError, see_other},
};
use axum::{extract::Path, response::Response};
use leptos::prelude::*;
use xpro_account::NewPassword;
use xpro_accounts::{
    account::{PasswordResetError, confirm_password_reset},
    password::Password,
};
use xpro_ui::{Button, Field, InputKind};

const TITLE: &str = "Forgot Password";

/// Shows the form. Opening the link uses nothing up.
pub(in super::super) async fn show(
    visit: Visit,
    Path((uid, token)): Path<(String, String)>,
) -> Result<Response, PageError> {
    visit.page(None, TITLE, move || form(&uid, &token, &FormErrors::default())).await
}

/// Sets the password and sends the person to sign in with it.
pub(in super::super) async fn submit(
    visit: Visit,
    Path((uid, token)): Path<(String, String)>,
    Posted(posted): Posted,
) -> Result<Response, PageError> {
    let (new, repeated) = (Password::from(posted.text("new_password")), Password::from(posted.text("re_new_password")));
    let caller = visit.caller().await?;
    match confirm_password_reset(&caller.call(), &uid, &token, &new, &repeated).await {
        Ok(()) => {
            Flash::success("Your password has been changed. Sign in with it now.").keep(&visit.session).await?;
            Ok(see_other("/signin/"))
        }
        Err(PasswordResetError::Invalid(fields)) => {
            // A bad link cannot be put right on this page.
            if let Some(reason) = fields.get("uid").or_else(|| fields.get("token")) {
                Flash::danger(reason).keep(&visit.session).await?;
                return Ok(see_other("/signin/forgot-password/"));
            }
            let errors = FormErrors::from(fields).about("re_new_password");
            Ok(visit.again(None, TITLE, move || form(&uid, &token, &errors)))
        }
        Err(PasswordResetError::Throttled(throttled)) => {
            Ok(visit.refuse(None, TITLE, throttled.into(), move |errors| form(&uid, &token, &errors)))
        }
        Err(PasswordResetError::Internal(error)) => Err(error.into()),
    }
}

fn form(uid: &str, token: &str, errors: &FormErrors) -> AnyView {
    let action = format!("/signin/forgot-password/confirm/{uid}/{token}/");
    let body = view! {
        {layout::summary(errors, &["new_password", "re_new_password"])}
        <form class="form" method="post" action=action>
            <NewPassword name="new_password".to_owned() label="New password".to_owned() error=errors.of("new_password") />
            <Field label="New password again" name="re_new_password" kind=InputKind::Password required=true autocomplete="new-password" error=errors.of("re_new_password") />
            <Button wide=true>"Change password"</Button>
        </form>
    };
    layout::narrow("Choose a new password", "You will be signed out everywhere else.", body.into_any())
}
