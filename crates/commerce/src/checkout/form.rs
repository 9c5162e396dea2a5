//! What the gateway's form says of an order (ecommerce.md 4.2), as plain data; the server turns it into signed fields.

use std::net::IpAddr;
use xpro_kernel::Money;

/// The code's part of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormCoupon {
    /// The code.
    pub code: String,
    /// Who pays for it.
    pub company: Option<String>,
    /// Purchase order or transaction.
    pub payment_transaction: Option<String>,
    /// `purchase_order`, …
    pub payment_type: Option<String>,
}

/// An order with one line, as the gateway is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearnerOrderForm {
    /// Order id, for the reference number.
    pub order: i64,
    /// Names this form; never used twice.
    pub transaction_uuid: uuid::Uuid,
    /// What is due.
    pub amount: Money,
    /// Tax within it.
    pub tax_amount: Money,
    /// Purchaser's username.
    pub username: String,
    /// Purchaser's address, when known.
    pub customer_ip: Option<IpAddr>,
    /// Whether a program is bought, as opposed to a run.
    pub is_program: bool,
    /// Key of the run or program.
    pub object_id: i64,
    /// Courseware id or program readable id.
    pub text_id: String,
    /// Description of the product version.
    pub description: String,
    /// Net price.
    pub net: Money,
    /// The code, when one is used.
    pub coupon: Option<FormCoupon>,
}
