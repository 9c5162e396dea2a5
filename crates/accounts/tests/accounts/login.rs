//! Signing in (13.1).

use crate::world::{EMAIL, PASSWORD, World, token_of};
use sqlx::PgPool;
use time::Duration;
use xpro_accounts::{
    AccountSettings,
    auth::{self, ATTEMPT_EXPIRED, AuthError, AuthState},
    password::Password,
};

#[sqlx::test(migrations = "../../migrations")]
async fn email_then_password_signs_in_and_remembers_next(pool: PgPool) {
    let world = World::new(pool);
    world.registered(EMAIL).await;

    let asked = auth::start_login(&world.call(), "SALLY@Example.com", Some("/next/url")).await.expect("understood");
    assert_eq!(
        (asked.state, asked.name.as_deref(), asked.signed_in),
        (AuthState::LoginPassword, Some("Sally Smith"), None)
    );
    let token = token_of(&asked, AuthState::LoginPassword);
    let done = auth::login_with_password(&world.call(), &token, &Password::from(PASSWORD)).await.expect("understood");

    assert_eq!((done.state, done.next.as_deref(), done.attempt_token), (AuthState::Success, Some("/next/url"), None));
    assert!(done.signed_in.is_some());
    assert_eq!(
        world.count("select count(*) from audit_entry where act = 'sign_in'").await,
        2,
        "registration and login"
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_wrong_password_keeps_the_attempt_for_the_right_one(pool: PgPool) {
    let world = World::new(pool);
    world.registered(EMAIL).await;
    let token = world.asked_for_password(EMAIL).await;

    let wrong =
        auth::login_with_password(&world.call(), &token, &Password::from("wrong horse 1")).await.expect("understood");
    assert_eq!((wrong.state, wrong.signed_in), (AuthState::Error, None));
    assert!(wrong.field_errors.contains_key("password"));
    assert_eq!(wrong.attempt_token.as_ref().map(|token| token.as_str()), Some(token.as_str()));

    let right = auth::login_with_password(&world.call(), &token, &Password::from(PASSWORD)).await.expect("understood");
    assert_eq!((right.state, right.next), (AuthState::Success, None));
    let again = auth::login_with_password(&world.call(), &token, &Password::from(PASSWORD)).await.expect("understood");
    assert_eq!((again.state, again.code), (AuthState::Error, Some(ATTEMPT_EXPIRED)), "an attempt signs in once");
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_unknown_address_is_told_so_and_leaves_nothing(pool: PgPool) {
    let world = World::new(pool);

    let outcome = auth::start_login(&world.call(), EMAIL, None).await.expect("understood");

    assert_eq!((outcome.state, outcome.attempt_token), (AuthState::RegisterRequired, None));
    assert!(outcome.field_errors.contains_key("email"));
    assert_eq!(world.count("select (select count(*) from users) + (select count(*) from auth_attempt)").await, 0);
    assert!(
        matches!(auth::start_login(&world.call(), "no address", None).await, Err(AuthError::Invalid(errors)) if errors.contains_key("email"))
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn foreign_targets_are_forgotten(pool: PgPool) {
    let world = World::new(pool);
    world.registered(EMAIL).await;

    for next in
        ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example", "/\n/evil.example"]
    {
        let token = token_of(
            &auth::start_login(&world.call(), EMAIL, Some(next)).await.expect("understood"),
            AuthState::LoginPassword,
        );
        let done =
            auth::login_with_password(&world.call(), &token, &Password::from(PASSWORD)).await.expect("understood");
        assert_eq!((done.state, done.next), (AuthState::Success, None), "{next}");
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn unknown_expired_and_foreign_attempts_are_refused_alike(pool: PgPool) {
    let world = World::new(pool);
    world.registered(EMAIL).await;
    let expired = |outcome: auth::AuthOutcome| {
        assert_eq!(
            (outcome.state, outcome.code, outcome.attempt_token),
            (AuthState::Error, Some(ATTEMPT_EXPIRED), None)
        )
    };

    expired(
        auth::login_with_password(&world.call(), "0".repeat(32).as_str(), &Password::from(PASSWORD))
            .await
            .expect("understood"),
    );

    let token = world.asked_for_password(EMAIL).await;
    world.later(Duration::hours(24));
    expired(auth::login_with_password(&world.call(), &token, &Password::from(PASSWORD)).await.expect("understood"));

    let here = xpro_accounts::Call { browser: Some("my browser"), ..world.call() };
    let token = token_of(&auth::start_login(&here, EMAIL, None).await.expect("understood"), AuthState::LoginPassword);
    expired(auth::login_with_password(&world.call(), &token, &Password::from(PASSWORD)).await.expect("understood"));
    let done = auth::login_with_password(&here, &token, &Password::from(PASSWORD)).await.expect("understood");
    assert_eq!(done.state, AuthState::Success);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_short_password_is_malformed_and_leaves_the_attempt(pool: PgPool) {
    let world = World::new(pool);
    world.registered(EMAIL).await;
    let token = world.asked_for_password(EMAIL).await;

    let short = auth::login_with_password(&world.call(), &token, &Password::from("1234567")).await;

    assert!(matches!(short, Err(AuthError::Invalid(errors)) if errors.contains_key("password")));
    let done = auth::login_with_password(&world.call(), &token, &Password::from(PASSWORD)).await.expect("understood");
    assert_eq!(done.state, AuthState::Success);
}

#[sqlx::test(migrations = "../../migrations")]
async fn somebody_who_stopped_after_the_details_carries_on_there(pool: PgPool) {
    let world = World::new(pool);
    world.detailed(EMAIL).await;

    let outcome = world.login(EMAIL, PASSWORD).await;
    let token = token_of(&outcome, AuthState::RegisterExtra);
    assert_eq!(outcome.signed_in, None);
    let done = auth::submit_extra(&world.call(), &token, &crate::world::profile()).await.expect("understood");

    assert_eq!(done.state, AuthState::Success);
    assert!(done.signed_in.is_some());
}

#[sqlx::test(migrations = "../../migrations")]
async fn pending_people_become_active_but_deactivated_ones_do_not(pool: PgPool) {
    let world = World::new(pool);
    world.registered(EMAIL).await;
    world.execute("update users set is_active = false; ").await;
    world.execute("update job set state = 'done', finished_at = now() where kind = 'provision_courseware_user'").await;

    assert_eq!(world.login(EMAIL, PASSWORD).await.state, AuthState::Success);
    assert_eq!(world.count("select count(*) from users where is_active").await, 1);
    assert_eq!(world.job_count("provision_courseware_user").await, 2, "the courseware account follows the activation");

    world.execute("update users set is_active = false, deactivated_at = now(), deactivated_reason = 'fraud'").await;
    let outcome = world.login(EMAIL, PASSWORD).await;
    assert_eq!((outcome.state, outcome.attempt_token, outcome.signed_in), (AuthState::Inactive, None, None));
    assert_eq!(world.count("select count(*) from users where is_active").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_export_check_blocks_whenever_its_latest_word_is_no(pool: PgPool) {
    let world = World::new(pool);
    world.registered(EMAIL).await;

    for status in ["denied", "unknown"] {
        world.execute(&format!("update users set compliance_status = '{status}'")).await;
        let outcome = world.login(EMAIL, PASSWORD).await;
        assert_eq!(
            (outcome.state, outcome.attempt_token, outcome.signed_in),
            (AuthState::UserBlocked, None, None),
            "{status}"
        );
    }
    world.execute("update users set compliance_status = 'manually_approved'").await;
    assert_eq!(world.login(EMAIL, PASSWORD).await.state, AuthState::Success);
}

#[sqlx::test(migrations = "../../migrations")]
async fn people_without_a_usable_password_are_refused_like_a_wrong_one(pool: PgPool) {
    let world = World::new(pool);
    world.registered(EMAIL).await;
    world.execute("update users set password_hash = null").await;

    let outcome = world.login(EMAIL, PASSWORD).await;

    assert_eq!(outcome.state, AuthState::Error);
    assert!(outcome.field_errors.contains_key("password"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_hash_of_the_former_site_is_replaced_on_sign_in(pool: PgPool) {
    let world = World::new(pool);
    world.registered(EMAIL).await;
    // The digest of "demo-pass-1" with this salt and count.
    world.execute("update users set password_hash = 'pbkdf2_sha256$1000$seasalt$Q+B0jGWNKmQbCtqxLHaEHmDh5OtLacZ4sArinSSAmjI='").await;

    assert_eq!(world.login(EMAIL, "demo-pass-1").await.state, AuthState::Success);

    assert_eq!(world.count("select count(*) from users where password_hash like '$argon2id$%'").await, 1);
    assert_eq!(world.login(EMAIL, "demo-pass-1").await.state, AuthState::Success);
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_name_can_be_kept_back(pool: PgPool) {
    let mut world = World::new(pool);
    world.registered(EMAIL).await;
    world.settings = AccountSettings { greets_by_name: false, ..AccountSettings::default() };

    let asked = auth::start_login(&world.call(), EMAIL, None).await.expect("understood");

    assert_eq!((asked.state, asked.name), (AuthState::LoginPassword, None));
}
