//! The list as it was loaded so far. It outlives the page, so that coming back from an order finds it in place.

use crate::{paths, remote::Remote};
use leptos::prelude::*;
use xpro_api::{OrderFilter, OrderPage, list_orders};

/// All stretches loaded so far, as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The filter that they answer.
    pub filter: OrderFilter,
    /// The orders.
    pub page: OrderPage,
    /// How many stretches were put together.
    pub stretches: usize,
}

/// What is loaded, and what is wanted.
#[derive(Clone, Copy)]
pub struct OrderList {
    /// What is loaded.
    pub loaded: Remote<Loaded>,
    /// The order that was opened last; its row gets the focus again.
    pub opened: StoredValue<Option<i64>>,
    wanted: RwSignal<OrderFilter>,
}

impl OrderList {
    /// Nothing loaded.
    pub fn new() -> Self {
        OrderList {
            loaded: Remote::new(),
            opened: StoredValue::new(None),
            wanted: RwSignal::new(OrderFilter::default()),
        }
    }

    /// Shows the orders of this filter. A list of several stretches that one comes back to is kept as it is: loading
    /// it anew would lose the place.
    pub fn enter(self, filter: OrderFilter) {
        let is_kept = |loaded: &Loaded| loaded.stretches > 1 && loaded.filter == filter;
        let is_back = self.opened.get_value().is_some();
        if !(is_back && self.loaded.value.with_untracked(|loaded| loaded.as_ref().is_some_and(is_kept))) {
            self.load(filter);
        }
    }

    /// Loads the first stretch for this filter.
    fn load(self, filter: OrderFilter) {
        self.wanted.set(filter.clone());
        self.loaded.ask_and_merge(list_orders(filter.clone(), None), |_, page| Loaded { filter, page, stretches: 1 });
    }

    /// Loads the first stretch again.
    pub fn reload(self) {
        self.load(self.wanted.get_untracked());
    }

    /// Loads the next stretch, if there is one.
    pub fn load_more(self) {
        let next = self.loaded.value.with_untracked(|loaded| {
            let loaded = loaded.as_ref()?;
            Some((loaded.filter.clone(), loaded.page.next?))
        });
        if let Some((filter, cursor)) = next {
            self.loaded.ask_and_merge(list_orders(filter.clone(), Some(cursor)), |old, more| match old {
                Some(old) => old.followed_by(more),
                None => Loaded { filter, page: more, stretches: 1 },
            });
        }
    }

    /// How many orders are in view; none when nothing is. What answers another filter stays in view while the wanted
    /// orders are under way, and not when they failed to come.
    pub fn count(self) -> Option<usize> {
        let failed = self.loaded.error.with(Option::is_some);
        self.loaded.value.with(|loaded| {
            let loaded = loaded.as_ref()?;
            let is_wanted = !failed || self.wanted.with(|wanted| *wanted == loaded.filter);
            is_wanted.then_some(loaded.page.rows.len())
        })
    }

    /// Whether more can be loaded.
    pub fn has_more(self) -> bool {
        self.loaded.value.with(|loaded| loaded.as_ref().is_some_and(|loaded| loaded.page.next.is_some()))
    }

    /// The address of the list as it was left.
    pub fn address(self) -> String {
        self.wanted.with(paths::orders)
    }
}

impl Loaded {
    /// One list of two stretches. An order that moved between them is kept once.
    fn followed_by(mut self, more: OrderPage) -> Self {
        let known: Vec<i64> = self.page.rows.iter().map(|row| row.id).collect();
        self.page.rows.extend(more.rows.into_iter().filter(|row| !known.contains(&row.id)));
        self.page.next = more.next;
        self.stretches += 1;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xpro_api::{Dollars, Instant, OrderRow, OrderStatus, Purchaser};

    fn stretch(ids: &[i64], next: Option<i64>) -> OrderPage {
        let row = |id: &i64| OrderRow {
            id: *id,
            status: OrderStatus::Created,
            needs_review: None,
            purchaser: Purchaser { name: String::new(), email: "ada@example.com".to_owned() },
            title: "Course".to_owned(),
            coupon_code: None,
            total: Dollars("$1.00".to_owned()),
            created_at: Instant(0),
        };
        OrderPage { rows: ids.iter().map(row).collect(), next }
    }

    #[test]
    fn stretches_join_without_doubles() {
        let first = Loaded { filter: OrderFilter::default(), page: stretch(&[9, 8, 7], Some(7)), stretches: 1 };
        let all = first.followed_by(stretch(&[7, 6], None));
        assert_eq!(all.page.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [9, 8, 7, 6]);
        assert_eq!((all.page.next, all.stretches), (None, 2));
    }
}
