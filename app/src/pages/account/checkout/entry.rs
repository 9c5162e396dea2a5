//! What the address of the checkout asks for: a product, a code, dates (ecommerce.md 8.1, 8.2).

use crate::forms::Pairs;
use xpro_account::{
    Problem,
    checkout::{self, put_into_basket},
    context::Caller,
};
use xpro_commerce::basket::{BasketItem, CodeChange};
use xpro_kernel::{CourseRunId, split_run_tag};

/// What a link into the checkout carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    product: Option<String>,
    code: Option<String>,
    preselect: Option<CourseRunId>,
    /// A voucher was made out for the very date in the basket.
    pub(super) is_voucher_applied: bool,
}

impl Entry {
    pub(super) fn read(query: &Pairs) -> Self {
        let text = |name: &str| query.find(name).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        Entry {
            product: text("product"),
            code: text("code"),
            preselect: query.find("preselect").and_then(|run| run.parse().ok()),
            is_voucher_applied: query.find("is_voucher_applied").is_some_and(|flag| flag.eq_ignore_ascii_case("true")),
        }
    }

    /// Whether the basket is to be changed.
    pub(super) fn asks_for_something(&self) -> bool {
        self.product.is_some() || self.code.is_some()
    }

    /// Where the checkout goes on once the basket holds what was asked for, so that a reload asks for nothing.
    pub(super) fn afterwards(&self) -> &'static str {
        if self.is_voucher_applied { "/checkout/?is_voucher_applied=true" } else { "/checkout/" }
    }

    /// The code as it was typed into the link.
    pub(super) fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Puts the product into the basket, then the dates, then the code; each stays even if the next is refused.
    pub(super) async fn apply(&self, caller: &Caller) -> Result<Option<Problem>, sqlx::Error> {
        if let Some(product) = &self.product
            && let Some(fault) = put_into_basket(caller, product, CodeChange::Keep).await?
        {
            return Ok(Some(Problem { field: fault.field.to_owned(), message: fault.message }));
        }
        self.choose_dates(caller).await?;
        let Some(code) = &self.code else { return Ok(None) };
        let change = xpro_account::BasketChange { runs: None, code: Some(code.clone()) };
        let changed = checkout::change_basket(caller, change).await?;
        Ok(changed.fault.map(|fault| Problem { field: fault.field.to_owned(), message: fault.message }))
    }

    /// Dates are a wish: when they cannot be had, those of the basket stay.
    async fn choose_dates(&self, caller: &Caller) -> Result<(), sqlx::Error> {
        let tag = self.product.as_deref().and_then(split_run_tag).map(|(_, tag)| tag);
        if self.preselect.is_none() && tag.is_none() {
            return Ok(());
        }
        let Some(item) = checkout::load(caller).await?.item else { return Ok(()) };
        if let Some(runs) = preselected(&item, self.preselect, tag) {
            let change =
                xpro_account::BasketChange { runs: Some(runs.into_iter().map(|run| run.0).collect()), code: None };
            checkout::change_basket(caller, change).await?;
        }
        Ok(())
    }
}

/// In every course of a program the run with the tag of the run named in the link, else of the offering named there;
/// none unless every course has one.
fn preselected(item: &BasketItem, preselect: Option<CourseRunId>, offering: Option<&str>) -> Option<Vec<CourseRunId>> {
    if !item.is_program() {
        return None;
    }
    let first = item.courses.first()?;
    let named = first.runs.iter().find(|run| Some(run.id) == preselect).map(|run| run.run_tag.as_str());
    let tag = named.or(offering)?;
    item.courses.iter().map(|course| course.runs.iter().find(|run| run.run_tag == tag).map(|run| run.id)).collect()
}
