//! The person, and the way out.

use crate::remote::Remote;
use leptos::prelude::*;
use xpro_api::StaffMe;
use xpro_ui::{Icon, IconName};

/// Name and sign-out. The form is a plain one, so it works whatever state the application is in.
#[component]
pub fn Person(
    /// Who is signed in.
    me: Remote<StaffMe>,
) -> impl IntoView {
    let name = move || me.value.with(|me| me.as_ref().map(|me| me.name.clone()));
    let email = move || me.value.with(|me| me.as_ref().map(|me| me.email.clone()));
    view! {
        <div class="desk-person">
            <p class="desk-person__name" title=email data-testid="staff-name">
                <Icon name=IconName::User />
                {move || name().unwrap_or_default()}
            </p>
            <form method="post" action="/logout/">
                <button class="button button--quiet button--small" type="submit">
                    <Icon name=IconName::SignOut />
                    <span class="desk-person__out">"Sign out"</span>
                </button>
            </form>
        </div>
    }
}
