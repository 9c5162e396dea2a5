//! How an order was paid: the few signed values of the gateway's message that are kept (D-39).

use serde::{Deserialize, Serialize};

/// Kept with each gateway message and shown on the receipt. No field holds more of a card than its last four digits.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PaymentFacts {
    /// Masked: `xxxxxxxxxxxx1111`.
    pub card_number: Option<String>,
    /// Name of the card's kind (ecommerce.md 4.8); none when the gateway's code is unknown.
    pub card_type: Option<String>,
    /// Forename and surname as typed at the gateway.
    pub name: Option<String>,
    /// Address typed at the gateway.
    pub bill_to_email: Option<String>,
    /// `card`, `paypal`, …
    pub payment_method: Option<String>,
}

impl PaymentFacts {
    /// As stored in `payment_receipt.data`.
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::json!({
            "card_number": self.card_number, "card_type": self.card_type, "name": self.name,
            "bill_to_email": self.bill_to_email, "payment_method": self.payment_method,
        })
    }

    /// What was stored; anything that is missing or of another shape is left out.
    pub fn from_json(data: serde_json::Value) -> Self {
        serde_json::from_value(data).unwrap_or_default()
    }

    /// Paid through PayPal, which names no card.
    pub fn is_paypal(&self) -> bool {
        self.payment_method.as_deref().is_some_and(|method| method.eq_ignore_ascii_case("paypal"))
    }
}
