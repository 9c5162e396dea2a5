//! From a basket to a paid order: validation, the payment attempt with its frozen terms, and the gateway's word
//! (ecommerce.md 3.6, 3.7, 4.5, 4.6).

mod facts;
mod form;
mod fulfill;
mod jobs;
mod reference;
mod settle;
mod start;
mod validate;

pub use facts::{OrderFacts, order_facts};
pub use form::{FormCoupon, LearnerOrderForm};
pub use jobs::{OpenEnrollments, SendReceipt};
pub use reference::reference_number;
pub use settle::{Decision, Settlement, SettlementNotice, settle_payment};
pub use start::{CheckoutContext, CheckoutError, FrozenTerms, StartPayment, start_payment};

pub(crate) use fulfill::fulfill;
pub(crate) use reference::order_of_reference;
