//! The frame itself.

use super::{navigation::Navigation, person::Person, search::Search, shortcuts::Shortcuts};
use crate::remote::Remote;
use leptos::prelude::*;
use xpro_api::{StaffMe, staff_me};

/// Who is signed in, for every page; empty until the server has said it.
#[derive(Clone, Copy)]
pub struct Me(Remote<StaffMe>);

impl Me {
    /// Whether this person may do what `permission` reads; false as long as nobody knows.
    pub fn may(self, permission: fn(&StaffMe) -> bool) -> bool {
        self.0.value.with(|me| me.as_ref().is_some_and(permission))
    }
}

/// Frame and page.
#[component]
pub fn Shell(
    /// The page.
    children: Children,
) -> impl IntoView {
    let me = Remote::new();
    me.ask(staff_me());
    provide_context(Me(me));
    view! {
        <div class="desk">
            <a class="skip-link" href="#content" rel="external">"Skip to content"</a>
            <header class="desk-bar">
                <a class="desk-bar__brand" href="/studio/orders">"Studio"</a>
                <Search />
                <Person me=me />
            </header>
            <Navigation />
            <main class="desk-content" id="content" tabindex="-1">{children()}</main>
            <Shortcuts />
        </div>
    }
}
