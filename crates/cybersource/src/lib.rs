//! CyberSource Secure Acceptance Hosted Checkout (ecommerce.md 4): the signed form that sends a payer to the gateway,
//! and the signed notice that comes back. Pure: nothing here touches the network, the clock or the database.

mod acceptance;
mod card;
mod form;
mod line;
mod notice;
mod reference;
mod signature;
mod verify;

pub use acceptance::{EndpointMismatch, SecureAcceptance};
pub use card::{card_type_name, mask_card_number};
pub use form::{BulkOrderForm, CouponFields, FormError, FormHead, HostedCheckoutForm, LearnerOrderForm};
pub use line::{FormLine, ItemKind};
pub use notice::{Decision, VerifiedNotice};
pub use reference::{OrderReference, ReferenceError};
pub use signature::{Fields, SignedFields};
pub use verify::{Notice, RejectReason};
pub use xpro_outbound::Secret;
