//! What must be known before one goes on writing: somebody saved since, somebody reviews the text.

use super::{Newer, Together};
use crate::moment::Moment;
use leptos::{prelude::*, task::spawn_local};
use xpro_api::{ReviewRun, ReviewStanding, ReviewStepItem, open_page};
use xpro_ui::{Button, ButtonKind, ButtonSize, Notice, Tone};

/// The notes, above the form.
#[component]
pub fn Notes() -> impl IntoView {
    let together = expect_context::<Together>();
    let error = RwSignal::new(None::<String>);
    let load = move || {
        let page = together.page();
        error.set(None);
        let sent = together.draft.hold_saves();
        spawn_local(async move {
            let answer = open_page(page).await;
            // The editor may be gone.
            if together.newer.try_get_untracked().is_none() {
                return;
            }
            together.draft.answered(&sent, answer.as_ref().ok());
            match answer {
                Ok(_) => {
                    together.newer.set(None);
                    together.ask_review();
                }
                Err(failed) => error.set(Some(failed.to_string())),
            }
        });
    };
    // Text that is not saved yet meets the other text when it is saved; then both are shown side by side.
    let is_to_tell = move |newer: &Newer| !together.draft.is_unsaved() && newer.version > together.draft.version();
    let newer = move || together.newer.get().filter(is_to_tell);
    let standing = Memo::new(move |_| {
        together.review.value.with(|found| {
            let found = found.as_ref()?;
            let last = found.steps.iter().rev().find(|step| !step.by.is_empty()).cloned();
            Some((found.running.clone()?, last, found.may_decide))
        })
    });
    view! {
        {move || newer().map(|newer| {
            let who = match (newer.mine, newer.by.is_empty()) {
                (true, _) => "You saved this page in another tab".to_owned(),
                (false, true) => "A job saved a newer version".to_owned(),
                (false, false) => format!("{} saved a newer version", newer.by),
            };
            view! {
                <Notice tone=Tone::Warning title=who announce=true>
                    <p>"What you see is older. Load the newer text before you go on."</p>
                    <Button press="button" size=ButtonSize::Small attr:data-testid="load-newer" on_press=move |_| load()>"Load it"</Button>
                    {move || error.get().map(|error| view! { <p role="alert">{error}</p> })}
                </Notice>
            }
        })}
        {move || standing.get().map(|(running, last, may_decide)| review_note(together, running, last, may_decide))}
    }
}

fn review_note(together: Together, running: ReviewRun, last: Option<ReviewStepItem>, may_decide: bool) -> AnyView {
    let open = move |_| together.part.set(Some(crate::editor::panel::Part::Publish));
    match running.standing {
        ReviewStanding::NeedsChanges => {
            let (by, comment) = last.map(|step| (step.by, step.comment)).unwrap_or_default();
            view! {
                <Notice tone=Tone::Warning title=format!("{by} asks for changes")>
                    <p class="together__words">{comment}</p>
                    <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small on_press=open>"Submit again…"</Button>
                </Notice>
            }
            .into_any()
        }
        _ if may_decide => view! {
            <Notice tone=Tone::Info title="This text waits for your decision">
                <p>{running.submitted_by}" submitted it "<Moment at=running.submitted_at />". What you change becomes part of what you approve."</p>
                <Button press="button" size=ButtonSize::Small attr:data-testid="open-review" on_press=open>"Review…"</Button>
            </Notice>
        }
        .into_any(),
        _ => view! {
            <Notice tone=Tone::Info title="This page is being reviewed">
                <p>{running.submitted_by}" submitted it "<Moment at=running.submitted_at />" ("{running.workflow}"). Until it is decided, only those who review it can edit it."</p>
                <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small on_press=open>"See how it stands"</Button>
            </Notice>
        }
        .into_any(),
    }
}
