//! Basket, checkout and receipt as an API (ecommerce.md 3, 9.3, 9.4).

use crate::world::Shop;
use reqwest::Method;
use serde_json::json;
use sqlx::PgPool;

/// 40 and the table of errors: who may ask, and what is answered to what makes no sense.
#[sqlx::test(migrations = "../migrations")]
async fn strangers_and_nonsense_are_refused(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let stranger = shop.visitor();
    assert_eq!(stranger.get("/api/basket/").await.status, 403);
    assert_eq!(stranger.send(Method::PATCH, "/api/basket/", json!({ "items": [] })).await.status, 403);
    assert_eq!(stranger.send(Method::POST, "/api/checkout/", json!({})).await.status, 403);
    assert_eq!(stranger.get("/api/order_receipt/1/").await.status, 403);

    let buyer = shop.learner("amelia.hart").await;
    assert_eq!(buyer.get("/api/checkout/").await.status, 405);
    assert_eq!(buyer.post_raw("/api/basket/", "x").await.status, 405);
    for (body, code) in [
        (json!({}), "basket.empty_request"),
        (json!([1]), "basket.empty_request"),
        (json!({ "items": [7] }), "basket.items.invalid"),
        (json!({ "items": [{ "product_id": 99_999_999 }] }), "basket.items.unknown_product"),
        (json!({ "items": [{ "product_id": "99999999999999999999999" }] }), "basket.items.unknown_product"),
        (json!({ "items": [{ "product_id": "course-v1:\u{0}" }] }), "basket.items.unknown_product"),
        (json!({ "data_consents": [9998, 9999] }), "basket.consents.unknown"),
    ] {
        let answer = buyer.send(Method::PATCH, "/api/basket/", body.clone()).await;
        assert_eq!((answer.status, answer.json()["codes"][0].clone()), (400, code.into()), "{body}: {}", answer.text);
    }
    for (code, reason) in [("EXPIRED20", "expired"), ("SAVE250", "other_product"), ("no\u{0}pe", "unknown")] {
        let body = json!({ "items": [{ "product_id": shop.product().await }], "coupons": [{ "code": code }] });
        let answer = buyer.send(Method::PATCH, "/api/basket/", body).await;
        assert_eq!((answer.status, answer.json()["reason"].clone()), (400, reason.into()), "{}", answer.text);
    }
    assert_eq!(buyer.send(Method::POST, "/api/checkout/", json!({})).await.json()["codes"][0], "checkout.items.empty");
    for id in ["99999999", "0", "-1", "x", "99999999999999999999999"] {
        assert_eq!(buyer.get(&format!("/api/order_receipt/{id}/")).await.status, 404, "{id}");
    }
}

/// 43, 88, 93, 95: a paid basket as the document and as the signed form.
#[sqlx::test(migrations = "../migrations")]
async fn a_basket_is_told_and_paid(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let buyer = shop.learner("amelia.hart").await;
    let product = shop.product().await;
    let body = json!({ "items": [{ "product_id": product }], "coupons": [{ "code": " welcome10 " }] });
    let put = buyer.send(Method::PUT, "/api/basket/", body).await;
    assert_eq!(put.status, 200, "{}", put.text);
    let basket = buyer.get("/api/basket/").await.json();
    assert_eq!(basket, put.json());
    assert_eq!(
        (&basket["items"][0]["product_id"], &basket["coupons"][0]["code"]),
        (&json!(product), &json!("WELCOME10"))
    );
    assert_eq!(basket["coupons"][0]["amount"], "0.10000");
    assert_eq!(
        basket["items"][0]["courses"][0]["platform"].is_string(),
        basket["items"][0]["courses"][0]["url"].is_string()
    );

    let answer = buyer.send(Method::POST, "/api/checkout/", json!({})).await.json();
    let text_id = basket["items"][0]["readable_id"].as_str().expect("text id");
    let form = &answer["payload"];
    assert_eq!((answer["method"].clone(), form["merchant_defined_data4"].clone()), ("POST".into(), "WELCOME10".into()));
    assert_eq!(form["amount"], basket["totals"]["total"]);
    assert_eq!(form["merchant_defined_data2"], text_id);
    let purchased = text_id.replace(':', "%3A").replace('+', "%2B");
    assert_eq!(
        form["override_custom_receipt_page"],
        format!("{}/dashboard/?status=purchased&purchased={purchased}", shop.url)
    );
    assert_eq!(form["override_custom_cancel_page"], format!("{}/checkout/", shop.url));
    let signed = form["signed_field_names"].as_str().expect("names");
    assert_eq!(
        form.as_object().expect("fields").len(),
        signed.split(',').count() + 1,
        "everything but the signature is signed"
    );
}

/// 90, 91: a free order, by one of several copies of the call.
#[sqlx::test(migrations = "../migrations")]
async fn a_free_basket_is_fulfilled_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let buyer = shop.learner("amelia.hart").await;
    let body = json!({ "items": [{ "product_id": shop.product().await }], "coupons": [{ "code": "FREEPASS" }] });
    assert_eq!(buyer.send(Method::PATCH, "/api/basket/", body).await.status, 200);

    let calls = (0..8).map(|_| buyer.send(Method::POST, "/api/checkout/", json!({})));
    let answers = futures::future::join_all(calls).await;

    let free: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(free.len(), 1, "the others find an empty basket");
    let answer = free[0].json();
    let id = answer["payload"]["transaction_id"].as_str().expect("id").trim_start_matches("T-").to_owned();
    assert_eq!(
        (answer["method"].clone(), answer["payload"]["reference_number"].clone()),
        ("GET".into(), format!("REF-{id}").into())
    );
    assert_eq!(shop.count("select count(*) from orders where fulfilled_at > now() - interval '1 hour'").await, 1);
    let receipt = buyer.get(&format!("/api/order_receipt/{id}/")).await.json();
    assert_eq!((receipt["receipt"].clone(), receipt["lines"][0]["total_paid"].clone()), (json!(null), "0.00".into()));
}
