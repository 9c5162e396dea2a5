//! What all sections share: a named region with a heading, a lead and a button.

use leptos::prelude::*;
use xpro_cms::delivery::{Action, Link};
use xpro_ui::{ButtonKind, Icon, IconName, LinkButton};

/// A section with its anchor; `class` says how it looks. `fallback` names it when the editor gave no heading.
pub(super) fn section(
    anchor: &'static str,
    class: &str,
    heading: &str,
    fallback: &'static str,
    body: AnyView,
) -> AnyView {
    let title_id = format!("{anchor}-title");
    let (class, heading_class) =
        (["band ", class].concat(), if heading.is_empty() { "visually-hidden" } else { "section-head__title" });
    let heading = if heading.is_empty() { fallback.to_owned() } else { heading.to_owned() };
    view! {
        <section class=class id=anchor aria-labelledby=title_id>
            <div class="wrap">
                <header class="section-head"><h2 class=heading_class id=title_id.clone()>{heading}</h2></header>
                {body}
            </div>
        </section>
    }
    .into_any()
}

/// One line of plain text under the heading.
pub(super) fn lead(text: &str) -> Option<AnyView> {
    (!text.is_empty()).then(|| view! { <p class="lead">{text.to_owned()}</p> }.into_any())
}

/// Sanitized text.
pub(super) fn prose(html: &str) -> Option<AnyView> {
    (!html.is_empty()).then(|| view! { <div class="prose" inner_html=html.to_owned()></div> }.into_any())
}

/// The section's button.
pub(super) fn action(action: &Action) -> Option<AnyView> {
    let Link { title, url } = action.clone()?;
    Some(view! { <p class="section-action"><LinkButton href=url kind=ButtonKind::Secondary>{title}<Icon name=IconName::ArrowRight /></LinkButton></p> }.into_any())
}
