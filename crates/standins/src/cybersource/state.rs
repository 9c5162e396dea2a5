//! Payments that were begun, and what was told about them.

use std::collections::HashMap;

use serde::Serialize;
use time::{Duration, OffsetDateTime};

use crate::clock;
use crate::fields::Fields;
use crate::secret;

/// How long a transaction id must not come again.
const REUSE_WINDOW: Duration = Duration::minutes(15);

/// One opened hosted page.
#[derive(Clone)]
pub(crate) struct Payment {
    pub(crate) id: String,
    /// The merchant's form as submitted, signature included.
    pub(crate) form: Fields,
    pub(crate) received: OffsetDateTime,
    /// The decision that ended the payment.
    pub(crate) finished: Option<String>,
    /// The latest result.
    pub(crate) last_result: Option<Fields>,
    /// Whether the latest result also goes through the payer's browser.
    pub(crate) returns: bool,
    pub(crate) notices: Vec<Notice>,
}

/// One notice to the merchant's server.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Notice {
    pub(crate) decision: String,
    pub(crate) reason_code: Option<String>,
    pub(crate) transaction_id: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) at: OffsetDateTime,
    /// The merchant's answer.
    pub(crate) status: Option<u16>,
    /// Why there was none.
    pub(crate) error: Option<String>,
}

/// All payments, oldest first.
#[derive(Default)]
pub(crate) struct PaymentBook {
    payments: Vec<Payment>,
    used: HashMap<(String, String), OffsetDateTime>,
}

impl PaymentBook {
    /// Opens a hosted page for a form; `None` when its transaction id came within 15 minutes.
    pub(crate) fn open(&mut self, form: Fields) -> Option<String> {
        let now = clock::now();
        let key = (form.text("access_key").to_owned(), form.text("transaction_uuid").to_owned());
        let before = self.used.insert(key, now);
        if before.is_some_and(|before| now - before < REUSE_WINDOW) {
            return None;
        }
        let id = secret::random();
        self.payments.push(Payment {
            id: id.clone(),
            form,
            received: now,
            finished: None,
            last_result: None,
            returns: false,
            notices: Vec::new(),
        });
        Some(id)
    }

    /// A payment.
    pub(crate) fn find(&self, id: &str) -> Option<&Payment> {
        self.payments.iter().find(|payment| payment.id == id)
    }

    /// A payment to be changed.
    pub(crate) fn find_mut(&mut self, id: &str) -> Option<&mut Payment> {
        self.payments.iter_mut().find(|payment| payment.id == id)
    }

    /// All payments, newest first.
    pub(crate) fn newest(&self) -> impl Iterator<Item = &Payment> {
        self.payments.iter().rev()
    }
}
