//! Tokens, `ETag`s, refusals, the OpenAPI document.

use super::{ADMIN, EDITOR, World};
use crate::world::Site;
use serde_json::Value;
use sqlx::PgPool;
use xpro_cms::content_api::{NewToken, Scope, TokenError, issue_token, revoke_token};

#[sqlx::test(migrations = "../migrations")]
async fn what_the_client_has_is_not_sent_again(pool: PgPool) {
    let world = World::open(pool).await;
    let page = world.page("Live", true).await;
    let editor = world.signed_in(EDITOR).await;
    for path in ["/api/v2/pages/".to_owned(), format!("/api/v2/pages/{page}/"), "/api/v2/images/".to_owned()] {
        let first = editor.get(&path).await;
        assert_eq!((first.status, first.header("content-type")), (200, "application/json"), "{path}");
        assert_eq!(first.header("cache-control"), "private, no-cache");
        assert!(first.text.starts_with("{\n    \""), "{:.40}", first.text);
        let again = editor.get_with(&path, "if-none-match", first.header("etag")).await;
        assert_eq!((again.status, again.text.as_str()), (304, ""), "{path}");
        let other = editor.get_with(&path, "if-none-match", "\"x\"").await;
        assert_eq!(other.status, 200);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn wrong_tokens_are_refused_and_counted(pool: PgPool) {
    let world = World::open(pool).await;
    let token = world.token(EDITOR, &[Scope::PagesRead]).await;
    let visitor = world.site.visitor();
    assert_eq!(visitor.get_with_token("/api/v2/pages/", &token).await.status, 200);
    assert_eq!(world.site.count("select count(*) from api_token where last_used_at is not null").await, 1);
    let stored: Vec<u8> =
        sqlx::query_scalar("select secret_hash from api_token").fetch_one(&world.site.pool).await.expect("a hash");
    assert!(!token.as_bytes().windows(stored.len()).any(|part| part == stored), "only a hash is kept");
    let (key, secret) = token.rsplit_once('_').expect("two parts");
    let guesses =
        [format!("{key}_{}", "0".repeat(secret.len())), "xpro_".to_owned(), "x".to_owned(), format!("{token}0")];
    for guess in guesses.iter().cycle().take(30) {
        let answer = visitor.get_with_token("/api/v2/pages/", guess).await;
        assert_eq!((answer.status, answer.header("www-authenticate")), (401, "Bearer realm=\"api\""));
        assert_eq!(answer.json()["message"], "The token is not valid.");
    }
    let locked = visitor.get_with_token("/api/v2/pages/", "x").await;
    assert_eq!(locked.status, 429);
    assert!(locked.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds <= 600));
}

#[sqlx::test(migrations = "../migrations")]
async fn tokens_end(pool: PgPool) {
    let world = World::open(pool).await;
    let visitor = world.site.visitor();
    let works = async |token: &str| visitor.get_with_token("/api/v2/pages/", token).await.status;
    let token = world.token(EDITOR, &[Scope::PagesRead]).await;
    assert_eq!(works(&token).await, 200);

    world.site.execute("update users set is_active = false where email = 'editor@example.com'").await;
    assert_eq!(works(&token).await, 401, "the owner left");
    world.site.execute("update users set is_active = true where email = 'editor@example.com'").await;
    world.site.execute("delete from user_group_member").await;
    world.site.execute("delete from user_permission").await;
    assert_eq!(works(&token).await, 403, "the owner lost access");

    let token = world.token(ADMIN, &[Scope::PagesRead]).await;
    world
        .site
        .execute("update api_token set created_at = now() - interval '2 days', expires_at = now() - interval '1 day'")
        .await;
    assert_eq!(works(&token).await, 401, "over");

    let token = world.token(ADMIN, &[Scope::PagesRead]).await;
    let admin = world.editor(ADMIN).await;
    let mut tx = world.site.database().begin("test").await.expect("begin");
    let id: i64 = sqlx::query_scalar("select max(id) from api_token").fetch_one(&mut *tx).await.expect("a key");
    revoke_token(&mut tx, &admin, id).await.expect("revoked");
    assert!(matches!(revoke_token(&mut tx, &admin, id).await, Err(TokenError::NotFound)));
    tx.commit().await.expect("commit");
    assert_eq!(works(&token).await, 401, "revoked");
}

#[sqlx::test(migrations = "../migrations")]
async fn only_those_who_look_after_integrations_make_tokens(pool: PgPool) {
    let world = World::open(pool).await;
    let (admin, editor) = (world.editor(ADMIN).await, world.editor(EDITOR).await);
    let mut tx = world.site.database().begin("test").await.expect("begin");
    let new = |owner: Option<&str>, scopes: &[Scope], days| NewToken {
        name: "Feed".to_owned(),
        owner: owner.map(str::to_owned),
        scopes: scopes.to_vec(),
        days,
    };
    let good = new(None, &[Scope::PagesRead], None);
    assert!(matches!(issue_token(&mut tx, &editor, &good).await, Err(TokenError::Denied)));
    for (wrong, field) in [
        (NewToken { name: " ".to_owned(), ..good.clone() }, "name"),
        (new(None, &[], None), "scopes"),
        (new(None, &[Scope::PagesRead], Some(0)), "days"),
        (new(Some("amelia.hart@example.com"), &[Scope::PagesRead], None), "owner"),
        (new(Some("nobody@example.com"), &[Scope::PagesRead], None), "owner"),
    ] {
        let refused = issue_token(&mut tx, &admin, &wrong).await.expect_err(field);
        assert!(matches!(refused, TokenError::Field(name, _) if name == field), "{refused}");
    }
    assert!(issue_token(&mut tx, &admin, &good).await.is_ok());
}

#[sqlx::test(migrations = "../migrations")]
async fn refusals_of_all_layers_have_one_shape(pool: PgPool) {
    let world = World::open(pool).await;
    let editor = world.signed_in(EDITOR).await;
    for (method, path, status) in [
        ("PATCH", "/api/v2/pages/", 405),
        ("GET", "/api/v2/pages/x/", 404),
        ("GET", "/api/v2/pages/99999999999999999999/", 404),
        ("GET", "/api/v2/pages/?limit=x", 400),
        ("GET", "/api/v2/pages/?title=%00", 400),
        ("GET", "/api/v2/pages/?fields=a(", 400),
    ] {
        let answer = editor.send_json(method, path, None, None).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
        assert!(answer.json()["message"].is_string(), "{path}: {}", answer.text);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_openapi_document_knows_every_address(pool: PgPool) {
    let site = Site::open(pool).await;
    let answer = site.visitor().get("/api/v2/openapi.json").await;
    let document = answer.json();
    assert_eq!(document["openapi"], "3.1.0");
    let paths: Vec<&String> = document["paths"].as_object().expect("paths").keys().collect();
    assert_eq!(paths.len(), 13, "{paths:?}");
    let mut missing = Vec::new();
    references(&document, &document, &mut missing);
    assert_eq!(missing, Vec::<String>::new());
    for word in ["$id", "$defs", "$schema"] {
        assert!(!answer.text.contains(&format!("\"{word}\"")), "generators do not know {word}");
    }
    let find = &document["paths"]["/api/v2/images/find/"]["get"]["responses"];
    assert!(find["400"].is_object() && find["429"].is_object(), "{find}");
    let list = &document["paths"]["/api/v2/pages/"]["get"];
    assert!(list["responses"]["304"].is_object() && list["responses"]["429"].is_object());
    let names = |path: &str| -> Vec<String> {
        let all = document["paths"][path]["get"]["parameters"].as_array().expect("parameters").iter();
        all.map(|parameter| parameter["name"].as_str().expect("a name").to_owned()).collect()
    };
    assert!(["locale", "site", "include_drafts"].iter().all(|name| names("/api/v2/pages/").iter().any(|n| n == name)));
    assert_eq!(names("/api/v2/images/{id}/"), ["id", "fields", "renditions"]);
    assert_eq!(names("/api/v2/documents/{id}/"), ["id", "fields"]);
    let shown = &document["components"]["schemas"]["CoursePage"]["properties"];
    for name in ["thumbnail_image", "course", "faqs_list", "outcomes"] {
        assert_ne!(shown[name], serde_json::json!({}), "{name}");
    }
    assert!(document["components"]["schemas"]["CoursePage"]["properties"]["subhead"].is_object());
    assert!(document["components"]["schemas"]["CoursePageDocument"]["properties"]["subhead"].is_object());
}

/// What would do nothing at a library is unknown there, like everything else that is.
#[sqlx::test(migrations = "../migrations")]
async fn libraries_refuse_what_is_for_pages(pool: PgPool) {
    let world = World::open(pool).await;
    let editor = world.signed_in(EDITOR).await;
    for (path, status) in [
        ("/api/v2/images/?renditions=width-100", 200),
        ("/api/v2/images/?include_drafts=true", 400),
        ("/api/v2/images/?rich_text_format=html", 400),
        ("/api/v2/documents/?renditions=width-100", 400),
        ("/api/v2/documents/1/?include_drafts=true", 400),
        ("/api/v2/pages/?include_drafts=true&rich_text_format=html&locale=en", 200),
    ] {
        let answer = editor.send_json("GET", path, None, None).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
    }
}

/// References that lead nowhere.
fn references(value: &Value, root: &Value, missing: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(target)) = fields.get("$ref")
                && root.pointer(target.trim_start_matches('#')).is_none()
            {
                missing.push(target.clone());
            }
            fields.values().for_each(|inner| references(inner, root, missing));
        }
        Value::Array(items) => items.iter().for_each(|inner| references(inner, root, missing)),
        _ => {}
    }
}
