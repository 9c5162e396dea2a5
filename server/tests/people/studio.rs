//! What the editor sends and reads over real HTTP, through every layer of the server.

use crate::world::{Answer, DEMO_PASSWORD, Site, Visitor};
use serde_json::{Value, json};
use sqlx::PgPool;
use xpro_cms::{
    document::{PageDocument, PageKind, SCHEMA, StoredDocument},
    tree::{NewPage, create_page, ensure_root_pages},
};
use xpro_kernel::{Clock, PageId, System};
use xpro_platform::db::Database;

const MEGABYTE: usize = 1024 * 1024;

async fn page(pool: &PgPool, kind: PageKind, title: &str) -> PageId {
    let mut tx = Database::new(pool.clone(), Clock::system()).begin("test").await.expect("a transaction");
    let root = ensure_root_pages(&mut tx, System("test")).await.expect("the root pages");
    let parent = if kind.is_product() { root.courses } else { root.home };
    let stored = StoredDocument { schema: SCHEMA, body: json!({ "title": title }) };
    let document = PageDocument::read(kind, stored).expect("a document").document;
    let new = NewPage { parent: Some(parent), slug: None, document };
    let made = create_page(&mut tx, System("test").into(), new).await.expect("a page");
    tx.commit().await.expect("commits");
    made
}

async fn admin(site: &Site) -> Visitor {
    let visitor = site.visitor();
    assert_eq!(visitor.sign_in("admin@example.com", DEMO_PASSWORD, "").await.status, 303);
    visitor
}

/// A plain page with this much text.
fn long(title: &str, bytes: usize) -> Value {
    let part = |number: usize| {
        let id = format!("6f1c7a2e-0d5e-4c58-9a53-{number:012}");
        json!({ "id": id, "value": { "heading": "Part", "detail": "word ".repeat(10_000) } })
    };
    json!({ "title": title, "content": (0..bytes / 50_000).map(part).collect::<Vec<_>>() })
}

async fn post(visitor: &Visitor, path: &str, body: &Value) -> Answer {
    visitor.send_json("POST", path, Some(body), None).await
}

async fn opened(visitor: &Visitor, page: PageId) -> Value {
    let answer = visitor.get(&format!("/api/studio/page?id={}", page.0)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

#[sqlx::test(migrations = "../migrations")]
async fn long_pages_are_saved_merged_and_shown_and_endless_ones_are_refused_in_words(pool: PgPool) {
    let site = Site::open(pool.clone()).await;
    let page = page(&pool, PageKind::ResourcePage, "Terms").await;
    let admin = admin(&site).await;
    let version = opened(&admin, page).await["version"].clone();
    let long_text = long("Terms", 3 * MEGABYTE);
    let draft = |version: &Value, document: &Value| json!({ "draft": { "page": page.0, "version": version, "document": document, "slug": null, "price": "Keep" } });
    let saved = post(&admin, "/api/studio/page-save", &draft(&version, &long_text)).await;
    assert_eq!((saved.status, &saved.json()["outcome"]), (200, &json!("saved")), "{}", saved.text);

    let version = opened(&admin, page).await["version"].clone();
    let other = long("Conditions", 3 * MEGABYTE);
    let merge = json!({ "merge": { "page": page.0, "version": version, "merged": other, "mine": long_text } });
    let merged = post(&admin, "/api/studio/page-merge", &merge).await;
    assert_eq!((merged.status, &merged.json()["outcome"]), (200, &json!("saved")), "{}", merged.text);

    let preview = format!("/studio/preview/{}", page.0);
    let shown = post(&admin, &preview, &long_text).await;
    assert_eq!(shown.status, 200, "{}", shown.text.chars().take(300).collect::<String>());

    let endless = long("Terms", 5 * MEGABYTE);
    let refused = post(&admin, "/api/studio/page-save", &draft(&version, &endless)).await;
    assert_eq!(refused.status, 413);
    assert_eq!(refused.json(), json!({ "code": "invalid", "message": "This page is too long to be saved." }));
    let refused = post(&admin, &preview, &endless).await;
    assert_eq!((refused.status, refused.json()["reason"].is_string()), (413, true));
    let form = admin.post_raw("/signin/", vec![b'a'; MEGABYTE]).await;
    assert_eq!(form.status, 413, "forms are as short as before");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_preview_that_cannot_be_drawn_says_why_in_a_sentence(pool: PgPool) {
    let site = Site::open(pool.clone()).await;
    let page = page(&pool, PageKind::CoursePage, "Printing metal").await;
    let admin = admin(&site).await;
    let answer = post(&admin, &format!("/studio/preview/{}", page.0), &json!({ "title": "Printing metal" })).await;
    assert_eq!((answer.status, answer.header("content-type")), (422, "application/json"), "{}", answer.text);
    let reason = answer.json()["reason"].as_str().unwrap_or_default().to_owned();
    assert!(!reason.is_empty() && reason.len() < 200 && !reason.contains('<'), "{reason}");
}
