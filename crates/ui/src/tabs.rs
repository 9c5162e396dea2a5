//! Tabs that are links: each is a page of its own.

use leptos::prelude::*;

/// One of [`Tabs`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// What is read.
    pub title: String,
    /// Where it leads.
    pub url: String,
    /// How many things are there.
    pub count: Option<u32>,
    /// Shown now.
    pub is_current: bool,
}

/// A row of links to sibling views, one of them current.
#[component]
pub fn Tabs(
    /// Names the row for screen readers.
    #[prop(into)]
    label: String,
    /// In order.
    tabs: Vec<Tab>,
) -> impl IntoView {
    let entries: Vec<_> = tabs
        .into_iter()
        .map(|tab| {
            let current = tab.is_current.then_some("page");
            view! {
                <li>
                    <a class="tabs__tab" href=tab.url aria-current=current>
                        {tab.title}
                        {tab.count.map(|count| view! { " "<span class="tabs__count">{count.to_string()}</span> })}
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        <nav class="tabs" aria-label=label>
            <ul class="tabs__list">{entries}</ul>
        </nav>
    }
}
