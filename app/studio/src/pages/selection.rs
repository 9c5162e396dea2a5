//! Which pages of a list are chosen for an act on many.

use std::collections::BTreeSet;
use xpro_api::{BulkChoice, PageFilter};

/// Pages one by one, or everything that the list shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    ids: BTreeSet<i64>,
    everything: bool,
}

impl Selection {
    /// Nothing is chosen.
    pub fn is_empty(&self) -> bool {
        !self.everything && self.ids.is_empty()
    }

    /// This one is.
    pub fn has(&self, page: i64) -> bool {
        self.everything || self.ids.contains(&page)
    }

    /// Everything that matches is, also what is not loaded.
    pub fn is_everything(&self) -> bool {
        self.everything
    }

    /// How many, of a list of `total`.
    pub fn count(&self, total: i64) -> i64 {
        if self.everything { total } else { i64::try_from(self.ids.len()).unwrap_or(i64::MAX) }
    }

    /// Chooses one or lets it go. `loaded` are the pages of the list so far: one that is let go out of everything leaves those.
    pub fn toggle(&mut self, page: i64, loaded: &[i64]) {
        if self.everything {
            self.ids = loaded.iter().copied().collect();
            self.everything = false;
        }
        if !self.ids.remove(&page) {
            self.ids.insert(page);
        }
    }

    /// Chooses every page from one to another, in the order of the list.
    pub fn extend(&mut self, from: i64, to: i64, loaded: &[i64]) {
        let place = |page: i64| loaded.iter().position(|id| *id == page);
        if let (Some(from), Some(to)) = (place(from), place(to)) {
            self.ids.extend(&loaded[from.min(to)..=from.max(to)]);
        }
    }

    /// Chooses all that are loaded, or lets them go when all are chosen.
    pub fn toggle_loaded(&mut self, loaded: &[i64]) {
        let all = self.has_all(loaded);
        *self = Selection::default();
        if !all {
            self.ids = loaded.iter().copied().collect();
        }
    }

    /// Every loaded page is chosen.
    pub fn has_all(&self, loaded: &[i64]) -> bool {
        self.everything || (!loaded.is_empty() && loaded.iter().all(|page| self.ids.contains(page)))
    }

    /// Chooses everything that matches.
    pub fn take_everything(&mut self) {
        self.everything = true;
    }

    /// As the server is told.
    pub fn choice(&self, filter: &PageFilter) -> BulkChoice {
        if self.everything {
            BulkChoice::Listed { filter: filter.clone() }
        } else {
            BulkChoice::Pages { pages: self.ids.iter().copied().collect() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_chosen_and_let_go() {
        let mut chosen = Selection::default();
        chosen.toggle(2, &[1, 2, 3]);
        assert!(chosen.has(2) && !chosen.has(1) && chosen.count(500) == 1);
        chosen.extend(2, 1, &[1, 2, 3]);
        assert_eq!(chosen.count(500), 2);
        chosen.toggle(2, &[1, 2, 3]);
        chosen.toggle(1, &[1, 2, 3]);
        assert!(chosen.is_empty());
    }

    #[test]
    fn letting_one_go_out_of_everything_leaves_what_is_loaded() {
        let mut chosen = Selection::default();
        chosen.take_everything();
        assert_eq!(chosen.count(500), 500);
        chosen.toggle(2, &[1, 2, 3]);
        assert_eq!(chosen.choice(&PageFilter::default()), BulkChoice::Pages { pages: vec![1, 3] });
    }

    #[test]
    fn all_that_is_loaded_is_chosen_and_let_go() {
        let mut chosen = Selection::default();
        assert!(!chosen.has_all(&[]));
        chosen.toggle_loaded(&[1, 2]);
        assert!(chosen.has_all(&[1, 2]) && !chosen.has_all(&[1, 2, 3]));
        chosen.toggle_loaded(&[1, 2]);
        assert!(chosen.is_empty());
    }
}
