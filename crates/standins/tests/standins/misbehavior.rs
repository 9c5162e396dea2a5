//! CyberSource's hosted page when it misbehaves: replays, forgeries, wrong sums, bad timing.

use serde_json::json;

use crate::bed::Bed;
use crate::fake_xpro::field;
use crate::payment::{is_genuine, open, press};

#[tokio::test]
async fn replay_sends_the_very_same_notice_twice() {
    let bed = Bed::start().await;
    let page = open(&bed).await;

    press(&bed, &page, &[("action", "replay")]).await;

    let notices = bed.xpro.waiting_notices().await;
    assert_eq!(notices.len(), 2);
    assert_eq!(notices[0], notices[1]);
    assert!(is_genuine(&notices[0]));
}

#[tokio::test]
async fn parallel_duplicates_are_as_many_as_ordered() {
    let bed = Bed::start().await;
    let page = open(&bed).await;

    press(&bed, &page, &[("action", "parallel"), ("copies", "50")]).await;

    let notices = bed.xpro.waiting_notices().await;
    assert_eq!(notices.len(), 50);
    assert!(notices.iter().all(|notice| *notice == notices[0]));
    let log = bed.control("/control/requests?system=cybersource&direction=out").await;
    assert_eq!(log.as_array().map(Vec::len), Some(50));
}

#[tokio::test]
async fn a_forged_notice_is_signed_with_a_wrong_key() {
    let bed = Bed::start().await;
    let page = open(&bed).await;

    press(&bed, &page, &[("action", "forged")]).await;
    let notice = bed.xpro.next_notice().await;

    assert_eq!(field(&notice, "decision"), "ACCEPT");
    assert!(!is_genuine(&notice));
}

#[tokio::test]
async fn a_forged_echo_is_genuinely_signed_but_says_nothing_signed() {
    let bed = Bed::start().await;
    let page = open(&bed).await;

    press(&bed, &page, &[("action", "forged_echo")]).await;
    let notice = bed.xpro.next_notice().await;

    assert!(is_genuine(&notice));
    let signed: Vec<&str> = field(&notice, "signed_field_names").split(',').collect();
    for (name, value) in [
        ("decision", "ACCEPT"),
        ("reason_code", "100"),
        ("req_reference_number", "xpro-b2c-test-1001"),
        ("auth_amount", "810.00"),
    ] {
        assert_eq!(field(&notice, name), value);
        assert!(!signed.contains(&name), "{name}");
    }
}

#[tokio::test]
async fn sums_and_currencies_can_be_wrong_though_genuine() {
    let bed = Bed::start().await;
    let cases = [
        ("wrong_amount", "req_amount", "1.00", "100"),
        ("wrong_amount", "auth_amount", "1.00", "100"),
        ("wrong_currency", "req_currency", "EUR", "100"),
        ("partial", "auth_amount", "405.00", "110"),
        ("partial", "req_amount", "810.00", "110"),
    ];
    for (action, name, value, reason_code) in cases {
        let page = open(&bed).await;

        press(&bed, &page, &[("action", action)]).await;
        let notice = bed.xpro.next_notice().await;

        assert_eq!(field(&notice, name), value, "{action}");
        assert_eq!(field(&notice, "reason_code"), reason_code, "{action}");
        assert!(is_genuine(&notice), "{action}");
    }
}

#[tokio::test]
async fn the_browser_or_the_notice_can_stay_away() {
    let bed = Bed::start().await;
    let page = open(&bed).await;
    let staying = press(&bed, &page, &[("action", "notice_only")]).await;

    assert!(!staying.contains(r#"id="return""#));
    assert!(staying.contains(r#"data-testid="no-return""#));
    assert_eq!(bed.xpro.waiting_notices().await.len(), 1);

    let page = open(&bed).await;
    let returning = press(&bed, &page, &[("action", "return_only")]).await;

    assert!(returning.contains(r#"id="return""#));
    assert_eq!(bed.xpro.waiting_notices().await.len(), 0);
}

#[tokio::test]
async fn late_and_slow_notices_arrive_whole_after_the_browser_is_back() {
    let bed = Bed::start().await;
    for action in ["notice_after_return", "slow_notice"] {
        let page = open(&bed).await;

        let html = press(&bed, &page, &[("action", action), ("delay_ms", "400")]).await;
        let early = bed.xpro.waiting_notices().await;
        let notice = bed.xpro.next_notice().await;

        assert!(html.contains(r#"id="return""#));
        assert_eq!(early.len(), 0, "{action}");
        assert!(is_genuine(&notice), "{action}");
    }
}

#[tokio::test]
async fn faults_strike_notices() {
    let bed = Bed::start().await;
    bed.fault(json!({"system": "cybersource", "kind": "duplicate", "times": 1})).await;
    bed.fault(json!({
        "system": "cybersource", "path_prefix": "/notice", "kind": "drop", "times": 1,
    }))
    .await;

    let page = open(&bed).await;
    press(&bed, &page, &[("action", "accept")]).await;
    assert_eq!(bed.xpro.waiting_notices().await.len(), 2);

    let page = open(&bed).await;
    press(&bed, &page, &[("action", "accept")]).await;
    assert_eq!(bed.xpro.waiting_notices().await.len(), 0);

    let page = open(&bed).await;
    press(&bed, &page, &[("action", "accept")]).await;
    assert_eq!(bed.xpro.waiting_notices().await.len(), 1);
}

#[tokio::test]
async fn the_latest_notice_can_be_sent_again() {
    let bed = Bed::start().await;
    let page = open(&bed).await;
    press(&bed, &page, &[("action", "accept")]).await;
    let first = bed.xpro.next_notice().await;
    let payments = bed.control("/control/cybersource/payments").await;
    let id = payments[0]["id"].as_str().expect("an id");

    let again = bed.browser.post(bed.at(&format!("/payments/{id}/resend")));
    let html = again.send().await.expect("a page").text().await.expect("text");

    assert_eq!(bed.xpro.next_notice().await, first);
    assert!(html.contains(r#"data-reference="xpro-b2c-test-1001" data-state="ACCEPT""#));
}
