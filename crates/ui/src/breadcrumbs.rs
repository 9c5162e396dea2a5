//! Where a page sits.

use leptos::prelude::*;

/// One step of [`Breadcrumbs`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// What is read.
    pub title: String,
    /// Where it leads; none for the page itself.
    pub url: Option<String>,
}

impl Crumb {
    /// A step that leads somewhere.
    pub fn link(title: impl Into<String>, url: impl Into<String>) -> Self {
        Self { title: title.into(), url: Some(url.into()) }
    }

    /// The page itself.
    pub fn here(title: impl Into<String>) -> Self {
        Self { title: title.into(), url: None }
    }
}

/// The way from the top down to this page.
#[component]
pub fn Breadcrumbs(
    /// From the top down.
    crumbs: Vec<Crumb>,
) -> impl IntoView {
    let steps: Vec<_> = crumbs
        .into_iter()
        .map(|Crumb { title, url }| match url {
            Some(url) => view! { <li class="breadcrumbs__step"><a href=url>{title}</a></li> }.into_any(),
            None => view! { <li class="breadcrumbs__step"><span aria-current="page">{title}</span></li> }.into_any(),
        })
        .collect();
    view! {
        <nav class="breadcrumbs" aria-label="Breadcrumb">
            <ol class="breadcrumbs__list">{steps}</ol>
        </nav>
    }
}
