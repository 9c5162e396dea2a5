//! Saves by itself: a moment after the last key, and while one keeps typing at least every two seconds.

use super::{
    browser,
    local_copy::{self, LocalCopy},
    model::document::{Edit, apply, get},
    store::Store,
};
use crate::pause::Pause;
use leptos::{ev, prelude::*, task::spawn_local};
use serde_json::Value;
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use xpro_api::{
    ApiError, DraftInput, DraftTheirs, Instant, OpenedPage, PriceWish, PriceWishChange, SaveOutcome, SavedVersion,
    save_page,
};
use xpro_form::Mode;

/// Quiet time after the last change before the browser's copy is written.
const COPY_AFTER: Duration = Duration::from_millis(250);
/// Quiet time after the last change before the server is told.
const SAVE_AFTER: f64 = 900.0;
/// The server is told at least this often while somebody types.
const SAVE_WITHIN: f64 = 2_000.0;
/// How soon a server that does not answer is tried again, and how late at most.
const TRY_AGAIN: (u64, u64) = (4, 60);
/// Where what was refused stands when it is not in the document.
pub const SLUG: &str = "#slug";
/// The same for the price.
pub const PRICE: &str = "#price";

/// Where the text is.
#[derive(Debug, Clone, PartialEq)]
pub enum SaveState {
    /// On the server.
    Saved,
    /// Soon on its way.
    Unsaved,
    /// On its way.
    Saving,
    /// The server does not answer, or not with anything that can be read; the browser has a copy, and it is tried again.
    Offline {
        /// There is a connection.
        is_reached: bool,
    },
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

/// Hears that the server has everything, or else why not.
type Waiting = Arc<dyn Fn(Result<(), String>) + Send + Sync>;

/// What was typed after the save that is on its way when the view goes; whoever awaits that save sends it.
type Rest = Arc<Mutex<Option<DraftInput>>>;

/// What is in the form: the count of its changes, and what stands beside the document.
type Written = (u32, String, Option<PriceWish>);

/// What stands beside the document and was refused: it waits for another wish, and the text is saved without it.
#[derive(Debug, Clone, PartialEq, Default)]
struct Aside {
    slug: Option<(String, String)>,
    price: Option<(PriceWishChange, String)>,
}

impl Aside {
    /// Why this wish was refused; another one was not.
    fn of_slug(&self, wish: Option<&String>) -> Option<&String> {
        self.slug.as_ref().filter(|(refused, _)| Some(refused) == wish).map(|(_, why)| why)
    }

    fn of_price(&self, wish: &PriceWishChange) -> Option<&String> {
        self.price.as_ref().filter(|(refused, _)| refused == wish).map(|(_, why)| why)
    }
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
    aside: RwSignal<Aside>,
    version: StoredValue<i64>,
    base: StoredValue<Value>,
    unsaved_since: StoredValue<Option<f64>>,
    tries: StoredValue<u32>,
    saving: Pause,
    copying: Pause,
    /// Whoever waits for the text as it was then.
    after: StoredValue<Option<(Written, Waiting)>>,
    /// An act is on its way that may change the text on the server: nothing is saved until its answer is here.
    is_held: StoredValue<bool>,
    /// Goes up with every save.
    pub saves: RwSignal<u32>,
    rest: StoredValue<Rest>,
    /// Where this view keeps its copy.
    copy: StoredValue<String>,
}

impl Draft {
    /// Watches the text of a page as it was opened.
    pub fn new(store: Store, page: &OpenedPage) -> Self {
        let draft = Draft {
            store,
            state: RwSignal::new(SaveState::Saved),
            saved_at: RwSignal::new(page.standing.saved_at),
            theirs: RwSignal::new(None),
            aside: RwSignal::new(Aside::default()),
            version: StoredValue::new(page.version),
            base: StoredValue::new(page.document.clone()),
            unsaved_since: StoredValue::new(None),
            tries: StoredValue::new(0),
            saving: Pause::new(),
            copying: Pause::new(),
            after: StoredValue::new(None),
            is_held: StoredValue::new(false),
            saves: RwSignal::new(0),
            rest: StoredValue::new(Rest::default()),
            copy: StoredValue::new(local_copy::key(page.id, &browser::new_id())),
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

    /// Why the slug or the price was refused.
    pub fn refusal_of(self, field: &str) -> Option<String> {
        let store = self.store;
        store.slug.track();
        store.slug_changed.track();
        store.price.track();
        store.price_changed.track();
        self.aside.track();
        self.refusals().into_iter().find(|(refused, _)| *refused == field).map(|(_, why)| why)
    }

    /// What is refused beside the document as it stands.
    fn refusals(self) -> Vec<(&'static str, String)> {
        self.aside.with_untracked(|aside| {
            let slug = aside.of_slug(self.slug_wish().as_ref()).map(|why| (SLUG, why.clone()));
            let price = aside.of_price(&self.price_wish()).map(|why| (PRICE, why.clone()));
            slug.into_iter().chain(price).collect()
        })
    }

    fn changed(self) {
        if self.store.is_readonly() {
            return;
        }
        let now = browser::now();
        let since = self.unsaved_since.get_value().unwrap_or(now);
        self.unsaved_since.set_value(Some(since));
        let waits = |state: &SaveState| {
            matches!(state, SaveState::Saving | SaveState::Conflict | SaveState::Offline { .. } | SaveState::SignedOut)
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
            slug: self.slug_wish(),
            price: self.price_wish(),
        };
        self.copy.with_value(|key| local_copy::keep(key, &copy));
    }

    /// Goes on with a text that the browser kept; its copy becomes the one of this view.
    pub fn bring_back(self, key: &str, copy: &LocalCopy) {
        self.store.put(Edit::Replace(copy.document.clone()));
        if let Some(slug) = &copy.slug {
            self.store.slug.set(slug.clone());
            self.store.slug_changed.set(true);
        }
        if copy.price != PriceWishChange::Keep {
            let wish = if let PriceWishChange::Set(wish) = &copy.price { Some(wish.clone()) } else { None };
            self.store.price.set(wish);
            self.store.price_changed.set(true);
        }
        self.unsaved_since.set_value(Some(browser::now()));
        self.keep_copy();
        local_copy::forget(key);
    }

    /// Saves now, unless there is nothing to save or a save is on its way.
    pub fn save(self) {
        self.saving.stop();
        let is_busy = |state: &SaveState| matches!(state, SaveState::Saving | SaveState::Conflict);
        if self.state.with_untracked(is_busy) || self.is_held.get_value() {
            return;
        }
        let Some(input) = self.input() else {
            self.arrived();
            return;
        };
        self.state.set(SaveState::Saving);
        let rest = self.rest.get_value();
        let copy = self.copy.get_value();
        spawn_local(async move {
            let sent = input.clone();
            let outcome = save_page(input).await;
            let left = rest.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(left) = left {
                // The page was left meanwhile: nothing of its view may be asked any more.
                send_rest(left, &sent, outcome, &copy).await;
            } else if self.state.try_get_untracked().is_some() {
                self.heard(outcome, sent);
            }
        });
    }

    /// Saves now, and calls back once: when the server has the text as it is at this moment, or when it has not. Nothing is
    /// remembered for later.
    pub fn save_then(self, act: Waiting) {
        if self.state.with_untracked(|state| *state == SaveState::Conflict) {
            act(Err("somebody else saved this page. Choose first which text holds.".to_owned()));
            return;
        }
        self.after.set_value(Some((self.written(), act)));
        self.save();
    }

    /// Whoever waits hears how it went.
    fn tell(self, outcome: Result<(), String>) {
        let Some((written, act)) = self.after.try_update_value(Option::take).flatten() else { return };
        let is_same = self.written() == written;
        act(outcome.and_then(|()| {
            let why = "the text was changed meanwhile. Look at it and try again.";
            is_same.then_some(()).ok_or_else(|| why.to_owned())
        }));
    }

    fn written(self) -> Written {
        let store = self.store;
        (store.changes.get_untracked(), store.slug.get_untracked(), store.price.get_untracked())
    }

    /// What there is to save; none when the server has it all.
    fn input(self) -> Option<DraftInput> {
        let document = self.storable();
        if self.slug_wish().is_some_and(|slug| slug.is_empty()) {
            let why = "A page needs a last part of its address.".to_owned();
            self.aside.update(|aside| aside.slug = Some((String::new(), why)));
        }
        let (slug, price) = self.aside.with_untracked(|aside| {
            let (slug, price) = (self.slug_wish(), self.price_wish());
            let slug = slug.filter(|slug| aside.of_slug(Some(slug)).is_none());
            (slug, if aside.of_price(&price).is_some() { PriceWishChange::Keep } else { price })
        });
        let is_new = slug.is_some() || price != PriceWishChange::Keep || self.base.with_value(|base| *base != document);
        is_new.then(|| DraftInput { page: self.store.page, version: self.version.get_value(), document, slug, price })
    }

    fn slug_wish(self) -> Option<String> {
        self.store.slug_changed.get_untracked().then(|| self.store.slug.get_untracked())
    }

    fn price_wish(self) -> PriceWishChange {
        match (self.store.price_changed.get_untracked(), self.store.price.get_untracked()) {
            (false, _) => PriceWishChange::Keep,
            (true, None) => PriceWishChange::Clear,
            (true, Some(wish)) => PriceWishChange::Set(wish),
        }
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

    fn heard(self, outcome: Result<SaveOutcome, ApiError>, sent: DraftInput) {
        if !is_silence(&outcome) {
            self.tries.set_value(0);
        }
        match outcome {
            Ok(SaveOutcome::Saved(saved)) => {
                self.took(&saved, sent);
                if self.input().is_none() {
                    self.arrived();
                } else {
                    self.go_on_saving();
                }
            }
            Ok(SaveOutcome::Conflict(theirs)) => {
                self.hold(SaveState::Conflict, "somebody else saved this page while you were writing.");
                self.theirs.set(Some(*theirs));
            }
            Ok(SaveOutcome::Refused { field, message }) if field == SLUG && sent.slug.is_some() => {
                self.aside.update(|aside| aside.slug = sent.slug.map(|slug| (slug, message)));
                self.save_the_rest();
            }
            Ok(SaveOutcome::Refused { field, message }) if field == PRICE && sent.price != PriceWishChange::Keep => {
                self.aside.update(|aside| aside.price = Some((sent.price, message)));
                self.save_the_rest();
            }
            Ok(SaveOutcome::Refused { field, message }) => self.refused(field, message),
            Err(error @ (ApiError::Unreachable | ApiError::Internal { .. })) => {
                let is_reached = error != ApiError::Unreachable;
                let tries = self.tries.get_value();
                self.tries.set_value(tries.saturating_add(1));
                self.hold(SaveState::Offline { is_reached }, "the server cannot be reached. Try again later.");
                self.saving.then(wait_before(tries), move || self.save());
            }
            Err(ApiError::SignedOut) => self.hold(SaveState::SignedOut, "you are signed out. Sign in and try again."),
            Err(ApiError::NotFound) => {
                let message = "This page was deleted. What you wrote is kept in this browser.";
                self.refused(String::new(), message.to_owned());
            }
            Err(error) => self.refused(String::new(), error.to_string()),
        }
    }

    /// The text is not on the server, and whoever waited for it hears so.
    fn hold(self, state: SaveState, why: &str) {
        self.keep_copy();
        self.state.set(state);
        self.tell(Err(why.to_owned()));
    }

    fn refused(self, field: String, message: String) {
        let why = message.clone();
        self.hold(SaveState::Refused { field, message }, &why);
    }

    /// What was refused stays here; everything else goes on its way.
    fn save_the_rest(self) {
        self.state.set(SaveState::Unsaved);
        self.save();
    }

    /// The server has this now.
    fn took(self, saved: &SavedVersion, sent: DraftInput) {
        if sent.slug.is_some() {
            self.aside.update(|aside| aside.slug = None);
        }
        if sent.price != PriceWishChange::Keep {
            self.aside.update(|aside| aside.price = None);
        }
        // What was typed since stays a wish.
        if sent.slug.is_some() && sent.slug == self.slug_wish() {
            self.store.slug_changed.set(false);
        }
        if sent.price != PriceWishChange::Keep && sent.price == self.price_wish() {
            self.store.price_changed.set(false);
        }
        self.version.set_value(saved.version);
        self.base.set_value(sent.document);
        self.saved_at.set(Some(saved.saved_at));
        self.saves.update(|saves| *saves += 1);
        self.store.standing.update(|standing| {
            standing.has_unpublished = saved.has_unpublished;
            standing.saved_at = Some(saved.saved_at);
        });
    }

    /// Everything is on the server, but for what it refused.
    fn arrived(self) {
        if let Some((field, message)) = self.refusals().into_iter().next() {
            self.refused(field.to_owned(), message);
            return;
        }
        self.unsaved_since.set_value(None);
        self.copying.stop();
        self.state.set(SaveState::Saved);
        let has_more = self.store.find_flaws(Mode::Draft).iter().any(|flaw| flaw.is_error);
        if !has_more {
            self.copy.with_value(|key| local_copy::forget(key));
        }
        self.tell(Ok(()));
    }

    /// Something was written since.
    fn go_on_saving(self) {
        let now = browser::now();
        self.unsaved_since.set_value(Some(now));
        self.state.set(SaveState::Unsaved);
        self.save_soon(now, now);
    }

    /// Asks something of the server that may change the text there; returns the text as it goes out, for [`Draft::answered`].
    pub fn hold_saves(self) -> Value {
        self.saving.stop();
        self.is_held.set_value(true);
        self.store.snapshot()
    }

    /// Takes over the page that came back, if any. What was typed since `sent` stays: it is saved next where the server has
    /// what was sent, and else meets the other text like that of another person.
    pub fn answered(self, sent: &Value, page: Option<&OpenedPage>) {
        self.is_held.set_value(false);
        let has_wishes = self.slug_wish().is_some() || self.price_wish() != PriceWishChange::Keep;
        let is_typed = has_wishes || self.store.look(|document| document != sent);
        match page {
            Some(page) if !is_typed => self.take_over(page),
            Some(page) => self.take_beside_what_was_typed(sent, page),
            None if self.is_unsaved() => self.go_on_saving(),
            None => {}
        }
    }

    fn take_beside_what_was_typed(self, sent: &Value, page: &OpenedPage) {
        self.store.take_standing(page);
        self.saved_at.set(page.standing.saved_at);
        if page.document == *sent {
            self.version.set_value(page.version);
            self.base.set_value(page.document.clone());
            self.go_on_saving();
            return;
        }
        let (by, at) = (page.standing.saved_by.clone(), page.standing.saved_at.unwrap_or(Instant(0)));
        let theirs = DraftTheirs { version: page.version, by, at, document: page.document.clone() };
        let base = (self.version.get_value(), sent.clone());
        self.collide(base, theirs);
        self.keep_copy();
    }

    /// Takes over a page that the server sent, with its text.
    fn take_over(self, page: &OpenedPage) {
        self.version.set_value(page.version);
        self.base.set_value(page.document.clone());
        self.saved_at.set(page.standing.saved_at);
        self.aside.set(Aside::default());
        self.store.take_over(page);
        self.saving.stop();
        self.arrived();
    }

    /// A conflict is settled: this is the text now, and the server has it.
    pub fn settled(self, saved: &SavedVersion, document: Value) {
        self.store.put(Edit::Replace(document.clone()));
        let price = PriceWishChange::Keep;
        let page = self.store.page;
        self.took(saved, DraftInput { page, version: saved.version, document, slug: None, price });
        self.theirs.set(None);
        self.state.set(SaveState::Unsaved);
        self.save();
    }

    /// Somebody else's text is newer than the one that this one began from.
    pub fn collide(self, (version, base): (i64, Value), theirs: DraftTheirs) {
        self.version.set_value(version);
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
            let waits = |state: &SaveState| matches!(state, SaveState::Offline { .. } | SaveState::SignedOut);
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

    /// The view goes: what is unsaved is sent without waiting for it. While a save is on its way the rest goes after it, with
    /// the version that comes back.
    fn leave(self) {
        self.saving.stop();
        self.copying.stop();
        if self.unsaved_since.try_get_value().flatten().is_none() || self.theirs.with_untracked(Option::is_some) {
            return;
        }
        self.keep_copy();
        let Some(input) = self.input() else { return };
        if self.state.with_untracked(|state| *state == SaveState::Saving) {
            let rest = self.rest.get_value();
            *rest.lock().unwrap_or_else(PoisonError::into_inner) = Some(input);
            return;
        }
        let copy = self.copy.get_value();
        spawn_local(async move { send(input, &copy).await });
    }
}

/// Sends what was left, and forgets the copy once the server has it.
async fn send(input: DraftInput, copy: &str) {
    if let Ok(SaveOutcome::Saved(_)) = save_page(input).await {
        local_copy::forget(copy);
    }
}

/// Sends what was typed after `sent`, as soon as that arrived. When it did not, the browser has the copy.
async fn send_rest(left: DraftInput, sent: &DraftInput, outcome: Result<SaveOutcome, ApiError>, copy: &str) {
    match following(left, sent, outcome) {
        Following::Nothing => local_copy::forget(copy),
        Following::Send(input) => send(*input, copy).await,
        Following::Keep => {}
    }
}

/// What follows a save after which the page was left.
#[derive(Debug, PartialEq)]
enum Following {
    /// It was everything.
    Nothing,
    /// This goes after it.
    Send(Box<DraftInput>),
    /// It did not arrive; the copy stays.
    Keep,
}

fn following(left: DraftInput, sent: &DraftInput, outcome: Result<SaveOutcome, ApiError>) -> Following {
    let Ok(SaveOutcome::Saved(saved)) = outcome else { return Following::Keep };
    if left == *sent {
        return Following::Nothing;
    }
    Following::Send(Box::new(DraftInput { version: saved.version, ..left }))
}

/// Nobody who could refuse it answered.
fn is_silence(outcome: &Result<SaveOutcome, ApiError>) -> bool {
    matches!(outcome, Err(ApiError::Unreachable | ApiError::Internal { .. }))
}

/// How long to wait before trying again after so many tries in vain.
fn wait_before(tries: u32) -> Duration {
    let (first, most) = TRY_AGAIN;
    Duration::from_secs(first.saturating_mul(1 << tries.min(10)).min(most))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn input(version: i64, title: &str, slug: Option<&str>) -> DraftInput {
        let document = json!({ "title": title });
        DraftInput { page: 7, version, document, slug: slug.map(str::to_owned), price: PriceWishChange::Keep }
    }

    fn saved(version: i64) -> Result<SaveOutcome, ApiError> {
        Ok(SaveOutcome::Saved(SavedVersion { version, saved_at: Instant(0), has_unpublished: true }))
    }

    #[test]
    fn what_is_left_goes_after_the_running_save_with_its_version() {
        let sent = input(3, "Tit", None);
        let Following::Send(rest) = following(input(3, "Title", None), &sent, saved(4)) else { panic!("it is sent") };
        assert_eq!(*rest, input(4, "Title", None), "the old version would be refused as a conflict");
        assert_eq!(following(sent.clone(), &sent, saved(4)), Following::Nothing);
        for outcome in [Err(ApiError::Unreachable), Err(ApiError::SignedOut)] {
            assert_eq!(following(input(3, "Title", None), &sent, outcome), Following::Keep);
        }
    }

    #[test]
    fn a_silent_server_is_asked_less_and_less_often() {
        let waits: Vec<u64> = [0, 1, 2, 3, 4, 5, 1_000].map(|tries| wait_before(tries).as_secs()).into();
        assert_eq!(waits, [4, 8, 16, 32, 60, 60, 60]);
        assert!(is_silence(&Err(ApiError::Internal { request_id: String::new() })), "such as a proxy's 502");
        assert!(!is_silence(&Err(ApiError::SignedOut)) && !is_silence(&saved(1)));
    }

    #[test]
    fn what_was_refused_is_held_back_until_it_is_another() {
        let aside = Aside { slug: Some(("x".to_owned(), "Taken.".to_owned())), price: None };
        assert_eq!(aside.of_slug(Some(&"x".to_owned())).map(String::as_str), Some("Taken."));
        assert_eq!(aside.of_slug(Some(&"y".to_owned())), None, "another one may be free");
        assert_eq!((aside.of_slug(None), aside.of_price(&PriceWishChange::Clear)), (None, None));
    }
}
