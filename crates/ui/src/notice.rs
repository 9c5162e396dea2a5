//! A message in the flow of the page.

use leptos::prelude::*;

use crate::{Icon, IconName, Tone};

/// Says what happened, what did not, and what to do next.
#[component]
pub fn Notice(
    /// What it is about.
    #[prop(optional)]
    tone: Tone,
    /// The message in one line.
    #[prop(optional, into)]
    title: Option<String>,
    /// Read out at once by screen readers: for the outcome of what was just done.
    #[prop(optional)]
    announce: bool,
    /// The rest.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let icon = match tone {
        Tone::Neutral | Tone::Info => IconName::Info,
        Tone::Success => IconName::CheckCircle,
        Tone::Warning => IconName::Warning,
        Tone::Danger => IconName::Alert,
    };
    let role = match (announce, tone) {
        (false, _) => None,
        (true, Tone::Danger) => Some("alert"),
        (true, _) => Some("status"),
    };
    view! {
        <div class=format!("notice notice--{}", tone.name()) role=role>
            <Icon name=icon />
            <div class="notice__text">
                {title.map(|text| view! { <p class="notice__title">{text}</p> })}
                {children.map(|children| children())}
            </div>
        </div>
    }
}
