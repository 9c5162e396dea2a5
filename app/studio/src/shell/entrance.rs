//! The way in: to the pages for editors, to the orders for others.

use super::Me;
use crate::{pages::address, paths};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// Leads on as soon as the server has said who this is.
#[component]
pub fn Entrance() -> impl IntoView {
    let me = expect_context::<Me>();
    let navigate = use_navigate();
    Effect::new(move |_| {
        if me.is_known() {
            let room = if me.may(|me| me.may_edit_content) { address::PAGES } else { paths::ORDERS };
            navigate(room, NavigateOptions { resolve: false, replace: true, ..NavigateOptions::default() });
        }
    });
    view! { <p class="studio-waiting" role="status">"Opening the studio"</p> }
}
