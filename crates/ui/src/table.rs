//! The frame of a data table.

use leptos::prelude::*;

/// Puts a name on a table and lets it scroll sideways, by keyboard too, when it is wider than the screen.
///
/// The children are the `<thead>` and `<tbody>`. Cells with numbers carry the class `table__number`.
#[component]
pub fn TableFrame(
    /// What the table lists.
    #[prop(into)]
    caption: String,
    /// Hides the caption from view, for a table right below a heading that says the same.
    #[prop(optional)]
    quiet_caption: bool,
    /// Head and body.
    children: Children,
) -> impl IntoView {
    let class = if quiet_caption { "visually-hidden" } else { "table__caption" };
    let name = caption.clone();
    view! {
        <div class="table-frame" role="region" aria-label=name tabindex="0">
            <table class="table">
                <caption class=class>{caption}</caption>
                {children()}
            </table>
        </div>
    }
}
