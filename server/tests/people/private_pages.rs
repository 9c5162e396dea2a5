//! Pages that are not for everybody, over real HTTP (cms.md 5.5, L15): passwords, sessions, groups, and what the rest of the site
//! says about such pages.

use crate::world::{Answer, Site};
use sqlx::PgPool;
use xpro_accounts::password::{Password, hash_password};
use xpro_cms::{
    document::{PageDocument, PageKind, SCHEMA, StoredDocument},
    privacy::{Privacy, set_privacy},
    publish::publish_page,
    store::access::{insert_group, insert_member},
    tree::{NewPage, create_page, ensure_root_pages},
};
use xpro_kernel::{PageId, System, UserId};

const SYSTEM: System = System("test");
const PATH: &str = "/for-the-board/";

/// A published page with this privacy.
async fn private_page(site: &Site, privacy: Privacy) -> PageId {
    let mut tx = site.database().begin("test").await.expect("begin");
    let root = ensure_root_pages(&mut tx, SYSTEM).await.expect("the root pages");
    let part = serde_json::json!({ "id": "6f1c7a2e-0d5e-4c58-9a53-0f6cf0b6a001", "value": { "heading": "Part", "detail": "Words about otters." } });
    let body = serde_json::json!({ "title": "For the board", "content": [part] });
    let document = PageDocument::read(PageKind::ResourcePage, StoredDocument { schema: SCHEMA, body })
        .expect("a document")
        .document;
    let page = create_page(&mut tx, SYSTEM.into(), NewPage { parent: Some(root.home), slug: None, document }).await;
    let page = page.expect("a page");
    publish_page(&mut tx, SYSTEM.into(), page).await.expect("published");
    set_privacy(&mut tx, SYSTEM.into(), page, privacy).await.expect("set");
    tx.commit().await.expect("commit");
    site.reload().await;
    page
}

async fn change(site: &Site, page: PageId, privacy: Privacy) {
    let mut tx = site.database().begin("test").await.expect("begin");
    set_privacy(&mut tx, SYSTEM.into(), page, privacy).await.expect("set");
    tx.commit().await.expect("commit");
    site.reload().await;
}

async fn password(text: &str) -> Privacy {
    Privacy::Password(Some(hash_password(&Password::from(text.to_owned())).await))
}

fn shows_it(answer: &Answer) -> bool {
    answer.status == 200 && answer.text.contains("Words about otters.")
}

/// Kept by nobody on the way, and listed by no search engine.
fn is_kept_private(answer: &Answer) {
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.text.contains(r#"content="noindex, nofollow""#), "{}", answer.text);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_password_opens_the_page_until_it_changes(pool: PgPool) {
    let site = Site::open(pool).await;
    let page = private_page(&site, password("open sesame").await).await;
    let visitor = site.visitor();
    let asked = visitor.get(PATH).await;
    assert_eq!(asked.status, 200);
    assert_eq!(asked.header("cache-control"), "no-store");
    assert!(
        asked.text.contains("This page needs a password") && !asked.text.contains("For the board"),
        "{}",
        asked.text
    );
    for (given, words) in [("", "Enter the password."), ("close sesame", "This is not the password of this page.")] {
        let refused = visitor.post(PATH, &[("password", given)]).await;
        assert_eq!(refused.status, 422, "{given}");
        assert!(refused.text.contains(words), "{}", refused.text);
    }
    let foreign = visitor.post_with(PATH, &[("password", "open sesame")], &[("origin", "https://evil.example")]).await;
    assert_eq!(foreign.status, 403, "no other site may send it");
    let opened = visitor.post(&format!("{PATH}?from=mail"), &[("password", "open sesame")]).await;
    assert_eq!((opened.status, opened.location()), (303, "/for-the-board/?from=mail"));
    let read = visitor.get(PATH).await;
    assert!(shows_it(&read), "{}", read.text);
    is_kept_private(&read);
    assert!(!shows_it(&site.visitor().get(PATH).await), "nobody else got in");
    assert_eq!(visitor.post(PATH, &[("password", "open sesame")]).await.status, 303, "a second tab is led to it");
    let moved = visitor.get("/for-the-board?x=1").await;
    assert_eq!((moved.status, moved.location()), (308, "/for-the-board/?x=1"));
    change(&site, page, password("another word").await).await;
    assert!(visitor.get(PATH).await.text.contains("This page needs a password"), "the old one closes");
    change(&site, page, Privacy::Public).await;
    let public = site.visitor().get(PATH).await;
    assert!(shows_it(&public) && public.header("cache-control").starts_with("public"));
}

#[sqlx::test(migrations = "../migrations")]
async fn guessing_is_slowed_down(pool: PgPool) {
    let site = Site::open(pool).await;
    private_page(&site, password("open sesame").await).await;
    let visitor = site.visitor();
    for _ in 0..10 {
        assert_eq!(visitor.post(PATH, &[("password", "guess")]).await.status, 422);
    }
    let slowed = visitor.post(PATH, &[("password", "open sesame")]).await;
    assert_eq!(slowed.status, 429);
    assert!(!slowed.header("retry-after").is_empty());
    assert!(!shows_it(&visitor.get(PATH).await), "not even the right one counts now");
}

#[sqlx::test(migrations = "../migrations")]
async fn signing_in_and_groups_open_pages(pool: PgPool) {
    let site = Site::open(pool).await;
    let page = private_page(&site, Privacy::SignedIn).await;
    let stranger = site.visitor().get(PATH).await;
    assert_eq!((stranger.status, stranger.location()), (303, "/signin/?next=%2Ffor%2Dthe%2Dboard%2F"));
    let learner = site.learner().await;
    let read = learner.get(PATH).await;
    assert!(shows_it(&read), "{}", read.text);
    is_kept_private(&read);
    assert_eq!(learner.get_with(PATH, "if-none-match", read.header("etag")).await.status, 304);

    let mut tx = site.database().begin("test").await.expect("begin");
    let now = tx.now();
    let group = insert_group(&mut tx, "Board", now).await.expect("a group");
    tx.commit().await.expect("commit");
    change(&site, page, Privacy::Groups(vec![group])).await;
    assert_eq!(learner.get(PATH).await.status, 403, "signed in, and not one of them");
    assert_eq!(site.visitor().get(PATH).await.status, 303);
    let user: i64 = sqlx::query_scalar("select id from users where email = $1")
        .bind(crate::world::LEARNER)
        .fetch_one(&site.pool)
        .await
        .expect("the learner");
    let mut tx = site.database().begin("test").await.expect("begin");
    insert_member(&mut tx, group, UserId(user)).await.expect("a member");
    tx.commit().await.expect("commit");
    assert!(shows_it(&learner.get(PATH).await), "at once, without signing in again");
    site.execute("update users set is_active = false where email like 'amelia%'").await;
    assert_eq!(learner.get(PATH).await.status, 303, "an account that was closed opens nothing");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_rest_of_the_site_keeps_quiet_about_it(pool: PgPool) {
    let site = Site::open(pool).await;
    let page = private_page(&site, Privacy::SignedIn).await;
    let visitor = site.visitor();
    for path in ["/sitemap.xml", "/", "/catalog/", "/api/v2/pages/", "/api/v2/pages/?search=otters"] {
        let answer = visitor.get(path).await;
        assert!(!answer.text.to_lowercase().contains("for the board"), "{path}: {}", answer.text);
        assert!(!answer.text.contains("for-the-board"), "{path}: {}", answer.text);
    }
    let head = visitor.get(&format!("/api/v2/pages/{}/", page.0)).await;
    assert_ne!(head.status, 200, "{}", head.text);
    let other = visitor.get("/no-such-page/").await;
    assert_eq!(other.status, 404);
    assert!(visitor.cookie().is_none(), "public pages make no session");
}
