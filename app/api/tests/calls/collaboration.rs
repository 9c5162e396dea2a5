//! Working together: who is let in, for everybody (cms.md 5.4), and a review from beginning to end.

use crate::{
    common::{Answer, count, get, post_json},
    content::{ask, database, maya, refusal, site},
};
use axum::http::header;
use serde_json::{Value, json};
use sqlx::PgPool;
use time::macros::datetime;
use xpro_cms::{
    access::{EDITORS, MODERATORS, Permission},
    store,
};
use xpro_kernel::{PageId, Staff, UserId};
use xpro_platform::db::Tx;

/// Each call of this room with something to send.
pub const CALLS: [(&str, &str, &str); 14] = [
    ("POST", "/api/studio/presence", r#"{"beat":{"page":1,"tab":"tab-0000-one","dirty":false,"leaves":false}}"#),
    ("GET", "/api/studio/comments?id=1", ""),
    (
        "POST",
        "/api/studio/comment-command",
        r#"{"id":1,"command":{"command":"start","field":"title","label":"Title","body":"Hm"}}"#,
    ),
    ("GET", "/api/studio/review?id=1", ""),
    ("POST", "/api/studio/review-command", r#"{"id":1,"command":{"command":"submit","version":1}}"#),
    ("GET", "/api/studio/reviews", ""),
    ("GET", "/api/studio/desk", ""),
    ("GET", "/api/studio/workflows", ""),
    (
        "POST",
        "/api/studio/workflow-save",
        r#"{"input":{"id":null,"name":"Mine","active":true,"repeat_after_edits":false,"tasks":[{"id":null,"name":"Look","groups":[1]}],"pages":[]}}"#,
    ),
    ("GET", "/api/studio/notice-wish", ""),
    (
        "POST",
        "/api/studio/notice-wish-save",
        r#"{"wish":{"submitted":true,"approved":true,"rejected":true,"comments":false}}"#,
    ),
    ("GET", "/api/studio/preview-links?id=1", ""),
    ("POST", "/api/studio/preview-link-make", r#"{"input":{"page":1,"revision":null,"hours":24,"note":""}}"#),
    ("POST", "/api/studio/preview-link-revoke", r#"{"id":1,"link":1}"#),
];

/// Out of the groups that [`site`] gave her, and into one of these grants.
async fn regroup(pool: &PgPool, grants: &[(i64, Permission)]) {
    let mut tx = out_of_all(pool).await;
    let now = datetime!(2026-03-01 12:00 UTC);
    let group = store::access::insert_group(&mut tx, "Some", now).await.expect("a group");
    store::access::insert_group_permission(&mut tx, group, "content.access").await.expect("access");
    for (page, permission) in grants {
        store::access::insert_grant(&mut tx, group, PageId(*page), None, *permission).await.expect("granted");
    }
    store::access::insert_member(&mut tx, group, UserId(2)).await.expect("a member");
    tx.commit().await.expect("commits");
}

async fn out_of_all(pool: &PgPool) -> Tx {
    let mut tx = database(pool).begin("test").await.expect("a transaction");
    sqlx::query("delete from user_group_member").execute(&mut *tx).await.expect("out");
    tx
}

async fn join(pool: &PgPool, name: &str) {
    let mut tx = out_of_all(pool).await;
    let group = store::access::find_group(&mut tx, name).await.expect("reads").expect("the group");
    store::access::insert_member(&mut tx, group, UserId(2)).await.expect("a member");
    tx.commit().await.expect("commits");
}

fn admin() -> Option<Staff> {
    maya().map(|staff| Staff { is_superuser: true, ..staff })
}

/// The call about this page instead of page 1.
fn about(page: i64, text: &str) -> String {
    text.replace("id=1", &format!("id={page}"))
        .replace(r#""id":1,"#, &format!(r#""id":{page},"#))
        .replace(r#""page":1,"#, &format!(r#""page":{page},"#))
}

/// How every call answers, in the order of [`CALLS`].
async fn answers(pool: &PgPool, visitor: &Option<Staff>, page: i64) -> Vec<u16> {
    let mut statuses = Vec::new();
    for (method, address, body) in CALLS {
        let answer = ask(pool, visitor.clone(), method, &about(page, address), &about(page, body)).await;
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store", "{address}");
        statuses.push(answer.status.as_u16());
    }
    statuses
}

async fn command(pool: &PgPool, call: &str, page: i64, command: Value) -> Answer {
    let body = json!({ "id": page, "command": command }).to_string();
    post_json(pool, maya(), &format!("/api/studio/{call}"), &body).await
}

#[sqlx::test(migrations = "../../migrations")]
async fn visitors_learners_and_other_staff_are_not_let_in(pool: PgPool) {
    let (_, pages) = site(&pool, 1).await;
    out_of_all(&pool).await.commit().await.expect("no editor any more");
    let before = count(&pool, "select count(*) from audit_entry").await;
    for (method, address, body) in CALLS {
        let (address, body) = (about(pages[0], address), about(pages[0], body));
        assert_eq!(refusal(&ask(&pool, None, method, &address, &body).await), (403, "signed_out"), "{address}");
        assert_eq!(refusal(&ask(&pool, maya(), method, &address, &body).await), (403, "forbidden"), "{address}");
    }
    assert_eq!(count(&pool, "select count(*) from audit_entry").await, before);
    for table in ["page_presence", "comment_thread", "review", "preview_link", "notice_wish"] {
        let rows: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}")))
            .fetch_one(&pool)
            .await
            .expect("counts");
        assert_eq!(rows, 0, "{table}");
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_editor_of_another_branch_finds_nothing(pool: PgPool) {
    let (_, pages) = site(&pool, 2).await;
    regroup(&pool, &Permission::ALL.map(|permission| (pages[1], permission))).await;
    let expected = [404, 404, 404, 404, 404, 200, 200, 403, 403, 200, 200, 404, 404, 404];
    assert_eq!(answers(&pool, &maya(), pages[0]).await, expected);
    let running = get(&pool, maya(), "/api/studio/reviews?queue=running").await.body;
    assert_eq!(running["items"], json!([]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_reader_looks_only(pool: PgPool) {
    let (home, pages) = site(&pool, 1).await;
    regroup(&pool, &[(home, Permission::View)]).await;
    let expected = [200, 200, 403, 200, 403, 200, 200, 403, 403, 200, 200, 403, 403, 404];
    assert_eq!(answers(&pool, &maya(), pages[0]).await, expected);
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_editor_and_a_moderator_work_and_an_admin_sets_up(pool: PgPool) {
    let (_, pages) = site(&pool, 3).await;
    let expected = [200, 200, 200, 200, 200, 200, 200, 403, 403, 200, 200, 200, 200, 200];
    join(&pool, EDITORS).await;
    assert_eq!(answers(&pool, &maya(), pages[0]).await, expected);
    join(&pool, MODERATORS).await;
    // The link that is revoked is the editor's, on another page.
    assert_eq!(answers(&pool, &maya(), pages[1]).await, expected);
    let expected = [200; 14];
    assert_eq!(answers(&pool, &admin(), pages[2]).await, expected);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_text_is_submitted_sent_back_and_approved(pool: PgPool) {
    let (_, pages) = site(&pool, 1).await;
    let page = pages[0];
    join(&pool, EDITORS).await;
    let stale = command(&pool, "review-command", page, json!({ "command": "submit", "version": 99 })).await;
    assert_eq!(
        stale.body["outcome"].as_str().or(stale.body.as_str()).map(str::to_lowercase).as_deref(),
        Some("outdated")
    );
    let submitted = command(&pool, "review-command", page, json!({ "command": "submit", "version": 1 })).await;
    assert_eq!(submitted.status.as_u16(), 200, "{}", submitted.body);
    let text = submitted.body.to_string();
    assert!(
        text.contains("Submitted") && text.contains(r#""edit":false"#),
        "the editor may not write meanwhile: {text}"
    );
    let refused =
        command(&pool, "review-command", page, json!({ "command": "approve", "version": 1, "comment": "" })).await;
    assert_eq!(refusal(&refused), (403, "forbidden"));
    let now = get(&pool, maya(), &format!("/api/studio/review?id={page}")).await.body;
    assert_eq!(
        (&now["may_submit"], &now["may_decide"], &now["may_cancel"]),
        (&json!(false), &json!(false), &json!(true))
    );
    join(&pool, MODERATORS).await;
    let desk = get(&pool, maya(), "/api/studio/desk").await.body;
    assert_eq!(desk["awaiting"][0]["page"], json!(page));
    let wordless = json!({ "command": "request_changes", "comment": " " });
    assert_eq!(refusal(&command(&pool, "review-command", page, wordless).await), (422, "invalid"));
    let back = json!({ "command": "request_changes", "comment": "Too long" });
    assert_eq!(command(&pool, "review-command", page, back).await.status.as_u16(), 200);
    let again = command(&pool, "review-command", page, json!({ "command": "submit", "version": 1 })).await;
    assert_eq!(again.status.as_u16(), 200, "{}", again.body);
    let approved = json!({ "command": "approve", "version": 1, "comment": "Fine" });
    let approved = command(&pool, "review-command", page, approved).await;
    assert!(approved.body.to_string().contains("Approved and published"), "{}", approved.body);
    assert_eq!(
        count(&pool, "select count(*) from page where live and review_task_id is null and title = 'Text 00'").await,
        1
    );
    let finished = get(&pool, maya(), "/api/studio/reviews?queue=finished").await.body;
    assert_eq!(finished["items"][0]["last_comment"], json!("Fine"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn words_of_others_are_theirs_and_nonsense_is_told(pool: PgPool) {
    let (_, pages) = site(&pool, 1).await;
    let page = pages[0];
    let start = json!({ "command": "start", "field": "content/a/heading", "label": "Heading", "body": "Right?" });
    let said = command(&pool, "comment-command", page, start).await.body;
    assert_eq!(said["threads"][0]["comments"][0]["mine"], json!(true));
    let thread = said["threads"][0]["id"].clone();
    sqlx::query("update comment set author_id = 1").execute(&pool).await.expect("somebody else's");
    let comment = said["threads"][0]["comments"][0]["id"].clone();
    for theirs in [
        json!({ "command": "edit", "comment": comment, "body": "No" }),
        json!({ "command": "delete", "comment": comment }),
    ] {
        assert_eq!(refusal(&command(&pool, "comment-command", page, theirs).await), (403, "forbidden"));
    }
    for (nonsense, refused) in [
        (json!({ "command": "reply", "thread": thread, "body": "" }), (422, "invalid")),
        (json!({ "command": "reply", "thread": 999, "body": "Hm" }), (404, "not_found")),
        (json!({ "command": "shout" }), (422, "invalid")),
    ] {
        assert_eq!(refusal(&command(&pool, "comment-command", page, nonsense).await), refused);
    }
    for hours in ["0", "721", "-1", "99999999999"] {
        let body = format!(r#"{{"input":{{"page":{page},"revision":null,"hours":{hours},"note":""}}}}"#);
        let answer = post_json(&pool, maya(), "/api/studio/preview-link-make", &body).await;
        assert_eq!(refusal(&answer), (422, "invalid"), "{hours}");
    }
}

/// A workflow at this page whose one task belongs to a group of maya's own, which grants her nothing else.
async fn reviewed_by_maya(pool: &PgPool, page: i64) {
    regroup(pool, &[]).await;
    let group: i64 =
        sqlx::query_scalar("select id from user_group where name = 'Some'").fetch_one(pool).await.expect("the group");
    let workflow = json!({ "input": {
        "id": null, "name": "Law", "active": true, "repeat_after_edits": false, "pages": [page],
        "tasks": [{ "id": null, "name": "Law", "groups": [group] }],
    } });
    let saved = post_json(pool, admin(), "/api/studio/workflow-save", &workflow.to_string()).await;
    assert_eq!(saved.status.as_u16(), 200, "{}", saved.body);
    let submit = json!({ "id": page, "command": { "command": "submit", "version": 1 } }).to_string();
    let submitted = post_json(pool, admin(), "/api/studio/review-command", &submit).await;
    assert_eq!(submitted.body["outcome"], "done", "{}", submitted.body);
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_saw_a_page_for_its_review_alone_hears_that_it_is_approved(pool: PgPool) {
    let (_, pages) = site(&pool, 1).await;
    reviewed_by_maya(&pool, pages[0]).await;
    let approve = json!({ "command": "approve", "version": 1, "comment": "", "acknowledged": [] });
    let done = command(&pool, "review-command", pages[0], approve).await.body;
    assert_eq!(done["outcome"], "gone", "{done}");
    assert_eq!(done["message"], "Approved and published. Visitors see this text now.");
    assert_eq!(count(&pool, "select count(*) from page where live and title like 'Text%'").await, 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_saw_a_page_for_its_review_alone_hears_that_it_is_sent_back(pool: PgPool) {
    let (_, pages) = site(&pool, 1).await;
    reviewed_by_maya(&pool, pages[0]).await;
    let back = json!({ "command": "request_changes", "comment": "Shorter" });
    let done = command(&pool, "review-command", pages[0], back).await.body;
    assert_eq!(done["outcome"], "gone", "{done}");
    assert!(done["message"].as_str().is_some_and(|text| text.starts_with("Sent back.")), "{done}");
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_last_approval_publishes_only_when_what_asks_is_confirmed(pool: PgPool) {
    let (_, pages) = site(&pool, 1).await;
    let page = pages[0];
    let opened = get(&pool, maya(), &format!("/api/studio/page?id={page}")).await.body;
    let mut document = opened["document"].clone();
    document["promote"]["search_description"] = json!("");
    let draft = json!({ "draft": { "page": page, "version": opened["version"], "document": document, "slug": null } });
    let saved = post_json(&pool, maya(), "/api/studio/page-save", &draft.to_string()).await.body;
    let version = &saved["version"];
    let submitted = command(&pool, "review-command", page, json!({ "command": "submit", "version": version })).await;
    assert_eq!(submitted.body["outcome"], "done", "{}", submitted.body);
    let approve =
        |keys: Value| json!({ "command": "approve", "version": version, "comment": "", "acknowledged": keys });
    let asked = command(&pool, "review-command", page, approve(json!([]))).await.body;
    assert_eq!((&asked["outcome"], &asked["findings"][0]["code"]), (&json!("asks"), &json!("description_missing")));
    assert_eq!(count(&pool, "select count(*) from page where live and title like 'Text%'").await, 0);
    assert_eq!(count(&pool, "select count(*) from page where review_task_id is not null").await, 1, "nothing changed");
    let done = command(&pool, "review-command", page, approve(json!([asked["findings"][0]["key"]]))).await.body;
    assert_eq!(done["outcome"], "done", "{done}");
}
