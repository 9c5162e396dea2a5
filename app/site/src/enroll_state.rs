//! "Enrolled ✓" in place of "Enroll Now".

use leptos::prelude::*;

/// Asks whether the visitor is enrolled and changes the page's enroll links if so (cms.md 3.5.1).
#[island]
pub fn EnrollState(
    /// What is asked about: `run=17` or `program=3`.
    question: String,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    wasm_bindgen_futures::spawn_local(crate::browser::show_enrolled(question));
    #[cfg(not(feature = "hydrate"))]
    drop(question);
}
