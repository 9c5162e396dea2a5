//! The storefront's islands: small leaves over pages that already work as links and forms. No server function is
//! linked here, and JSON is read by the browser, so the bundle stays small (docs/adr/0003).
//!
//! Most of them draw nothing: they listen to, and improve, what the server rendered. What touches the browser is in
//! `browser`, compiled for wasm only.

#[cfg(feature = "hydrate")]
mod browser;
mod catalog_live;
mod enroll_state;
mod header_account;
mod nav_menu;
mod notification_bar;
mod section_spy;

pub use catalog_live::CatalogLive;
pub use enroll_state::EnrollState;
pub use header_account::HeaderAccount;
pub use nav_menu::NavMenu;
pub use notification_bar::NotificationBar;
pub use section_spy::SectionSpy;

/// Called by the boot module before the islands are hydrated.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
