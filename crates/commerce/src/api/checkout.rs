//! Answers of `POST /api/checkout/` (ecommerce.md 3.7).

use crate::checkout::success_url;
use serde::Serialize;
use std::collections::BTreeMap;
use xpro_kernel::OrderId;

/// The browser posts `payload` to `url`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GatewayCheckout {
    /// Signed fields.
    pub payload: BTreeMap<String, String>,
    /// The gateway's page.
    pub url: String,
    /// `POST`.
    pub method: &'static str,
}

impl GatewayCheckout {
    /// An answer of these fields.
    pub fn new(fields: impl IntoIterator<Item = (String, String)>, url: impl Into<String>) -> Self {
        GatewayCheckout { payload: fields.into_iter().collect(), url: url.into(), method: "POST" }
    }
}

/// Nothing was due: the browser goes to `url`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FreeCheckout {
    /// For analytics only.
    pub payload: FreePayload,
    /// The dashboard.
    pub url: String,
    /// `GET`.
    pub method: &'static str,
}

/// What analytics are told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FreePayload {
    /// `T-17`.
    pub transaction_id: String,
    /// Nothing. A number, because the published contract has one.
    pub transaction_total: serde_json::Value,
    /// `courserun` or `program`.
    pub product_type: &'static str,
    /// Text id of what was bought.
    pub courseware_id: String,
    /// `REF-17`.
    pub reference_number: String,
}

/// The answer for an order that was fulfilled without payment.
pub fn free_checkout(base_url: &str, order: OrderId, text_id: &str) -> FreeCheckout {
    let product_type = if text_id.starts_with("program-") { "program" } else { "courserun" };
    let payload = FreePayload {
        transaction_id: format!("T-{order}"),
        transaction_total: serde_json::json!(0.0),
        product_type,
        courseware_id: text_id.to_owned(),
        reference_number: format!("REF-{order}"),
    };
    FreeCheckout { payload, url: success_url(base_url, text_id), method: "GET" }
}
