//! The site notice.

use leptos::prelude::*;

/// Lets the visitor dismiss the site notice, and remembers it.
#[island]
pub fn NotificationBar() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    crate::browser::let_dismiss();
}
