//! What can be bought, and its price list (ecommerce.md 1.1).

use serde::Serialize;
use time::OffsetDateTime;
use xpro_kernel::{CourseRunId, Money, ProductId, ProductVersionId, ProgramId};

/// The one thing that a product sells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProductTarget {
    /// A course run.
    CourseRun(CourseRunId),
    /// A program.
    Program(ProgramId),
}

impl ProductTarget {
    /// `courserun` or `program`, as the API names it.
    pub fn type_string(self) -> &'static str {
        match self {
            ProductTarget::CourseRun(_) => "courserun",
            ProductTarget::Program(_) => "program",
        }
    }

    /// Key of the run or program.
    pub fn object_id(self) -> i64 {
        match self {
            ProductTarget::CourseRun(id) => id.0,
            ProductTarget::Program(id) => id.0,
        }
    }
}

/// Something that can be sold; at most one per run or program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Product {
    /// Key.
    pub id: ProductId,
    /// What it sells.
    pub target: ProductTarget,
    /// Inactive products can be neither put in a basket nor bought, and show no price.
    pub is_active: bool,
    /// Hidden from the bulk order form.
    pub is_private: bool,
}

/// One entry of a product's price list; never changed once written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProductVersion {
    /// Key.
    pub id: ProductVersionId,
    /// Price of what.
    pub product_id: ProductId,
    /// List price in US dollars.
    pub price: Money,
    /// Never empty; part of what the payment gateway shows.
    pub description: String,
    /// Text id of the run or program when the price was set.
    pub text_id: String,
    /// A coupon is compulsory at checkout.
    pub requires_enrollment_code: bool,
    /// When the price took effect.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
}

/// A product with the newest entry of its price list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PricedProduct {
    /// The product.
    pub product: Product,
    /// None until a price is set.
    pub latest: Option<ProductVersion>,
}

impl PricedProduct {
    /// The price people see: the newest one of an active product.
    pub fn current_price(&self) -> Option<Money> {
        self.latest.as_ref().filter(|_| self.product.is_active).map(|version| version.price)
    }
}
