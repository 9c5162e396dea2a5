//! Data sharing agreements (3.5; cases 50, 62, 71, 86, 87).

use crate::world::{PROGRAM, RUN, build, count, get, patch, refused, sql};
use serde_json::{Value, json};
use sqlx::PgPool;

const COMPANY: &str = "insert into company (name, created_at) values ('Acme GmbH', '2026-01-01');
insert into coupon_payment (name, created_at) values ('acme', '2026-01-01');
insert into coupon_payment_version (payment_id, coupon_type, num_coupon_codes, max_redemptions, max_redemptions_per_user, amount, company_id, created_at) values (5, 'promo', 1, 9, 9, 0.5, 1, '2026-01-01');
insert into coupon (code, payment_id, is_global, created_at, updated_at) values ('ACME', 5, true, '2026-01-01', '2026-01-01');
insert into coupon_version (coupon_id, payment_version_id, created_at) values (5, 5, '2026-01-01');
insert into data_consent_agreement (company_id, content, is_global, created_at) values (1, 'All of it', true, '2026-01-01')";

fn with_code(product: &str) -> Value {
    json!({ "items": [{ "product_id": product }], "coupons": [{ "code": "acme" }] })
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_companys_code_waits_for_its_agreement(pool: PgPool) {
    let (db, ada, bob) = build(&pool).await;
    sql(&pool, COMPANY).await;
    let basket = patch(&db, &ada, with_code(RUN)).await.expect("200");
    let consents = &basket["data_consents"];
    assert_eq!(
        consents[0],
        json!({ "consent_date": null, "id": consents[0]["id"], "company": { "id": 1, "name": "Acme GmbH" }, "consent_text": "All of it" })
    );
    assert_eq!(refused(&db, &ada).await, "checkout.consents.unsigned");

    let id = consents[0]["id"].clone();
    patch(&db, &bob, json!({ "data_consents": [id] })).await.expect("200: somebody else's is left alone");
    assert_eq!(get(&db, &ada).await["data_consents"][0]["consent_date"], json!(null));
    let unknown = patch(&db, &ada, json!({ "data_consents": [9999, 9998] })).await.expect_err("400");
    assert_eq!(unknown["errors"], json!({ "data_consents": ["Unknown consent id(s): 9998,9999"] }));
    let signed = patch(&db, &ada, json!({ "data_consents": [id] })).await.expect("200");
    assert_eq!(signed["data_consents"][0]["consent_date"], "2026-03-01T12:00:00Z");
    assert_eq!(refused(&db, &ada).await, "accepted");

    assert_eq!(
        patch(&db, &ada, json!({ "coupons": [] })).await.expect("200")["data_consents"],
        json!([]),
        "no code, no consent"
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_agreement_about_the_course_goes_before_the_global_one(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    sql(&pool, COMPANY).await;
    sql(
        &pool,
        "insert into data_consent_agreement (company_id, content, created_at) values (1, 'Second only', '2026-01-01');
insert into data_consent_agreement_course (agreement_id, course_id) values (2, 3)",
    )
    .await;
    let text = |basket: &Value| {
        basket["data_consents"]
            .as_array()
            .map(|list| list.iter().map(|one| one["consent_text"].clone()).collect::<Vec<_>>())
    };

    assert_eq!(text(&patch(&db, &ada, with_code(RUN)).await.expect("200")), Some(vec![json!("All of it")]));
    assert_eq!(text(&patch(&db, &ada, with_code(PROGRAM)).await.expect("200")), Some(vec![json!("Second only")]));
    sql(
        &pool,
        "insert into data_consent_agreement (company_id, content, created_at) values (1, 'First too', '2026-01-01');
insert into data_consent_agreement_course (agreement_id, course_id) values (3, 2)",
    )
    .await;
    assert_eq!(
        text(&get(&db, &ada).await),
        Some(vec![json!("Second only"), json!("First too")]),
        "asked for as soon as it exists"
    );
    assert_eq!(count(&pool, "select count(*) from data_consent where user_id = 1").await, 3);
}
