//! The terms of a payment attempt, frozen when its form is signed (D-25).

use crate::{
    basket::BasketItem,
    pricing::{Quote, TaxRate},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use xpro_kernel::{CouponId, CouponVersionId, CourseRunId, Money, ProductId, ProductVersionId, ProgramRunId};

/// The code of frozen terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenCoupon {
    /// The code's row.
    pub coupon: CouponId,
    /// Its terms at the time.
    pub version: CouponVersionId,
    /// As typed by whoever made it.
    pub code: String,
}

/// What an attempt was signed with; fulfillment uses these, whatever the order says by then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenTerms {
    /// Product bought.
    pub product: ProductId,
    /// Its price.
    pub version: ProductVersionId,
    /// Offering of the program.
    pub program_run: Option<ProgramRunId>,
    /// What the line is called.
    pub title: String,
    /// Text id of what is bought.
    pub text_id: String,
    /// Chosen runs.
    pub runs: Vec<CourseRunId>,
    /// Code used.
    pub coupon: Option<FrozenCoupon>,
    /// List price.
    pub list_price: Money,
    /// Taken off.
    pub discount: Money,
    /// Before tax.
    pub net: Money,
    /// Tax.
    pub tax: Money,
    /// Due.
    pub total: Money,
    /// Percent of tax.
    pub tax_percent: Decimal,
    /// Name of the tax.
    pub tax_name: String,
    /// Country of the tax.
    pub tax_country: Option<String>,
}

impl FrozenTerms {
    /// The terms of this item at this price.
    pub(super) fn of(item: &BasketItem, quote: &Quote) -> Self {
        FrozenTerms {
            product: item.sellable.product.id,
            version: item.sellable.latest.id,
            program_run: item.program_run,
            title: item.sellable.courseware.title().to_owned(),
            text_id: item.sellable.courseware.text_id().to_owned(),
            runs: item.selected.clone(),
            coupon: quote.coupon.as_ref().map(|terms| FrozenCoupon {
                coupon: terms.coupon,
                version: terms.version,
                code: terms.code.clone(),
            }),
            list_price: quote.list_price,
            discount: quote.discount,
            net: quote.net,
            tax: quote.tax,
            total: quote.total,
            tax_percent: quote.tax_rate.percent,
            tax_name: quote.tax_rate.name.clone(),
            tax_country: quote.tax_rate.country.clone(),
        }
    }

    /// The tax of the terms.
    pub(crate) fn tax_rate(&self) -> TaxRate {
        TaxRate { country: self.tax_country.clone(), percent: self.tax_percent, name: self.tax_name.clone() }
    }
}
