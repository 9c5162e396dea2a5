//! A page's life over the API, and what is refused.

use super::{ADMIN, EDITOR, MODERATOR, World, document};
use serde_json::{Value, json};
use sqlx::PgPool;
use xpro_cms::content_api::Scope;

#[sqlx::test(migrations = "../migrations")]
async fn a_page_is_made_edited_published_moved_and_deleted(pool: PgPool) {
    let world = World::open(pool).await;
    let token = world.token(MODERATOR, &Scope::ALL).await;
    let visitor = world.site.visitor();
    let call = async |method: &str, path: String, body: Option<Value>| {
        visitor.send_json(method, &path, body.as_ref(), Some(&token)).await
    };
    let made = call(
        "POST",
        "/api/v2/pages/".to_owned(),
        Some(json!({ "parent": world.home, "type": "cms.ResourcePage", "document": { "title": "Fresh" } })),
    )
    .await;
    assert_eq!(made.status, 201, "{}", made.text);
    let made = made.json();
    let (id, version) = (made["id"].as_i64().expect("a key"), made["version"].as_i64().expect("a version"));
    assert_eq!((&made["live"], &made["path"]), (&json!(false), &json!("/fresh/")));

    let early = call("POST", format!("/api/v2/pages/{id}/publish/"), None).await;
    assert_eq!(early.status, 422, "{}", early.text);
    assert_eq!(early.json()["problems"][0]["path"], "content");
    assert_eq!(call("GET", format!("/api/v2/pages/{id}/"), None).await.status, 404, "a draft is not shown");

    let saved = call(
        "PUT",
        format!("/api/v2/pages/{id}/draft/"),
        Some(json!({ "version": version, "document": document("Fresh"), "slug": "fresher" })),
    )
    .await;
    assert_eq!(saved.status, 200, "{}", saved.text);
    let newer = saved.json()["version"].clone();
    let stale = call("POST", format!("/api/v2/pages/{id}/publish/"), Some(json!({ "version": 1 }))).await;
    assert_eq!((stale.status, &stale.json()["version"]), (409, &newer));
    let published = call("POST", format!("/api/v2/pages/{id}/publish/"), Some(json!({ "version": newer }))).await;
    assert_eq!(published.status, 200, "{}", published.text);
    let shown = call("GET", format!("/api/v2/pages/{id}/?include_drafts=true"), None).await.json();
    assert_eq!(
        (&shown["meta"]["live"], &shown["meta"]["slug"], &shown["meta"]["version"]),
        (&json!(true), &json!("fresher"), &newer)
    );
    assert_eq!(shown["meta"]["has_unpublished_changes"], false);

    let moved =
        call("POST", format!("/api/v2/pages/{id}/move/"), Some(json!({ "parent": world.home, "first": true }))).await;
    assert_eq!(moved.status, 200, "{}", moved.text);
    let circle = call("POST", format!("/api/v2/pages/{id}/move/"), Some(json!({ "parent": id }))).await;
    assert_eq!(circle.status, 422, "{}", circle.text);
    assert_eq!(circle.json()["problems"][0]["path"], "parent");
    assert_eq!(circle.json()["message"], "The page was not moved. See the problems.");
    let off = call("POST", format!("/api/v2/pages/{id}/unpublish/"), Some(json!({ "redirect_to": "/" }))).await;
    assert_eq!((off.status, off.json()["taken_off"].clone()), (200, json!([id])));
    assert_eq!(call("DELETE", format!("/api/v2/pages/{id}/"), None).await.json()["pages"], 1);
    assert_eq!(call("GET", format!("/api/v2/pages/{id}/draft/"), None).await.status, 404);
    assert_eq!(
        world.site.count("select count(*) from audit_entry where actor_kind = 'staff' and subject_type = 'page'").await,
        5,
        "made, published, moved, taken off, deleted; saves of one person do not fill the history"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_save_over_a_newer_text_gives_both_back(pool: PgPool) {
    let world = World::open(pool).await;
    let page = world.page("First", false).await;
    let (mine, theirs) = (world.token(EDITOR, &Scope::ALL).await, world.token(ADMIN, &Scope::ALL).await);
    let visitor = world.site.visitor();
    let path = format!("/api/v2/pages/{page}/draft/");
    let draft = visitor.send_json("GET", &path, None, Some(&mine)).await.json();
    let save = |title: &str| json!({ "version": draft["version"], "document": document(title) });
    assert_eq!(visitor.send_json("PUT", &path, Some(&save("Theirs")), Some(&theirs)).await.status, 200);
    let conflict = visitor.send_json("PUT", &path, Some(&save("Mine")), Some(&mine)).await;
    assert_eq!(conflict.status, 409, "{}", conflict.text);
    let conflict = conflict.json();
    assert_eq!((&conflict["theirs"]["title"], &conflict["yours"]["title"]), (&json!("Theirs"), &json!("Mine")));
    assert_eq!(conflict["comparison"]["fields"][0]["path"], "title");
    let blind = world.token(EDITOR, &[Scope::PagesWrite]).await;
    let refused = visitor.send_json("PUT", &path, Some(&save("Mine")), Some(&blind)).await;
    assert_eq!((refused.status, &refused.json()["version"]), (409, &conflict["version"]), "{}", refused.text);
    assert!(refused.json()["theirs"].is_null() && refused.json()["comparison"].is_null(), "{}", refused.text);
    assert!(!refused.text.contains("Theirs"), "it may not read drafts: {}", refused.text);
    let kept = visitor.send_json("GET", &path, None, Some(&mine)).await.json();
    assert_eq!((&kept["document"]["title"], &kept["version"]), (&json!("Theirs"), &conflict["version"]));
}

#[sqlx::test(migrations = "../migrations")]
async fn what_cannot_be_stored_is_told_by_its_path(pool: PgPool) {
    let world = World::open(pool).await;
    let page = world.page("First", false).await;
    let token = world.token(MODERATOR, &Scope::ALL).await;
    let visitor = world.site.visitor();
    let path = format!("/api/v2/pages/{page}/draft/");
    for (body, status, told) in [
        (json!({ "version": 1, "document": { "title": 7 } }), 422, "title"),
        (json!({ "version": 1, "document": { "title": "x", "content": "y" } }), 422, "content"),
        (
            json!({ "version": 1, "document": { "title": "x", "content": [{ "id": "x", "value": {} }] } }),
            422,
            "content/0",
        ),
        (json!({ "version": 1, "document": { "title": "a\u{0}b" } }), 422, ""),
        (json!({ "version": 1, "document": document("x"), "slug": "a b" }), 422, "slug"),
        (json!({ "version": 1, "document": [] }), 422, ""),
        (json!({ "version": 1, "zebra": 1, "document": {} }), 400, "zebra"),
        (json!({ "version": "one", "document": {} }), 400, "version"),
        (json!([]), 400, "body"),
    ] {
        let answer = visitor.send_json("PUT", &path, Some(&body), Some(&token)).await;
        assert_eq!(answer.status, status, "{body}: {}", answer.text);
        match status {
            422 => assert_eq!(
                answer.json()["problems"][0]["path"].as_str().map(|path| path.starts_with(told)),
                Some(true),
                "{body}: {}",
                answer.text
            ),
            _ => assert!(
                answer.json()["message"]
                    .as_str()
                    .is_some_and(|text| text.contains(told) || told == "body" || told == "version"),
                "{}",
                answer.text
            ),
        }
    }
    for (body, status) in [
        (json!({ "parent": world.home, "type": "cms.Zebra", "document": {} }), 422),
        (json!({ "parent": 999_999, "type": "cms.ResourcePage", "document": document("x") }), 404),
        (json!({ "parent": page, "type": "cms.ResourcePage", "document": document("x") }), 422),
        (json!({ "parent": world.home, "type": "cms.CatalogPage", "document": { "title": "Catalog" } }), 409),
        (json!({ "parent": world.home, "type": "cms.ResourcePage", "document": document("x"), "slug": "first" }), 409),
        (json!({ "parent": world.home, "type": "cms.ResourcePage", "document": {} }), 422),
    ] {
        let answer = visitor.send_json("POST", "/api/v2/pages/", Some(&body), Some(&token)).await;
        assert_eq!(answer.status, status, "{body}: {}", answer.text);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_not_understood_is_told_in_words(pool: PgPool) {
    let world = World::open(pool).await;
    let page = world.page("First", false).await;
    let token = world.token(MODERATOR, &Scope::ALL).await;
    let visitor = world.site.visitor();
    let path = format!("/api/v2/pages/{page}/draft/");
    let mut odd = document("x");
    odd["zebra"] = json!(1);
    odd["content"][0]["value"]["headng"] = json!("y");
    let saved = visitor.send_json("PUT", &path, Some(&json!({ "version": 1, "document": odd })), Some(&token)).await;
    let mut told: Vec<Value> = saved.json()["problems"].as_array().expect("problems").clone();
    told.retain(|problem| problem["severity"] == "warning" && problem["message"] == "Unknown field: it was not kept.");
    let mut paths: Vec<&str> = told.iter().filter_map(|problem| problem["path"].as_str()).collect();
    paths.sort_unstable();
    assert_eq!((saved.status, paths), (200, vec!["content/0/headng", "zebra"]), "{}", saved.text);
    for (body, words) in [
        (json!([]), "the body cannot be read: it must be a JSON object"),
        (json!([1, 2, 3]), "the body cannot be read: it must be a JSON object"),
        (
            json!({ "version": "one", "document": {} }),
            "the body cannot be read: 'version': invalid type: string \"one\", expected a whole number",
        ),
        (
            json!({ "version": 1, "slug": 7, "document": {} }),
            "the body cannot be read: 'slug': invalid type: integer `7`, expected a string",
        ),
        (json!({ "version": 1 }), "the body cannot be read: missing field `document`"),
    ] {
        let answer = visitor.send_json("PUT", &path, Some(&body), Some(&token)).await;
        assert_eq!((answer.status, answer.json()["message"].as_str()), (400, Some(words)), "{}", answer.text);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_unknown_block_is_kept_and_raw_html_needs_its_permission(pool: PgPool) {
    let world = World::open(pool).await;
    let (moderator, admin) = (world.token(MODERATOR, &Scope::ALL).await, world.token(ADMIN, &Scope::ALL).await);
    let visitor = world.site.visitor();
    let courses: i64 = sqlx::query_scalar("select id from page where url_path = '/courses/'")
        .fetch_one(&world.site.pool)
        .await
        .expect("the courses");
    let html =
        json!({ "id": "6f1c7a2e-0d5e-4c58-9a53-0f6cf0b6a002", "type": "raw_html", "value": { "html": "<b>x</b>" } });
    let odd = json!({ "id": "6f1c7a2e-0d5e-4c58-9a53-0f6cf0b6a003", "type": "zebra", "value": { "stripes": 7 } });
    let body = json!({ "parent": courses, "type": "cms.CoursePage", "document": { "title": "Course", "content": [html], "sections": [odd] } });
    let refused = visitor.send_json("POST", "/api/v2/pages/", Some(&body), Some(&moderator)).await;
    assert_eq!(
        (refused.status, refused.json()["problems"].to_string().contains("content/0")),
        (422, true),
        "{}",
        refused.text
    );
    let made = visitor.send_json("POST", "/api/v2/pages/", Some(&body), Some(&admin)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let made = made.json();
    assert_eq!(made["document"]["sections"][0]["value"]["stripes"], 7, "kept as it is");
    let again = json!({ "version": made["version"], "document": made["document"] });
    let path = format!("/api/v2/pages/{}/draft/", made["id"]);
    let saved = visitor.send_json("PUT", &path, Some(&again), Some(&moderator)).await;
    assert_eq!(saved.status, 200, "what is there already may stay: {}", saved.text);
    let mut document = made["document"].clone();
    document["content"][0]["value"]["html"] = json!("<script>x</script>");
    let other = json!({ "version": saved.json()["version"], "document": document });
    let refused = visitor.send_json("PUT", &path, Some(&other), Some(&moderator)).await;
    let problems = refused.json()["problems"].as_array().cloned().unwrap_or_default();
    let problem = problems.iter().find(|problem| problem["path"] == "content/0");
    assert_eq!(
        (refused.status, problem.map(|problem| problem["message"].clone())),
        (422, Some(json!("Changing this needs the permission content.raw_html."))),
        "{}",
        refused.text
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_text_that_was_broken_by_hand_can_be_written_anew(pool: PgPool) {
    let world = World::open(pool).await;
    let page = world.page("First", false).await;
    let token = world.token(MODERATOR, &Scope::ALL).await;
    let visitor = world.site.visitor();
    world.site.execute("update page_revision set body = '[1]' where page_id = (select max(id) from page)").await;
    let path = format!("/api/v2/pages/{page}/draft/");
    let broken = visitor.send_json("GET", &path, None, Some(&token)).await;
    assert_eq!(broken.status, 409, "{}", broken.text);
    assert!(broken.json()["message"].as_str().is_some_and(|text| text.contains("cannot be read")));
    let listed = visitor.send_json("GET", "/api/v2/pages/?include_drafts=true&limit=100", None, Some(&token)).await;
    assert_eq!(listed.status, 200, "{}", listed.text);
    let body = json!({ "version": 1, "document": document("Mended") });
    let mended = visitor.send_json("PUT", &path, Some(&body), Some(&token)).await;
    assert_eq!(mended.status, 200, "{}", mended.text);
}
