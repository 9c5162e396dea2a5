//! Saves by itself: a moment after the last key, and while one keeps typing at least every two seconds.

use super::{
    browser::{self, Pause},
    local_copy::{self, LocalCopy},
    model::document::{Edit, apply, get},
    store::Store,
};
use leptos::{ev, prelude::*, task::spawn_local};
use serde_json::Value;
use std::time::Duration;
use xpro_api::{
    ApiError, DraftInput, DraftTheirs, Instant, OpenedPage, PriceWishChange, SaveOutcome, SavedVersion, save_page,
};
use xpro_form::Mode;

/// Quiet time after the last change before the browser's copy is written.
const COPY_AFTER: Duration = Duration::from_millis(250);
/// Quiet time after the last change before the server is told.
const SAVE_AFTER: f64 = 900.0;
/// The server is told at least this often while somebody types.
const SAVE_WITHIN: f64 = 2_000.0;
/// How soon an unreachable server is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(4);

/// Where the text is.
#[derive(Debug, Clone, PartialEq)]
pub enum SaveState {
    /// On the server.
    Saved,
    /// Soon on its way.
    Unsaved,
    /// On its way.
    Saving,
    /// The server does not answer; the browser has a copy.
    Offline,
    /// The session ended; the browser has a copy.
    SignedOut,
    /// Somebody else's text is in the way.
    Conflict,
    /// The server does not take it.
    Refused {
        /// Which field; empty for none in particular.
        field: String,
        /// Why.
        message: String,
    },
}

/// The text on its way to the server; a handle, cheap to copy.
#[derive(Clone, Copy)]
pub struct Draft {
    /// What is being written.
    pub store: Store,
    /// Where the text is.
    pub state: RwSignal<SaveState>,
    /// When it was last saved.
    pub saved_at: RwSignal<Option<Instant>>,
    /// Somebody else's text that is in the way.
    pub theirs: RwSignal<Option<DraftTheirs>>,
    version: StoredValue<i64>,
    base: StoredValue<Value>,
    unsaved_since: StoredValue<Option<f64>>,
    saving: Pause,
    copying: Pause,
    after: StoredValue<Option<Callback<()>>>,
}

impl Draft {
    /// Watches the text of a page as it was opened.
    pub fn new(store: Store, page: &OpenedPage) -> Self {
        let draft = Draft {
            store,
            state: RwSignal::new(SaveState::Saved),
            saved_at: RwSignal::new(page.standing.saved_at),
            theirs: RwSignal::new(None),
            version: StoredValue::new(page.version),
            base: StoredValue::new(page.document.clone()),
            unsaved_since: StoredValue::new(None),
            saving: Pause::new(),
            copying: Pause::new(),
            after: StoredValue::new(None),
        };
        Effect::watch(
            move || {
                (
                    store.changes.get(),
                    store.slug_changed.get(),
                    store.price_changed.get(),
                    store.slug.get(),
                    store.price.get(),
                )
            },
            move |_, _, _| draft.changed(),
            false,
        );
        draft.watch_the_window();
        draft
    }

    /// To name when something is done with the saved text.
    pub fn version(self) -> i64 {
        self.version.get_value()
    }

    /// What the server has.
    pub fn base(self) -> Value {
        self.base.get_value()
    }

    /// Whether the server lacks something.
    pub fn is_unsaved(self) -> bool {
        self.state.with(|state| *state != SaveState::Saved)
    }

    fn changed(self) {
        if self.store.is_readonly() {
            return;
        }
        let now = browser::now();
        let since = self.unsaved_since.get_value().unwrap_or(now);
        self.unsaved_since.set_value(Some(since));
        let waits = |state: &SaveState| {
            matches!(state, SaveState::Saving | SaveState::Conflict | SaveState::Offline | SaveState::SignedOut)
        };
        if !self.state.with_untracked(waits) {
            self.state.set(SaveState::Unsaved);
        }
        self.copying.then(COPY_AFTER, move || self.keep_copy());
        if self.state.with_untracked(|state| matches!(state, SaveState::Unsaved)) {
            self.save_soon(now, since);
        }
    }

    fn save_soon(self, now: f64, since: f64) {
        let wait = SAVE_AFTER.min((since + SAVE_WITHIN - now).max(0.0));
        self.saving.then(Duration::from_millis(wait as u64), move || self.save());
    }

    fn keep_copy(self) {
        if self.unsaved_since.try_get_value().flatten().is_none() {
            return;
        }
        let copy = LocalCopy {
            version: self.version.get_value(),
            base: self.base.get_value(),
            at: browser::now(),
            document: self.store.snapshot(),
        };
        local_copy::keep(self.store.page, &copy);
    }

    /// Saves now, unless there is nothing to save or a save is on its way.
    pub fn save(self) {
        self.saving.stop();
        let is_busy = |state: &SaveState| matches!(state, SaveState::Saving | SaveState::Conflict);
        if self.state.with_untracked(is_busy) {
            return;
        }
        let Some(input) = self.input() else {
            self.arrived();
            return;
        };
        self.state.set(SaveState::Saving);
        let written = self.store.changes.get_untracked();
        spawn_local(async move {
            let sent = input.document.clone();
            let outcome = save_page(input).await;
            // The page may have been left.
            if self.state.try_get_untracked().is_some() {
                self.heard(outcome, sent, written);
            }
        });
    }

    /// Saves, and calls back once the server has everything.
    pub fn save_then(self, act: Callback<()>) {
        self.after.set_value(Some(act));
        self.save();
    }

    /// What there is to save; none when the server has it all.
    fn input(self) -> Option<DraftInput> {
        let document = self.storable();
        let slug = self.store.slug_changed.get_untracked().then(|| self.store.slug.get_untracked());
        let price = match (self.store.price_changed.get_untracked(), self.store.price.get_untracked()) {
            (false, _) => PriceWishChange::Keep,
            (true, None) => PriceWishChange::Clear,
            (true, Some(wish)) => PriceWishChange::Set(wish),
        };
        let is_new = slug.is_some() || price != PriceWishChange::Keep || self.base.with_value(|base| *base != document);
        is_new.then(|| DraftInput { page: self.store.page, version: self.version.get_value(), document, slug, price })
    }

    /// The text without what no document can hold, such as a word in a number's place: there the saved value stays.
    pub fn storable(self) -> Value {
        let mut document = self.store.snapshot();
        let wrong = self.store.find_flaws(Mode::Draft).into_iter().filter(|flaw| flaw.is_error);
        for flaw in wrong {
            let kept = self.base.with_value(|base| get(base, &flaw.path).cloned());
            // A place that cannot be mended is for the server to refuse.
            let _ = apply(&mut document, Edit::Set { path: flaw.path, value: Some(kept.unwrap_or(Value::Null)) });
        }
        document
    }

    fn heard(self, outcome: Result<SaveOutcome, ApiError>, sent: Value, written: u32) {
        match outcome {
            Ok(SaveOutcome::Saved(saved)) => {
                self.took(&saved, sent);
                if self.store.changes.get_untracked() == written {
                    self.arrived();
                } else {
                    let now = browser::now();
                    self.unsaved_since.set_value(Some(now));
                    self.state.set(SaveState::Unsaved);
                    self.save_soon(now, now);
                }
            }
            Ok(SaveOutcome::Conflict(theirs)) => {
                self.keep_copy();
                self.state.set(SaveState::Conflict);
                self.theirs.set(Some(*theirs));
            }
            Ok(SaveOutcome::Refused { field, message }) => self.refused(field, message),
            Err(ApiError::Unreachable) => {
                self.keep_copy();
                self.state.set(SaveState::Offline);
                self.saving.then(TRY_AGAIN, move || self.save());
            }
            Err(ApiError::SignedOut) => {
                self.keep_copy();
                self.state.set(SaveState::SignedOut);
            }
            Err(error) => self.refused(String::new(), error.to_string()),
        }
    }

    fn refused(self, field: String, message: String) {
        self.keep_copy();
        self.after.set_value(None);
        self.state.set(SaveState::Refused { field, message });
    }

    /// The server has this text now.
    pub fn took(self, saved: &SavedVersion, document: Value) {
        self.version.set_value(saved.version);
        self.base.set_value(document);
        self.saved_at.set(Some(saved.saved_at));
        self.store.slug_changed.set(false);
        self.store.price_changed.set(false);
        self.store.standing.update(|standing| {
            standing.has_unpublished = saved.has_unpublished;
            standing.saved_at = Some(saved.saved_at);
        });
    }

    /// Everything is on the server.
    fn arrived(self) {
        self.unsaved_since.set_value(None);
        self.copying.stop();
        self.state.set(SaveState::Saved);
        let has_more = self.store.find_flaws(Mode::Draft).iter().any(|flaw| flaw.is_error);
        if !has_more {
            local_copy::forget(self.store.page);
        }
        if let Some(act) = self.after.get_value() {
            self.after.set_value(None);
            act.run(());
        }
    }

    /// Takes over a page that the server sent: after an act of the publish panel.
    pub fn take_over(self, page: &OpenedPage) {
        self.version.set_value(page.version);
        self.base.set_value(page.document.clone());
        self.saved_at.set(page.standing.saved_at);
        self.store.take_over(page);
        self.saving.stop();
        self.arrived();
    }

    /// A conflict is settled: this is the text now, and the server has it.
    pub fn settled(self, saved: &SavedVersion, document: Value) {
        self.store.put(Edit::Replace(document.clone()));
        self.took(saved, document);
        self.theirs.set(None);
        self.saving.stop();
        self.arrived();
    }

    /// Somebody else's text is newer than the one that this one began from.
    pub fn collide(self, base: Value, theirs: DraftTheirs) {
        self.base.set_value(base);
        self.state.set(SaveState::Conflict);
        self.theirs.set(Some(theirs));
    }

    fn watch_the_window(self) {
        let leaving = window_event_listener(ev::beforeunload, move |event| {
            if self.unsaved_since.get_value().is_some() {
                self.keep_copy();
                event.prevent_default();
            }
        });
        let hidden = window_event_listener(ev::pagehide, move |_| self.keep_copy());
        let again = move || {
            let waits = |state: &SaveState| matches!(state, SaveState::Offline | SaveState::SignedOut);
            if self.state.with_untracked(waits) {
                self.save();
            }
        };
        let online = window_event_listener(ev::online, move |_| again());
        let back = window_event_listener(ev::focus, move |_| again());
        on_cleanup(move || {
            leaving.remove();
            hidden.remove();
            online.remove();
            back.remove();
            self.leave();
        });
    }

    /// The view goes: what is unsaved is sent without waiting for it.
    fn leave(self) {
        self.saving.stop();
        self.copying.stop();
        if self.unsaved_since.try_get_value().flatten().is_none() || self.theirs.with_untracked(Option::is_some) {
            return;
        }
        self.keep_copy();
        if let Some(input) = self.input() {
            let page = self.store.page;
            spawn_local(async move {
                if let Ok(SaveOutcome::Saved(_)) = save_page(input).await {
                    local_copy::forget(page);
                }
            });
        }
    }
}
