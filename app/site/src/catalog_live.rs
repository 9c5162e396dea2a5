//! Instant filters in the catalog.

use leptos::prelude::*;

/// Follows the catalog's filter links and forms without a reload, with history, and tells screen readers what came.
#[island]
pub fn CatalogLive() -> impl IntoView {
    let news = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    crate::browser::catalog_live(news);
    view! { <p class="visually-hidden" role="status">{move || news.get()}</p> }
}
