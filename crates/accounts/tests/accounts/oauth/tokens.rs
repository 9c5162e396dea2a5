//! Codes, tokens, their rotation and their end.

use super::provider::*;
use sqlx::PgPool;
use time::Duration;
use xpro_accounts::oauth::{ClientCredentials, TokenRefusal, TokenRequest, revoke};

#[sqlx::test(migrations = "../../migrations")]
async fn a_code_works_once_for_a_minute_for_its_client_and_address(pool: PgPool) {
    let (world, learner) = world(pool).await;
    let edx = edx();

    let first = code(&world, &learner).await;
    let body = trade(&world, edx.as_ref(), &code_request(&first)).await.expect("granted");
    assert_eq!(trade(&world, edx.as_ref(), &code_request(&first)).await, Err(TokenRefusal::InvalidGrant));
    assert_eq!(
        reads(&world, body.access_token.as_str()).await,
        None,
        "a code used twice was stolen: its tokens are dead"
    );
    assert_eq!(trade(&world, edx.as_ref(), &refresh_request(&body)).await, Err(TokenRefusal::InvalidGrant));

    let second = code(&world, &learner).await;
    world.later(Duration::seconds(60));
    assert_eq!(trade(&world, edx.as_ref(), &code_request(&second)).await, Err(TokenRefusal::InvalidGrant), "too late");

    let third = code(&world, &learner).await;
    let elsewhere = TokenRequest { redirect_uri: Some("https://edx.example/".into()), ..code_request(&third) };
    assert_eq!(trade(&world, edx.as_ref(), &elsewhere).await, Err(TokenRefusal::InvalidGrant));

    let fourth = code(&world, &learner).await;
    let wallet = ClientCredentials::read(None, Some("wallet"), None);
    assert_eq!(
        trade(&world, wallet.as_ref(), &code_request(&fourth)).await,
        Err(TokenRefusal::InvalidGrant),
        "another client's"
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn clients_must_prove_who_they_are(pool: PgPool) {
    let (world, learner) = world(pool).await;
    let code = code(&world, &learner).await;

    for client in [
        None,
        ClientCredentials::read(None, Some("edx"), None),
        ClientCredentials::read(None, Some("edx"), Some("wrong")),
        ClientCredentials::read(None, Some("nobody"), Some("x")),
    ] {
        assert_eq!(trade(&world, client.as_ref(), &code_request(&code)).await, Err(TokenRefusal::InvalidClient));
    }
    assert_eq!((TokenRefusal::InvalidClient.status(), TokenRefusal::InvalidGrant.status()), (401, 400));
    let body = ClientCredentials::read(None, Some("edx"), Some("edx-secret"));
    for (grant_type, refusal) in [
        ("password", TokenRefusal::UnsupportedGrantType),
        ("client_credentials", TokenRefusal::UnsupportedGrantType),
        ("", TokenRefusal::InvalidRequest),
    ] {
        assert_eq!(
            trade(&world, body.as_ref(), &TokenRequest { grant_type: grant_type.into(), ..code_request(&code) }).await,
            Err(refusal)
        );
    }
    assert!(trade(&world, body.as_ref(), &code_request(&code)).await.is_ok(), "secret in the body");
}

#[sqlx::test(migrations = "../../migrations")]
async fn refreshing_rotates_and_reuse_kills_the_family(pool: PgPool) {
    let (world, learner) = world(pool).await;
    let edx = edx();
    let first = tokens(&world, &learner).await;

    let second = trade(&world, edx.as_ref(), &refresh_request(&first)).await.expect("granted");
    assert_eq!(reads(&world, first.access_token.as_str()).await, None, "the old pair is dead");
    assert!(reads(&world, second.access_token.as_str()).await.is_some());

    assert_eq!(
        trade(&world, edx.as_ref(), &TokenRequest { scope: Some("write".into()), ..refresh_request(&second) }).await,
        Err(TokenRefusal::InvalidScope)
    );
    assert_eq!(trade(&world, edx.as_ref(), &refresh_request(&first)).await, Err(TokenRefusal::InvalidGrant));
    assert_eq!(reads(&world, second.access_token.as_str()).await, None, "reuse was noticed");
    assert_eq!(trade(&world, edx.as_ref(), &refresh_request(&second)).await, Err(TokenRefusal::InvalidGrant));
}

#[sqlx::test(migrations = "../../migrations")]
async fn two_refreshes_at_once_leave_nothing_behind(pool: PgPool) {
    let (world, learner) = world(pool).await;
    let (edx, first) = (edx(), tokens(&world, &learner).await);
    let request = refresh_request(&first);

    let (one, two) = tokio::join!(trade(&world, edx.as_ref(), &request), trade(&world, edx.as_ref(), &request));

    let granted = [one, two].into_iter().filter_map(Result::ok).collect::<Vec<_>>();
    assert_eq!(granted.len(), 1);
    assert_eq!(reads(&world, granted[0].access_token.as_str()).await, None, "the second use revoked the first's pair");
}

#[sqlx::test(migrations = "../../migrations")]
async fn tokens_expire_and_die_with_the_person(pool: PgPool) {
    let (world, learner) = world(pool).await;
    let body = tokens(&world, &learner).await;

    world.later(Duration::seconds(35_999));
    assert!(reads(&world, body.access_token.as_str()).await.is_some());
    world.later(Duration::seconds(1));
    assert_eq!(reads(&world, body.access_token.as_str()).await, None);
    assert_eq!(reads(&world, body.refresh_token.as_str()).await, None, "a refresh token reads nothing");
    world.later(Duration::days(30));
    assert_eq!(trade(&world, edx().as_ref(), &refresh_request(&body)).await, Err(TokenRefusal::InvalidGrant));

    let body = tokens(&world, &learner).await;
    world.execute("update users set is_active = false").await;
    assert_eq!(reads(&world, body.access_token.as_str()).await, None);
    assert_eq!(trade(&world, edx().as_ref(), &refresh_request(&body)).await, Err(TokenRefusal::InvalidGrant));
}

#[sqlx::test(migrations = "../../migrations")]
async fn revoking_needs_the_owner_and_forgives_unknown_tokens(pool: PgPool) {
    let (world, learner) = world(pool).await;
    let body = tokens(&world, &learner).await;
    let revoke_as = async |client: Option<ClientCredentials>, token: &str| {
        let mut tx = world.tx().await;
        let done = revoke(&mut tx, client.as_ref(), token).await.expect("a query");
        tx.commit().await.expect("committed");
        done
    };

    assert_eq!(revoke_as(None, body.access_token.as_str()).await, Err(TokenRefusal::InvalidClient));
    assert_eq!(
        revoke_as(ClientCredentials::read(None, Some("wallet"), None), body.access_token.as_str()).await,
        Ok(())
    );
    assert_eq!(revoke_as(edx(), "unknown").await, Ok(()));
    assert!(reads(&world, body.access_token.as_str()).await.is_some(), "nothing of that touched it");
    assert_eq!(revoke_as(edx(), body.refresh_token.as_str()).await, Ok(()));
    assert_eq!(reads(&world, body.access_token.as_str()).await, None);
}

#[sqlx::test(migrations = "../../migrations")]
async fn ended_tokens_are_deleted_after_a_month(pool: PgPool) {
    let (world, learner) = world(pool).await;
    tokens(&world, &learner).await;
    let mut conn = world.db.read().await.expect("a connection");

    world.later(Duration::days(31));
    xpro_accounts::purge(&mut conn, world.db.now()).await.expect("purged");
    assert_eq!(
        (world.count("select count(*) from oauth_token").await, world.count("select count(*) from oauth_grant").await),
        (1, 0),
        "the refresh token ended yesterday"
    );
    world.later(Duration::days(30));
    xpro_accounts::purge(&mut conn, world.db.now()).await.expect("purged");
    assert_eq!(world.count("select count(*) from oauth_token").await, 0);
}
