//! Demo people (10.2).

use crate::world::World;
use sqlx::PgPool;
use xpro_accounts::{
    auth::AuthState,
    seed::{DEMO_LEARNER, DEMO_PASSWORD, DemoReport, upsert_demo_people},
    session::load_staff,
};

#[sqlx::test(migrations = "../../migrations")]
async fn demo_people_are_made_once_and_can_sign_in(pool: PgPool) {
    let world = World::new(pool);
    for expected in [DemoReport { created: 46, kept: 0 }, DemoReport { created: 0, kept: 46 }] {
        let mut tx = world.tx().await;
        let report = upsert_demo_people(&mut tx, world.db.now()).await.expect("seeded");
        tx.commit().await.expect("committed");
        assert_eq!(report, expected);
    }

    assert_eq!(world.count("select count(*) from users").await, 41);
    assert_eq!(world.count("select count(*) from email_change").await, 2);
    assert_eq!(world.count("select count(*) from email_change where expires_at > '2026-03-02 09:00Z'").await, 1);
    assert_eq!(world.count("select count(*) from blocked_email").await, 3);
    assert_eq!(world.count("select count(distinct password_hash) from users").await, 1, "hashed once");
    for (email, state) in [
        (DEMO_LEARNER, AuthState::Success),
        ("admin@example.com", AuthState::Success),
        ("derek.stone@example.com", AuthState::RegisterExtra),
        ("boris.denyer@example.com", AuthState::UserBlocked),
        ("maya.approva@example.com", AuthState::Success),
        ("dennis.gone@example.com", AuthState::Inactive),
        ("retired_email_1f3a@example.com", AuthState::Error),
    ] {
        assert_eq!(world.login(email, DEMO_PASSWORD).await.state, state, "{email}");
    }
    let claim = world.login("support@example.com", DEMO_PASSWORD).await.signed_in.expect("signed in");
    let staff =
        load_staff(&mut world.db.read().await.expect("a connection"), &claim).await.expect("a query").expect("staff");
    assert!(staff.may("orders.view") && !staff.may("coupons.add") && !staff.is_superuser);
}
