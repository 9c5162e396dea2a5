//! What becomes of the text: publish it now or later, look at what was, go back.

mod checks;
mod compare;
mod history;
mod publish;
mod versions;

pub use checks::Checks;

use super::{
    browser,
    draft::Draft,
    outline::FlawList,
    store::Flaw,
    together::{Comments, Links},
};
use crate::{failure::Failure, pages::PagesDesk, shell::Toasts};
use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::{future::Future, pin::Pin, sync::Arc};
use xpro_api::{ApiError, CommandOutcome, PageCommand, ReviewCommand, command_page, command_review, open_page};
use xpro_ui::{Icon, IconName, Notice, Tone};

/// Part of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Publishing.
    Publish,
    /// Versions.
    Versions,
    /// History.
    History,
    /// What was said.
    Comments,
    /// Links for people without an account.
    Links,
}

/// What a command leads to.
type Outcome = Pin<Box<dyn Future<Output = Result<CommandOutcome, ApiError>>>>;

/// Does what the panel's buttons say; a handle, cheap to copy. It belongs to the editor, so that what comes of an act is heard
/// also when the panel was closed meanwhile.
#[derive(Clone, Copy)]
pub struct Commander {
    draft: Draft,
    /// Something is on its way.
    pub is_busy: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
    message: RwSignal<Option<String>>,
    /// What the server says must be right first.
    blockers: RwSignal<Vec<Flaw>>,
    /// Goes up when something was done.
    pub done: RwSignal<u32>,
    toasts: Toasts,
    /// Leads to the dashboard.
    leave: Callback<()>,
}

impl Commander {
    /// Nothing done yet.
    pub fn new(draft: Draft) -> Self {
        let navigate = StoredValue::new_local(use_navigate());
        let leave = move |()| {
            let options = NavigateOptions { resolve: false, replace: true, ..NavigateOptions::default() };
            navigate.with_value(|navigate| navigate("/studio/", options));
        };
        Commander {
            draft,
            is_busy: RwSignal::new(false),
            error: RwSignal::new(None),
            message: RwSignal::new(None),
            blockers: RwSignal::new(Vec::new()),
            done: RwSignal::new(0),
            toasts: expect_context::<PagesDesk>().toasts,
            leave: Callback::new(leave),
        }
    }

    /// Saves first, then does it with what was saved.
    fn run(self, command: impl Fn(i64) -> PageCommand + Send + Sync + 'static) {
        let word = if is_publishing(&command(0)) { "Not published" } else { "Not done" };
        self.save_and(word, move |page, version| Box::pin(command_page(page, command(version))));
    }

    /// The same for moderation.
    pub fn run_review(self, command: impl Fn(i64) -> ReviewCommand + Send + Sync + 'static) {
        let word = if matches!(command(0), ReviewCommand::Submit { .. }) { "Not submitted" } else { "Not done" };
        self.save_and(word, move |page, version| Box::pin(command_review(page, command(version))));
    }

    fn save_and(self, word: &'static str, ask: impl Fn(i64, i64) -> Outcome + Send + Sync + 'static) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.error.set(None);
        self.message.set(None);
        self.is_busy.set(true);
        self.draft.save_then(Arc::new(move |saved: Result<(), String>| {
            if let Err(why) = saved {
                self.is_busy.set(false);
                self.error.set(Some(ApiError::Invalid { message: format!("{word}: {why}") }));
                self.draft.store.announced.set(format!("{word}: {why}"));
                return;
            }
            let outcome = ask(self.draft.store.page, self.draft.version());
            let sent = self.draft.hold_saves();
            spawn_local(async move {
                let outcome = outcome.await;
                if self.is_busy.try_set(false).is_none() {
                    let page = if let Ok(CommandOutcome::Done { page, .. }) = &outcome { Some(&**page) } else { None };
                    self.draft.answered(&sent, page);
                    self.heard(outcome);
                }
            });
        }));
    }

    /// Goes up whenever the server has another text, or shows visitors another one.
    fn versions(self) -> Signal<u32> {
        Signal::derive(move || self.done.get().wrapping_add(self.draft.saves.get()))
    }

    /// Forgets what was said about the last act; one that is on its way goes on.
    fn rest(self) {
        self.error.set(None);
        self.message.set(None);
        self.blockers.set(Vec::new());
    }

    /// Asks how things stand after something was done to the page elsewhere. The text is left alone.
    pub fn look_again(self) {
        let store = self.draft.store;
        spawn_local(async move {
            // Without an answer the next beat tells some of it.
            if let Ok(page) = open_page(store.page).await
                && self.is_busy.try_get_untracked().is_some()
            {
                store.rights.set(page.rights);
                store.standing.set(page.standing);
                self.done.update(|done| *done += 1);
            }
        });
    }

    fn heard(self, outcome: Result<CommandOutcome, ApiError>) {
        match outcome {
            Ok(CommandOutcome::Done { message, .. }) => {
                self.draft.store.accept();
                self.blockers.set(Vec::new());
                self.draft.store.announced.set(message.clone());
                self.message.set(Some(message));
                self.done.update(|done| *done += 1);
            }
            Ok(CommandOutcome::Incomplete { problems }) => {
                self.blockers.set(self.draft.store.refuse(problems));
            }
            Ok(CommandOutcome::Asks { .. }) => {
                // The panel looks again and shows what asks.
                self.done.update(|done| *done += 1);
                self.error.set(Some(ApiError::invalid("Look at the warnings first, then confirm them.")));
            }
            Ok(CommandOutcome::Gone { message }) => {
                self.toasts.tell(message);
                self.leave.run(());
            }
            Ok(CommandOutcome::Outdated) => self.error.set(Some(ApiError::Invalid {
                message: "Somebody saved another version in the meantime. Look at it before you publish: load the page again.".to_owned(),
            })),
            Err(error) => self.error.set(Some(error)),
        }
    }
}

fn is_publishing(command: &PageCommand) -> bool {
    matches!(command, PageCommand::Publish { .. } | PageCommand::PublishAt { .. })
}

/// The panel, at the side of the screen.
#[component]
pub fn Panel(commander: Commander, part: RwSignal<Option<Part>>) -> impl IntoView {
    let is_open = Memo::new(move |_| part.get().is_some());
    move || is_open.get().then(|| view! { <Sheet commander=commander part=part /> })
}

#[component]
fn Sheet(commander: Commander, part: RwSignal<Option<Part>>) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // A dialog that is open already stays so.
            let _ = dialog.show_modal();
        }
    });
    let store = commander.draft.store;
    on_cleanup(move || {
        if commander.is_busy.try_get_untracked() == Some(false) {
            commander.rest();
        }
    });
    // The browser gives the focus back to whoever opened a dialog that is closed, not one that is taken away.
    let close = move |_| match dialog.get_untracked() {
        Some(dialog) => dialog.close(),
        None => part.set(None),
    };
    // Whoever follows a mistake to its field wants to see it.
    Effect::watch(
        move || store.wanted.get(),
        move |wanted, _, _| {
            if wanted.is_some() {
                part.set(None)
            }
        },
        false,
    );
    let tab = move |this: Part, name: &'static str| {
        view! {
            <button
                class="tabs__tab"
                type="button"
                role="tab"
                aria-selected=move || if part.get() == Some(this) { "true" } else { "false" }
                on:click=move |_| part.set(Some(this))
            >
                {name}
            </button>
        }
    };
    let shown = Memo::new(move |_| part.get().unwrap_or(Part::Publish));
    view! {
        <dialog class="sheet sheet--side" node_ref=dialog aria-label="Publish, comments, links, versions, history" on:close=move |_| part.set(None) data-testid="panel">
            <header class="sheet__head">
                <div class="tabs__list sheet__tabs" role="tablist" on:keydown=move |event| browser::move_in_tabs(&event)>
                    {tab(Part::Publish, "Publish")}{tab(Part::Comments, "Comments")}{tab(Part::Links, "Links")}{tab(Part::Versions, "Versions")}{tab(Part::History, "History")}
                </div>
                <button class="mini" type="button" aria-label="Close" on:click=close><Icon name=IconName::Close /></button>
            </header>
            {move || commander.message.get().map(|message| view! { <Notice tone=Tone::Success title=message announce=true /> })}
            {move || commander.error.get().map(|error| view! { <Failure error=error again=move |()| commander.error.set(None) /> })}
            <Show when=move || commander.blockers.with(|blockers| !blockers.is_empty())>
                <Notice tone=Tone::Danger title="The page is not complete yet" announce=true>
                    <FlawList store=store flaws=commander.blockers />
                </Notice>
            </Show>
            {move || match shown.get() {
                Part::Publish => view! { <publish::Publish commander=commander /> }.into_any(),
                Part::Versions => view! { <versions::Versions commander=commander /> }.into_any(),
                Part::History => view! { <history::History commander=commander /> }.into_any(),
                Part::Comments => view! { <Comments /> }.into_any(),
                Part::Links => view! { <Links /> }.into_any(),
            }}
        </dialog>
    }
}
