//! Resetting and changing the password (13.4).

use crate::world::{EMAIL, PASSWORD, World};
use sqlx::PgPool;
use time::Duration;
use xpro_accounts::{
    account::{
        PasswordChangeError, PasswordResetError, change_password, confirm_password_reset, request_password_reset,
        reset_uid,
    },
    auth::{self, AuthState},
    password::Password,
    session::load_learner,
};
use xpro_kernel::UserId;

const NEW: &str = "better horse 2";

/// uid and token of the newest reset letter.
async fn reset_link(world: &World) -> (String, String) {
    let link = world.mailed_link("password_reset").await;
    let mut parts =
        link.strip_prefix("https://shop.example/signin/forgot-password/confirm/").expect("the page").split('/');
    (parts.next().expect("uid").to_owned(), parts.next().expect("token").to_owned())
}

async fn reset(world: &World, uid: &str, token: &str, new: &str, repeated: &str) -> Result<(), PasswordResetError> {
    confirm_password_reset(&world.call(), uid, token, &Password::from(new), &Password::from(repeated)).await
}

fn field(result: Result<(), PasswordResetError>) -> &'static str {
    match result {
        Err(PasswordResetError::Invalid(errors)) => errors.into_keys().next().expect("a field"),
        other => panic!("expected a refusal, got {other:?}"),
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_mailed_link_sets_a_new_password_and_ends_every_session(pool: PgPool) {
    let world = World::new(pool);
    let claim = world.registered(EMAIL).await;
    request_password_reset(&world.call(), "Sally@Example.com").await.expect("understood");
    let (uid, token) = reset_link(&world).await;
    assert_eq!(uid, reset_uid(claim.user_id));

    assert_eq!(field(reset(&world, &uid, &token, NEW, "other horse 2").await), "non_field_errors");
    assert_eq!(field(reset(&world, &uid, &token, "password", "password").await), "new_password");
    assert_eq!(field(reset(&world, &uid, "0".repeat(32).as_str(), NEW, NEW).await), "token");
    for bad in ["", "!", "OTk5OTk5", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"] {
        assert_eq!(field(reset(&world, bad, &token, NEW, NEW).await), "uid");
    }
    reset(&world, &uid, &token, NEW, NEW).await.expect("reset");

    assert_eq!(world.login(EMAIL, PASSWORD).await.state, AuthState::Error);
    assert_eq!(world.login(EMAIL, NEW).await.state, AuthState::Success);
    assert_eq!(field(reset(&world, &uid, &token, NEW, NEW).await), "token");
    let mut conn = world.db.read().await.expect("a connection");
    assert_eq!(load_learner(&mut conn, &claim).await.expect("a query"), None, "the old session is over");
    assert_eq!(world.count("select count(*) from mail_message where template = 'password_changed_notice'").await, 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn nobody_learns_whether_an_account_exists(pool: PgPool) {
    let world = World::new(pool);
    world.registered(EMAIL).await;
    world.execute("update users set is_active = false, deactivated_at = now()").await;

    request_password_reset(&world.call(), EMAIL).await.expect("the same answer");
    request_password_reset(&world.call(), "nobody@example.com").await.expect("the same answer");

    assert_eq!(world.count("select count(*) from mail_message where template = 'password_reset'").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_link_dies_on_sign_in_and_after_three_days(pool: PgPool) {
    let world = World::new(pool);
    world.registered(EMAIL).await;

    request_password_reset(&world.call(), EMAIL).await.expect("understood");
    let (uid, token) = reset_link(&world).await;
    assert_eq!(world.login(EMAIL, PASSWORD).await.state, AuthState::Success);
    assert_eq!(field(reset(&world, &uid, &token, NEW, NEW).await), "token");

    request_password_reset(&world.call(), EMAIL).await.expect("understood");
    let (uid, token) = reset_link(&world).await;
    world.later(Duration::days(3));
    assert_eq!(field(reset(&world, &uid, &token, NEW, NEW).await), "token");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_link_belongs_to_one_person(pool: PgPool) {
    let world = World::new(pool);
    world.registered(EMAIL).await;
    let mallory = world.registered("mallory@example.com").await;
    request_password_reset(&world.call(), EMAIL).await.expect("understood");
    let (_, token) = reset_link(&world).await;

    assert_eq!(field(reset(&world, &reset_uid(mallory.user_id), &token, NEW, NEW).await), "token");
    assert_eq!(field(reset(&world, &reset_uid(UserId(999_999)), &token, NEW, NEW).await), "uid");
}

#[sqlx::test(migrations = "../../migrations")]
async fn changing_it_keeps_this_session_and_ends_the_others(pool: PgPool) {
    let world = World::new(pool);
    let learner = world.learner(EMAIL).await;
    let other = world.login(EMAIL, PASSWORD).await.signed_in.expect("signed in");
    let half_done = world.asked_for_password(EMAIL).await;
    let change = async |current: &str, new: &str| {
        change_password(&world.call(), &learner, &Password::from(current), &Password::from(new)).await
    };

    assert!(
        matches!(change("wrong horse 1", NEW).await, Err(PasswordChangeError::Invalid(errors)) if errors.contains_key("current_password"))
    );
    assert!(
        matches!(change(PASSWORD, "pass1").await, Err(PasswordChangeError::Invalid(errors)) if errors.contains_key("new_password"))
    );
    let claim = change(PASSWORD, NEW).await.expect("changed");

    let mut conn = world.db.read().await.expect("a connection");
    assert_eq!(load_learner(&mut conn, &claim).await.expect("a query"), Some(learner));
    assert_eq!(load_learner(&mut conn, &other).await.expect("a query"), None);
    let stale = auth::login_with_password(&world.call(), &half_done, &Password::from(NEW)).await.expect("understood");
    assert_eq!(stale.code, Some(auth::ATTEMPT_EXPIRED), "sign-ins begun before are over");
    assert_eq!(world.login(EMAIL, NEW).await.state, AuthState::Success);
}
