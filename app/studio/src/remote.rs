//! An answer of the server that can be asked for again.

use leptos::{prelude::*, task::spawn_local};
use std::{future::Future, pin::Pin};
use xpro_api::ApiError;

/// The last answer, whether the next one is awaited, and why it did not come. While a new answer is awaited, and when
/// it fails, the old one stays.
pub struct Remote<T: Send + Sync + 'static> {
    /// The last good answer.
    pub value: RwSignal<Option<T>>,
    /// Why the last question was not answered.
    pub error: RwSignal<Option<ApiError>>,
    /// A question is open.
    pub is_loading: RwSignal<bool>,
    turn: StoredValue<u32>,
}

impl<T: Send + Sync + 'static> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Remote<T> {}

impl<T: Send + Sync + 'static> Remote<T> {
    /// Nothing asked yet.
    pub fn new() -> Self {
        Remote {
            value: RwSignal::new(None),
            error: RwSignal::new(None),
            is_loading: RwSignal::new(false),
            turn: StoredValue::new(0),
        }
    }

    /// Asks; the answer takes the place of the old one. Only the newest question counts.
    pub fn ask(self, question: impl Future<Output = Result<T, ApiError>> + 'static) {
        self.ask_and_merge(question, |_, new| new);
    }

    /// Asks; `merge` makes the new value from the old one and the answer.
    pub fn ask_and_merge<A: 'static>(
        self,
        question: impl Future<Output = Result<A, ApiError>> + 'static,
        merge: impl FnOnce(Option<T>, A) -> T + 'static,
    ) {
        let value = self.value;
        self.await_answer(Box::pin(async move {
            let answer = question.await?;
            Ok(Box::new(move || value.update(|value| *value = Some(merge(value.take(), answer)))) as Keep)
        }));
    }

    /// Waits no longer for an answer; whether one was awaited.
    pub fn abandon(self) -> bool {
        let was_loading = self.is_loading.get_untracked();
        self.turn.update_value(|turn| *turn += 1);
        self.is_loading.set(false);
        was_loading
    }

    /// The part that is the same for every answer is kept apart, so that it is compiled once for each type and not once
    /// for each question.
    fn await_answer(self, question: Pin<Box<dyn Future<Output = Result<Keep, ApiError>>>>) {
        let Remote { error, is_loading, turn, .. } = self;
        turn.update_value(|turn| *turn += 1);
        is_loading.set(true);
        spawn_local(settle(question, error, is_loading, turn, turn.get_value()));
    }
}

/// Puts an answer where it belongs.
type Keep = Box<dyn FnOnce()>;

async fn settle(
    question: Pin<Box<dyn Future<Output = Result<Keep, ApiError>>>>,
    error: RwSignal<Option<ApiError>>,
    is_loading: RwSignal<bool>,
    newest: StoredValue<u32>,
    turn: u32,
) {
    let answer = question.await;
    // The view may be gone by now, and its signals with it.
    if newest.try_get_value() != Some(turn) {
        return;
    }
    match answer {
        Ok(keep) => {
            error.set(None);
            keep();
        }
        Err(failed) => error.set(Some(failed)),
    }
    is_loading.set(false);
}
