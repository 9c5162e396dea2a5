//! Putting the chosen pages into a release.

use super::{
    desk::{Attempt, PagesDesk},
    dialogs::pages_text,
    frame::FormDialog,
    selection::Selection,
};
use crate::{paths, releases::is_open, remote::Remote};
use leptos::prelude::*;
use xpro_api::{
    ApiError, BulkChoice, ReleaseCommand, ReleaseItem, ReleaseList, ReleaseOutcome, command_release, list_releases,
};

/// Asks into which one.
#[component]
pub fn IntoRelease() -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let attempt = Attempt::new();
    let releases = Remote::<ReleaseList>::new();
    releases.ask(list_releases());
    let filter = desk.list.wanted.get_untracked();
    // Everything that a filter finds is for acts that the server does piece by piece.
    let pages = match desk.chosen.with_untracked(|chosen| chosen.choice(&filter)) {
        BulkChoice::Pages { pages } => pages,
        BulkChoice::Listed { .. } => desk.list.ids(),
    };
    let count = i64::try_from(pages.len()).unwrap_or(i64::MAX);
    let chosen = RwSignal::new(None::<i64>);
    let act = move |()| {
        let Some(id) = chosen.get_untracked() else { return };
        let command = ReleaseCommand::AddPages { pages: pages.clone() };
        attempt.run(command_release(id, command), move |outcome| match outcome {
            ReleaseOutcome::Done { message, detail } => {
                desk.dialog.set(None);
                desk.chosen.set(Selection::default());
                desk.toasts.tell_with_link(message, (paths::release(id), format!("Open “{}”", detail.release.name)));
            }
            ReleaseOutcome::Refused { message, .. } => attempt.error.set(Some(ApiError::invalid(message))),
            // Only going live is stopped or asks.
            ReleaseOutcome::Stopped { .. } | ReleaseOutcome::Asks { .. } => desk.dialog.set(None),
        });
    };
    let body = move || {
        if let Some(error) = releases.error.get() {
            return view! { <p class="field__error" role="alert">{error.to_string()}</p> }.into_any();
        }
        let Some(list) = releases.value.get() else {
            return view! { <p class="targets__note">"Loading…"</p> }.into_any();
        };
        let open: Vec<ReleaseItem> =
            list.releases.into_iter().filter(|release| list.may_change && is_open(release.standing)).collect();
        if open.is_empty() {
            return view! {
                <p>"There is no release that pages can be put into. "<a href=paths::RELEASES>"Go to the releases"</a></p>
            }
            .into_any();
        }
        let options: Vec<_> = open
            .into_iter()
            .map(|release| view! { <option value=release.id.to_string()>{release.name}</option> })
            .collect();
        view! {
            <div class="field">
                <label class="field__label" for="into-release">"Release"</label>
                <select
                    class="input input--select"
                    id="into-release"
                    on:change=move |event| chosen.set(event_target_value(&event).parse().ok())
                >
                    <option value="">"Choose…"</option>
                    {options}
                </select>
            </div>
        }
        .into_any()
    };
    view! {
        <FormDialog
            title=format!("Add {} to a release", pages_text(count))
            submit=Signal::derive(move || format!("Add {}", pages_text(count)))
            ready=Signal::derive(move || chosen.get().is_some())
            attempt=attempt
            act=act
            closed=Callback::new(move |()| desk.dialog.set(None))
        >
            <p class="field__hint">"Each page goes in as it is written now. What is written later stays a draft."</p>
            {body}
        </FormDialog>
    }
}
