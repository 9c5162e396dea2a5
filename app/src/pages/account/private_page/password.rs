//! The password of a private page: asking for it, and trying one.

use super::PrivateRequest;
use crate::{
    forms::{FormErrors, Posted},
    pages::account::layout,
    respond::{PageError, see_other},
};
use axum::response::Response;
use leptos::prelude::*;
use time::Duration;
use tower_sessions::Session;
use xpro_accounts::password::{Password, verify_password};
use xpro_cms::privacy::{Guard, RestrictionId, Wall};
use xpro_platform::throttle::{self, Limit, Throttled};
use xpro_ui::{Button, Field, InputKind};

const TITLE: &str = "Password needed";
/// Session key of the restrictions whose password was given.
const OPENED: &str = "opened_restrictions";
/// No visitor needs more; the oldest close.
const MOST_OPENED: usize = 50;
/// Per address and restriction; everybody may mistype.
const TRIES: Limit = Limit { action: "page_password", hits: 10, window: Duration::minutes(10) };

/// Restrictions whose password this visitor gave.
pub(super) async fn opened(session: &Session) -> Result<Vec<RestrictionId>, PageError> {
    Ok(session.get(OPENED).await.map_err(PageError::internal)?.unwrap_or_default())
}

/// Asks for it.
pub(super) async fn ask(request: &PrivateRequest) -> Result<Response, PageError> {
    let action = request.here();
    request.visit.page(None, TITLE, move || form(action, &FormErrors::default())).await
}

/// Tries one.
pub(super) async fn submit(mut request: PrivateRequest, Posted(posted): Posted) -> Result<Response, PageError> {
    let generation = request.visit.state.content.current();
    let page = request.page(generation.site())?;
    let guards = generation.site().guards_of(page);
    let wall = request.wall(generation.site(), page).await?;
    let wanted = guards.into_iter().find(|guard| wall == Some(Wall::Password(guard.id)));
    // Another tab opened it already, or it takes something else than a password.
    let Some(guard) = wanted else { return Ok(see_other(&request.here())) };
    let given = posted.text("password");
    if given.is_empty() {
        return Ok(refuse(&request, wrong("Enter the password.")));
    }
    if let Err(throttled) = count(&request, guard).await? {
        return Ok(refuse(&request, throttled.into()));
    }
    if !verify_password(guard.password_hash.as_deref(), &Password::from(given)).await.is_right() {
        return Ok(refuse(&request, wrong("This is not the password of this page.")));
    }
    request.opened.push(guard.id);
    let kept = &request.opened[request.opened.len().saturating_sub(MOST_OPENED)..];
    request.visit.session.insert(OPENED, kept).await.map_err(PageError::internal)?;
    Ok(see_other(&request.here()))
}

async fn count(request: &PrivateRequest, guard: &Guard) -> Result<Result<(), Throttled>, PageError> {
    let db = &request.visit.state.db;
    let subject = format!("{} {}", guard.id.0, request.visit.address());
    Ok(throttle::hit(&mut *db.read().await?, &TRIES, &subject, db.now()).await?)
}

fn wrong(message: &str) -> FormErrors {
    FormErrors::whole(message).about("password")
}

fn refuse(request: &PrivateRequest, errors: FormErrors) -> Response {
    let action = request.here();
    request.visit.refuse(None, TITLE, errors, move |errors| form(action, &errors))
}

fn form(action: String, errors: &FormErrors) -> AnyView {
    let body = view! {
        {layout::summary(errors, &["password"])}
        <form class="form" method="post" action=action>
            <Field label="Password" name="password" kind=InputKind::Password required=true autocomplete="off" error=errors.of("password") />
            <Button wide=true>"Open the page"</Button>
        </form>
    };
    let lead = "It is for people who were given one. Ask whoever sent you here.";
    layout::narrow("This page needs a password", lead, body.into_any())
}
