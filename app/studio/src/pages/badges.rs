//! The state of a page in a word or two.

use crate::moment::Moment;
use leptos::prelude::*;
use xpro_api::{PageItem, PageState};
use xpro_ui::{Badge, Icon, IconName, Tone};

/// How a state looks.
fn tone(state: PageState) -> Tone {
    match state {
        PageState::Draft => Tone::Neutral,
        PageState::Live => Tone::Success,
        PageState::LiveDraft | PageState::Scheduled | PageState::LiveScheduled => Tone::Info,
        PageState::Expired => Tone::Warning,
    }
}

/// The state of a page, with when it changes.
#[component]
pub fn PageBadges(
    /// The page.
    page: PageItem,
) -> impl IntoView {
    let when = match (page.scheduled_at, page.expires_at) {
        (Some(at), _) => Some(view! { <span class="pages__when">"Goes live "<Moment at=at /></span> }.into_any()),
        (None, Some(at)) => Some(view! { <span class="pages__when">"Expires "<Moment at=at /></span> }.into_any()),
        (None, None) => None,
    };
    view! {
        <span class="badges">
            <Badge tone=tone(page.state)>{page.state.label()}</Badge>
            {page.is_private.then(|| view! {
                <span class="badge" title="Not everybody may read it"><Icon name=IconName::Users />"Private"</span>
            })}
            {page.locked_by.map(|by| {
                let title = format!("Locked by {by}");
                view! {
                    <span class="badge badge--warning" title=title.clone()>
                        <Icon name=IconName::Lock />
                        "Locked"
                        <span class="visually-hidden">{format!(" by {by}")}</span>
                    </span>
                }
            })}
        </span>
        {when}
    }
}
