//! Accounts and tokens at Open edX (courseware.md 2.3 to 2.5).

use crate::world::{AMELIA, World};
use serde_json::json;
use sqlx::PgPool;
use xpro_accounts::jobs::{ProvisionCoursewareUser, RenameCoursewareUser};

const REGISTER: &str = "/user_api/v1/account/registration/";
const TOKEN: &str = "/oauth2/access_token";

#[sqlx::test(migrations = "../migrations")]
async fn an_account_that_is_there_already_lends_its_username(pool: PgPool) {
    let world = World::open(pool).await;
    world.sign_in().await;
    let account = json!({ "username": "AmeliaH", "email": "amelia.hart@example.com", "name": "Amelia" });
    world.order("/control/edx/users", account).await;
    let run = world.buy().await;

    world.work().await;

    assert_eq!(world.held("AmeliaH", &run).await.len(), 1);
    let username = world.text("select username from users where email = 'amelia.hart@example.com'").await;
    assert_eq!((username.as_str(), world.push_state().await.as_str()), ("AmeliaH", "enrolled"));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_username_that_is_taken_here_is_a_matter_for_people(pool: PgPool) {
    let world = World::open(pool).await;
    world.sign_in().await;
    let other = world.text("select username from users where username <> 'amelia-hart' order by id limit 1").await;
    let account = json!({ "username": other, "email": "amelia.hart@example.com", "name": "Amelia" });
    world.order("/control/edx/users", account).await;
    world.buy().await;

    world.work().await;

    assert_eq!(world.push_state().await, "needs_help");
    let username = world.text("select username from users where email = 'amelia.hart@example.com'").await;
    assert_eq!((username.as_str(), world.count("select count(*) from courseware_user").await), (AMELIA, 0));
}

#[sqlx::test(migrations = "../migrations")]
async fn an_account_that_is_gone_is_made_anew(pool: PgPool) {
    let world = World::open(pool).await;
    world.sign_in().await;
    world.buy().await;
    world.work().await;
    world.order("/control/reset?system=openedx", json!({})).await;
    let run = world.buy().await;

    world.work().await;

    assert_eq!((world.push_state().await.as_str(), world.held(AMELIA, &run).await.len()), ("enrolled", 1));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_repeated_provision_makes_no_call_and_a_stale_token_is_refreshed(pool: PgPool) {
    let world = World::open(pool).await;
    let provision = ProvisionCoursewareUser { user_id: world.amelia().await };
    let token = "select access_token from openedx_auth";
    world.enqueue(&provision).await;
    world.work().await;
    let first = world.text(token).await;
    assert_eq!((world.calls("POST", REGISTER).await, world.calls("POST", TOKEN).await), (1, 1));

    world.enqueue(&provision).await;
    world.work().await;
    assert_eq!((world.calls("POST", REGISTER).await, world.calls("POST", TOKEN).await), (1, 1));

    world.execute("update openedx_auth set access_token_expires_at = now()").await;
    world.enqueue(&provision).await;
    world.work().await;
    let second = world.text(token).await;
    assert_eq!((world.calls("POST", TOKEN).await, world.calls("GET", "/auth/login/").await), (2, 1));
    assert_ne!(first, second);

    // A refresh that is refused leads to the dance.
    world.execute("update openedx_auth set access_token_expires_at = now()").await;
    world.fail(json!({ "kind": "status", "code": 500, "path_prefix": TOKEN, "times": 1 })).await;
    world.enqueue(&provision).await;
    world.work().await;
    assert_eq!((world.calls("POST", TOKEN).await, world.calls("GET", "/auth/login/").await), (4, 2));
    assert_ne!(second, world.text(token).await);
    assert_eq!(world.count("select count(*) from session where kind = 'internal'").await, 0, "no session is left over");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_token_that_ended_early_is_replaced(pool: PgPool) {
    let world = World::open(pool).await;
    let user_id = world.amelia().await;
    world.enqueue(&ProvisionCoursewareUser { user_id }).await;
    world.work().await;
    world.order("/control/edx/tokens/expire", json!({ "refresh_too": true })).await;
    world.execute("update users set name = 'Amelia B. Hart' where email = 'amelia.hart@example.com'").await;
    world.enqueue(&RenameCoursewareUser { user_id }).await;

    world.work().await;

    let users = world.known("/control/edx/users").await;
    assert_eq!(users[0]["name"], "Amelia B. Hart");
    assert_eq!(world.count("select count(*) from job where state <> 'done'").await, 0);
}
