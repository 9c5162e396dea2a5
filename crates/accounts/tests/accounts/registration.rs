//! Registering (13.2).

use crate::world::{EMAIL, PASSWORD, World, details, profile, token_of};
use sqlx::PgPool;
use time::Duration;
use xpro_accounts::{
    account::block_email,
    auth::{self, ATTEMPT_EXPIRED, AuthError, AuthState, Details},
    password::Password,
    person::{AddressInput, ProfileInput},
};
use xpro_kernel::System;

#[sqlx::test(migrations = "../../migrations")]
async fn the_whole_way_makes_an_active_person_with_everything(pool: PgPool) {
    let world = World::new(pool);

    let started = auth::start_registration(&world.call(), "Sally@Example.com", Some("/checkout/"), None)
        .await
        .expect("understood");
    assert_eq!(
        (started.state, started.attempt_token),
        (AuthState::RegisterConfirmSent, None),
        "the token travels in the letter only"
    );
    assert_eq!(world.count("select count(*) from users").await, 0);
    let (token, code) = world.verification_link().await;

    let token = token_of(
        &auth::confirm_email(&world.call(), &token, &code).await.expect("understood"),
        AuthState::RegisterDetails,
    );
    let token = token_of(
        &auth::submit_details(&world.call(), &token, &details()).await.expect("understood"),
        AuthState::RegisterExtra,
    );
    assert_eq!(world.count("select count(*) from users where is_active and username = 'sally-smith' and email = 'sally@example.com'").await, 1);
    assert_eq!(world.count("select count(*) from legal_address where state_or_territory = 'US-CO' and street_address_1 = 'Main Street'").await, 1);
    assert_eq!(world.count("select count(*) from profile where gender = ''").await, 1);
    assert_eq!(world.job_count("provision_courseware_user").await, 1);

    let done = auth::submit_extra(&world.call(), &token, &profile()).await.expect("understood");
    assert_eq!((done.state, done.next.as_deref()), (AuthState::Success, Some("/checkout/")));
    assert!(done.signed_in.is_some());
    assert_eq!(world.count("select count(*) from profile where gender = 'f' and birth_year = 1990").await, 1);
    assert_eq!(world.count("select count(*) from users where last_login is not null").await, 1);
    assert_eq!(world.login(EMAIL, PASSWORD).await.state, AuthState::Success);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_link_works_once_and_then_says_what_became_of_it(pool: PgPool) {
    let world = World::new(pool);
    auth::start_registration(&world.call(), EMAIL, None, None).await.expect("understood");
    let (token, code) = world.verification_link().await;
    let details_token = token_of(
        &auth::confirm_email(&world.call(), &token, &code).await.expect("understood"),
        AuthState::RegisterDetails,
    );

    let again = auth::confirm_email(&world.call(), &token, &code).await.expect("understood");
    assert_eq!((again.state, again.attempt_token), (AuthState::InvalidLink, None));

    auth::submit_details(&world.call(), &details_token, &details()).await.expect("understood");
    let once_more = auth::confirm_email(&world.call(), &token, &code).await.expect("understood");
    assert_eq!((once_more.state, once_more.attempt_token), (AuthState::ExistingAccount, None));
}

#[sqlx::test(migrations = "../../migrations")]
async fn codes_of_others_unknown_codes_and_old_links_are_invalid(pool: PgPool) {
    let world = World::new(pool);
    auth::start_registration(&world.call(), "mallory@example.com", None, None).await.expect("understood");
    let (_, foreign_code) = world.verification_link().await;
    auth::start_registration(&world.call(), EMAIL, None, None).await.expect("understood");
    let (token, code) = world.verification_link().await;

    for (token, code) in [
        (token.as_str(), foreign_code.as_str()),
        (&token, "0".repeat(32).as_str()),
        ("0".repeat(32).as_str(), &code),
        ("", ""),
        (&code, &token),
    ] {
        assert_eq!(
            auth::confirm_email(&world.call(), token, code).await.expect("understood").state,
            AuthState::InvalidLink
        );
    }
    world.later(Duration::hours(24));
    assert_eq!(
        auth::confirm_email(&world.call(), &token, &code).await.expect("understood").state,
        AuthState::InvalidLink
    );
    assert_eq!(
        world.count("select count(*) from email_verification where used_at is not null").await,
        0,
        "nothing was used up"
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_link_opened_after_the_account_was_made_elsewhere_leads_to_sign_in(pool: PgPool) {
    let world = World::new(pool);
    auth::start_registration(&world.call(), EMAIL, None, None).await.expect("understood");
    let (old_token, old_code) = world.verification_link().await;
    world.registered(EMAIL).await;

    let outcome = auth::confirm_email(&world.call(), &old_token, &old_code).await.expect("understood");

    assert_eq!(outcome.state, AuthState::ExistingAccount);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_known_address_is_asked_for_its_password(pool: PgPool) {
    let world = World::new(pool);
    world.registered(EMAIL).await;
    let letters = world.count("select count(*) from mail_message").await;

    let outcome = auth::start_registration(&world.call(), EMAIL, Some("/next/"), None).await.expect("understood");
    let token = token_of(&outcome, AuthState::LoginPassword);
    assert!(outcome.errors.iter().any(|error| error.contains("password")));
    assert_eq!(world.count("select count(*) from mail_message").await, letters);

    let done = auth::login_with_password(&world.call(), &token, &Password::from(PASSWORD)).await.expect("understood");
    assert_eq!((done.state, done.next.as_deref()), (AuthState::Success, Some("/next/")));
}

#[sqlx::test(migrations = "../../migrations")]
async fn blocked_addresses_may_not_begin(pool: PgPool) {
    let world = World::new(pool);
    let mut tx = world.tx().await;
    assert!(block_email(&mut tx, System("block_users"), &EMAIL.parse().expect("valid")).await.expect("stored"));
    assert!(
        !block_email(&mut tx, System("block_users"), &EMAIL.parse().expect("valid")).await.expect("stored"),
        "once"
    );
    tx.commit().await.expect("committed");

    let outcome = auth::start_registration(&world.call(), "SALLY@example.com", None, None).await.expect("understood");

    assert_eq!((outcome.state, outcome.errors.len(), outcome.attempt_token), (AuthState::RegisterEmail, 1, None));
    assert_eq!(world.count("select (select count(*) from mail_message) + (select count(*) from users)").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_affiliate_code_travels_in_the_link(pool: PgPool) {
    let world = World::new(pool);

    auth::start_registration(&world.call(), EMAIL, None, Some("a b&c")).await.expect("understood");

    assert!(world.mailed_link("verification").await.ends_with("&aid=a+b%26c"));
    assert_eq!(world.text("select affiliate_code from auth_attempt").await.as_deref(), Some("a b&c"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn details_are_checked_together_and_the_attempt_stays(pool: PgPool) {
    let world = World::new(pool);
    let token = world.confirmed(EMAIL).await;
    let submit = async |details: Details| auth::submit_details(&world.call(), &token, &details).await;

    let short = submit(Details { name: "a".into(), ..details() }).await.expect("understood");
    assert_eq!(short.state, AuthState::RegisterDetails);
    assert!(short.field_errors["name"].contains("two characters"));

    let address =
        AddressInput { state_or_territory: "CA-QC".into(), first_name: "<b>".into(), ..details().legal_address };
    let wrong =
        submit(Details { password: "password".into(), legal_address: address, ..details() }).await.expect("understood");
    assert_eq!(token_of(&wrong, AuthState::RegisterDetails), token);
    assert_eq!(
        wrong.field_errors.keys().copied().collect::<Vec<_>>(),
        ["first_name", "password", "state_or_territory"]
    );

    for missing in [Details { name: " ".into(), ..details() }, Details { password: "short-1".into(), ..details() }] {
        assert!(matches!(submit(missing).await, Err(AuthError::Invalid(errors)) if !errors.is_empty()));
    }
    assert_eq!(world.count("select count(*) from users").await, 0);
    assert_eq!(submit(details()).await.expect("understood").state, AuthState::RegisterExtra);
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_second_submit_of_the_details_finds_the_account(pool: PgPool) {
    let world = World::new(pool);
    let token = world.confirmed(EMAIL).await;
    let (call, input) = (world.call(), details());

    let (first, second) =
        tokio::join!(auth::submit_details(&call, &token, &input), auth::submit_details(&call, &token, &input));

    let mut states = [first.expect("understood").state, second.expect("understood").state].map(AuthState::as_str);
    states.sort_unstable();
    assert_eq!(states, ["existing-account", "register/extra"]);
    assert_eq!(world.count("select count(*) from users").await, 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_address_taken_meanwhile_is_an_existing_account(pool: PgPool) {
    let world = World::new(pool);
    let slow = world.confirmed(EMAIL).await;
    world.detailed("Sally@EXAMPLE.com").await;

    let outcome = auth::submit_details(&world.call(), &slow, &details()).await.expect("understood");

    assert_eq!((outcome.state, outcome.attempt_token), (AuthState::ExistingAccount, None));
    assert_eq!(world.count("select count(*) from users").await, 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn taken_usernames_get_numbers(pool: PgPool) {
    let mut world = World::new(pool);
    world.settings.ip_limit_factor = 100;
    let register = async |email: &str, name: &str| {
        let token = world.confirmed(email).await;
        let outcome = auth::submit_details(&world.call(), &token, &Details { name: name.into(), ..details() })
            .await
            .expect("understood");
        assert_eq!(outcome.state, AuthState::RegisterExtra);
        world.text(&format!("select username from users where email = '{email}'")).await.expect("a user")
    };

    assert_eq!(register("j0@example.com", "John Doe").await, "john-doe");
    assert_eq!(register("j1@example.com", "John Doe").await, "john-doe1");
    assert_eq!(register("j2@example.com", "John Doe").await, "john-doe2");
    world.execute("update users set username = 'john-doe7' where username = 'john-doe2'").await;
    assert_eq!(register("j3@example.com", "John Doe").await, "john-doe8", "one more than the highest");
    assert_eq!(register("j4@example.com", "John Doe12x").await, "john-doe12x");

    let long = "x".repeat(30);
    assert_eq!(register("x0@example.com", &long).await, long);
    assert_eq!(register("x1@example.com", &long).await, format!("{}1", "x".repeat(29)));
    world.execute(&format!("update users set username = '{}9' where email = 'x1@example.com'", "x".repeat(29))).await;
    assert_eq!(register("x2@example.com", &long).await, format!("{}10", "x".repeat(28)));
    assert_eq!(register("a.b@example.com", "Ω.").await, "ω11");
    assert_eq!(register("some.email@example.com", "¿?").await, "someemail");
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_profile_step_asks_again_under_a_new_token(pool: PgPool) {
    let world = World::new(pool);
    let token = world.detailed(EMAIL).await;

    let missing = auth::submit_extra(
        &world.call(),
        &token,
        &ProfileInput { gender: String::new(), job_title: " ".into(), ..profile() },
    )
    .await;
    assert!(
        matches!(missing, Err(AuthError::Invalid(errors)) if errors.keys().copied().collect::<Vec<_>>() == ["gender", "job_title"])
    );

    let wrong = auth::submit_extra(&world.call(), &token, &ProfileInput { company_size: "7".into(), ..profile() })
        .await
        .expect("understood");
    let new_token = token_of(&wrong, AuthState::RegisterExtra);
    assert_ne!(new_token, token);
    assert!(wrong.field_errors.contains_key("company_size"));

    let stale = auth::submit_extra(&world.call(), &token, &profile()).await.expect("understood");
    assert_eq!((stale.state, stale.code), (AuthState::Error, Some(ATTEMPT_EXPIRED)));
    let done = auth::submit_extra(&world.call(), &new_token, &profile()).await.expect("understood");
    assert_eq!(done.state, AuthState::Success);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_token_fits_its_own_step_only(pool: PgPool) {
    let world = World::new(pool);
    let token = world.confirmed(EMAIL).await;

    let skipped = auth::submit_extra(&world.call(), &token, &profile()).await.expect("understood");
    let as_password =
        auth::login_with_password(&world.call(), &token, &Password::from(PASSWORD)).await.expect("understood");

    assert_eq!([skipped.code, as_password.code], [Some(ATTEMPT_EXPIRED); 2]);
    assert_eq!(world.count("select count(*) from users").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn no_secret_is_stored_in_the_clear(pool: PgPool) {
    let world = World::new(pool);
    auth::start_registration(&world.call(), EMAIL, None, None).await.expect("understood");
    let (token, code) = world.verification_link().await;

    for secret in [token, code] {
        let found = world.count(&format!("select (select count(*) from auth_attempt a where a::text like '%{secret}%') + (select count(*) from email_verification v where v::text like '%{secret}%') + (select count(*) from audit_entry e where e::text like '%{secret}%') + (select count(*) from job j where j::text like '%{secret}%')")).await;
        assert_eq!(found, 0);
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn attempts_are_deleted_a_week_after_they_end(pool: PgPool) {
    let world = World::new(pool);
    auth::start_registration(&world.call(), EMAIL, None, None).await.expect("understood");
    let mut conn = world.db.read().await.expect("a connection");

    world.later(Duration::days(7));
    xpro_accounts::purge(&mut conn, world.db.now()).await.expect("purged");
    assert_eq!(world.count("select count(*) from auth_attempt").await, 1);
    world.later(Duration::days(2));
    xpro_accounts::purge(&mut conn, world.db.now()).await.expect("purged");
    assert_eq!(
        world.count("select (select count(*) from auth_attempt) + (select count(*) from email_verification)").await,
        0
    );
}
