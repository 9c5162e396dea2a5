//! The top of an ordinary page.

use leptos::prelude::*;

use crate::{Breadcrumbs, Crumb};

/// The page's heading, with the way to it above and a sentence below.
#[component]
pub fn PageHeader(
    /// The heading of the page, its only `h1`.
    #[prop(into)]
    title: String,
    /// One sentence.
    #[prop(optional, into)]
    lead: String,
    /// The way to this page; none on top-level pages.
    #[prop(optional)]
    crumbs: Vec<Crumb>,
    /// Acts on the right of the heading.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="page-header">
            {(!crumbs.is_empty()).then(|| view! { <Breadcrumbs crumbs=crumbs /> })}
            <div class="page-header__row">
                <h1 class="page-header__title">{title}</h1>
                {children.map(|children| view! { <div class="page-header__actions">{children()}</div> })}
            </div>
            {(!lead.is_empty()).then(|| view! { <p class="page-header__lead">{lead}</p> })}
        </header>
    }
}
