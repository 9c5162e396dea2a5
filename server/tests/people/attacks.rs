//! "Bad input, named" and what other sites try (accounts_ops.md 1.16, 1.17): a clear message or a plain 4xx, nothing
//! changed, never a 500.

use crate::world::{DEMO_PASSWORD, LEARNER, Site};
use sqlx::PgPool;

/// Everything of this room that changes something.
const POSTS: &[&str] = &[
    "/signin/",
    "/signin/password/",
    "/signin/forgot-password/",
    "/signin/forgot-password/confirm/MQ/x/",
    "/create-account/",
    "/create-account/confirm/",
    "/create-account/details/",
    "/create-account/extra/",
    "/account/confirm-email/",
    "/account-settings/password/",
    "/account-settings/email/",
    "/profile/edit/",
    "/logout/",
];

#[sqlx::test(migrations = "../migrations")]
async fn another_sites_page_changes_nothing(pool: PgPool) {
    let site = Site::open(pool).await;
    let learner = site.learner().await;
    for path in POSTS {
        for headers in [
            [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")],
            [("origin", "null"), ("accept", "*/*")],
            [("origin", "http://127.0.0.1"), ("sec-fetch-site", "same-site")],
        ] {
            let answer = learner.post_with(path, &[("email", LEARNER)], &headers).await;
            assert_eq!(answer.status, 403, "{path} {headers:?}");
        }
    }
    assert_eq!(learner.get("/profile/").await.status, 200, "still signed in");
    let own = [("origin", site.url.as_str()), ("sec-fetch-site", "same-origin")];
    assert_eq!(learner.post_with("/logout/", &[], &own).await.status, 303);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_cannot_be_read_is_a_plain_refusal(pool: PgPool) {
    let site = Site::open(pool).await;
    let learner = site.learner().await;
    let ten_megabytes = [b"email=".to_vec(), vec![b'a'; 10_000_000]].concat();
    for path in POSTS.iter().filter(|path| **path != "/logout/") {
        assert_eq!(learner.post_raw(path, ten_megabytes.clone()).await.status, 413, "{path}");
        for body in [&b"email=%FF"[..], b"email=\xff\xfe", b"email=a%00b&next=%00", b"%00=x"] {
            assert_eq!(learner.post_raw(path, body.to_vec()).await.status, 400, "{path} {body:?}");
        }
        let json = learner.post_with(path, &[], &[("content-type", "application/json")]).await;
        assert_eq!(json.status, 400, "{path}");
    }
    for path in [
        "/signin/%00",
        "/signin/?next=%00",
        "/signin/?next=%FF",
        "/%FF/",
        "/create-account/confirm/?verification_code=%00&partial_token=x",
        "/signin/forgot-password/confirm/%00/x/",
        "/account/confirm-email/?verification_code=%00",
        "/oauth2/authorize/?client_id=%00",
        "/api/users/me?x=%00",
    ] {
        assert_eq!(learner.get(path).await.status, 400, "{path}");
    }
    assert_eq!(learner.get("/profile/").await.status, 200, "nothing happened");
}

#[sqlx::test(migrations = "../migrations")]
async fn strange_values_are_told_beside_their_fields(pool: PgPool) {
    let site = Site::open(pool).await;
    let learner = site.learner().await;
    let long = "é".repeat(500);
    for value in ["'; drop table users; --", "\u{202e}\u{7}\r\n", "<script>alert(1)</script>", &long, "{{7*7}}"] {
        let fields: Vec<(&str, &str)> = [
            "name",
            "first_name",
            "last_name",
            "street_address",
            "city",
            "country",
            "state_or_territory",
            "postal_code",
            "vat_id",
            "gender",
            "birth_year",
            "company_size",
            "email",
            "next",
            "verification_code",
            "partial_token",
            "password",
            "current_password",
            "new_password",
            "re_new_password",
        ]
        .map(|name| (name, value))
        .to_vec();
        for path in POSTS.iter().filter(|path| **path != "/logout/") {
            let answer = learner.post(path, &fields).await;
            assert!(matches!(answer.status, 303 | 422 | 429), "{path} {value:.20}: {}", answer.status);
            assert!(!answer.text.contains("<script>alert(1)"), "{path}");
        }
    }
    assert_eq!(learner.get("/profile/").await.status, 200);
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_is_sent_to_another_site(pool: PgPool) {
    let site = Site::open(pool).await;
    let same_origin = format!("{}/catalog/?q=a", site.url);
    for (next, lands) in [
        ("https://evil.example/", "/dashboard/"),
        ("//evil.example", "/dashboard/"),
        ("/\\evil.example", "/dashboard/"),
        ("\\\\evil.example", "/dashboard/"),
        ("https:evil.example", "/dashboard/"),
        ("javascript:alert(1)", "/dashboard/"),
        ("/\t/evil.example", "/dashboard/"),
        (" //evil.example", "/dashboard/"),
        ("/catalog/", "/catalog/"),
        ("/%2Fevil.example", "/%2Fevil.example"),
        (&same_origin, &same_origin),
    ] {
        let visitor = site.visitor();
        assert_eq!(visitor.sign_in(LEARNER, DEMO_PASSWORD, next).await.location(), lands, "{next:?}");
        let encoded = serde_urlencoded::to_string([("next", next)]).expect("encodes");
        for page in ["/signin/", "/create-account/"] {
            assert_eq!(
                visitor.get(&format!("{page}?{encoded}")).await.location(),
                lands,
                "signed in already: {next:?}"
            );
        }
        if lands == "/dashboard/" {
            let out = visitor.post(&format!("/logout/?{encoded}"), &[("next", next)]).await;
            assert_eq!(out.location(), "/", "{next:?}");
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn too_many_tries_give_the_form_back(pool: PgPool) {
    let site = Site::open(pool).await;
    let visitor = site.visitor();
    visitor.post("/signin/", &[("email", LEARNER)]).await;
    for _ in 0..10 {
        assert_eq!(visitor.post("/signin/password/", &[("password", "wrong horse 1")]).await.status, 422);
    }

    let locked = visitor.post("/signin/password/", &[("password", DEMO_PASSWORD)]).await;
    assert_eq!(locked.status, 429);
    assert!(locked.header("retry-after").parse::<u32>().is_ok_and(|seconds| (1..=900).contains(&seconds)));
    assert!(locked.text.contains("too many tries") && locked.text.contains("name=\"password\""), "{}", locked.text);

    let before = site.count("select count(*) from session").await;
    for _ in 0..19 {
        site.visitor().post("/signin/", &[("email", "nobody@example.com")]).await;
    }
    let paused = visitor.post("/signin/", &[("email", "typed@example.com")]).await;
    assert_eq!(site.count("select count(*) from session").await, before, "tries that led nowhere leave nothing");
    assert!(paused.status == 429 && paused.text.contains("value=\"typed@example.com\""), "{}", paused.text);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_password_belongs_to_the_browser_that_was_asked_for_it(pool: PgPool) {
    let site = Site::open(pool).await;
    let stranger = site.visitor();
    assert_eq!(stranger.get("/signin/password/").await.location(), "/signin/");
    assert_eq!(stranger.post("/signin/password/", &[("password", DEMO_PASSWORD)]).await.location(), "/signin/");
    for path in ["/create-account/details/", "/create-account/extra/"] {
        assert_eq!(stranger.post(path, &[("name", "Eve")]).await.status, 303, "{path}");
    }
    site.execute("update users set deactivated_at = now(), is_active = false where email = 'amelia.hart@example.com'")
        .await;
    let refused = site.visitor().sign_in(LEARNER, DEMO_PASSWORD, "").await;
    assert_eq!(refused.location(), "/account/inactive/", "staff's decision stands");
    assert_eq!(site.count("select count(*) from session where user_id is not null").await, 0);
}

/// Pages drawn for errors pass through fewer hands than others, and need the same guards.
#[sqlx::test(migrations = "../migrations")]
async fn error_pages_have_the_headers_of_all_pages(pool: PgPool) {
    let site = Site::open(pool).await;
    let visitor = site.visitor();
    let good = visitor.get("/").await;
    for (path, status) in [("/nothing/", 404), ("/%00", 400), ("/api/nothing/", 404), ("/courses/nothing/", 404)] {
        let answer = visitor.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        for name in ["content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy"] {
            assert!(!good.header(name).is_empty(), "{name}");
            assert_eq!(answer.header(name), good.header(name), "{name} of {path}");
        }
        assert!(!answer.header("x-request-id").is_empty());
    }
    let refused = visitor.post_with("/signin/", &[("email", "a@b.org")], &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!((refused.status, refused.header("x-frame-options")), (403, "DENY"));
}
