//! What the server finds before a page is published: errors stop, warnings ask.

use super::Commander;
use crate::{
    editor::{outline::FlawList, store::Flaw},
    failure::Failure,
    pause::Pause,
    remote::Remote,
};
use leptos::prelude::*;
use std::time::Duration;
use xpro_api::{FindingItem, check_page};
use xpro_form::Problem;
use xpro_ui::{Button, ButtonKind, ButtonSize, Notice, Tone};

/// Quiet time after the last change before it is looked again.
const AGAIN_AFTER: Duration = Duration::from_millis(600);

/// The findings; a handle, cheap to copy.
#[derive(Clone, Copy)]
pub struct Checks {
    commander: Commander,
    found: Remote<Vec<FindingItem>>,
    confirmed: RwSignal<bool>,
}

impl Checks {
    /// Looks now, after every change, and after everything that was done.
    pub fn new(commander: Commander) -> Self {
        let checks = Checks { commander, found: Remote::new(), confirmed: RwSignal::new(false) };
        let pause = Pause::new();
        Effect::new(move |before: Option<()>| {
            commander.draft.store.changes.track();
            commander.done.track();
            match before {
                None => checks.ask(),
                Some(()) => pause.then(AGAIN_AFTER, move || checks.ask()),
            }
        });
        on_cleanup(move || pause.stop());
        checks
    }

    fn ask(self) {
        let store = self.commander.draft.store;
        self.found.ask_and_merge(check_page(store.page, Some(store.snapshot())), move |old, new| {
            // What was confirmed was something else.
            if old.as_ref() != Some(&new) {
                self.confirmed.set(false);
            }
            new
        });
    }

    /// Those of one kind, as the form shows them. What the form finds by itself is shown above.
    fn flaws(self, errors: bool) -> Vec<Flaw> {
        let store = self.commander.draft.store;
        self.found.value.with(|found| {
            let wanted = found.iter().flatten().filter(|item| item.is_error == errors && item.code != "field");
            wanted
                .flat_map(|item| {
                    let mut flaws = store.flaws_of(vec![Problem::error(item.path.clone(), item.message.clone())]);
                    for flaw in &mut flaws {
                        flaw.is_error = errors;
                        if item.path.starts_with('#') {
                            flaw.path.clone_from(&item.path);
                        }
                    }
                    flaws
                })
                .collect()
        })
    }

    /// Nothing stops, and what asks is confirmed. While the server has not answered, it is asked when publishing.
    pub fn is_clear(self) -> bool {
        let (errors, warnings) = (self.flaws(true), self.flaws(false));
        errors.is_empty() && (warnings.is_empty() || self.confirmed.get())
    }

    /// What the person confirmed.
    pub fn acknowledged(self) -> Vec<String> {
        if !self.confirmed.get_untracked() {
            return Vec::new();
        }
        self.found.value.with_untracked(|found| found.iter().flatten().map(|item| item.key.clone()).collect())
    }
}

/// The findings, each a link to its field.
#[component]
pub fn Findings(checks: Checks) -> impl IntoView {
    let store = checks.commander.draft.store;
    let errors = Memo::new(move |_| checks.flaws(true));
    let warnings = Memo::new(move |_| checks.flaws(false));
    let none =
        move || checks.found.value.with(Option::is_some) && errors.with(Vec::is_empty) && warnings.with(Vec::is_empty);
    let confirmed = checks.confirmed;
    view! {
        <section class="publish__part" data-testid="findings" aria-live="polite">
            <h3 class="sheet__part publish__checks">
                "Checks"
                <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small busy=checks.found.is_loading on_press=move |_| checks.ask()>
                    "Check again"
                </Button>
            </h3>
            {move || checks.found.error.get().map(|error| view! { <Failure error=error again=move |()| checks.ask() /> })}
            <Show when=move || !errors.with(Vec::is_empty)>
                <Notice tone=Tone::Danger title="This keeps the page from being published">
                    <FlawList store=store flaws=errors />
                </Notice>
            </Show>
            <Show when=move || !warnings.with(Vec::is_empty)>
                <Notice tone=Tone::Warning title="Look at these first">
                    <FlawList store=store flaws=warnings />
                    <label class="edit-flag">
                        <input
                            class="edit-flag__box"
                            type="checkbox"
                            data-testid="confirm-findings"
                            prop:checked=confirmed
                            on:change=move |event| confirmed.set(event_target_checked(&event))
                        />
                        "I have looked at them: publish as it is"
                    </label>
                </Notice>
            </Show>
            <Show when=none>
                <p class="publish__since">"Links, pictures, headings, dates and price: nothing to say."</p>
            </Show>
        </section>
    }
}
