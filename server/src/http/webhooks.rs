//! Notices of the payment gateway (ecommerce.md 4.5, 4.6): stored raw, verified, applied once, always answered quickly.

use super::WebState;
use crate::{gateways::Gateways, settings::Settings};
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use std::collections::BTreeMap;
use xpro_app::{
    state::AppState,
    visitor::{ClientIp, RequestId},
};
use xpro_commerce::{
    checkout::{Decision, Settlement, SettlementNotice, settle_payment},
    receipt::PaymentFacts,
};
use xpro_cybersource::{Notice, OrderReference, VerifiedNotice, card_type_name};
use xpro_kernel::{NoticeId, OrderId, System, plain_text};
use xpro_platform::{
    Subject,
    notices::{self, Arrival, Verdict},
};

/// Who sends the notices.
pub(crate) const GATEWAY: System = System("cybersource");
/// Bytes of a message; real ones have a few thousand. Anybody may post here and everything is kept, so larger ones are not.
const BODY_LIMIT: usize = 64 * 1024;
/// Characters of a reason that are kept.
const REASON: usize = 300;

pub(super) fn routes() -> Router<WebState> {
    Router::new().route("/api/order_fulfillment/", post(order_fulfillment)).layer(DefaultBodyLimit::max(BODY_LIMIT))
}

/// `POST /api/order_fulfillment/`: 403 for what nobody we know signed, 200 once the notice is dealt with, 500 when it
/// must be sent again.
async fn order_fulfillment(
    State(state): State<WebState>,
    ClientIp(ip): ClientIp,
    RequestId(request_id): RequestId,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match receive(&state, ip.map(|ip| ip.to_string()).unwrap_or_default(), &request_id, &headers, &body).await {
        Ok(status) => status.into_response(),
        Err(error) => {
            tracing::error!(%error, request_id, "a payment notice could not be handled; the gateway will send it again");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn receive(
    state: &WebState,
    ip: String,
    request_id: &str,
    headers: &HeaderMap,
    body: &Bytes,
) -> Result<StatusCode, sqlx::Error> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let arrival = Arrival { source: GATEWAY.0, body, content_type, remote_ip: &ip, request_id };
    let db = &state.app.db;
    // Its own transaction: the notice is kept whatever happens next.
    let id = notices::store(&mut *db.read().await?, &arrival, db.now()).await?;
    let desk = NoticeDesk { app: &state.app, gateways: &state.gateways, settings: &state.settings };
    deal_with(desk, request_id, id, content_type, body).await
}

/// What dealing with a notice takes; the web and the jobs have it.
#[derive(Clone, Copy)]
pub(crate) struct NoticeDesk<'a> {
    pub(crate) app: &'a AppState,
    pub(crate) gateways: &'a Gateways,
    pub(crate) settings: &'a Settings,
}

/// Verifies a stored notice and applies it. Doing it again changes nothing.
pub(crate) async fn deal_with(
    desk: NoticeDesk<'_>,
    request_id: &str,
    id: NoticeId,
    content_type: &str,
    body: &[u8],
) -> Result<StatusCode, sqlx::Error> {
    let db = &desk.app.db;
    let verified = match verify(desk, content_type, body) {
        Ok(verified) => verified,
        Err(reason) => {
            tracing::warn!(notice = id.0, reason, "rejected a payment notice");
            notices::conclude(&mut *db.read().await?, id, Verdict::Rejected, &reason, None, db.now()).await?;
            return Ok(StatusCode::FORBIDDEN);
        }
    };
    apply(desk, request_id, id, &verified).await?;
    Ok(StatusCode::OK)
}

fn verify(desk: NoticeDesk<'_>, content_type: &str, body: &[u8]) -> Result<VerifiedNotice, String> {
    let fields: Vec<(String, String)> = if content_type.starts_with("application/json") {
        let object: BTreeMap<String, String> =
            serde_json::from_slice(body).map_err(|error| storable(&error.to_string()))?;
        object.into_iter().collect()
    } else {
        serde_urlencoded::from_bytes(body).map_err(|error| error.to_string())?
    };
    Notice::parse_and_verify(fields, &desk.gateways.acceptance).map_err(|reason| storable(&reason.to_string()))
}

/// Reasons repeat names that came with the message: no NUL, which Postgres refuses, and no novels.
fn storable(reason: &str) -> String {
    plain_text(reason).chars().take(REASON).collect()
}

async fn apply(
    desk: NoticeDesk<'_>,
    request_id: &str,
    id: NoticeId,
    verified: &VerifiedNotice,
) -> Result<(), sqlx::Error> {
    let environment = desk.settings.environment.to_string();
    let (verdict, reason, order) = if let Ok(OrderReference::Learner(_)) = verified.order(&environment) {
        let mut tx = desk.app.db.begin(request_id).await?;
        let settlement = settle_payment(&mut tx, GATEWAY, &settlement_of(verified, id)).await?;
        tx.commit().await?;
        told(settlement)
    } else {
        (Verdict::Unknown, "The reference number is none of this environment's learner orders.".to_owned(), None)
    };
    if matches!(verdict, Verdict::Unknown | Verdict::NeedsReview) {
        tracing::error!(notice = id.0, reason, "a payment notice needs somebody to look at it");
    }
    let subject = order.map(|order: OrderId| Subject::new("order", order.0));
    notices::conclude(&mut *desk.app.db.read().await?, id, verdict, &reason, subject, desk.app.db.now()).await
}

fn told(settlement: Settlement) -> (Verdict, String, Option<OrderId>) {
    match settlement {
        Settlement::Applied(order) => (Verdict::Applied, String::new(), Some(order)),
        Settlement::Duplicate(order) => (Verdict::Duplicate, String::new(), Some(order)),
        Settlement::NeedsReview(order, reason) => (Verdict::NeedsReview, reason, Some(order)),
        Settlement::Unknown => {
            (Verdict::Unknown, "No payment attempt of ours carries this transaction.".to_owned(), None)
        }
    }
}

fn settlement_of(verified: &VerifiedNotice, id: NoticeId) -> SettlementNotice {
    let decision = match verified.decision().as_str() {
        "ACCEPT" => Decision::Accept,
        "REVIEW" => Decision::Review,
        "DECLINE" => Decision::Decline,
        "ERROR" => Decision::Error,
        "CANCEL" => Decision::Cancel,
        other => Decision::Unknown(other.to_owned()),
    };
    SettlementNotice {
        reference: verified.reference_number().to_owned(),
        transaction_uuid: verified.transaction_uuid().to_owned(),
        decision,
        amount: verified.amount(),
        auth_amount: verified.auth_amount(),
        currency: verified.currency().to_owned(),
        reason_code: verified.reason_code(),
        transaction_id: verified.transaction_id().map(str::to_owned),
        data: receipt_data(verified),
        notice: Some(id),
    }
}

/// What a receipt prints of a payment; nothing else of the notice is kept with it (D-39).
fn receipt_data(verified: &VerifiedNotice) -> serde_json::Value {
    let names = [verified.bill_to_forename(), verified.bill_to_surname()];
    let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let facts = PaymentFacts {
        card_number: verified.masked_card_number(),
        card_type: verified.value("req_card_type").and_then(card_type_name).map(str::to_owned),
        name: (!name.is_empty()).then_some(name),
        bill_to_email: verified.bill_to_email().map(str::to_owned),
        payment_method: verified.payment_method().map(str::to_owned),
    };
    facts.to_json()
}
