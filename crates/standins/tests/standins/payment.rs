//! CyberSource's hosted page when it behaves: forms, decisions, notices, the way back.

use reqwest::Response;
use serde_json::json;
use url::Url;
use uuid::Uuid;
use xpro_standins::cybersource::sign;

use crate::bed::{ACCESS_KEY, Bed, PROFILE_ID, SECRET_KEY};
use crate::fake_xpro::{Notice, field};

const RECEIPT: &str = "http://shop.example/dashboard/?status=purchased&purchased=a%2Bb";
const CANCEL: &str = "http://shop.example/checkout/";

/// A signed form as xPRO's checkout would submit it.
pub(crate) fn signed_form(uuid: &str) -> Notice {
    let mut fields: Vec<(&str, &str)> = vec![
        ("access_key", ACCESS_KEY),
        ("amount", "810.00"),
        ("currency", "USD"),
        ("item_0_name", "Applied Cryptography, Run 3"),
        ("item_0_quantity", "1"),
        ("item_0_unit_price", "675.00"),
        ("line_item_count", "1"),
        ("locale", "en-us"),
        ("merchant_defined_data2", "course-v1:Acme+CRYPTx+R3"),
        ("override_custom_cancel_page", CANCEL),
        ("override_custom_receipt_page", RECEIPT),
        ("profile_id", PROFILE_ID),
        ("reference_number", "xpro-b2c-test-1001"),
        ("signed_date_time", "2026-03-01T12:34:56Z"),
        ("transaction_type", "sale"),
        ("transaction_uuid", uuid),
        ("unsigned_field_names", ""),
    ];
    let mut names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    names.push("signed_field_names");
    names.sort_unstable();
    let names = names.join(",");
    fields.push(("signed_field_names", &names));
    let signature = sign(SECRET_KEY, &names, &fields);
    fields.push(("signature", &signature));
    fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

pub(crate) fn new_uuid() -> String {
    Uuid::new_v4().simple().to_string()
}

/// Submits a fresh form and returns the address of the hosted page.
pub(crate) async fn open(bed: &Bed) -> Url {
    let request = bed.browser.post(bed.at("/pay")).form(&signed_form(&new_uuid()));
    let page = request.send().await.expect("a page");
    assert_eq!(page.status(), 200);
    page.url().clone()
}

/// Presses a button of the hosted page.
pub(crate) async fn press(bed: &Bed, page: &Url, input: &[(&str, &str)]) -> String {
    let request = bed.browser.post(page.clone()).form(input);
    let answer = request.send().await.expect("a page");
    assert_eq!(answer.status(), 200);
    answer.text().await.expect("text")
}

/// Whether a result carries a signature of the merchant's key over its own names.
pub(crate) fn is_genuine(result: &[(String, String)]) -> bool {
    let pairs: Vec<(&str, &str)> = result.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let expected = sign(SECRET_KEY, field(result, "signed_field_names"), &pairs);
    expected == field(result, "signature")
}

async fn submit(bed: &Bed, form: &Notice) -> Response {
    let request = bed.browser.post(bed.at("/pay")).form(form);
    request.send().await.expect("a page")
}

#[tokio::test]
async fn the_hosted_page_shows_the_order_and_works_without_scripts() {
    let bed = Bed::start().await;

    let page = open(&bed).await;
    let answer = bed.browser.get(page.clone()).send().await.expect("a page");
    let html = answer.text().await.expect("text");

    assert!(html.contains(r#"data-testid="pay-amount">810.00 USD<"#));
    assert!(html.contains("xpro-b2c-test-1001"));
    assert!(html.contains("Applied Cryptography, Run 3"));
    assert!(html.contains(r#"value="4111111111111111""#));
    assert!(html.contains(&format!(r#"<form class="grid" method="post" action="{}">"#, page.path())));
    assert!(!html.contains("<script"));
}

#[tokio::test]
async fn paying_sends_one_signed_notice_and_a_way_back() {
    let bed = Bed::start().await;
    let page = open(&bed).await;

    let html = press(&bed, &page, &[("action", "accept"), ("bill_to_surname", "Lövelace")]).await;
    let notice = bed.xpro.next_notice().await;

    assert!(is_genuine(&notice));
    for (name, value) in [
        ("decision", "ACCEPT"),
        ("reason_code", "100"),
        ("req_reference_number", "xpro-b2c-test-1001"),
        ("req_amount", "810.00"),
        ("auth_amount", "810.00"),
        ("req_currency", "USD"),
        ("req_card_number", "xxxxxxxxxxxx1111"),
        ("req_card_type", "001"),
        ("req_bill_to_surname", "Lövelace"),
        ("req_access_key", ACCESS_KEY),
        ("req_merchant_defined_data2", "course-v1:Acme+CRYPTx+R3"),
    ] {
        assert_eq!(field(&notice, name), value, "{name}");
        let signed = field(&notice, "signed_field_names");
        assert!(signed.split(',').any(|listed| listed == name), "{name}");
    }
    assert_eq!(field(&notice, "transaction_id").len(), 22);
    assert_eq!(bed.xpro.waiting_notices().await.len(), 0);
    let action = RECEIPT.replace('&', "&#38;");
    assert!(html.contains(&format!(r#"<form method="post" action="{action}" data-auto-submit>"#)), "{html}");
    assert!(html.contains(r#"id="return""#));
    assert!(html.contains(field(&notice, "signature")));
}

#[tokio::test]
async fn the_way_back_may_leave_for_the_merchant_only() {
    let bed = Bed::start().await;
    let page = open(&bed).await;

    let request = bed.browser.post(page).form(&[("action", "accept")]);
    let answer = request.send().await.expect("a page");

    let policy = answer.headers()["content-security-policy"].to_str().expect("text");
    assert!(policy.ends_with("form-action 'self' http://shop.example"), "{policy}");
    assert!(policy.contains("script-src 'self'"));
}

#[tokio::test]
async fn a_declined_card_may_be_followed_by_another() {
    let bed = Bed::start().await;
    let page = open(&bed).await;

    let html = press(&bed, &page, &[("action", "decline")]).await;
    let declined = bed.xpro.next_notice().await;
    press(&bed, &page, &[("action", "accept"), ("card_number", "5555555555554444"), ("card_type", "002")]).await;
    let accepted = bed.xpro.next_notice().await;

    assert!(html.contains(&format!(r#"<a id="retry" href="{}">"#, page.path())));
    assert!(!html.contains("data-auto-submit"));
    assert_eq!(field(&declined, "decision"), "DECLINE");
    assert_eq!(field(&declined, "reason_code"), "202");
    assert_eq!(field(&declined, "auth_amount"), "");
    assert!(is_genuine(&declined));
    assert_eq!(field(&accepted, "decision"), "ACCEPT");
    assert_eq!(field(&accepted, "req_card_number"), "xxxxxxxxxxxx4444");
    assert_eq!(field(&declined, "req_transaction_uuid"), field(&accepted, "req_transaction_uuid"));
    assert_ne!(field(&declined, "transaction_id"), field(&accepted, "transaction_id"));
}

#[tokio::test]
async fn canceling_leads_to_the_cancel_page_without_a_transaction() {
    let bed = Bed::start().await;
    let page = open(&bed).await;

    let html = press(&bed, &page, &[("action", "cancel")]).await;
    let notice = bed.xpro.next_notice().await;

    assert_eq!(field(&notice, "decision"), "CANCEL");
    assert!(!notice.iter().any(|(name, _)| name == "reason_code"));
    assert!(!notice.iter().any(|(name, _)| name == "transaction_id"));
    assert!(is_genuine(&notice));
    assert!(html.contains(&format!(r#"action="{CANCEL}""#)));
}

#[tokio::test]
async fn a_review_is_reported_as_such() {
    let bed = Bed::start().await;
    let page = open(&bed).await;

    press(&bed, &page, &[("action", "review")]).await;
    let notice = bed.xpro.next_notice().await;

    assert_eq!(field(&notice, "decision"), "REVIEW");
    assert_eq!(field(&notice, "reason_code"), "201");
    assert_eq!(field(&notice, "transaction_id").len(), 22);
}

#[tokio::test]
async fn a_second_press_sends_nothing_again() {
    let bed = Bed::start().await;
    let page = open(&bed).await;

    press(&bed, &page, &[("action", "accept")]).await;
    let again = press(&bed, &page, &[("action", "accept")]).await;

    assert!(again.contains(r#"id="return""#));
    assert_eq!(bed.xpro.waiting_notices().await.len(), 1);
    let payments = bed.control("/control/cybersource/payments").await;
    assert_eq!(payments[0]["finished"], "ACCEPT");
    assert_eq!(payments[0]["notices"][0]["status"], 200);
}

#[tokio::test]
async fn a_transaction_uuid_is_not_taken_twice() {
    let bed = Bed::start().await;
    let form = signed_form(&new_uuid());

    let first = submit(&bed, &form).await;
    let second = submit(&bed, &form).await;

    assert_eq!(first.status(), 200);
    assert_eq!(second.status(), 409);
    let html = second.text().await.expect("text");
    assert!(html.contains(r#"data-testid="pay-error" data-reason="104""#));
    assert!(html.contains(r#"id="return""#));
    assert_eq!(bed.xpro.waiting_notices().await.len(), 0);
}

#[tokio::test]
async fn forms_with_a_wrong_signature_or_profile_are_denied() {
    let bed = Bed::start().await;
    let mut cheaper = signed_form(&new_uuid());
    let mut unsigned = signed_form(&new_uuid());
    let mut foreign = signed_form(&new_uuid());
    for (name, value) in &mut cheaper {
        if name == "amount" {
            *value = "8.10".into();
        }
    }
    unsigned.retain(|(name, _)| name != "signature");
    for (name, value) in &mut foreign {
        if name == "profile_id" {
            *value = "someone-else".into();
        }
    }

    for form in [cheaper, unsigned, foreign] {
        assert_eq!(submit(&bed, &form).await.status(), 403);
    }
    assert_eq!(bed.control("/control/cybersource/payments").await, json!([]));
}

#[tokio::test]
async fn bytes_that_are_no_text_are_denied() {
    let bed = Bed::start().await;

    let request = bed.browser.post(bed.at("/pay")).body(b"amount=%FF%FE&\xC3=1".to_vec());
    let answer = request.send().await.expect("a page");

    assert_eq!(answer.status(), 403);
}

#[tokio::test]
async fn a_bad_card_is_asked_for_again() {
    let bed = Bed::start().await;
    let page = open(&bed).await;

    let request = bed.browser.post(page).form(&[("action", "accept"), ("card_number", "42")]);
    let answer = request.send().await.expect("a page");

    assert_eq!(answer.status(), 400);
    let html = answer.text().await.expect("text");
    assert!(html.contains("12 to 19 digits"));
    assert_eq!(bed.xpro.waiting_notices().await.len(), 0);
}
