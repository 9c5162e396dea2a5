//! The calls of the image and document libraries: who may look, who may change, and what is refused.

use crate::{
    common::{count, get, post_json},
    content::{ask, maya, only_grants, refusal, site},
};
use axum::http::StatusCode;
use serde_json::json;
use sqlx::PgPool;
use xpro_cms::access::Permission;

/// Each call of the libraries with something to send.
pub const CALLS: [(&str, &str, &str); 8] = [
    ("GET", "/api/studio/images", ""),
    ("GET", "/api/studio/image?id=1", ""),
    ("POST", "/api/studio/image-update", UPDATE_IMAGE),
    ("POST", "/api/studio/image-delete", r#"{"id":1,"even_if_used":false}"#),
    ("GET", "/api/studio/documents", ""),
    ("GET", "/api/studio/document?id=1", ""),
    ("POST", "/api/studio/document-update", UPDATE_DOCUMENT),
    ("POST", "/api/studio/document-delete", r#"{"id":1,"even_if_used":false}"#),
];

const UPDATE_IMAGE: &str = r#"{"id":1,"began":{"title":"Otter","alt":"","tags":[],"focus":{"x":0.5,"y":0.5,"width":0.0,"height":0.0}},"form":{"title":"Otter","alt":"An otter","tags":["animals"],"focus":{"x":0.5,"y":0.5,"width":0.2,"height":0.2}}}"#;

const UPDATE_DOCUMENT: &str =
    r#"{"id":1,"began":{"title":"Plan","tags":[]},"form":{"title":"Syllabus","tags":["fall"]}}"#;

async fn files(pool: &PgPool) {
    let rows = "
        insert into image (title, alt, file_key, mime, width, height, created_at, updated_at)
        values ('Otter', '', 'original/otter', 'image/jpeg', 1600, 900, '2026-01-01', '2026-01-01');
        insert into document (title, file_key, file_name, mime, file_size, file_hash, created_at, updated_at)
        values ('Plan', 'original/plan', 'plan.pdf', 'application/pdf', 3000, repeat('ab', 20), '2026-01-01', '2026-01-01');";
    sqlx::raw_sql(rows).execute(pool).await.expect("the files' rows");
}

#[sqlx::test(migrations = "../../migrations")]
async fn only_editors_are_let_in(pool: PgPool) {
    site(&pool, 0).await;
    files(&pool).await;
    sqlx::query("delete from user_group_member").execute(&pool).await.expect("no editor any more");
    for (method, address, body) in CALLS {
        assert_eq!(refusal(&ask(&pool, None, method, address, body).await), (403, "signed_out"), "{address}");
        assert_eq!(refusal(&ask(&pool, maya(), method, address, body).await), (403, "forbidden"), "{address}");
    }
    assert_eq!(count(&pool, "select count(*) from image where title = 'Otter' and alt = ''").await, 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_may_only_look_changes_nothing(pool: PgPool) {
    let (_, pages) = site(&pool, 1).await;
    files(&pool).await;
    only_grants(&pool, pages[0], &[Permission::Change]).await;
    for (method, address, body) in CALLS {
        let answer = ask(&pool, maya(), method, address, body).await;
        let expected = if method == "GET" { (200, "") } else { (403, "forbidden") };
        assert_eq!(refusal(&answer), expected, "{address}: {}", answer.body);
    }
    let listed = get(&pool, maya(), "/api/studio/images").await.body;
    assert_eq!(listed["may_change"], false);
    assert_eq!(count(&pool, "select count(*) from image where title = 'Otter' and alt = ''").await, 1);
    assert_eq!(count(&pool, "select count(*) from document where title = 'Plan'").await, 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_known_of_a_file_is_written_and_searched(pool: PgPool) {
    site(&pool, 0).await;
    files(&pool).await;
    for (method, address, body) in CALLS {
        if address.contains("delete") {
            continue;
        }
        let answer = ask(&pool, maya(), method, address, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
    }
    let missing = get(&pool, maya(), "/api/studio/images?filter[without_alt]=true").await.body;
    assert_eq!(missing["total"], 0, "the picture has its alternative text now: {missing}");
    let found = get(&pool, maya(), "/api/studio/documents?filter[q]=syllabus&filter[tag]=fall").await.body;
    assert_eq!(found["total"], 1, "{found}");

    let endless = UPDATE_IMAGE.replace("Otter", &"o".repeat(400));
    assert_eq!(refusal(&post_json(&pool, maya(), "/api/studio/image-update", &endless).await), (422, "invalid"));
    let nameless = UPDATE_DOCUMENT.replace("Syllabus", " ");
    assert_eq!(refusal(&post_json(&pool, maya(), "/api/studio/document-update", &nameless).await), (422, "invalid"));
    assert_eq!(count(&pool, "select count(*) from document where title = 'Syllabus'").await, 1);
    for address in ["/api/studio/image?id=99", "/api/studio/document?id=99"] {
        assert_eq!(refusal(&get(&pool, maya(), address).await), (404, "not_found"), "{address}");
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_saves_second_is_told_of_the_first(pool: PgPool) {
    site(&pool, 0).await;
    files(&pool).await;
    let first = post_json(&pool, maya(), "/api/studio/image-update", UPDATE_IMAGE).await.body;
    assert_eq!((&first["outcome"], &first["item"]["alt"]), (&json!("saved"), &json!("An otter")), "{first}");
    let other = UPDATE_IMAGE.replace("An otter", "A river");
    let second = post_json(&pool, maya(), "/api/studio/image-update", &other).await.body;
    assert_eq!((&second["outcome"], &second["item"]["alt"]), (&json!("conflict"), &json!("An otter")), "{second}");
    assert_eq!(second["clashes"].as_array().map(Vec::len), Some(1), "{second}");
    assert_eq!(second["clashes"][0]["field"], "alt");
    assert_eq!(count(&pool, "select count(*) from image where alt = 'An otter'").await, 1, "nothing was written");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_file_in_use_is_not_deleted_by_accident(pool: PgPool) {
    let (_, pages) = site(&pool, 1).await;
    files(&pool).await;
    let used = "insert into content_reference (page_id, revision, target_type, target_id, path) values ($1, 'draft', 'image', 1, 'content/0/image')";
    sqlx::query(used).bind(pages[0]).execute(&pool).await.expect("a reference");
    let delete = |even: bool| json!({ "id": 1, "even_if_used": even }).to_string();
    let refused = post_json(&pool, maya(), "/api/studio/image-delete", &delete(false)).await;
    assert_eq!(refusal(&refused), (422, "invalid"), "{}", refused.body);
    let detail = get(&pool, maya(), "/api/studio/image?id=1").await.body;
    assert_eq!((&detail["usage"][0]["title"], &detail["item"]["uses"]), (&json!("Text 00"), &json!(1)), "{detail}");
    assert_eq!(post_json(&pool, maya(), "/api/studio/image-delete", &delete(true)).await.status, StatusCode::OK);
    assert_eq!(refusal(&post_json(&pool, maya(), "/api/studio/image-delete", &delete(true)).await), (404, "not_found"));
    assert_eq!(post_json(&pool, maya(), "/api/studio/document-delete", &delete(false)).await.status, StatusCode::OK);
}
