//! The list as it was loaded so far. It outlives the page, so that coming back from the editor finds it in place.

use crate::remote::Remote;
use leptos::prelude::*;
use xpro_api::{PageFilter, PagePart, list_pages};

/// All parts loaded so far, as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The filter that they answer.
    pub filter: PageFilter,
    /// The pages.
    pub part: PagePart,
    /// How many parts were put together.
    pub parts: usize,
}

impl Loaded {
    /// One list of two parts. A page that moved between them is kept once.
    fn followed_by(mut self, more: PagePart) -> Self {
        let known: std::collections::HashSet<i64> = self.part.rows.iter().map(|row| row.id).collect();
        self.part.rows.extend(more.rows.into_iter().filter(|row| !known.contains(&row.id)));
        self.part.next = more.next;
        self.part.total = more.total;
        self.parts += 1;
        self
    }
}

/// What is loaded, and what is wanted.
#[derive(Clone, Copy)]
pub struct PageList {
    /// What is loaded.
    pub loaded: Remote<Loaded>,
    /// The page that was opened last; its row gets the focus again.
    pub opened: StoredValue<Option<i64>>,
    /// What is wanted.
    pub wanted: RwSignal<PageFilter>,
}

impl PageList {
    /// Nothing loaded.
    pub fn new() -> Self {
        PageList { loaded: Remote::new(), opened: StoredValue::new(None), wanted: RwSignal::new(PageFilter::default()) }
    }

    /// Shows the pages of this filter. A list that one comes back to out of the editor is kept as it is.
    pub fn enter(self, filter: PageFilter) {
        let is_kept = |loaded: &Loaded| loaded.parts > 1 && loaded.filter == filter;
        let is_back = self.opened.get_value().is_some();
        if !(is_back && self.loaded.value.with_untracked(|loaded| loaded.as_ref().is_some_and(is_kept))) {
            self.load(filter);
        }
    }

    fn load(self, filter: PageFilter) {
        self.wanted.set(filter.clone());
        self.loaded.ask_and_merge(list_pages(filter.clone(), None), |_, part| Loaded { filter, part, parts: 1 });
    }

    /// Loads the first part again.
    pub fn reload(self) {
        self.load(self.wanted.get_untracked());
    }

    /// Loads the next part, if there is one and none is on its way.
    pub fn load_more(self) {
        if self.loaded.is_loading.get_untracked() || self.loaded.error.with_untracked(Option::is_some) {
            return;
        }
        let next = self.loaded.value.with_untracked(|loaded| {
            let loaded = loaded.as_ref()?;
            Some((loaded.filter.clone(), loaded.part.next.clone()?))
        });
        if let Some((filter, cursor)) = next {
            self.loaded.ask_and_merge(list_pages(filter.clone(), Some(cursor)), |old, more| match old {
                Some(old) => old.followed_by(more),
                None => Loaded { filter, part: more, parts: 1 },
            });
        }
    }

    /// How many pages there are in all; none while nobody knows. What answers another filter does not count once the wanted
    /// pages failed to come.
    pub fn total(self) -> Option<i64> {
        let failed = self.loaded.error.with(Option::is_some);
        self.loaded.value.with(|loaded| {
            let loaded = loaded.as_ref()?;
            let is_wanted = !failed || self.wanted.with(|wanted| *wanted == loaded.filter);
            is_wanted.then_some(loaded.part.total)
        })
    }

    /// Keys of the loaded pages, in order.
    pub fn ids(self) -> Vec<i64> {
        let ids = |loaded: &Option<Loaded>| {
            loaded.as_ref().map(|loaded| loaded.part.rows.iter().map(|row| row.id).collect()).unwrap_or_default()
        };
        self.loaded.value.with_untracked(ids)
    }

    /// The address of the list as it was left.
    pub fn address(self) -> String {
        self.wanted.with(super::address::pages)
    }
}
