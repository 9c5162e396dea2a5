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
    let name = move || {
        let me = me.value.get()?;
        Some(view! {
            <p class="desk-person__name" title=me.email data-testid="staff-name">
                <Icon name=IconName::User />
                {me.name}
            </p>
        })
    };
    view! {
        <div class="desk-person">
            {name}
            <form method="post" action="/logout/">
                <button class="button button--quiet button--small" type="submit">
                    <Icon name=IconName::SignOut />
                    <span class="desk-label">"Sign out"</span>
                </button>
            </form>
        </div>
    }
}
