//! Shapes of bodies and refusals.

use super::{BasketPatch, ErrorEnvelope, GatewayCheckout, free_checkout};
use crate::{basket::Fault, pricing::CodeProblem};
use serde_json::{Value, json};
use xpro_kernel::OrderId;

fn refusal(body: Value) -> Value {
    let fault = BasketPatch::from_json(&body).expect_err("a refusal");
    serde_json::to_value(ErrorEnvelope::from(&fault)).expect("serializes")
}

#[test]
fn every_malformed_body_is_named_in_its_shape() {
    for (body, envelope) in [
        (
            json!({}),
            json!({ "errors": ["The request changes nothing: send items, coupons or data_consents."], "codes": ["basket.empty_request"] }),
        ),
        (
            json!(null),
            json!({ "errors": ["The request changes nothing: send items, coupons or data_consents."], "codes": ["basket.empty_request"] }),
        ),
        (
            json!({ "items": [{ "product_id": 1 }, { "product_id": 2 }] }),
            json!({ "errors": { "items": ["Only one item can be bought at a time."] }, "codes": ["basket.items.too_many"] }),
        ),
        (
            json!({ "items": ["x"] }),
            json!({ "errors": { "items": ["The item is not valid."] }, "codes": ["basket.items.invalid"] }),
        ),
        (
            json!({ "items": [{ "run_ids": [] }] }),
            json!({ "errors": { "items": ["The item is not valid."] }, "codes": ["basket.items.invalid"] }),
        ),
        (
            json!({ "items": [{ "product_id": 1, "run_ids": [{}] }] }),
            json!({ "errors": { "items": ["The item is not valid."] }, "codes": ["basket.items.invalid"] }),
        ),
        (
            json!({ "coupons": ["X"] }),
            json!({ "errors": { "coupons": "The code is not valid." }, "codes": ["basket.coupons.malformed"] }),
        ),
        (
            json!({ "coupons": [{}] }),
            json!({ "errors": { "coupons": "The code is not valid." }, "codes": ["basket.coupons.malformed"] }),
        ),
        (
            json!({ "coupons": [{ "code": "A" }, { "code": "B" }] }),
            json!({ "errors": { "coupons": "Only one code can be used." }, "codes": ["basket.coupons.too_many"] }),
        ),
        (
            json!({ "data_consents": [{}] }),
            json!({ "errors": { "data_consents": ["The consents are not valid."] }, "codes": ["basket.consents.invalid"] }),
        ),
    ] {
        assert_eq!(refusal(body.clone()), envelope, "{body}");
    }
}

#[test]
fn bodies_that_mean_something_are_read() {
    for body in [
        json!({ "items": [] }),
        json!({ "items": [{ "product_id": 7 }] }),
        json!({ "items": [{ "product_id": "7", "run_ids": [1, null] }] }),
        json!({ "coupons": [] }),
        json!({ "data_consents": [] }),
    ] {
        assert!(BasketPatch::from_json(&body).is_ok(), "{body}");
    }
}

#[test]
fn a_refused_code_says_why() {
    let envelope = ErrorEnvelope::from(&Fault::code(" SPRING\0 ", CodeProblem::UsedUp));
    let json = serde_json::to_value(envelope).expect("serializes");
    assert_eq!(json["codes"], json!(["basket.coupons.invalid"]));
    assert_eq!(json["reason"], "used_up");
    assert_eq!(
        json["errors"]["coupons"],
        "The code 'SPRING' cannot be used for this purchase. This code has been used as often as it can be."
    );
}

#[test]
fn checkout_answers_have_the_published_shape() {
    let free = serde_json::to_value(free_checkout("https://host", OrderId(1001), "course-v1:Acme+CRYPTx+R3"))
        .expect("serializes");
    assert_eq!(
        free,
        json!({
            "payload": { "transaction_id": "T-1001", "transaction_total": 0.0, "product_type": "courserun", "courseware_id": "course-v1:Acme+CRYPTx+R3", "reference_number": "REF-1001" },
            "url": "https://host/dashboard/?status=purchased&purchased=course-v1%3AAcme%2BCRYPTx%2BR3", "method": "GET"
        })
    );
    let paid =
        serde_json::to_value(GatewayCheckout::new([("amount".to_owned(), "1.00".to_owned())], "https://gateway/pay"))
            .expect("serializes");
    assert_eq!(paid, json!({ "payload": { "amount": "1.00" }, "url": "https://gateway/pay", "method": "POST" }));
}
