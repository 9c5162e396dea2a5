//! The way in: to the desk for editors, to the orders for others.

use super::Me;
use crate::{
    paths,
    rooms::{Room, desks},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// Shows the desk, or leads on, as soon as the server has said who this is.
#[component]
pub fn Entrance() -> impl IntoView {
    let me = expect_context::<Me>();
    let navigate = use_navigate();
    let is_editor = Memo::new(move |_| me.is_known().then(|| me.may(|me| me.may_edit_content)));
    Effect::new(move |_| {
        if is_editor.get() == Some(false) {
            navigate(paths::ORDERS, NavigateOptions { resolve: false, replace: true, ..NavigateOptions::default() });
        }
    });
    move || match is_editor.get() {
        Some(true) => view! { <Room load=desks::desk /> }.into_any(),
        _ => view! { <p class="studio-waiting" role="status">"Opening the studio"</p> }.into_any(),
    }
}
