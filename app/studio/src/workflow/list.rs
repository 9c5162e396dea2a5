//! The reviews that one may see.

use super::{SETTINGS, WORKFLOW, mails::Mails, review_row};
use crate::{failure::Failure, page, remote::Remote};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use xpro_api::{ReviewList, ReviewQueue, list_reviews};
use xpro_ui::{EmptyState, Icon, IconName};

const QUEUES: [(ReviewQueue, &str, &str); 4] = [
    (ReviewQueue::Awaiting, "", "For me"),
    (ReviewQueue::Mine, "mine", "Mine"),
    (ReviewQueue::Running, "running", "All open"),
    (ReviewQueue::Finished, "finished", "Decided"),
];

/// The page.
#[component]
pub fn WorkflowView() -> impl IntoView {
    let query = use_query_map();
    let queue = Memo::new(move |_| {
        let name = query.with(|query| query.get_str("queue").unwrap_or_default().to_owned());
        QUEUES.iter().find(|(_, word, _)| *word == name).map_or(ReviewQueue::Awaiting, |(queue, _, _)| *queue)
    });
    let found = Remote::<ReviewList>::new();
    let ask = move || found.ask(list_reviews(queue.get_untracked()));
    Effect::new(move |_| {
        queue.track();
        ask();
    });
    page::name(|| "Workflow".to_owned());
    let tab = move |(this, word, name): (ReviewQueue, &'static str, &'static str)| {
        let to = if word.is_empty() { WORKFLOW.to_owned() } else { format!("{WORKFLOW}?queue={word}") };
        view! {
            <li>
                <a class="tabs__tab" href=to data-noscroll="" aria-current=move || (queue.get() == this).then_some("page")>{name}</a>
            </li>
        }
    };
    let list = move || {
        let list = found.value.get()?;
        let rows: Vec<_> = list.items.into_iter().map(review_row).collect();
        Some(if rows.is_empty() {
            view! { <EmptyState title="Nothing here" text="What is submitted for review shows here until it is decided." icon=IconName::CheckCircle /> }.into_any()
        } else {
            view! { <ol class="reviews" data-testid="reviews">{rows}</ol> }.into_any()
        })
    };
    let may_change = move || found.value.with(|found| found.as_ref().is_some_and(|found| found.may_change_workflows));
    view! {
        <div class="desk-page">
            <header class="desk-page__head">
                <h1 class="desk-page__title">"Workflow"</h1>
                <Show when=may_change>
                    <a class="desk-page__acts" href=SETTINGS><Icon name=IconName::Sliders />" Workflows and tasks"</a>
                </Show>
            </header>
            <div class="filters">
                <nav class="tabs" aria-label="Reviews"><ul class="tabs__list">{QUEUES.map(tab).into_iter().collect::<Vec<_>>()}</ul></nav>
            </div>
            {move || found.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
            {list}
            <Mails />
        </div>
    }
}
