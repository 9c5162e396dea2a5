//! The control API of the stand-in for CyberSource.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use time::OffsetDateTime;

use super::state::{Notice, Payment};
use crate::state::Shared;

/// A payment as tests see it.
#[derive(Serialize)]
pub(crate) struct PaymentView {
    id: String,
    reference_number: String,
    transaction_uuid: String,
    amount: String,
    currency: String,
    #[serde(with = "time::serde::rfc3339")]
    received: OffsetDateTime,
    finished: Option<String>,
    notices: Vec<Notice>,
}

impl From<&Payment> for PaymentView {
    fn from(payment: &Payment) -> Self {
        let text = |name| payment.form.text(name).to_owned();
        Self {
            id: payment.id.clone(),
            reference_number: text("reference_number"),
            transaction_uuid: text("transaction_uuid"),
            amount: text("amount"),
            currency: text("currency"),
            received: payment.received,
            finished: payment.finished.clone(),
            notices: payment.notices.clone(),
        }
    }
}

/// `GET /control/cybersource/payments`: newest first.
pub(crate) async fn list_payments(State(shared): State<Shared>) -> Json<Vec<PaymentView>> {
    Json(shared.payments().newest().map(PaymentView::from).collect())
}
