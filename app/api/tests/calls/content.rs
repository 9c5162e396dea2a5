//! A small site with an editor, for the calls of the content rooms.

use crate::common::{Answer, get, post_json, shop, staff};
use serde_json::json;
use sqlx::PgPool;
use time::macros::datetime;
use xpro_cms::{
    access::{MODERATORS, Permission, ensure_groups},
    document::{PageDocument, PageKind, SCHEMA, StoredDocument},
    store,
    tree::{NewPage, create_page, ensure_root_pages},
};
use xpro_kernel::{Clock, PageId, Staff, System, UserId};
use xpro_platform::db::Database;

pub fn database(pool: &PgPool) -> Database {
    Database::new(pool.clone(), Clock::new(|| datetime!(2026-03-01 12:00 UTC)))
}

/// The root pages, `texts` text pages below the home page, and maya among the moderators. Returns the home page and the texts.
pub async fn site(pool: &PgPool, texts: usize) -> (i64, Vec<i64>) {
    shop(pool).await;
    sqlx::query("update users set is_staff = true where username = 'maya'").execute(pool).await.expect("staff");
    let mut tx = database(pool).begin("test").await.expect("a transaction");
    let root = ensure_root_pages(&mut tx, System("test")).await.expect("the root pages");
    ensure_groups(&mut tx, System("test"), root.home).await.expect("the groups");
    let group = store::access::find_group(&mut tx, MODERATORS).await.expect("reads").expect("the group");
    store::access::insert_member(&mut tx, group, UserId(2)).await.expect("a member");
    let mut pages = Vec::new();
    for at in 0..texts {
        pages.push(text_page(&mut tx, root.home, &format!("Text {at:02}")).await.0);
    }
    tx.commit().await.expect("commits");
    (root.home.0, pages)
}

pub async fn text_page(tx: &mut xpro_platform::db::Tx, parent: PageId, title: &str) -> PageId {
    let part = json!({ "id": "6f1c7a2e-0d5e-4c58-9a53-0f6cf0b6a001", "value": { "heading": "Part", "detail": "Words about otters." } });
    let promote = json!({ "search_description": "About otters." });
    let body = json!({ "title": title, "content": [part], "promote": promote });
    let document = PageDocument::read(PageKind::ResourcePage, StoredDocument { schema: SCHEMA, body })
        .expect("a document")
        .document;
    create_page(tx, System("test").into(), NewPage { parent: Some(parent), slug: None, document })
        .await
        .expect("a page")
}

pub fn maya() -> Option<Staff> {
    staff(&[])
}

pub fn refusal(answer: &Answer) -> (u16, &str) {
    (answer.status.as_u16(), answer.body["code"].as_str().unwrap_or_default())
}

pub async fn ask(pool: &PgPool, visitor: Option<Staff>, method: &str, address: &str, body: &str) -> Answer {
    if method == "GET" { get(pool, visitor, address).await } else { post_json(pool, visitor, address, body).await }
}

/// Takes maya out of all groups and puts her into one that has the content permission and these grants on one page and
/// what is below it.
pub async fn only_grants(pool: &PgPool, page: i64, permissions: &[Permission]) {
    let at = datetime!(2026-03-01 12:00 UTC);
    let mut tx = database(pool).begin("test").await.expect("a transaction");
    sqlx::query("delete from user_group_member").execute(&mut *tx).await.expect("out of the moderators");
    let group = store::access::insert_group(&mut tx, "One page", at).await.expect("a group");
    store::access::insert_group_permission(&mut tx, group, "content.access").await.expect("access");
    for permission in permissions {
        store::access::insert_grant(&mut tx, group, PageId(page), None, *permission).await.expect("granted");
    }
    store::access::insert_member(&mut tx, group, UserId(2)).await.expect("a member");
    tx.commit().await.expect("commits");
}
