//! The forms of ecommerce.md 4.2 and 4.3, with vectors 1 and 2 of 4.4.

use std::net::{IpAddr, Ipv4Addr};

use time::macros::datetime;
use uuid::Uuid;
use xpro_cybersource::{
    BulkOrderForm, CouponFields, Fields, FormError, FormHead, FormLine, HostedCheckoutForm, ItemKind, LearnerOrderForm,
    OrderReference, Secret, SecureAcceptance,
};
use xpro_kernel::Money;

fn acceptance() -> SecureAcceptance {
    SecureAcceptance {
        access_key: "f00dfacef00dfacef00dfacef00dface".to_owned(),
        profile_id: "0A1B2C3D-1111-2222-3333-444455556666".to_owned(),
        secret_key: Secret::from("test-security-key-0001"),
        endpoint: "https://testsecureacceptance.cybersource.com/pay".parse().expect("a URL"),
    }
}

fn url(text: &str) -> url::Url {
    text.parse().expect("a URL")
}

fn learner_order() -> LearnerOrderForm {
    LearnerOrderForm {
        head: FormHead {
            reference_number: OrderReference::Learner(1001).reference_number("test"),
            transaction_uuid: Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef),
            signed_at: datetime!(2026-03-01 14:34:56.789 +2),
            receipt_page: url(
                "https://shop.example.com/dashboard/?status=purchased&purchased=course-v1%3AAcme%2BCRYPTx%2BR3",
            ),
            cancel_page: url("https://shop.example.com/checkout/"),
        },
        amount: Money::from_cents(81_000),
        tax_amount: Money::from_cents(13_500),
        username: "ada-lovelace".to_owned(),
        customer_ip: Some(IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7))),
        lines: vec![FormLine {
            kind: ItemKind::CourseRun,
            readable_id: "course-v1:Acme+CRYPTx+R3".to_owned(),
            object_id: 42,
            name: "Applied Cryptography, Run 3".to_owned(),
            quantity: 1,
            unit_price: Money::from_cents(67_500),
            tax: Money::from_cents(13_500),
        }],
        coupon: Some(CouponFields {
            code: "SPRING25".to_owned(),
            company: Some("Acme GmbH".to_owned()),
            payment_transaction: Some("PO-1815".to_owned()),
            payment_type: Some("purchase_order".to_owned()),
        }),
    }
}

fn bulk_order() -> BulkOrderForm {
    BulkOrderForm {
        head: FormHead {
            reference_number: OrderReference::Bulk(77).reference_number("test"),
            transaction_uuid: Uuid::from_u128(0xfedc_ba98_7654_3210_fedc_ba98_7654_3210),
            signed_at: datetime!(2026-03-01 12:34:56 UTC),
            receipt_page: url(
                "https://shop.example.com/ecommerce/bulk/receipt/?hash=5f0c2c1e-7b3a-4b9d-9a6e-0d2f6c1b8e44",
            ),
            cancel_page: url("https://shop.example.com/ecommerce/bulk/"),
        },
        amount: Money::from_cents(877_500),
        seats: 10,
        kind: ItemKind::Program,
        object_id: 7,
        description: "Systems Engineering Program".to_owned(),
        contract_number: Some("CN-2026-009".to_owned()),
    }
}

fn names(form: &HostedCheckoutForm) -> Vec<&str> {
    form.fields.iter().map(|(name, _)| name.as_str()).collect()
}

fn learner(change: impl FnOnce(&mut LearnerOrderForm)) -> Result<HostedCheckoutForm, FormError> {
    let mut order = learner_order();
    change(&mut order);
    acceptance().learner_form(&order)
}

fn bulk(change: impl FnOnce(&mut BulkOrderForm)) -> Result<HostedCheckoutForm, FormError> {
    let mut order = bulk_order();
    change(&mut order);
    acceptance().bulk_form(&order)
}

#[test]
fn vector_1_a_learner_order_with_tax_and_coupon() {
    let form = acceptance().learner_form(&learner_order()).expect("a sound order");

    let text: Vec<String> = form.fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let expected = "\
access_key=f00dfacef00dfacef00dfacef00dface
amount=810.00
consumer_id=ada-lovelace
currency=USD
customer_ip_address=203.0.113.7
item_0_code=courses | course run
item_0_name=Applied Cryptography, Run 3
item_0_quantity=1
item_0_sku=42
item_0_tax_amount=135.00
item_0_unit_price=675.00
line_item_count=1
locale=en-us
merchant_defined_data1=courses | course run
merchant_defined_data2=course-v1:Acme+CRYPTx+R3
merchant_defined_data3=1
merchant_defined_data4=SPRING25
merchant_defined_data5=Acme GmbH
merchant_defined_data6=PO-1815
merchant_defined_data7=purchase_order
override_custom_cancel_page=https://shop.example.com/checkout/
override_custom_receipt_page=https://shop.example.com/dashboard/?status=purchased&purchased=course-v1%3AAcme%2BCRYPTx%2BR3
profile_id=0A1B2C3D-1111-2222-3333-444455556666
reference_number=xpro-b2c-test-1001
signed_date_time=2026-03-01T12:34:56Z
signed_field_names=access_key,amount,consumer_id,currency,customer_ip_address,item_0_code,item_0_name,item_0_quantity,item_0_sku,item_0_tax_amount,item_0_unit_price,line_item_count,locale,merchant_defined_data1,merchant_defined_data2,merchant_defined_data3,merchant_defined_data4,merchant_defined_data5,merchant_defined_data6,merchant_defined_data7,override_custom_cancel_page,override_custom_receipt_page,profile_id,reference_number,signed_date_time,signed_field_names,tax_amount,transaction_type,transaction_uuid,unsigned_field_names
tax_amount=135.00
transaction_type=sale
transaction_uuid=0123456789abcdef0123456789abcdef
unsigned_field_names=
signature=rnyidMyaX1AAatlAe4Ma1+ePBxIOhDACG5mrZTID8nE=";
    assert_eq!(text.join("\n"), expected);
    assert_eq!(form.action.as_str(), "https://testsecureacceptance.cybersource.com/pay");
}

#[test]
fn vector_2_a_bulk_order() {
    // The vector carries the reference's unit price (the total); the form below carries the price of a seat.
    let form = acceptance().bulk_form(&bulk_order()).expect("a sound order");
    let mut fields: Fields = form.fields.iter().cloned().collect();
    fields.insert("item_0_unit_price".to_owned(), "8775.00".to_owned());

    let signed = acceptance().sign(fields);

    let value = |name: &str| signed.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    assert_eq!(value("signature"), Some("JPIDzGFA8z7rvAXGGEIsfY8+ufqUzcGVdn7p9PjZtVc="));
    assert_eq!(
        value("signed_field_names"),
        Some(
            "access_key,amount,currency,item_0_code,item_0_name,item_0_quantity,item_0_sku,item_0_tax_amount,\
             item_0_unit_price,line_item_count,locale,merchant_defined_data1,override_custom_cancel_page,\
             override_custom_receipt_page,profile_id,reference_number,signed_date_time,signed_field_names,\
             transaction_type,transaction_uuid,unsigned_field_names"
        )
    );
}

#[test]
fn seats_are_priced_one_by_one_only_when_exact() {
    let exact = bulk(|_| {}).expect("a sound order");
    let inexact = bulk(|order| order.amount = Money::from_cents(877_501)).expect("a sound order");

    let price = |form: &HostedCheckoutForm| {
        ["item_0_quantity", "item_0_unit_price", "amount"].map(|name| form.value(name).map(str::to_owned))
    };
    assert_eq!(price(&exact), ["10", "877.50", "8775.00"].map(|text| Some(text.to_owned())));
    assert_eq!(price(&inexact), ["1", "8775.01", "8775.01"].map(|text| Some(text.to_owned())));
}

#[test]
fn a_bulk_order_without_contract_says_so() {
    let form = bulk(|order| order.contract_number = None).expect("a sound order");

    assert_eq!(form.value("merchant_defined_data1"), Some(""));
    assert_eq!(form.value("item_0_sku"), Some("enrollment_code-courses | program-7"));
}

#[test]
fn an_unknown_address_is_left_out_and_not_listed() {
    let form = learner(|order| order.customer_ip = None).expect("a sound order");

    assert!(!names(&form).contains(&"customer_ip_address"));
    assert!(!form.value("signed_field_names").expect("listed").contains("customer_ip_address"));
}

#[test]
fn coupon_fields_come_with_a_coupon_only() {
    let without = learner(|order| order.coupon = None).expect("a sound order");
    let bare = CouponFields { code: "C".to_owned(), company: None, payment_transaction: None, payment_type: None };
    let with = learner(|order| order.coupon = Some(bare)).expect("a sound order");

    let data = (4..8).map(|number| format!("merchant_defined_data{number}"));
    let values: Vec<_> = data.map(|name| (without.value(&name), with.value(&name))).collect();
    assert_eq!(values, [(None, Some("C")), (None, Some("")), (None, Some("")), (None, Some(""))]);
}

#[test]
fn texts_are_cut_by_characters_and_hold_no_line_breaks() {
    let form = learner(|order| order.lines[0].name = "ö\n".repeat(150)).expect("a sound order");
    let bulk = bulk(|order| order.description = "é".repeat(300)).expect("a sound order");

    let name = form.value("item_0_name").expect("a name");
    assert_eq!((name.chars().count(), name.contains('\n')), (254, false));
    assert!(name.starts_with("ö ö "));
    assert_eq!(bulk.value("item_0_name").expect("a name").chars().count(), 254);
}

#[test]
fn orders_that_make_no_sense_are_not_signed() {
    let other_total = learner(|order| order.amount = Money::from_cents(81_001));
    let other_tax = learner(|order| order.tax_amount = Money::ZERO);
    let more = learner(|order| order.lines[0].quantity = 2);
    let none = learner(|order| {
        order.lines.clear();
        (order.amount, order.tax_amount) = (Money::ZERO, Money::ZERO);
    });
    let no_lines = learner(|order| order.lines.clear());

    assert_eq!([other_total, other_tax, more, no_lines].map(|form| form.err()), [Some(FormError::TotalsDisagree); 4]);
    assert_eq!(none.err(), Some(FormError::NothingToPay));
    assert_eq!(bulk(|order| order.seats = 0).err(), Some(FormError::Empty));
    assert_eq!(bulk(|order| order.amount = Money::ZERO).err(), Some(FormError::NothingToPay));
}

#[test]
fn several_lines_are_numbered() {
    let form = learner(|order| {
        let second = order.lines[0].clone();
        order.lines.push(FormLine { kind: ItemKind::Program, object_id: 9, ..second });
        (order.amount, order.tax_amount) = (Money::from_cents(162_000), Money::from_cents(27_000));
    })
    .expect("a sound order");

    assert_eq!(form.value("line_item_count"), Some("2"));
    assert_eq!((form.value("item_1_code"), form.value("item_1_sku")), (Some("courses | program"), Some("9")));
    assert_eq!(form.value("merchant_defined_data1"), Some("courses | course run"));
}
