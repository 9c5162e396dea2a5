//! What somebody types to narrow a list. It is ahead of the address until a rest, and follows it otherwise.

use crate::pause::Pause;
use leptos::{html, prelude::*};
use std::time::Duration;

/// What is wanted of a list, as typed so far.
pub struct Typed<T: Send + Sync + 'static> {
    wanted: RwSignal<T>,
    address: Signal<T>,
    /// What the address was told and does not say yet.
    sent: StoredValue<Option<T>>,
    pause: Pause,
    go: Callback<T>,
}

impl<T: Send + Sync> Clone for Typed<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync> Copy for Typed<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Typed<T> {
    /// Begins with what the address says; `go` takes the address to what was typed. Whoever goes to another `place`, or
    /// to another address than the one typed, drops what is not asked for yet: it was meant for the list before.
    pub fn new<P>(place: impl Fn() -> P + 'static, address: Signal<T>, go: Callback<T>) -> Self
    where
        P: PartialEq + 'static,
    {
        let typed = Typed {
            wanted: RwSignal::new(address.get_untracked()),
            address,
            sent: StoredValue::new(None),
            pause: Pause::new(),
            go,
        };
        Effect::new(move |before: Option<(P, T)>| {
            let now = (place(), address.get());
            if let Some(before) = before {
                typed.follow(&before, &now);
            }
            now
        });
        typed
    }

    fn follow<P: PartialEq>(self, before: &(P, T), now: &(P, T)) {
        if before == now {
            return;
        }
        let sent = self.sent.try_update_value(Option::take).flatten();
        if is_theirs(before, now, sent.as_ref()) {
            self.pause.stop();
            self.wanted.set(now.1.clone());
        }
    }

    /// Wants something else, and asks for it after `wait` without another change.
    pub fn change(self, wait: Duration, change: impl FnOnce(&mut T)) {
        self.wanted.update(change);
        self.pause.then(wait, move || self.ask());
    }

    /// Asks for it at once.
    pub fn ask(self) {
        self.pause.stop();
        let wanted = self.wanted.get_untracked();
        if wanted != self.address.get_untracked() {
            self.sent.set_value(Some(wanted.clone()));
            self.go.run(wanted);
        }
    }

    /// Writes into `field` what is wanted, as `text` says it. A field that `says` the same in other words is left alone:
    /// a space before the next word, a day that is half typed.
    pub fn show_in(
        self,
        field: NodeRef<html::Input>,
        says: impl Fn(&mut T, &str) + 'static,
        text: impl Fn(&T) -> String + 'static,
    ) {
        Effect::new(move |_| {
            let (Some(field), wanted) = (field.get(), self.wanted.get()) else { return };
            let mut said = wanted.clone();
            says(&mut said, &field.value());
            if said != wanted {
                field.set_value(&text(&wanted));
            }
        });
    }
}

/// Whether an address, or the place that it is about, changed by something else than what was `sent` there.
fn is_theirs<P: PartialEq, T: PartialEq>(before: &(P, T), now: &(P, T), sent: Option<&T>) -> bool {
    before.0 != now.0 || sent != Some(&now.1)
}

#[cfg(test)]
mod tests {
    use super::is_theirs;

    #[test]
    fn an_address_that_was_asked_for_takes_nothing_back() {
        assert!(!is_theirs(&("pages", ""), &("pages", "data"), Some(&"data")));
        // Back, "Show all", a kept view.
        assert!(is_theirs(&("pages", "data"), &("pages", ""), None));
        assert!(is_theirs(&("pages", ""), &("pages", "kept"), Some(&"data")));
    }

    #[test]
    fn another_place_has_a_query_of_its_own() {
        assert!(is_theirs(&("courses", ""), &("programs", ""), None));
        assert!(is_theirs(&("courses", ""), &("programs", "data"), Some(&"data")));
    }
}
