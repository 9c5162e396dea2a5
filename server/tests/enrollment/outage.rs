//! Open edX is down, slow or talks nonsense, and the power fails: whoever has paid is enrolled in the end, once.

use crate::world::{AMELIA, World};
use serde_json::json;
use sqlx::PgPool;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const ENROLL: &str = "/api/enrollment/v1/enrollment";

fn professional() -> Vec<(String, bool)> {
    vec![("no-id-professional".to_owned(), true)]
}

#[sqlx::test(migrations = "../migrations")]
async fn who_pays_during_an_outage_and_a_crash_is_enrolled_once(pool: PgPool) {
    let world = World::open(pool).await;
    world.sign_in().await;
    world.fail(json!({ "kind": "status", "code": 500 })).await;

    // Paid, and the process dies before anything else happens.
    let run = world.buy().await;
    assert_eq!(world.calls("POST", "/").await, 0, "no request of a person waits for Open edX");
    assert!(world.dashboard().await.contains("Paid. Your access is being set up."));

    // The next process asks in vain.
    world.work().await;
    assert_eq!((world.push_state().await.as_str(), world.held(AMELIA, &run).await), ("pending", vec![]));
    assert!(world.dashboard().await.contains("We try again on"));

    // One more dies while it asks: Open edX has heard it, and nobody has heard Open edX.
    world.heal().await;
    let slow = json!({ "kind": "delay", "ms": 600_000, "when": "after", "method": "POST", "path_prefix": ENROLL });
    world.fail(slow).await;
    world.execute("update job set run_at = now() where state = 'queued'").await;
    let killed = tokio::spawn(world.worker().await.run(CancellationToken::new()));
    let heard = async { while world.held(AMELIA, &run).await.is_empty() {} };
    tokio::time::timeout(Duration::from_secs(60), heard).await.expect("Open edX hears it");
    killed.abort();
    assert!(killed.await.expect_err("killed").is_cancelled());
    assert_eq!(world.push_state().await, "pending");

    // Its job comes back once the lease has run out.
    world.heal().await;
    world.execute("update job set locked_until = now() - interval '1 second' where state = 'running'").await;
    world.work().await;

    assert_eq!((world.push_state().await.as_str(), world.held(AMELIA, &run).await), ("enrolled", professional()));
    assert!(!world.dashboard().await.contains("being set up"));
    let pushes = world.count("select count(*) from job where kind = 'push_enrollment'").await;
    let enrollments = world.count("select count(*) from run_enrollment").await;
    let doubles = "select count(*) - count(distinct recipient) from mail_message where template like '%receipt%'";
    assert_eq!((pushes, enrollments, world.count(doubles).await), (1, 1, 0));
    assert_eq!(world.count("select count(*) from job where state in ('queued', 'running', 'failed')").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn every_kind_of_trouble_passes(pool: PgPool) {
    let world = World::open(pool).await;
    world.sign_in().await;
    for trouble in [
        json!({ "kind": "garbage" }),
        json!({ "kind": "garbage", "shape": "truncated" }),
        json!({ "kind": "drop" }),
        json!({ "kind": "drop", "when": "after" }),
        json!({ "kind": "status", "code": 429 }),
        json!({ "kind": "duplicate" }),
    ] {
        world.fail(trouble.clone()).await;
        let run = world.buy().await;
        world.work().await;
        if trouble["kind"] != "duplicate" {
            assert_eq!(world.push_state().await, "pending", "{trouble}");
        }
        world.heal().await;
        world.work().await;

        assert_eq!(world.push_state().await, "enrolled", "{trouble}");
        assert_eq!(world.held(AMELIA, &run).await, professional(), "{trouble}");
    }
    assert_eq!(world.count("select count(*) from mail_message where template = 'enrollment_error'").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_open_edx_refuses_needs_help_and_is_asked_for_again_by_the_schedule(pool: PgPool) {
    let world = World::open(pool).await;
    world.sign_in().await;
    world.fail(json!({ "kind": "status", "code": 403, "path_prefix": ENROLL })).await;
    let run = world.buy().await;
    world.work().await;

    assert_eq!(world.push_state().await, "needs_help");
    assert!(world.dashboard().await.contains("Support is on it"));

    // Half an hour later, twice: the first time in vain.
    for heals in [false, true] {
        world.execute("update run_enrollment set created_at = now() - interval '6 minutes'").await;
        world.execute("update schedule set next_run_at = now() where name = 'retry_enrollments'").await;
        if heals {
            world.heal().await;
        }
        world.work().await;
    }

    assert_eq!((world.push_state().await.as_str(), world.held(AMELIA, &run).await), ("enrolled", professional()));
    let mails = world.count("select count(*) from mail_message where template = 'enrollment_error'").await;
    let failed = world.count("select count(*) from job where state = 'failed'").await;
    assert_eq!((mails, failed), (1, 0), "support was told once, and no failure is left over");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refusal_of_what_is_held_already_is_a_success(pool: PgPool) {
    let world = World::open(pool).await;
    world.sign_in().await;
    let lost = json!({ "kind": "status", "code": 403, "method": "POST", "path_prefix": ENROLL, "when": "after" });
    world.fail(lost).await;
    let run = world.buy().await;

    world.work().await;

    assert_eq!((world.push_state().await.as_str(), world.held(AMELIA, &run).await), ("enrolled", professional()));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_run_without_the_professional_mode_is_entered_in_audit(pool: PgPool) {
    let world = World::open(pool).await;
    world.sign_in().await;
    for wording in ["expired", "specified"] {
        let run = world.buy().await;
        world.order("/control/edx/courses", json!({ "key": run, "modes": ["audit"], "mode_refusal": wording })).await;

        world.work().await;

        assert_eq!(world.held(AMELIA, &run).await, [("audit".to_owned(), true)], "{wording}");
        assert_eq!(world.text("select edx_mode from run_enrollment order by id desc limit 1").await, "audit");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_notice_that_could_not_be_dealt_with_is_dealt_with_later(pool: PgPool) {
    let world = World::open(pool).await;
    world.sign_in().await;
    let (run, page) = world.place().await;
    world.execute("alter table job rename to job_away").await;
    world.pay(&page).await;
    world.execute("alter table job_away rename to job").await;
    assert_eq!(world.text("select status from orders").await, "created");
    assert_eq!(world.text("select verdict from inbound_notice").await, "received");

    world.execute("update inbound_notice set received_at = now() - interval '2 minutes'").await;
    // The first look only sets the schedules up.
    world.work().await;
    world.execute("update schedule set next_run_at = now() where name = 'replay_notices'").await;
    world.work().await;

    assert_eq!(world.text("select verdict from inbound_notice").await, "applied");
    assert_eq!(world.text("select status from orders").await, "fulfilled");
    assert_eq!(world.held(AMELIA, &run).await, professional());
}
