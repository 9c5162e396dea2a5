//! From a basket to a paid order: validation, the payment attempt with its frozen terms, the gateway's word, and what
//! staff decide when that word is not enough (ecommerce.md 3.6, 3.7, 4.5, 4.6, 5.1).

mod addresses;
mod facts;
mod form;
mod fulfill;
mod jobs;
mod pending;
mod reference;
mod review;
mod settle;
mod start;
mod terms;
mod validate;

pub use addresses::{cancel_url, success_url};
pub use facts::{OrderFacts, find_placed, has_held_payment, order_facts};
pub use form::{FormCoupon, LearnerOrderForm};
pub use jobs::{OpenEnrollments, SendReceipt};
pub use reference::reference_number;
pub use review::{Resolution, ResolveReviewError, resolve_review};
pub use settle::{Decision, Settlement, SettlementNotice, settle_payment};
pub use start::{CheckoutContext, CheckoutError, StartPayment, start_payment};
pub use terms::{FrozenCoupon, FrozenTerms};

pub(crate) use pending::sync_pending_order;
pub(crate) use reference::order_of_reference;
pub(crate) use settle::GATEWAY_REVIEW;
