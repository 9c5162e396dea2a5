//! The sticky navigation of a product page.

use leptos::prelude::*;

/// Marks the section that is being read.
#[island]
pub fn SectionSpy() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    crate::browser::highlight_sections();
}
