//! Which country taxes (9.2).

use crate::world::{NOW, RUN, build, put, sql};
use sqlx::PgPool;
use std::net::IpAddr;
use xpro_commerce::basket::load_basket;
use xpro_kernel::Learner;
use xpro_platform::db::Database;

const BLOCKS: &str = "insert into tax_rate (country_code, rate, name, active) values ('DE', 19, 'VAT', true), ('FR', 20, 'TVA', false);
insert into ip_block (network, country_code) values ('192.0.2.0/24', 'US'), ('198.51.100.0/24', 'DE'), ('203.0.113.0/24', 'IN'), ('203.0.113.128/25', 'DE'), ('::c633:6400/120', 'FR')";

async fn tax(db: &Database, learner: &Learner, ip: &str, force: bool) -> (Option<String>, String, String) {
    let ip: Option<IpAddr> = ip.parse().ok();
    let mut conn = db.read().await.expect("connection");
    let quote = load_basket(&mut conn, learner, ip, force, NOW).await.expect("basket").quote.expect("quote");
    (quote.tax_rate.country, quote.tax_rate.percent.normalize().to_string(), quote.total.to_string())
}

/// 28 to 36. Ada lives in the United States, which do not tax; Bob in India, which does. The run costs 949.95.
#[sqlx::test(migrations = "../../migrations")]
async fn where_people_are_goes_before_where_they_live(pool: PgPool) {
    let (db, ada, bob) = build(&pool).await;
    sql(&pool, BLOCKS).await;
    for learner in [&ada, &bob] {
        put(&db, learner, RUN, None).await.expect("put");
    }
    let (us, germany, india) = (("US", "0", "949.95"), ("DE", "19", "1130.44"), ("IN", "18", "1120.94"));
    for (who, ip, force, expected) in [
        (&bob, "203.0.113.7", false, india),
        (&bob, "192.0.2.1", false, india),
        (&ada, "198.51.100.9", false, germany),
        (&bob, "198.51.100.9", false, germany),
        (&ada, "192.0.2.1", false, us),
        (&bob, "198.51.100.9", true, india),
        (&ada, "", false, us),
        (&bob, "10.0.0.1", false, india),
        (&bob, "203.0.113.200", false, india),
        (&bob, "::c633:6409", false, india),
        (&bob, "::ffff:198.51.100.9", false, germany),
    ] {
        let (country, percent, total) = tax(&db, who, ip, force).await;
        assert_eq!(
            (country.as_deref(), percent.as_str(), total.as_str()),
            (Some(expected.0), expected.1, expected.2),
            "{} at {ip:?}, forced {force}",
            who.username
        );
    }
    sql(&pool, "update tax_rate set active = false where country_code = 'IN'").await;
    assert_eq!(tax(&db, &bob, "203.0.113.7", false).await.1, "0", "an inactive rate is none");
}
