//! Changing the e-mail address (13.4).

use crate::world::{EMAIL, PASSWORD, World};
use sqlx::PgPool;
use time::Duration;
use xpro_accounts::{
    account::{EmailChangeError, change_email, confirm_email_change, request_password_reset},
    auth::AuthState,
    password::Password,
    session::load_learner,
};
use xpro_kernel::Learner;

const NEW: &str = "sally.new@example.com";

async fn code(world: &World) -> String {
    world.mailed_link("change_email").await.split_once("verification_code=").expect("a code").1.to_owned()
}

async fn ask(world: &World, learner: &Learner, email: &str, password: &str) -> Result<String, EmailChangeError> {
    change_email(&world.call(), learner, email, &Password::from(password)).await.map(|email| email.to_string())
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_new_mailbox_confirms_and_the_old_one_is_told(pool: PgPool) {
    let world = World::new(pool);
    let claim = world.registered(EMAIL).await;
    let learner = {
        load_learner(&mut world.db.read().await.expect("a connection"), &claim).await.expect("a query").expect("active")
    };
    request_password_reset(&world.call(), EMAIL).await.expect("understood");

    assert_eq!(ask(&world, &learner, "Sally.New@example.com", PASSWORD).await.expect("asked"), NEW);
    assert_eq!(
        world.text("select recipient from mail_message where template = 'change_email'").await.as_deref(),
        Some(NEW)
    );
    let code = code(&world).await;
    confirm_email_change(&world.call(), &code).await.expect("confirmed");

    assert_eq!(world.login(NEW, PASSWORD).await.state, AuthState::Success);
    assert_eq!(world.job_count("refresh_courseware_email").await, 1);
    assert_eq!(
        world.text("select recipient from mail_message where template = 'email_changed_notice'").await.as_deref(),
        Some(EMAIL)
    );
    assert_eq!(world.count("select count(*) from password_reset where used_at is null").await, 0);
    assert_eq!(load_learner(&mut world.db.read().await.expect("a connection"), &claim).await.expect("a query"), None);
    assert!(matches!(confirm_email_change(&world.call(), &code).await, Err(EmailChangeError::UnknownCode)), "once");
}

#[sqlx::test(migrations = "../../migrations")]
async fn wrong_password_same_and_foreign_addresses_are_refused(pool: PgPool) {
    let world = World::new(pool);
    world.registered("taken@example.com").await;
    let learner = world.learner(EMAIL).await;

    let fields = async |email: &str, password: &str| match ask(&world, &learner, email, password).await {
        Err(EmailChangeError::Invalid(errors)) => errors.into_keys().collect::<Vec<_>>(),
        other => panic!("expected a refusal, got {other:?}"),
    };
    assert_eq!(fields(NEW, "wrong horse 1").await, ["non_field_errors"]);
    assert_eq!(fields("SALLY@example.com", PASSWORD).await, ["email"]);
    assert_eq!(fields("Taken@Example.com", PASSWORD).await, ["email"]);
    assert_eq!(fields("no address", PASSWORD).await, ["email"]);
    assert_eq!(world.count("select count(*) from email_change").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn unknown_and_expired_codes_and_taken_addresses_change_nothing(pool: PgPool) {
    let world = World::new(pool);
    let learner = world.learner(EMAIL).await;
    assert!(matches!(confirm_email_change(&world.call(), "0").await, Err(EmailChangeError::UnknownCode)));

    ask(&world, &learner, NEW, PASSWORD).await.expect("asked");
    let first = code(&world).await;
    world.later(Duration::days(1));
    assert!(matches!(confirm_email_change(&world.call(), &first).await, Err(EmailChangeError::UnknownCode)));

    ask(&world, &learner, NEW, PASSWORD).await.expect("asked");
    let second = code(&world).await;
    world.registered(NEW).await;
    assert!(
        matches!(confirm_email_change(&world.call(), &second).await, Err(EmailChangeError::Invalid(errors)) if errors.contains_key("email"))
    );
    assert_eq!(world.count("select count(*) from email_change where confirmed_at is not null").await, 0);
    assert_eq!(world.login(EMAIL, PASSWORD).await.state, AuthState::Success);
}
