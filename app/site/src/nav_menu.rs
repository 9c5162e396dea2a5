//! The header's menus and the drawer.

use leptos::prelude::*;

/// Escape, clicks outside, one menu at a time, and the focus kept in the drawer.
#[island]
pub fn NavMenu() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    crate::browser::improve_menus();
}
