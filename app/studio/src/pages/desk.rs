//! What the explorer's parts share: the list, what is chosen, the open dialog, and that something changed.

use super::{list::PageList, moves::Moves, selection::Selection};
use crate::shell::Toasts;
use leptos::{prelude::*, task::spawn_local};
use std::future::Future;
use xpro_api::{ApiError, BulkDeed, FilterChoices, PageDeed, PageDone, act_on_page, filter_choices};

/// A dialog of the explorer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dialog {
    /// Make a page below one.
    Add(i64),
    /// Copy a page.
    Copy(i64),
    /// Take a page elsewhere.
    Move(i64),
    /// Take a page off the site.
    Unpublish(i64),
    /// Put a page into the trash.
    Delete(i64),
    /// Lock a page.
    Lock(i64),
    /// Change who may read a page.
    Privacy(i64),
    /// Do something to the chosen pages.
    Many(BulkDeed),
    /// Put the chosen pages into a release.
    IntoRelease,
}

/// Shared by the explorer's screens.
#[derive(Clone, Copy)]
pub struct PagesDesk {
    /// The list.
    pub list: PageList,
    /// Chosen pages.
    pub chosen: RwSignal<Selection>,
    /// What is asked.
    pub dialog: RwSignal<Option<Dialog>>,
    /// Counts what was done; who shows pages asks again.
    pub changed: RwSignal<u32>,
    /// What filters offer.
    pub choices: crate::remote::Remote<FilterChoices>,
    /// What was done lately.
    pub toasts: Toasts,
    /// Pages on their way to another place.
    pub moves: Moves,
}

impl PagesDesk {
    /// Nothing loaded, chosen or asked.
    pub fn new(toasts: Toasts) -> Self {
        PagesDesk {
            list: PageList::new(),
            chosen: RwSignal::new(Selection::default()),
            dialog: RwSignal::new(None),
            changed: RwSignal::new(0),
            choices: crate::remote::Remote::new(),
            toasts,
            moves: Moves::new(),
        }
    }

    /// Something was done: lists and trees ask again.
    pub fn refresh(self) {
        self.changed.update(|count| *count += 1);
        self.list.reload();
    }

    /// Something was done to this page.
    pub fn refresh_page(self, page: i64) {
        self.changed.update(|count| *count += 1);
        self.list.renew(page);
    }

    /// Asks for what filters offer, once.
    pub fn want_choices(self) {
        if self.choices.value.with_untracked(Option::is_none) && !self.choices.is_loading.get_untracked() {
            self.choices.ask(filter_choices());
        }
    }

    /// Does something to a page and tells; `then` hears what was done, and a failure is told in a toast.
    pub fn act(self, page: i64, deed: PageDeed, then: impl FnOnce(&PageDone) + 'static) {
        spawn_local(async move {
            match act_on_page(page, deed).await {
                Ok(done) => {
                    then(&done);
                    self.toasts.tell_done(done);
                    self.refresh_page(page);
                }
                Err(error) => self.toasts.tell_error(&error),
            }
        });
    }
}

/// An act that a dialog waits for.
#[derive(Clone, Copy)]
pub struct Attempt {
    /// It is on its way.
    pub busy: RwSignal<bool>,
    /// Why it was refused.
    pub error: RwSignal<Option<ApiError>>,
}

impl Attempt {
    /// Nothing tried.
    pub fn new() -> Self {
        Attempt { busy: RwSignal::new(false), error: RwSignal::new(None) }
    }

    /// Tries; a second press while it is on its way does nothing.
    pub fn run<T: 'static>(
        self,
        question: impl Future<Output = Result<T, ApiError>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let answer = question.await;
            // The dialog may be closed by now.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(value) => then(value),
                Err(error) => self.error.set(Some(error)),
            }
        });
    }
}
