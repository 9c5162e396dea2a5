//! What is shown where there is nothing to show.

use leptos::prelude::*;

use crate::{Icon, IconName};

/// Says why a list is empty and offers a way out.
#[component]
pub fn EmptyState(
    /// What is not there.
    #[prop(into)]
    title: String,
    /// Why, and what can be done.
    #[prop(optional, into)]
    text: String,
    /// A picture for it.
    #[prop(default = IconName::Search)]
    icon: IconName,
    /// Level of its heading, 2 or 3.
    #[prop(default = 2)]
    level: u8,
    /// The ways out: buttons and links.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let heading = if level == 3 {
        view! { <h3 class="empty-state__title">{title}</h3> }.into_any()
    } else {
        view! { <h2 class="empty-state__title">{title}</h2> }.into_any()
    };
    view! {
        <div class="empty-state">
            <Icon name=icon />
            {heading}
            {(!text.is_empty()).then(|| view! { <p class="empty-state__text">{text}</p> })}
            {children.map(|children| view! { <div class="empty-state__actions">{children()}</div> })}
        </div>
    }
}
