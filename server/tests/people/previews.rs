//! Preview links over real HTTP: what people without an account see, and what nobody does.

use crate::world::{Answer, Site};
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};
use xpro_cms::{
    access::{Editor, load_editor},
    collaboration::{
        PreviewLinkId,
        preview_links::{NewPreviewLink, make_preview_link, revoke_preview_link},
    },
    document::{PageDocument, PageKind, SCHEMA, StoredDocument},
    store,
    tree::{NewPage, create_page, ensure_root_pages},
};
use xpro_kernel::{Clock, PageId, System, UserId};
use xpro_platform::db::{Database, Tx};

async fn begin(pool: &PgPool) -> Tx {
    Database::new(pool.clone(), Clock::system()).begin("test").await.expect("a transaction")
}

async fn admin(tx: &mut Tx) -> Editor {
    let id: i64 =
        sqlx::query_scalar("select id from users where is_superuser").fetch_one(&mut **tx).await.expect("an admin");
    let staff = store::bulk::staff(tx, UserId(id)).await.expect("reads").expect("staff");
    load_editor(tx, &staff).await.expect("an editor")
}

/// A page that was never published, and a link to it.
async fn shared(pool: &PgPool, title: &str) -> (PageId, PreviewLinkId, String) {
    let mut tx = begin(pool).await;
    let root = ensure_root_pages(&mut tx, System("test")).await.expect("the root pages");
    let part = serde_json::json!({ "id": "6f1c7a2e-0d5e-4c58-9a53-0f6cf0b6a001", "value": { "heading": "Part", "detail": "Words about otters." } });
    let body = serde_json::json!({ "title": title, "content": [part] });
    let stored = StoredDocument { schema: SCHEMA, body };
    let document = PageDocument::read(PageKind::ResourcePage, stored).expect("a document").document;
    let new = NewPage { parent: Some(root.home), slug: None, document };
    let page = create_page(&mut tx, System("test").into(), new).await.expect("a page");
    let editor = admin(&mut tx).await;
    let link = NewPreviewLink { page, revision: None, life: Duration::days(7), note: "" };
    let made = make_preview_link(&mut tx, &editor, link).await.expect("a link");
    tx.commit().await.expect("commits");
    (page, made.id, format!("/preview/{}/", made.token))
}

fn is_guarded(answer: &Answer) {
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert!(answer.header("x-robots-tag").contains("noindex"));
    assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"));
    assert!(answer.header("set-cookie").is_empty());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_guest_sees_the_draft_and_nothing_runs_or_stays(pool: PgPool) {
    let site = Site::open(pool.clone()).await;
    let (_, _, path) = shared(&pool, "Secret terms").await;
    let guest = site.visitor();
    let answer = guest.get(&path).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    is_guarded(&answer);
    for part in ["Secret terms", "Words about otters.", "Preview of a draft", r#"content="noindex, nofollow""#] {
        assert!(answer.text.contains(part), "{part} is missing in {}", answer.text);
    }
    for part in ["<script", "data-field", "rel=\"canonical\"", "og:"] {
        assert!(!answer.text.contains(part), "{part} is in {}", answer.text);
    }
    assert_eq!(guest.get(path.trim_end_matches('/')).await.status, 200, "the last slash may be missing");
    assert_eq!(guest.get("/secret-terms/").await.status, 404, "the page itself is as little public as before");
    assert!(!guest.get("/sitemap.xml").await.text.contains("secret-terms"));
    assert_eq!(site.count("select count(*) from preview_link where uses = 2 and last_used_at is not null").await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_link_that_ended_tells_why_and_no_more(pool: PgPool) {
    let site = Site::open(pool.clone()).await;
    let (_, link, revoked) = shared(&pool, "Secret terms").await;
    let (_, _, expired) = shared(&pool, "Secret fees").await;
    let mut tx = begin(&pool).await;
    let editor = admin(&mut tx).await;
    revoke_preview_link(&mut tx, &editor, link).await.expect("revoked");
    let long_ago = OffsetDateTime::now_utc() - Duration::days(9);
    sqlx::query("update preview_link set created_at = $1, expires_at = $2 where revoked_at is null")
        .bind(long_ago)
        .bind(long_ago + Duration::days(1))
        .execute(&mut *tx)
        .await
        .expect("expired");
    tx.commit().await.expect("commits");
    let guest = site.visitor();
    let unknown = format!("/preview/{}/", "x".repeat(43));
    for (path, status, words) in [
        (&revoked, 410, "does not work any more"),
        (&expired, 410, "has expired"),
        (&unknown, 404, "no such preview"),
        (&"/preview/short/".to_owned(), 404, "no such preview"),
    ] {
        let answer = guest.get(path).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
        is_guarded(&answer);
        assert!(answer.text.contains(words), "{words} is missing in {}", answer.text);
        assert!(!answer.text.contains("Secret"), "{}", answer.text);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn whoever_guesses_is_slowed_down(pool: PgPool) {
    let site = Site::open(pool.clone()).await;
    let (_, _, path) = shared(&pool, "Secret terms").await;
    let guest = site.visitor();
    for _ in 0..60 {
        assert_eq!(guest.get("/preview/guess/").await.status, 404);
    }
    let answer = guest.get(&path).await;
    assert_eq!(answer.status, 429, "{}", answer.text);
    assert!(!answer.header("retry-after").is_empty());
    assert_eq!(site.count("select uses from preview_link").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_comment_reaches_its_people_by_mail(pool: PgPool) {
    let site = Site::open(pool.clone()).await;
    let (page, ..) = shared(&pool, "Terms").await;
    let mut tx = begin(&pool).await;
    let editor = admin(&mut tx).await;
    let new = xpro_cms::collaboration::comments::NewThread { page, field: "title", label: "Title", body: "Right?" };
    xpro_cms::collaboration::comments::start_thread(&mut tx, &editor, new).await.expect("said");
    // Somebody else asks to hear of everything.
    sqlx::query(
        "insert into comment_watch (page_id, user_id) select $1, id from users where email = 'moderator@example.com'",
    )
    .bind(page.0)
    .execute(&mut *tx)
    .await
    .expect("watches");
    xpro_cms::access::add_demo_members(&mut tx).await.expect("members");
    tx.commit().await.expect("commits");
    site.work().await;
    assert_eq!(
        site.count(
            "select count(*) from mail_message where template = 'comment' and recipient = 'moderator@example.com'"
        )
        .await,
        1
    );
    assert_eq!(site.mailed_path("comment").await, format!("/studio/pages/{page}"));
}
