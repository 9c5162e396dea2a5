//! Rendered answers by address, within a bound on their memory.

use super::{Rendered, Snapshot};
use std::{
    collections::HashMap,
    sync::{
        Arc, OnceLock, PoisonError, RwLock,
        atomic::{AtomicUsize, Ordering},
    },
};

/// Filled by the first request for its page; `None` when there is no such page.
type Slot = OnceLock<Option<Arc<Snapshot>>>;

/// What a shelf does when its bytes are spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WhenFull {
    /// What stands there stays; further pages are rendered without being kept.
    Refuse,
    /// It is cleared: for addresses without end, where the newest are as likely to come back as any.
    StartOver,
}

/// Pages by address.
#[derive(Debug)]
pub(super) struct Shelf {
    slots: RwLock<HashMap<String, Arc<Slot>>>,
    bytes: AtomicUsize,
    limit: usize,
    when_full: WhenFull,
}

impl Shelf {
    /// Keeps uncompressed bodies of about `limit` bytes in all.
    pub(super) fn new(limit: usize, when_full: WhenFull) -> Self {
        Shelf { slots: RwLock::default(), bytes: AtomicUsize::new(0), limit, when_full }
    }

    /// The page at `key`, rendered by `render` unless it has been: by one request, while others for it wait. Whether
    /// it was rendered and kept just now is told too.
    pub(super) fn page(&self, key: &str, render: impl FnOnce() -> Option<Rendered>) -> (Option<Arc<Snapshot>>, bool) {
        let render = || render().map(|rendered| Arc::new(Snapshot::new(rendered)));
        let known = self.slots.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
        if let Some(filled) = known.as_ref().and_then(|slot| slot.get()) {
            return (filled.clone(), false);
        }
        let Some(slot) = known.or_else(|| self.make_room(key)) else { return (render(), false) };
        let mut is_new = false;
        let page = slot
            .get_or_init(|| {
                is_new = true;
                render()
            })
            .clone();
        match &page {
            Some(page) if is_new => {
                self.bytes.fetch_add(page.len(), Ordering::Relaxed);
            }
            // Addresses that do not exist are endless too.
            None => drop(self.slots.write().unwrap_or_else(PoisonError::into_inner).remove(key)),
            Some(_) => {}
        }
        (page, is_new)
    }

    fn make_room(&self, key: &str) -> Option<Arc<Slot>> {
        let mut slots = self.slots.write().unwrap_or_else(PoisonError::into_inner);
        if self.bytes.load(Ordering::Relaxed) >= self.limit && !slots.contains_key(key) {
            match self.when_full {
                WhenFull::Refuse => return None,
                WhenFull::StartOver => {
                    slots.clear();
                    self.bytes.store(0, Ordering::Relaxed);
                }
            }
        }
        Some(slots.entry(key.to_owned()).or_default().clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(words: usize) -> Option<Rendered> {
        Some(Rendered::html("word ".repeat(words)))
    }

    #[test]
    fn many_who_ask_at_once_wait_for_one_rendering() {
        let (shelf, rendered) = (Shelf::new(1 << 20, WhenFull::Refuse), AtomicUsize::new(0));
        let together = std::sync::Barrier::new(8);

        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    together.wait();
                    shelf.page("/", || {
                        rendered.fetch_add(1, Ordering::SeqCst);
                        page(10)
                    })
                });
            }
        });

        assert_eq!(rendered.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn a_page_that_does_not_exist_is_asked_for_again() {
        let shelf = Shelf::new(1 << 20, WhenFull::Refuse);

        assert!(shelf.page("/gone/", || None).0.is_none());
        assert!(shelf.page("/gone/", || page(1)).0.is_some());
    }

    #[test]
    fn a_full_shelf_keeps_what_it_has_and_answers_all_the_same() {
        let shelf = Shelf::new(100, WhenFull::Refuse);
        shelf.page("/a/", || page(100));

        let (answer, kept) = shelf.page("/b/", || page(1));

        assert!(answer.is_some() && !kept);
        assert!(!shelf.page("/a/", || None).1, "still there");
        assert!(shelf.page("/a/", || None).0.is_some());
    }

    #[test]
    fn a_shelf_of_searches_starts_over() {
        let shelf = Shelf::new(100, WhenFull::StartOver);
        shelf.page("?q=a", || page(100));

        assert!(shelf.page("?q=b", || page(1)).1, "kept");
        assert!(shelf.page("?q=a", || None).0.is_none(), "made room");
    }
}
