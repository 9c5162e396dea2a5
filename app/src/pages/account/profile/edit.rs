//! `/profile/edit/`: changes name, address and profile. The checkout sends people here whose address is incomplete.

use super::{
    super::{layout, visit::Visit},
    address::{ADDRESS_ORDER, address_fields, read_address},
    fields::{PROFILE_ORDER, profile_fields, read_profile},
};
use crate::{
    forms::{Flash, FormErrors, Posted, Queried},
    respond::{PageError, see_other},
    visitor::SignedIn,
};
use axum::response::Response;
use leptos::prelude::*;
use xpro_accounts::{
    account::{UpdateMe, UpdateMeError, find_me, update_me},
    next::safe_next,
    person::{AddressInput, ProfileInput},
};
use xpro_ui::{Button, ButtonKind, Field, LinkButton};

const TITLE: &str = "Edit Profile";
/// Open edX refuses the name, or does not answer (accounts_ops.md 1.7).
const NAME_REFUSED: &str =
    "We cannot change your full name right now. Nothing was saved; please try again later or contact support.";

/// What the page shows.
#[derive(Debug, Clone, Default)]
struct Form {
    name: String,
    address: AddressInput,
    profile: ProfileInput,
    next: String,
    errors: FormErrors,
}

/// Shows the form with what is stored.
pub(in super::super) async fn show(
    visit: Visit,
    SignedIn(learner): SignedIn,
    Queried(query): Queried,
) -> Result<Response, PageError> {
    let mut conn = visit.state.db.read().await?;
    let me = find_me(&mut conn, learner.id, Vec::new()).await?.ok_or(PageError::NotFound)?;
    drop(conn);
    let form = Form {
        name: me.name,
        address: (&me.legal_address).into(),
        profile: (&me.profile).into(),
        next: query.text("next"),
        errors: FormErrors::default(),
    };
    let year = visit.state.db.now().year();
    visit.page(Some(&learner), TITLE, move || page(&form, year)).await
}

/// Saves, and goes back to where the person came from.
pub(in super::super) async fn submit(
    visit: Visit,
    SignedIn(learner): SignedIn,
    Posted(posted): Posted,
) -> Result<Response, PageError> {
    let mut form = Form {
        name: posted.text("name"),
        address: read_address(&posted),
        profile: read_profile(&posted),
        next: posted.text("next"),
        errors: FormErrors::default(),
    };
    let update = UpdateMe {
        name: Some(form.name.clone()),
        legal_address: Some(form.address.clone()),
        profile: Some(form.profile.clone()),
    };
    if form.name.trim() != learner.name && !visit.courseware_takes(&form.name).await {
        form.errors = FormErrors::whole(NAME_REFUSED);
        let year = visit.state.db.now().year();
        return Ok(visit.again(Some(&learner), TITLE, move || page(&form, year)));
    }
    let mut tx = visit.state.db.begin(visit.request_id()).await?;
    match update_me(&mut tx, &learner, &update).await {
        Ok(()) => {
            tx.commit().await?;
            Flash::success("Your profile is saved.").keep(&visit.session).await?;
            let next = safe_next(&form.next, &visit.state.config.base_url);
            Ok(see_other(next.as_deref().unwrap_or("/profile/")))
        }
        Err(UpdateMeError::Invalid(fields)) => {
            form.errors = fields.into();
            let year = visit.state.db.now().year();
            Ok(visit.again(Some(&learner), TITLE, move || page(&form, year)))
        }
        Err(UpdateMeError::Internal(error)) => Err(error.into()),
    }
}

fn page(form: &Form, year: i32) -> AnyView {
    let order: Vec<&str> =
        ["first_name", "last_name", "name"].into_iter().chain(ADDRESS_ORDER).chain(PROFILE_ORDER).collect();
    let errors = &form.errors;
    let full_name = view! {
        <Field label="Full name" name="name" value=form.name.clone() required=true autocomplete="name" maxlength=255_u32 hint="As it should appear on your certificate." error=errors.of("name") />
    };
    let back = if form.next.starts_with("/checkout/") { "/checkout/" } else { "/profile/" };
    let body = view! {
        {layout::summary(errors, &order)}
        <form class="form" method="post" action="/profile/edit/">
            <input type="hidden" name="next" value=form.next.clone() />
            <h2 class="form__heading">"Legal address"</h2>
            {address_fields(&form.address, errors, full_name.into_any())}
            <h2 class="form__heading">"Work and education"</h2>
            {profile_fields(&form.profile, errors, year, false)}
            <div class="form__acts">
                <Button>"Save"</Button>
                <LinkButton href=back kind=ButtonKind::Quiet>"Cancel"</LinkButton>
            </div>
        </form>
    };
    layout::narrow("Edit your profile", "", body.into_any())
}
