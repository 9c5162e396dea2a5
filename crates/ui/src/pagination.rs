//! Back and forth through a long list.

use leptos::prelude::*;

use crate::{Icon, IconName};

/// Links to the neighboring pages of a list; nothing when there are none.
#[component]
pub fn Pagination(
    /// Where the page before is.
    #[prop(optional_no_strip, into)]
    previous: Option<String>,
    /// Where the page after is.
    #[prop(optional_no_strip, into)]
    next: Option<String>,
    /// Where in the list this is, such as "51–100 of 1,204".
    #[prop(optional, into)]
    position: String,
    /// Names the list for screen readers.
    #[prop(default = "Pages".to_owned(), into)]
    label: String,
) -> impl IntoView {
    (previous.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pagination" aria-label=label>
                {previous.map(|url| view! {
                    <a class="button button--secondary button--small" rel="prev" href=url><Icon name=IconName::ArrowLeft />"Previous"</a>
                })}
                <span class="pagination__position">{position}</span>
                {next.map(|url| view! {
                    <a class="button button--secondary button--small" rel="next" href=url>"Next"<Icon name=IconName::ArrowRight /></a>
                })}
            </nav>
        }
    })
}
