//! Sessions as browsers see them (accounts_ops.md 1.13, 1.15, 13.5).

use crate::world::{DEMO_PASSWORD, LEARNER, Site};
use sqlx::PgPool;

#[sqlx::test(migrations = "../migrations")]
async fn signing_in_rotates_the_session_and_signing_out_ends_every_copy(pool: PgPool) {
    let site = Site::open(pool).await;
    let visitor = site.visitor();
    visitor.post("/signin/", &[("email", LEARNER)]).await;
    let before = visitor.copy();
    let entered = visitor.post("/signin/password/", &[("password", DEMO_PASSWORD)]).await;

    let cookie = entered.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"), "{cookie}");
    assert_ne!(visitor.cookie(), before.cookie());
    assert_eq!(before.get("/profile/").await.status, 303, "an id planted before is worth nothing");
    let profile = visitor.get("/profile/").await;
    assert_eq!((profile.status, profile.header("cache-control")), (200, "no-store"));

    let copy = visitor.copy();
    assert_eq!(visitor.get("/logout/").await.status, 405);
    let out = visitor.post("/logout/", &[]).await;
    assert_eq!((out.status, out.location()), (303, "/"));
    assert_eq!(copy.get("/profile/").await.location(), "/signin/?next=%2Fprofile%2F");
    assert_eq!(site.count("select count(*) from session where user_id is not null").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_session_in_use_is_renewed_once_a_day_and_never_past_its_end(pool: PgPool) {
    let site = Site::open(pool).await;
    let learner = site.learner().await;
    site.execute("update session set expires_at = now() + interval '1 hour' where user_id is not null").await;

    assert!(learner.get("/profile/").await.header("set-cookie").contains("Max-Age=1209"), "the cookie is sent again");
    let renewed = "select count(*) from session where user_id is not null and expires_at > now() + interval '13 days'";
    assert_eq!(site.count(renewed).await, 1);
    assert_eq!(learner.get("/profile/").await.header("set-cookie"), "", "not on every request");

    site.execute(
        "update session set created_at = now() - interval '89 days', data = data - 'renewed' where user_id is not null",
    )
    .await;
    learner.get("/api/app/visitor").await;
    let capped = "select count(*) from session where user_id is not null and expires_at < now() + interval '25 hours'";
    assert_eq!(site.count(capped).await, 1, "ninety days at most");
    site.execute("update session set expires_at = now() where user_id is not null").await;
    assert_eq!(learner.get("/profile/").await.status, 303);
}

#[sqlx::test(migrations = "../migrations")]
async fn visitors_without_a_cookie_get_none_for_looking(pool: PgPool) {
    let site = Site::open(pool).await;
    for path in ["/signin/", "/create-account/", "/signin/forgot-password/", "/profile/", "/api/app/visitor"] {
        assert_eq!(site.visitor().get(path).await.header("set-cookie"), "", "{path}");
    }
    assert_eq!(site.count("select count(*) from session").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn signing_out_leads_to_the_coursewares_sign_out_and_back(pool: PgPool) {
    let site =
        Site::open_with(pool, |settings| settings.logout_redirect_url = "https://edx.example/logout".to_owned()).await;
    let policy = site.visitor().get("/signin/").await.header("content-security-policy").to_owned();
    assert!(policy.contains("form-action 'self'") && policy.contains(" https://edx.example;"), "{policy}");
    let out = site.learner().await.post("/logout/", &[]).await;

    let back = site.url.replace(':', "%3A").replace('/', "%2F");
    assert_eq!(out.location(), format!("https://edx.example/logout?redirect_url={back}"));
    let out = site.learner().await.post("/logout/", &[("next", "/catalog/")]).await;
    assert_eq!(out.location(), "/catalog/");
    let out = site.learner().await.post("/logout/", &[("next", "//evil.example")]).await;
    assert!(out.location().starts_with("https://edx.example/"), "{}", out.location());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_changed_password_keeps_this_session_and_ends_the_others(pool: PgPool) {
    let site = Site::open(pool).await;
    let (here, there) = (site.learner().await, site.learner().await);

    let wrong = [("current_password", "wrong horse 1"), ("new_password", "better horse 2")];
    let refused = here.post("/account-settings/password/", &wrong).await;
    assert!(refused.status == 422 && refused.text.contains("id=\"current_password-error\""), "{}", refused.text);
    let right = [("current_password", DEMO_PASSWORD), ("new_password", "better horse 2")];
    assert_eq!(here.post("/account-settings/password/", &right).await.location(), "/account-settings/");

    let shown = here.get("/account-settings/").await;
    assert!(shown.status == 200 && shown.text.contains("Your password has been changed"), "{}", shown.text);
    assert_eq!(there.get("/account-settings/").await.status, 303);
}
