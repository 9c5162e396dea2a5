//! The receipt of a paid order, as a page, as JSON and as a letter (ecommerce.md 3.9, 5.4, 8.3).

mod dates;
mod letter;
mod load;
mod payment;
mod view;

pub use letter::{Issuer, queue_receipt_mail};
pub use load::load_receipt;
pub use payment::PaymentFacts;
pub use view::{ReceiptLine, ReceiptOrder, ReceiptPurchaser, ReceiptView};

#[cfg(test)]
mod tests;
