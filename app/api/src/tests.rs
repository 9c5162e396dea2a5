//! Wire types survive the trip, and addresses stay what they are.

use crate::{
    ApiError, Dollars, EntryKind, EntryOutcome, Instant, OrderFilter, OrderStatus, RetryTarget, TimelineEntry,
};
use serde::{Serialize, de::DeserializeOwned};
use server_fn::error::{FromServerFnError as _, ServerFnErrorErr};

fn there_and_back<T: Serialize + DeserializeOwned>(value: &T) -> T {
    let text = serde_json::to_string(value).expect("it can be written");
    serde_json::from_str(&text).expect("it can be read")
}

#[test]
fn a_timeline_entry_survives_the_trip() {
    let entry = TimelineEntry {
        at: Instant(1_787_000_000_123),
        kind: EntryKind::Job,
        title: "Told Open edX".to_owned(),
        detail: "attempt 3 of 12".to_owned(),
        actor: "worker".to_owned(),
        duration_ms: Some(412),
        outcome: EntryOutcome::Failed,
        request_id: "0199".to_owned(),
        retry: Some(RetryTarget::Job(7)),
    };
    assert_eq!(there_and_back(&entry), entry);
}

#[test]
fn every_error_survives_the_trip_and_has_a_plain_code() {
    let errors = [
        (ApiError::SignedOut, "signed_out"),
        (ApiError::Forbidden, "forbidden"),
        (ApiError::NotFound, "not_found"),
        (ApiError::invalid("Too long."), "invalid"),
        (ApiError::Internal { request_id: "0199".to_owned() }, "internal"),
    ];
    for (error, code) in errors {
        let bytes = error.ser();
        let json: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
        assert_eq!(json["code"], code);
        assert_eq!(ApiError::de(bytes), error);
    }
}

#[test]
fn bytes_that_cannot_be_read_are_told_as_an_error_of_ours() {
    let error = ApiError::de(server_fn::Bytes::from_static(b"<html>"));
    // On the server it was the request that could not be read, in the browser the answer.
    let told = if cfg!(feature = "ssr") { 422 } else { 500 };
    assert_eq!(error.status(), told);
    assert!(!error.to_string().contains("html"));
}

#[test]
fn what_the_framework_says_never_crosses_the_wire() {
    let secret = "column \"password_hash\"".to_owned();
    for error in [
        ServerFnErrorErr::ServerError(secret.clone()),
        ServerFnErrorErr::Args(secret.clone()),
        ServerFnErrorErr::Deserialization(secret.clone()),
        ServerFnErrorErr::Request(secret.clone()),
    ] {
        let error = ApiError::from_server_fn_error(error);
        assert!(!String::from_utf8_lossy(&error.ser()).contains("password_hash"), "{error:?}");
    }
}

#[test]
fn a_filter_is_an_address_and_back() {
    let filter =
        OrderFilter { q: "a+b 100%41 ü".to_owned(), status: Some(OrderStatus::Fulfilled), needs_review: true };
    let query = serde_urlencoded::to_string(&filter).expect("it can be written");
    assert_eq!(query, "q=a%2Bb+100%2541+%C3%BC&status=fulfilled&needs_review=true");
    assert_eq!(serde_urlencoded::from_str::<OrderFilter>(&query).expect("it can be read"), filter);
    assert_eq!(serde_urlencoded::to_string(OrderFilter::default()).expect("it can be written"), "");
    assert_eq!(serde_urlencoded::from_str::<OrderFilter>("").expect("it can be read"), OrderFilter::default());
}

#[test]
fn a_status_is_named_alike_everywhere() {
    for status in OrderStatus::ALL {
        assert_eq!(OrderStatus::from_name(status.name()), Some(status));
        assert_eq!(serde_json::to_value(status).expect("JSON"), status.name());
    }
    assert_eq!(OrderStatus::from_name("paid"), None);
}

#[test]
fn amounts_are_texts() {
    assert_eq!(serde_json::to_string(&Dollars("$1,234.50".to_owned())).expect("JSON"), "\"$1,234.50\"");
}
