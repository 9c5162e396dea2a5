//! The checkout's pages without scripts: a clear message or a plain 4xx, nothing changed, never a 500.

use crate::world::Shop;
use sqlx::PgPool;

/// "Bad input, named", as far as it concerns buying.
#[sqlx::test(migrations = "../migrations")]
async fn bad_input_is_told_and_changes_nothing(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let buyer = shop.learner("amelia.hart").await;
    for (query, status, message) in [
        ("?product=99999999", 422, "Unknown product: 99999999"),
        ("?product=course-v1:no+such+run", 422, "Unknown product"),
        ("?product=99999999999999999999999999", 422, "Unknown product"),
        ("?product=-1", 422, "Unknown product"),
        ("?product=%00", 400, ""),
        ("?product=%FF", 400, ""),
        ("?preselect=abc&seen=x", 200, "No item in basket"),
    ] {
        let answer = buyer.get(&format!("/checkout/{query}")).await;
        assert_eq!((answer.status, answer.text.contains(message)), (status, true), "{query}: {}", answer.text);
    }
    let product = shop.product().await;
    assert_eq!(buyer.get(&format!("/checkout/?product={product}")).await.location(), "/checkout/");
    for (code, message) in [
        ("EXPIRED20", "This code expired on"),
        ("SAVE250", "This code is for a different course or program."),
        ("NOSUCHCODE", "We do not know this code."),
        ("<script>", "&lt;script&gt;"),
    ] {
        let answer = buyer.post("/checkout/order/", &[("code", code)]).await;
        assert!(answer.text.contains("This could not be applied"), "{}", answer.text);
        assert_eq!((answer.status, answer.text.contains(message)), (422, true), "{code}: {}", answer.text);
    }
    for body in [&b"code=%FF"[..], b"code=\xff", b"code=a%00b"] {
        assert_eq!(buyer.post_raw("/checkout/order/", body).await.status, 400, "{body:?}");
    }
    for path in ["/checkout/order/", "/checkout/pay/", "/api/basket/"] {
        let body = format!("code={}", "a".repeat(400_000));
        let status = buyer.post_raw(path, body).await.status;
        assert!(matches!(status, 405 | 413), "{path}: {status}");
    }
    assert_eq!(
        buyer.post("/checkout/", &[("decision", "CANCEL")]).await.location(),
        "/checkout/",
        "nobody signed that"
    );
    assert_eq!(buyer.post_raw("/dashboard/?status=purchased", vec![0xff; 100]).await.status, 303);
    assert_eq!(
        shop.count(
            "select count(*) from basket where coupon_id is not null and updated_at > now() - interval '1 hour'"
        )
        .await,
        0
    );
}

/// Runs that cannot be bought: over, and taken already.
#[sqlx::test(migrations = "../migrations")]
async fn closed_and_taken_dates_are_told(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let buyer = shop.learner("amelia.hart").await;
    let ended = shop
        .count("select p.id from product p join course_run r on r.id = p.course_run_id where p.is_active and r.end_date < now() order by p.id limit 1")
        .await;
    let answer = buyer.get(&format!("/checkout/?product={ended}")).await;
    assert_eq!(
        (answer.status, answer.text.contains("Enrollment for this offering has closed.")),
        (422, true),
        "{}",
        answer.text
    );

    let product = shop.product().await;
    sqlx::query("insert into run_enrollment (user_id, course_run_id, created_at, updated_at) select u.id, p.course_run_id, now(), now() from users u, product p where u.email = 'amelia.hart@example.com' and p.id = $1")
        .bind(product)
        .execute(&shop.pool)
        .await
        .expect("enrolled");
    buyer.get(&format!("/checkout/?product={product}")).await;
    let page = buyer.get("/checkout/").await;
    assert!(page.text.contains("You are already enrolled in this date"), "{}", page.text);
    let placed = buyer.post("/checkout/pay/", &[("code", "")]).await;
    assert_eq!(placed.status, 422, "{}", placed.text);
    assert_eq!(
        shop.count("select count(*) from payment_attempt where created_at > now() - interval '1 hour'").await,
        0
    );
}

/// A double click, and an order form that another tab made stale.
#[sqlx::test(migrations = "../migrations")]
async fn placing_twice_and_from_a_stale_tab(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let buyer = shop.learner("amelia.hart").await;
    let product = shop.product().await;
    buyer.get(&format!("/checkout/?product={product}")).await;
    let page = buyer.get("/checkout/").await.text;
    let run = shop.text("select course_run_id::text from basket_run b join basket k on k.id = b.basket_id where k.updated_at > now() - interval '1 hour'").await;
    let course = shop.text("select 'run-' || r.course_id from course_run r join basket_run b on b.course_run_id = r.id join basket k on k.id = b.basket_id where k.updated_at > now() - interval '1 hour'").await;
    assert!(page.contains(&format!(r#"name="{course}""#)), "{page}");

    // The total that the payer saw is not the one they would pay.
    let form = |total: &'static str, code: &'static str| {
        vec![
            (course.clone(), run.clone()),
            ("code".into(), code.into()),
            ("checkout_key".into(), "key-1".into()),
            ("seen_total".into(), total.into()),
        ]
    };
    let post = |fields: Vec<(String, String)>| {
        let buyer = &buyer;
        async move {
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            buyer.post("/checkout/pay/", &fields).await
        }
    };
    let stale = post(form("$1.00", "")).await;
    assert!(stale.text.contains("Your order was not placed"), "{}", stale.text);
    assert_eq!(
        (stale.status, stale.text.contains("it was $1.00. Nothing was charged.")),
        (422, true),
        "{}",
        stale.text
    );

    let answers = futures::future::join_all((0..4).map(|_| post(form("$0.00", "FREEPASS")))).await;
    for answer in &answers {
        assert!(
            answer.status == 303 && answer.location().starts_with("/dashboard/?status=purchased&purchased="),
            "{} {}",
            answer.status,
            answer.text
        );
    }
    assert_eq!(shop.count("select count(*) from orders where fulfilled_at > now() - interval '1 hour'").await, 1);
    assert_eq!(buyer.get("/checkout/").await.text.matches("No item in basket").count(), 1);
}
