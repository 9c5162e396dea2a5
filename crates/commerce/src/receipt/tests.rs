//! What the letter says.

use super::{Issuer, PaymentFacts, ReceiptLine, ReceiptOrder, ReceiptPurchaser, ReceiptView, letter::compose};
use time::macros::datetime;
use xpro_kernel::{Money, OrderId};
use xpro_platform::mail::Brand;

fn money(text: &str) -> Money {
    text.parse().expect("amount")
}

fn receipt(tax: &str, rate: &str) -> ReceiptView {
    let (net, tax) = (money("675"), money(tax));
    ReceiptView {
        purchaser: ReceiptPurchaser {
            first_name: "Ada".into(),
            last_name: "Lovelace".into(),
            name: "Ada Lovelace".into(),
            street_address: vec!["1 Main Street".into()],
            city: "Cambridge".into(),
            state_or_territory: "US-MA".into(),
            country: "US".into(),
            postal_code: "02139".into(),
            vat_id: String::new(),
            email: "ada@example.com".into(),
            company: String::new(),
        },
        lines: vec![ReceiptLine {
            quantity: 1,
            total_paid: net + tax,
            tax_paid: tax,
            discount: money("225"),
            total_before_tax: net,
            ceus: None,
            price: money("900"),
            content_title: "Applied Cryptography".into(),
            readable_id: "course-v1:Acme+CRYPTx+R3".into(),
            start_date: Some(datetime!(2026-04-01 00:00 UTC)),
            end_date: None,
        }],
        coupon: Some("SPRING25".into()),
        order: ReceiptOrder {
            id: OrderId(1001),
            created_on: datetime!(2026-03-01 12:00 UTC),
            reference_number: "xpro-b2c-test-1001".into(),
            tax_rate: rate.parse().expect("rate"),
            tax_rate_name: "GST".into(),
            tax_country_code: Some("IN".into()),
            refunded: false,
        },
        receipt: Some(PaymentFacts {
            card_type: Some("Visa".into()),
            card_number: Some("xxxxxxxxxxxx1111".into()),
            ..PaymentFacts::default()
        }),
    }
}

fn text(receipt: &ReceiptView) -> String {
    let brand = Brand {
        site_name: "xPRO".into(),
        base_url: "https://shop.example".into(),
        support_email: "help@shop.example".into(),
        postal_address: "77 Ave".into(),
    };
    let issuer = Issuer {
        environment: "test".into(),
        tax_registration: Some("GSTIN 1234".into()),
        goods_code: Some("9992".into()),
    };
    compose(&brand, &issuer, receipt).text(&brand)
}

#[test]
fn a_taxed_letter_names_tax_registration_and_goods_code() {
    let text = text(&receipt("121.50", "18.0000"));

    for part in [
        "Order number: xpro-b2c-test-1001",
        "Order date: March 1, 2026",
        "Dates: Apr 1, 2026 - ?",
        "Discount: -$225.00",
        "Total before tax: $675.00",
        "GST (18 %): $121.50",
        "Total paid: $796.50",
        "HSN code: 9992",
        "GSTIN 1234",
        "Card: Visa | xxxxxxxxxxxx1111",
        "Discount code: SPRING25",
        "1 Main Street, Cambridge, MA 02139 US",
        "https://shop.example/receipt/1001/",
    ] {
        assert!(text.contains(part), "{part} in:\n{text}");
    }
}

#[test]
fn an_untaxed_letter_has_none_of_that() {
    let text = text(&receipt("0", "0.0000"));

    for part in ["GST", "HSN", "GSTIN", "before tax"] {
        assert!(!text.contains(part), "{part} in:\n{text}");
    }
}

#[test]
fn the_document_has_the_published_shape() {
    let json = serde_json::to_value(receipt("121.50", "18")).expect("serializes");

    assert_eq!(json["order"]["tax_rate"], "18.0000");
    assert_eq!(json["lines"][0]["total_paid"], "796.50");
    assert_eq!(json["lines"][0]["CEUs"], serde_json::Value::Null);
    assert_eq!(json["receipt"]["card_type"], "Visa");
    assert_eq!(json["purchaser"]["street_address"][0], "1 Main Street");
}
