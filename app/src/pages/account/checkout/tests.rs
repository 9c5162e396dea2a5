//! What links ask for, and the checkout as markup.

use super::{canceled::checkout_after, entry::Entry, pay_view, view};
use crate::{
    forms::Queried,
    pages::account::tests::{render, unlabeled},
    state::SignedForm,
};
use axum::{extract::FromRequestParts, http::Request};
use leptos::prelude::*;
use xpro_account::{
    AppliedCode, CheckoutForm, CheckoutState, CheckoutView, ConsentView, CourseDates, DateOption, Problem, Summary,
};

async fn entry(query: &str) -> Entry {
    let (mut parts, ()) = Request::get(format!("/checkout/?{query}")).body(()).expect("a request").into_parts();
    let Ok(Queried(pairs)) = Queried::from_request_parts(&mut parts, &()).await;
    Entry::read(&pairs)
}

fn checkout(state: CheckoutState) -> CheckoutView {
    let course = |id, title: &str| CourseDates {
        id,
        title: title.to_owned(),
        image: None,
        dates: vec![
            DateOption { run: id * 10, label: "Mar 1, 2026 – ?".to_owned() },
            DateOption { run: id * 10 + 1, label: "Jun 1, 2026 – ?".to_owned() },
        ],
    };
    CheckoutView {
        kind: "Program".to_owned(),
        title: "Systems".to_owned(),
        courses: vec![course(1, "One"), course(2, "Two")],
        key: "k1".to_owned(),
        state,
    }
}

fn state() -> CheckoutState {
    let summary = Summary {
        price: "$900.00".to_owned(),
        discount: Some("-$225.00".to_owned()),
        before_tax: Some("$675.00".to_owned()),
        tax: Some(("GST (18%)".to_owned(), "$121.50".to_owned())),
        total: "$796.50".to_owned(),
    };
    CheckoutState {
        runs: vec![11, 20],
        code: "SPRING25".to_owned(),
        applied: Some(AppliedCode { code: "SPRING25".to_owned(), is_automatic: false }),
        summary,
        consents: Vec::new(),
        problems: Vec::new(),
    }
}

fn form(state: CheckoutState) -> String {
    let view = checkout(state);
    render(|| view! { <CheckoutForm view=view /> }.into_any())
}

#[tokio::test]
async fn a_link_is_read_leniently() {
    let full = entry("product=program-v1%3AxPRO%2BSys%2BR1&code=%20ABC%20&preselect=7&is_voucher_applied=TRUE").await;
    assert!(full.asks_for_something());
    assert_eq!((full.code(), full.afterwards()), (Some("ABC"), "/checkout/?is_voucher_applied=true"));

    let empty = entry("product=&code=+&preselect=x&is_voucher_applied=yes").await;
    assert!(!empty.asks_for_something());
    assert_eq!(empty.afterwards(), "/checkout/");
}

#[test]
fn only_known_decisions_are_told_to_the_payer() {
    for (decision, path) in [
        (Some("CANCEL"), "/checkout/?payment=canceled"),
        (Some("DECLINE"), "/checkout/?payment=declined"),
        (Some("ACCEPT"), "/checkout/"),
        (None, "/checkout/"),
    ] {
        assert_eq!(checkout_after(decision), path);
    }
    for word in ["canceled", "declined", "failed"] {
        assert!(view::payment_notice(word).is_some_and(|text| text.contains("asket is as it was")), "{word}");
    }
    assert_eq!(view::payment_notice("<b>you owe us</b>"), None);
}

#[test]
fn the_form_works_as_plain_html() {
    let html = form(state());

    assert!(html.contains(r#"method="post" action="/checkout/order/""#), "{html}");
    assert!(html.contains(r#"formaction="/checkout/pay/""#), "{html}");
    assert!(html.contains(r#"name="run-1""#) && html.contains(r#"name="run-2""#), "{html}");
    assert!(html.contains(r#"value="11" selected"#) && html.contains(r#"value="20" selected"#), "{html}");
    assert!(html.contains(r#"name="act" value="remove""#), "{html}");
    assert_eq!(unlabeled(&html), Vec::<String>::new());
}

#[test]
fn the_figures_are_those_of_the_server_and_are_sent_back_as_seen() {
    let html = form(state());

    for figure in ["$900.00", "-$225.00", "$675.00", "GST (18%)", "$121.50", "$796.50"] {
        assert!(html.contains(figure), "{figure}: {html}");
    }
    assert!(html.contains(r#"name="seen_total" value="$796.50""#), "{html}");
}

#[test]
fn a_refused_code_is_kept_and_explained() {
    let problem = Problem { field: "coupons".to_owned(), message: "This code expired.".to_owned() };
    let html = form(CheckoutState { code: "OLD".to_owned(), applied: None, problems: vec![problem], ..state() });

    assert!(html.contains(r#"value="OLD""#) && html.contains("This code expired."), "{html}");
    assert!(html.contains(r#"aria-invalid="true""#), "{html}");
    assert!(!html.contains("code-applied"), "{html}");
}

#[test]
fn an_automatic_code_cannot_be_removed() {
    let html =
        form(CheckoutState { applied: Some(AppliedCode { code: "AUTO".to_owned(), is_automatic: true }), ..state() });

    assert!(html.contains("AUTO is applied automatically."), "{html}");
    assert!(!html.contains("remove-code"), "{html}");
}

#[test]
fn the_gateways_form_is_written_as_it_was_signed() {
    let signed = SignedForm {
        action: "https://pay.example/pay".to_owned(),
        fields: vec![("amount".to_owned(), "796.50".to_owned()), ("item".to_owned(), "A \"B\" & <C>".to_owned())],
    };
    let html =
        render(|| pay_view::page(pay_view::PayPage { signed, total: "$796.50".to_owned(), attempt: "abc".to_owned() }));

    assert!(html.contains(r#"id="payment-form" method="post" action="https://pay.example/pay""#), "{html}");
    assert!(html.contains(r#"name="amount" value="796.50""#), "{html}");
    assert!(html.contains("A &quot;B&quot; &amp; &lt;C&gt;"), "{html}");
    assert!(html.contains("Continue to payment"), "{html}");
}

#[test]
fn agreements_are_ticked_or_told_with_their_day() {
    let consent = |id, signed_on: Option<&str>| ConsentView {
        id,
        company: "Acme <GmbH>".to_owned(),
        html: "<p>We tell <strong>Acme</strong>.</p>".to_owned(),
        signed_on: signed_on.map(str::to_owned),
        is_ticked: true,
    };
    let problem = Problem { field: "data_consents".to_owned(), message: "Accept it.".to_owned() };
    let html = form(CheckoutState {
        consents: vec![consent(5, None), consent(6, Some("March 1, 2026"))],
        problems: vec![problem],
        ..state()
    });

    assert!(html.contains(r#"name="consent-5" value="true" checked"#), "{html}");
    assert!(html.contains("accepted the agreement of Acme &lt;GmbH&gt; on March 1, 2026"), "{html}");
    assert!(
        !html.contains("consent-6") && html.contains("<strong>Acme</strong>") && html.contains("Accept it."),
        "{html}"
    );
    assert_eq!(unlabeled(&html), Vec::<String>::new());
}
