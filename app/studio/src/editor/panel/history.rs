//! Who did what to the page.

use super::Commander;
use crate::{failure::Failure, moment::Moment, remote::Remote};
use leptos::prelude::*;
use xpro_api::{HistoryItem, page_history};
use xpro_ui::{Button, ButtonKind, ButtonSize};

/// The list, newest first.
#[component]
pub fn History(commander: Commander) -> impl IntoView {
    let page = commander.draft.store.page;
    let found = Remote::<Vec<HistoryItem>>::new();
    let ask = move || found.ask(page_history(page, None));
    Effect::new(move |_| {
        commander.done.track();
        ask();
    });
    let row = |item: HistoryItem| {
        let by = if item.by.is_empty() { "A job".to_owned() } else { item.by };
        view! {
            <li class="versions__item">
                <p class="versions__title">{item.act}</p>
                <p class="versions__meta"><Moment at=item.at />" by "{by}</p>
                {(!item.note.is_empty()).then(|| view! { <p class="versions__meta">{item.note}</p> })}
            </li>
        }
    };
    let more = move || {
        let last = found.value.with_untracked(|all| all.as_ref().and_then(|all| all.last()).map(|item| item.id));
        found.ask_and_merge(page_history(page, last), |old, more: Vec<HistoryItem>| {
            old.unwrap_or_default().into_iter().chain(more).collect()
        });
    };
    let may_have_more =
        move || found.value.with(|all| all.as_ref().is_some_and(|all| all.len() >= 50 && all.len() % 50 == 0));
    view! {
        {move || found.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
        <ol class="versions" data-testid="history">{move || found.value.get().unwrap_or_default().into_iter().map(row).collect::<Vec<_>>()}</ol>
        <Show when=may_have_more>
            <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small on_press=move |_| more()>"Earlier"</Button>
        </Show>
    }
}
