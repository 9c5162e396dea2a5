//! Pages put in another order, on their way to the server: one after the other, as they were made.

use super::desk::PagesDesk;
use leptos::{prelude::*, task::spawn_local};
use std::collections::VecDeque;
use xpro_api::{PageDeed, SiblingPlace, act_on_page};

/// A page that is seen in its new place already.
struct Move {
    page: i64,
    place: SiblingPlace,
    /// For those who do not see it.
    said: String,
}

/// Moves that the server does not know yet.
#[derive(Clone, Copy)]
pub struct Moves {
    waiting: StoredValue<VecDeque<Move>>,
    is_sending: StoredValue<bool>,
    /// The list may show what was true before the moves, because it was asked for in between.
    is_stale: StoredValue<bool>,
    asked_before: StoredValue<u32>,
    /// What was done last, in words.
    pub said: RwSignal<String>,
}

impl Moves {
    /// None.
    pub fn new() -> Self {
        Moves {
            waiting: StoredValue::new(VecDeque::new()),
            is_sending: StoredValue::new(false),
            is_stale: StoredValue::new(false),
            asked_before: StoredValue::new(0),
            said: RwSignal::new(String::new()),
        }
    }

    /// Sends a move after those before it: two at once could overtake each other, and end in an order nobody saw.
    pub fn add(self, desk: PagesDesk, page: i64, place: SiblingPlace, said: String) {
        self.waiting.update_value(|waiting| push(waiting, Move { page, place, said }));
        if self.is_sending.get_value() {
            return;
        }
        self.is_sending.set_value(true);
        // Its answer would take the move back on the screen.
        self.is_stale.set_value(desk.list.abandon_renewal());
        self.asked_before.set_value(desk.list.times_asked());
        spawn_local(self.send_all(desk));
    }

    async fn send_all(self, desk: PagesDesk) {
        while let Some(next) = self.waiting.try_update_value(VecDeque::pop_front).flatten() {
            match act_on_page(next.page, PageDeed::Reorder { place: next.place }).await {
                Ok(_) => self.said.set(next.said),
                Err(error) => {
                    desk.toasts.tell_error(&error);
                    // They were made on top of what did not happen.
                    self.waiting.update_value(VecDeque::clear);
                    self.is_stale.set_value(true);
                }
            }
        }
        self.is_sending.set_value(false);
        desk.changed.update(|count| *count += 1);
        if self.is_stale.get_value() || self.asked_before.get_value() != desk.list.times_asked() {
            desk.list.reload();
        }
    }
}

/// Only the last place of a page counts that is moved several times in a row.
fn push(waiting: &mut VecDeque<Move>, new: Move) {
    if waiting.back().is_some_and(|last| last.page == new.page) {
        waiting.pop_back();
    }
    waiting.push_back(new);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_moved_twice_in_a_row_is_sent_once() {
        let mut waiting = VecDeque::new();
        for (page, after) in [(1, 2), (1, 3), (2, 3), (1, 2)] {
            push(&mut waiting, Move { page, place: SiblingPlace::After(after), said: String::new() });
        }
        let sent: Vec<_> = waiting.iter().map(|next| (next.page, next.place)).collect();
        let after = SiblingPlace::After;
        assert_eq!(sent, [(1, after(3)), (2, after(3)), (1, after(2))]);
    }
}
