//! Abuse controls (1.16).

use crate::world::{EMAIL, PASSWORD, World};
use sqlx::PgPool;
use time::Duration;
use xpro_accounts::{
    Call,
    account::{confirm_password_reset, request_password_reset},
    auth::{self, AuthError, AuthState},
    password::Password,
    throttles::hit_oauth_token,
};
use xpro_platform::throttle::Throttled;

fn throttled<T: std::fmt::Debug>(result: Result<T, AuthError>) -> Throttled {
    match result {
        Err(AuthError::Throttled(throttled)) => throttled,
        other => panic!("expected to be throttled, got {other:?}"),
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn ten_wrong_passwords_lock_the_account_even_for_the_right_one(pool: PgPool) {
    let world = World::new(pool);
    world.registered(EMAIL).await;
    let token = world.asked_for_password(EMAIL).await;
    for _ in 0..10 {
        let wrong = auth::login_with_password(&world.call(), &token, &Password::from("wrong horse 1"))
            .await
            .expect("understood");
        assert_eq!(wrong.state, AuthState::Error);
    }
    let right = async |ip: &'static str| {
        auth::login_with_password(&Call { ip, ..world.call() }, &token, &Password::from(PASSWORD)).await
    };

    world.later(Duration::minutes(14));
    assert_eq!(
        throttled(right("198.51.100.1").await).retry_after,
        Duration::minutes(15),
        "from any address, for a quarter of an hour"
    );
    world.later(Duration::minutes(14));
    assert_eq!(throttled(right("198.51.100.2").await).retry_after, Duration::minutes(1));
    world.later(Duration::minutes(1));
    assert_eq!(right("198.51.100.3").await.expect("understood").state, AuthState::Success);
}

#[sqlx::test(migrations = "../../migrations")]
async fn parallel_guesses_are_all_counted(pool: PgPool) {
    let world = World::new(pool);
    world.registered(EMAIL).await;
    let token = world.asked_for_password(EMAIL).await;
    let (call, wrong) = (world.call(), Password::from("wrong horse 1"));

    let guess = || auth::login_with_password(&call, &token, &wrong);
    let (a, b, c, d) = tokio::join!(
        async { (guess().await, guess().await, guess().await) },
        async { (guess().await, guess().await, guess().await) },
        async { (guess().await, guess().await, guess().await) },
        async { (guess().await, guess().await, guess().await) },
    );

    let refused = [a.0, a.1, a.2, b.0, b.1, b.2, c.0, c.1, c.2, d.0, d.1, d.2]
        .iter()
        .filter(|result| matches!(result, Err(AuthError::Throttled(_))))
        .count();
    assert_eq!(refused, 2, "ten of twelve were checked");
}

#[sqlx::test(migrations = "../../migrations")]
async fn right_passwords_do_not_add_up(pool: PgPool) {
    let world = World::new(pool);
    world.registered(EMAIL).await;

    for _ in 0..12 {
        assert_eq!(world.login(EMAIL, PASSWORD).await.state, AuthState::Success);
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn one_network_address_may_try_so_many_accounts(pool: PgPool) {
    let mut world = World::new(pool);
    for _ in 0..20 {
        auth::start_login(&world.call(), EMAIL, None).await.expect("understood");
    }
    throttled(auth::start_login(&world.call(), EMAIL, None).await);
    auth::start_login(&Call { ip: "198.51.100.1", ..world.call() }, EMAIL, None).await.expect("another address");
    world.settings.ip_limit_factor = 2;
    auth::start_login(&world.call(), EMAIL, None).await.expect("a raised limit");
    world.settings.ip_limit_factor = 1;
    world.later(Duration::minutes(1));
    auth::start_login(&world.call(), EMAIL, None).await.expect("a new minute");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_mailbox_is_not_flooded(pool: PgPool) {
    let world = World::new(pool);
    for _ in 0..5 {
        auth::start_registration(&world.call(), "new@example.com", None, None).await.expect("understood");
    }
    throttled(
        auth::start_registration(&Call { ip: "198.51.100.1", ..world.call() }, "NEW@example.com", None, None).await,
    );
    assert_eq!(world.count("select count(*) from mail_message").await, 5);

    world.registered(EMAIL).await;
    for _ in 0..3 {
        request_password_reset(&world.call(), EMAIL).await.expect("understood");
    }
    throttled(request_password_reset(&world.call(), EMAIL).await);
    assert_eq!(world.count("select count(*) from mail_message where template = 'password_reset'").await, 3);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_reset_password_opens_a_locked_account(pool: PgPool) {
    let world = World::new(pool);
    world.registered(EMAIL).await;
    let token = world.asked_for_password(EMAIL).await;
    for _ in 0..10 {
        auth::login_with_password(&world.call(), &token, &Password::from("wrong horse 1")).await.expect("understood");
    }
    throttled(auth::login_with_password(&world.call(), &token, &Password::from(PASSWORD)).await);

    request_password_reset(&world.call(), EMAIL).await.expect("understood");
    let link = world.mailed_link("password_reset").await;
    let parts: Vec<&str> = link.trim_end_matches('/').rsplit('/').take(2).collect();
    let new = Password::from("better horse 2");
    confirm_password_reset(&world.call(), parts[1], parts[0], &new, &new).await.expect("reset");

    assert_eq!(world.login(EMAIL, "better horse 2").await.state, AuthState::Success);
}

#[sqlx::test(migrations = "../../migrations")]
async fn nobody_shuts_a_client_of_the_token_endpoint_out_from_elsewhere(pool: PgPool) {
    let world = World::new(pool);
    let mut conn = world.db.read().await.expect("a connection");
    let mut hit = async |ip: &str| {
        hit_oauth_token(&mut conn, "edx-oauth-app", ip, world.db.now()).await.expect("counted").is_ok()
    };
    for _ in 0..60 {
        assert!(hit("198.51.100.1").await);
    }

    assert!(!hit("198.51.100.1").await);
    assert!(hit("192.0.2.7").await, "Open edX itself");
}
