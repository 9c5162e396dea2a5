//! `POST /api/order_fulfillment/` (ecommerce.md 4.5, 4.6, 9.5).

use crate::world::{Fields, Shop};
use futures::future::join_all;
use sqlx::PgPool;

const CALLBACK: &str = "/api/order_fulfillment/";

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// Issue point 10: fifty parallel copies of one callback fulfill one order once.
#[sqlx::test(migrations = "../migrations")]
async fn fifty_parallel_copies_fulfill_one_order_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let buyer = shop.learner("amelia.hart").await;
    let form = buyer.place(shop.product().await).await;
    let notice = shop.notice(&form, "ACCEPT", &[]);
    let gateway = shop.visitor();

    let answers = join_all((0..50).map(|_| async { gateway.post(CALLBACK, &borrowed(&notice)).await.status })).await;

    assert_eq!(answers, [200; 50]);
    assert_eq!(shop.count("select count(*) from orders where fulfilled_at > now() - interval '1 hour'").await, 1);
    assert_eq!(shop.count("select count(*) from job where kind = 'open_enrollments'").await, 1);
    assert_eq!(shop.count("select count(*) from job where kind = 'send_receipt'").await, 1);
    assert_eq!(shop.count("select count(*) from audit_entry where act = 'fulfill_order'").await, 1);
    let verdicts = shop.text("select string_agg(verdict || ' ' || n, ', ' order by verdict) from (select verdict, count(*) as n from inbound_notice group by 1) v").await;
    assert_eq!(verdicts, "applied 1, duplicate 49");
    let order = form["reference_number"].rsplit('-').next().expect("a number");
    let receipt = buyer.get(&format!("/api/order_receipt/{order}/")).await;
    assert_eq!(
        (receipt.status, receipt.json()["receipt"]["card_type"].clone()),
        (200, "Visa".into()),
        "{}",
        receipt.text
    );
}

/// Cases 102 to 104 and "Bad input, named": what nobody we know signed is a 403, kept, and changes nothing.
#[sqlx::test(migrations = "../migrations")]
async fn what_the_gateway_did_not_say_is_refused(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let form = shop.learner("amelia.hart").await.place(shop.product().await).await;
    let gateway = shop.visitor();
    let good = shop.notice(&form, "ACCEPT", &[]);
    let encoded = |fields: &[(String, String)]| serde_urlencoded::to_string(fields).expect("encodes");

    let mut forged = good.clone();
    forged.last_mut().expect("the signature").1 = "AAAA".to_owned();
    let mut changed: Fields = shop.notice(&form, "DECLINE", &[]).into_iter().collect();
    changed.insert("decision".into(), "ACCEPT".into());
    let mut replayed: Vec<(String, String)> = form.clone().into_iter().collect();
    for (name, value) in [("decision", "ACCEPT"), ("reason_code", "100"), ("transaction_id", "1")] {
        replayed.push((name.into(), value.into()));
    }
    let foreign = shop.notice(&form, "ACCEPT", &[("req_access_key", "another")]);
    let bodies: Vec<Vec<u8>> = vec![
        encoded(&forged).into_bytes(),
        encoded(&changed.into_iter().collect::<Vec<_>>()).into_bytes(),
        encoded(&replayed).into_bytes(),
        encoded(&foreign).into_bytes(),
        Vec::new(),
        b"a%00=1&a%00=2".to_vec(),
        b"signed_field_names=%00&signature=x".to_vec(),
        b"decision=\xff\xfe&signature=%FF".to_vec(),
        format!("{}&decision=ACCEPT", encoded(&good)).into_bytes(),
    ];
    let stored = i64::try_from(bodies.len()).expect("few");
    for body in bodies {
        let shown = String::from_utf8_lossy(&body).into_owned();
        assert_eq!(gateway.post_raw(CALLBACK, body).await.status, 403, "{shown}");
    }
    assert_eq!(gateway.post_raw(CALLBACK, vec![b'a'; 100_000]).await.status, 413);
    assert_eq!(gateway.get(CALLBACK).await.status, 405);

    assert_eq!(
        shop.count("select count(*) from inbound_notice where verdict = 'rejected' and reason <> ''").await,
        stored
    );
    assert_eq!(shop.count("select count(*) from payment_receipt r join payment_attempt a on a.id = r.attempt_id where a.created_at > now() - interval '1 hour'").await, 0);
    assert_eq!(gateway.post(CALLBACK, &borrowed(&good)).await.status, 200, "the genuine one still counts");
}

/// Cases 98, 100, 101, 105 to 108: signed, and not simply an acceptance.
#[sqlx::test(migrations = "../migrations")]
async fn signed_news_moves_the_order_only_where_it_may(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let buyer = shop.learner("amelia.hart").await;
    let form = buyer.place(shop.product().await).await;
    let gateway = shop.visitor();
    let status =
        || shop.text("select status || coalesce(' ' || needs_review, '') from orders order by id desc limit 1");
    let verdict = || shop.text("select verdict from inbound_notice order by id desc limit 1");

    for (change, expected) in [
        (("req_reference_number", "xpro-b2c-production-1"), "unknown"),
        (("req_reference_number", "xpro-b2c-dev-NaN"), "unknown"),
        (("req_reference_number", "xpro-bulk-dev-1"), "unknown"),
        (("req_transaction_uuid", "00000000000000000000000000000000"), "unknown"),
    ] {
        let notice = shop.notice(&form, "ACCEPT", &[change]);
        assert_eq!(gateway.post(CALLBACK, &borrowed(&notice)).await.status, 200, "{change:?}");
        assert_eq!((verdict().await.as_str(), status().await.as_str()), (expected, "created"), "{change:?}");
    }
    let dashboard =
        format!("/dashboard/?status=purchased&purchased={}", form["merchant_defined_data2"].replace('+', "%2B"));
    assert!(buyer.get(&dashboard).await.text.contains("We are waiting for the payment provider"));
    let partial =
        shop.notice(&form, "ACCEPT", &[("transaction_id", "0"), ("auth_amount", "0.01"), ("reason_code", "110")]);
    assert_eq!(gateway.post(CALLBACK, &borrowed(&partial)).await.status, 200);
    assert_eq!(
        (verdict().await.as_str(), status().await.as_str()),
        ("needs_review", "created Only part of the amount was approved.")
    );
    let page = buyer.get(&dashboard).await.text;
    assert!(page.contains("a person has to look at it") && !page.contains("http-equiv"), "{page}");

    let form = buyer.place(shop.product().await).await;
    let declined = shop.notice(&form, "DECLINE", &[("transaction_id", "1")]);
    assert_eq!(gateway.post(CALLBACK, &borrowed(&declined)).await.status, 200);
    assert_eq!(status().await, "failed");
    let accepted = shop.notice(&form, "ACCEPT", &[("transaction_id", "2")]);
    assert_eq!(gateway.post(CALLBACK, &borrowed(&accepted)).await.status, 200);
    assert_eq!(status().await, "fulfilled");
    for (late, expected) in [
        (declined, "duplicate"),
        (accepted, "duplicate"),
        (shop.notice(&form, "CANCEL", &[("transaction_id", "3")]), "needs_review"),
    ] {
        assert_eq!(gateway.post(CALLBACK, &borrowed(&late)).await.status, 200);
        assert_eq!((verdict().await.as_str(), status().await.as_str()), (expected, "fulfilled"));
    }
}
