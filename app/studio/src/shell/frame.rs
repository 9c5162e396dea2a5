//! The frame itself.

use super::{
    door::PaletteDoor, navigation::Navigation, person::Person, search::Search, shortcuts::Shortcuts, toasts::ToastList,
};
use crate::{pages::PagesDesk, remote::Remote};
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

    /// Whether the server has said who this is.
    pub fn is_known(self) -> bool {
        self.0.value.with(Option::is_some)
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
    let desk = expect_context::<PagesDesk>();
    let toasts = desk.toasts;
    Effect::new(move |before: Option<u32>| {
        let undone = toasts.undone();
        if before.is_some_and(|before| before != undone) {
            desk.refresh();
        }
        undone
    });
    let palette = RwSignal::new(false);
    view! {
        <div class="desk">
            <a class="skip-link" href="#content" rel="external">"Skip to content"</a>
            <header class="desk-bar">
                <a class="desk-bar__brand" href="/studio/">"Studio"</a>
                <Search palette=palette />
                <Person me=me />
            </header>
            <Navigation />
            <main class="desk-content" id="content" tabindex="-1">{children()}</main>
            <Shortcuts />
            <PaletteDoor open=palette />
            <ToastList toasts=toasts />
        </div>
    }
}
