//! Sending results to the merchant's server.

use std::convert::Infallible;
use std::time::Duration;

use bytes::Bytes;
use futures::stream;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, StreamBody};

use hyper::body::Frame;
use reqwest::{Body, header};

use super::state::Notice;
use crate::clock;
use crate::control::{Entry, FaultKind};
use crate::fields::Fields;
use crate::state::Shared;
use crate::system::System;

/// In how many pieces a slow notice arrives.
const PIECES: usize = 10;

/// Sends a result, once unless a fault says otherwise, and records what the merchant answered.
/// With `trickle_ms` the body arrives in pieces spread over that time.
pub(crate) async fn send(shared: &Shared, payment_id: &str, result: &Fields, trickle_ms: Option<u64>) {
    let fault = shared.faults().take_for_notice();
    let label = fault.as_ref().map(|fault| fault.kind.label());
    let mut times = 1;
    let mut body = result.encode();
    match fault.map(|fault| fault.kind) {
        Some(FaultKind::Delay { ms }) => shared.pause(ms).await,
        Some(FaultKind::Drop) => times = 0,
        Some(FaultKind::Duplicate) => times = 2,
        Some(FaultKind::Garbage { .. }) => body = "decision=ACCEPT&signed_field_na".into(),
        Some(FaultKind::Status { .. }) | None => {}
    }
    if times == 0 {
        record(shared, payment_id, result, None, Some("dropped by a fault"));
    }
    for _ in 0..times {
        let answer = post(shared, body.clone(), trickle_ms, label.clone()).await;
        match answer {
            Ok(status) => record(shared, payment_id, result, Some(status), None),
            Err(error) => record(shared, payment_id, result, None, Some(&error)),
        }
    }
}

async fn post(shared: &Shared, body: String, trickle_ms: Option<u64>, fault: Option<String>) -> Result<u16, String> {
    let address = shared.config.cybersource.notify_url.clone();
    let mut entry = Entry::outbound(System::CyberSource, "POST", address.as_str());
    entry.fault = fault;
    let id = shared.log().open(entry);
    let length = body.len();
    let body = match trickle_ms {
        None => Body::from(body),
        Some(ms) => Body::wrap(trickle(&body, ms)),
    };
    let sent = shared
        .client
        .post(address)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded; charset=UTF-8")
        .header(header::CONTENT_LENGTH, length)
        .body(body)
        .send()
        .await;
    let status = sent.as_ref().ok().map(|answer| answer.status().as_u16());
    shared.log().close(id, status);
    sent.map(|answer| answer.status().as_u16()).map_err(|error| error.without_url().to_string())
}

/// A body that arrives in pieces.
fn trickle(body: &str, ms: u64) -> BoxBody<Bytes, Infallible> {
    let bytes = Bytes::copy_from_slice(body.as_bytes());
    let size = bytes.len().div_ceil(PIECES).max(1);
    let gap = Duration::from_millis(ms / PIECES as u64);
    let frames = stream::unfold(bytes, move |mut rest| async move {
        if rest.is_empty() {
            return None;
        }
        tokio::time::sleep(gap).await;
        let piece = rest.split_to(size.min(rest.len()));
        Some((Ok(Frame::data(piece)), rest))
    });
    BodyExt::boxed(StreamBody::new(frames))
}

fn record(shared: &Shared, payment_id: &str, result: &Fields, status: Option<u16>, error: Option<&str>) {
    if let Some(payment) = shared.payments().find_mut(payment_id) {
        payment.notices.push(Notice {
            decision: result.text("decision").to_owned(),
            reason_code: result.get("reason_code").map(str::to_owned),
            transaction_id: result.get("transaction_id").map(str::to_owned),
            at: clock::now(),
            status,
            error: error.map(str::to_owned),
        });
    }
}
