//! The list as it was loaded so far. It outlives the page, so that coming back from the editor finds it in place.

use crate::remote::Remote;
use leptos::{prelude::*, task::spawn_local};
use xpro_api::{ApiError, PageFilter, PageItem, PagePart, list_pages, page_place};

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

    /// With this page as it is now; none is gone.
    fn renewed(&mut self, id: i64, page: Option<PageItem>) {
        let Some(at) = self.part.rows.iter().position(|row| row.id == id) else { return };
        match page {
            Some(page) if self.filter.is_search() || page.parent == self.part.rows[at].parent => {
                self.part.rows[at] = page
            }
            _ => {
                self.part.rows.remove(at);
                self.part.total -= 1;
            }
        }
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
    /// A page that is about to leave the list, and the row that gets the focus then.
    pub leaving: StoredValue<Option<(i64, Option<i64>)>>,
    asked: StoredValue<u32>,
    is_renewing: StoredValue<bool>,
}

impl PageList {
    /// Nothing loaded.
    pub fn new() -> Self {
        PageList {
            loaded: Remote::new(),
            opened: StoredValue::new(None),
            wanted: RwSignal::new(PageFilter::default()),
            leaving: StoredValue::new(None),
            asked: StoredValue::new(0),
            is_renewing: StoredValue::new(false),
        }
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
        self.asked.update_value(|asked| *asked += 1);
        self.is_renewing.set_value(true);
        self.loaded.ask_and_merge(list_pages(filter.clone(), None), move |_, part| {
            self.is_renewing.set_value(false);
            Loaded { filter, part, parts: 1 }
        });
    }

    /// How often a first part was asked for.
    pub fn times_asked(self) -> u32 {
        self.asked.get_value()
    }

    /// Waits no longer for a first part that is on its way; whether there was one.
    pub fn abandon_renewal(self) -> bool {
        self.is_renewing.get_value() && self.loaded.abandon()
    }

    /// Loads the first part again.
    pub fn reload(self) {
        self.load(self.wanted.get_untracked());
    }

    /// Shows what became of one page. A short list is asked for anew; of a long one only the page is, for one would lose
    /// the place otherwise.
    pub fn renew(self, page: i64) {
        if self.loaded.value.with_untracked(|loaded| loaded.as_ref().is_none_or(|loaded| loaded.parts == 1)) {
            self.reload();
            return;
        }
        spawn_local(async move {
            let now = match page_place(Some(page)).await {
                Ok(place) => place.map(|place| place.item),
                Err(ApiError::NotFound) => None,
                Err(_) => return,
            };
            // The list may be another one by now; then the page is not in it, or as it is.
            let _ = self.loaded.value.try_update(|loaded| {
                if let Some(loaded) = loaded {
                    loaded.renewed(page, now);
                }
            });
        });
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

    /// What is shown is what this filter asks for, not yet the list before it.
    pub fn answers(self, filter: &PageFilter) -> bool {
        self.loaded.value.with(|loaded| loaded.as_ref().is_some_and(|loaded| loaded.filter == *filter))
    }

    /// Keys of the loaded pages, in order.
    pub fn ids(self) -> Vec<i64> {
        let ids = |loaded: &Option<Loaded>| {
            loaded.as_ref().map(|loaded| loaded.part.rows.iter().map(|row| row.id).collect()).unwrap_or_default()
        };
        self.loaded.value.with_untracked(ids)
    }

    /// This page leaves the list now.
    pub fn expect_to_lose(self, page: i64) {
        let ids = self.ids();
        self.leaving.set_value(ids.contains(&page).then(|| (page, beside(&ids, page))));
    }

    /// The address of the list as it was left.
    pub fn address(self) -> String {
        self.wanted.with(super::address::pages)
    }
}

/// The page listed after this one, or before it at the end.
fn beside(ids: &[i64], page: i64) -> Option<i64> {
    let at = ids.iter().position(|id| *id == page)?;
    ids.get(at + 1).or_else(|| ids.get(at.checked_sub(1)?)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use xpro_api::{Instant, PageState};

    fn page(id: i64, parent: i64) -> PageItem {
        PageItem {
            id,
            parent: Some(parent),
            parent_title: None,
            kind: String::new(),
            kind_label: String::new(),
            title: format!("Page {id}"),
            slug: String::new(),
            url_path: String::new(),
            has_address: true,
            state: PageState::Draft,
            scheduled_at: None,
            expires_at: None,
            locked_by: None,
            is_private: false,
            child_count: 0,
            owner: None,
            updated_at: Instant(0),
            updated_by: None,
        }
    }

    fn part(ids: &[i64], next: Option<&str>) -> PagePart {
        PagePart { rows: ids.iter().map(|id| page(*id, 1)).collect(), next: next.map(str::to_owned), total: 9 }
    }

    fn ids(loaded: &Loaded) -> Vec<i64> {
        loaded.part.rows.iter().map(|row| row.id).collect()
    }

    #[test]
    fn parts_join_without_doubles() {
        let first = Loaded { filter: PageFilter::default(), part: part(&[3, 1], Some("x")), parts: 1 };
        let all = first.followed_by(part(&[1, 2], None));
        assert_eq!((ids(&all), all.parts, all.part.next), (vec![3, 1, 2], 2, None));
    }

    #[test]
    fn the_focus_goes_to_the_row_beside_one_that_leaves() {
        assert_eq!(beside(&[3, 1, 2], 3), Some(1));
        assert_eq!(beside(&[3, 1, 2], 2), Some(1));
        assert_eq!((beside(&[3], 3), beside(&[3], 4)), (None, None));
    }

    #[test]
    fn a_page_that_changed_is_renewed_and_one_that_left_is_gone() {
        let mut list = Loaded { filter: PageFilter::default(), part: part(&[1, 2, 3], None), parts: 2 };
        list.renewed(2, Some(PageItem { title: "New".to_owned(), ..page(2, 1) }));
        assert_eq!(list.part.rows[1].title, "New");
        list.renewed(3, Some(page(3, 7)));
        list.renewed(1, None);
        list.renewed(99, None);
        assert_eq!((ids(&list), list.part.total), (vec![2], 7));
    }
}
