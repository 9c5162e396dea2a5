//! The page editor's calls: who may read and who may act, what is kept, and what stands in each other's way.

use crate::{
    common::{Answer, count, get, post_json},
    content::{ask, maya, only_grants, refusal, site},
};
use axum::http::StatusCode;
use serde_json::{Value, json};
use sqlx::PgPool;
use xpro_cms::access::Permission;

/// Each call of the editor with something to send.
pub const CALLS: [(&str, &str, &str); 9] = [
    ("GET", "/api/studio/declarations", ""),
    ("GET", "/api/studio/page?id=1", ""),
    ("POST", "/api/studio/page-save", r#"{"draft":{"page":1,"version":1,"document":{"title":"x"},"slug":null}}"#),
    ("POST", "/api/studio/page-merge", r#"{"merge":{"page":1,"version":1,"merged":{},"mine":{}}}"#),
    ("POST", "/api/studio/things", r#"{"query":{"to":{"type":"topic"},"text":"","page":1,"course":null}}"#),
    ("POST", "/api/studio/page-command", r#"{"id":1,"command":{"act":"discard"}}"#),
    ("GET", "/api/studio/page-revisions?id=1", ""),
    ("POST", "/api/studio/page-compare", r#"{"id":1,"from":"live","to":"draft"}"#),
    ("GET", "/api/studio/page-history?id=1", ""),
];

async fn open(pool: &PgPool, page: i64) -> Value {
    let answer = get(pool, maya(), &format!("/api/studio/page?id={page}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body
}

async fn save(pool: &PgPool, page: i64, version: &Value, document: &Value) -> Answer {
    let draft = json!({ "draft": { "page": page, "version": version, "document": document, "slug": null } });
    post_json(pool, maya(), "/api/studio/page-save", &draft.to_string()).await
}

async fn command(pool: &PgPool, page: i64, command: Value) -> Answer {
    post_json(pool, maya(), "/api/studio/page-command", &json!({ "id": page, "command": command }).to_string()).await
}

fn titled(opened: &Value, title: &str) -> Value {
    let mut document = opened["document"].clone();
    document["title"] = json!(title);
    document
}

#[sqlx::test(migrations = "../../migrations")]
async fn only_editors_are_let_in(pool: PgPool) {
    site(&pool, 1).await;
    sqlx::query("delete from user_group_member").execute(&pool).await.expect("no editor any more");
    let before = count(&pool, "select count(*) from audit_entry").await;
    for (method, address, body) in CALLS {
        assert_eq!(refusal(&ask(&pool, None, method, address, body).await), (403, "signed_out"), "{address}");
        assert_eq!(refusal(&ask(&pool, maya(), method, address, body).await), (403, "forbidden"), "{address}");
    }
    assert_eq!(count(&pool, "select count(*) from audit_entry").await, before);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_page_of_another_branch_is_not_there(pool: PgPool) {
    let (_, pages) = site(&pool, 2).await;
    let (mine, hidden) = (pages[0], pages[1]);
    only_grants(&pool, mine, &[Permission::Change]).await;
    let before = count(&pool, "select count(*) from audit_entry").await;
    for address in ["page", "page-revisions", "page-history"] {
        let answer = get(&pool, maya(), &format!("/api/studio/{address}?id={hidden}")).await;
        assert_eq!(refusal(&answer), (404, "not_found"), "{address}");
    }
    let text = json!({ "title": "x" });
    assert_eq!(refusal(&save(&pool, hidden, &json!(1), &text).await), (404, "not_found"));
    let merge = json!({ "merge": { "page": hidden, "version": 1, "merged": text, "mine": text } }).to_string();
    assert_eq!(refusal(&post_json(&pool, maya(), "/api/studio/page-merge", &merge).await), (404, "not_found"));
    let compare = json!({ "id": hidden, "from": "draft", "to": "draft" }).to_string();
    assert_eq!(refusal(&post_json(&pool, maya(), "/api/studio/page-compare", &compare).await), (404, "not_found"));
    for act in commands() {
        assert_eq!(refusal(&command(&pool, hidden, act.clone()).await), (404, "not_found"), "{act}");
    }
    assert_eq!(count(&pool, "select count(*) from audit_entry").await, before);
}

fn commands() -> Vec<Value> {
    let at = 1_900_000_000_000_i64;
    vec![
        json!({ "act": "publish", "version": 1 }),
        json!({ "act": "publish_at", "version": 1, "at": at }),
        json!({ "act": "expire_at", "at": at }),
        json!({ "act": "unpublish", "with_descendants": false }),
        json!({ "act": "discard" }),
        json!({ "act": "name", "label": "x" }),
        json!({ "act": "restore", "revision": 1 }),
        json!({ "act": "lock", "reason": "" }),
        json!({ "act": "unlock" }),
    ]
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_may_change_may_not_publish(pool: PgPool) {
    let (_, pages) = site(&pool, 1).await;
    only_grants(&pool, pages[0], &[Permission::Change]).await;
    let opened = open(&pool, pages[0]).await;
    assert_eq!((&opened["rights"]["edit"], &opened["rights"]["publish"]), (&json!(true), &json!(false)));
    let version = &opened["version"];
    let at = 1_900_000_000_000_i64;
    for act in [
        json!({ "act": "publish", "version": version }),
        json!({ "act": "publish_at", "version": version, "at": at }),
        json!({ "act": "unpublish", "with_descendants": false }),
    ] {
        assert_eq!(refusal(&command(&pool, pages[0], act.clone()).await), (403, "forbidden"), "{act}");
    }
    let saved = save(&pool, pages[0], version, &titled(&opened, "Other words")).await;
    assert_eq!(saved.body["outcome"], "saved", "{}", saved.body);
    assert_eq!(count(&pool, "select count(*) from page where live and title like 'Text%'").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn two_people_s_texts_are_both_kept(pool: PgPool) {
    let (_, pages) = site(&pool, 1).await;
    let opened = open(&pool, pages[0]).await;
    let first = save(&pool, pages[0], &opened["version"], &titled(&opened, "Theirs")).await;
    assert_eq!(first.body["outcome"], "saved", "{}", first.body);
    let second = save(&pool, pages[0], &opened["version"], &titled(&opened, "Mine")).await;
    assert_eq!((&second.body["outcome"], &second.body["document"]["title"]), (&json!("conflict"), &json!("Theirs")));
    assert_eq!(open(&pool, pages[0]).await["document"]["title"], "Theirs", "the later save changed nothing");

    let merge = json!({ "merge": {
        "page": pages[0], "version": second.body["version"], "merged": titled(&opened, "Both"), "mine": titled(&opened, "Mine"),
    } });
    let merged = post_json(&pool, maya(), "/api/studio/page-merge", &merge.to_string()).await;
    assert_eq!(merged.body["outcome"], "saved", "{}", merged.body);
    let versions = get(&pool, maya(), &format!("/api/studio/page-revisions?id={}", pages[0])).await.body;
    let named: Vec<&str> = versions.as_array().expect("a list").iter().filter_map(|v| v["label"].as_str()).collect();
    assert_eq!(named.iter().filter(|label| label.starts_with("Text of Maya")).count(), 2, "{named:?}");
    assert_eq!(open(&pool, pages[0]).await["document"]["title"], "Both");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_page_lives_through_all_its_commands(pool: PgPool) {
    let (_, pages) = site(&pool, 1).await;
    let page = pages[0];
    let opened = open(&pool, page).await;
    let published = command(&pool, page, json!({ "act": "publish", "version": opened["version"] })).await;
    assert_eq!(published.body["outcome"], "done", "{}", published.body);
    let opened = open(&pool, page).await;
    let saved = save(&pool, page, &opened["version"], &titled(&opened, "Newer")).await.body;
    let outdated = command(&pool, page, json!({ "act": "publish", "version": opened["version"] })).await;
    assert_eq!(outdated.body["outcome"], "outdated", "{}", outdated.body);
    assert_eq!(count(&pool, "select count(*) from page where title = 'Newer'").await, 0);

    let named = command(&pool, page, json!({ "act": "name", "label": "Before the fair" })).await;
    assert_eq!(named.body["outcome"], "done", "{}", named.body);
    let past = command(&pool, page, json!({ "act": "publish_at", "version": saved["version"], "at": 1_000 })).await;
    assert_eq!(refusal(&past), (422, "invalid"), "{}", past.body);
    let version = open(&pool, page).await["version"].clone();
    let later = json!({ "act": "publish_at", "version": version, "at": 1_900_000_000_000_i64 });
    let scheduled = command(&pool, page, later).await;
    assert_eq!(scheduled.body["outcome"], "done", "{}", scheduled.body);
    let waiting = scheduled.body["page"]["standing"]["waiting"][0]["id"].clone();
    assert_eq!(count(&pool, "select count(*) from job where kind = 'run_schedule' and state = 'queued'").await, 1);
    let off = command(&pool, page, json!({ "act": "call_off", "waiting": waiting })).await;
    assert_eq!(off.body["page"]["standing"]["waiting"], json!([]), "{}", off.body);

    let compare = json!({ "id": page, "from": "live", "to": "draft" }).to_string();
    let compared = post_json(&pool, maya(), "/api/studio/page-compare", &compare).await.body;
    assert_eq!((&compared["fields"][0]["path"], &compared["fields"][0]["after"]), (&json!("title"), &json!("Newer")));
    let discarded = command(&pool, page, json!({ "act": "discard" })).await;
    assert_eq!(discarded.body["page"]["document"]["title"], "Text 00", "{}", discarded.body);
    let history = get(&pool, maya(), &format!("/api/studio/page-history?id={page}")).await.body;
    assert!(history.as_array().is_some_and(|entries| entries.iter().all(|entry| entry["by"].is_string())), "{history}");
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_cannot_be_stored_changes_nothing(pool: PgPool) {
    let (_, pages) = site(&pool, 1).await;
    let opened = open(&pool, pages[0]).await;
    for wrong in [json!(null), json!([]), json!({ "title": 7 }), json!({ "title": "x", "content": "words" })] {
        let answer = save(&pool, pages[0], &opened["version"], &wrong).await;
        assert_eq!(answer.body["outcome"], "refused", "{wrong}: {}", answer.body);
        assert!(answer.body["message"].as_str().is_some_and(|text| !text.is_empty()), "{}", answer.body);
    }
    assert_eq!(open(&pool, pages[0]).await["document"], opened["document"]);
    let script = json!({ "title": "<script>alert(1)</script>", "content": [] });
    let kept = save(&pool, pages[0], &opened["version"], &script).await;
    assert_eq!(kept.body["outcome"], "saved", "a title is text: {}", kept.body);
}

#[sqlx::test(migrations = "../../migrations")]
async fn raw_html_is_added_by_those_only_who_may(pool: PgPool) {
    site(&pool, 0).await;
    let mut tx = crate::content::database(&pool).begin("test").await.expect("a transaction");
    let courses: i64 = sqlx::query_scalar("select id from page where url_path = '/courses/'")
        .fetch_one(&mut *tx)
        .await
        .expect("the courses");
    let kind = xpro_cms::document::PageKind::CoursePage;
    let stored =
        xpro_cms::document::StoredDocument { schema: xpro_cms::document::SCHEMA, body: json!({ "title": "Course" }) };
    let document = xpro_cms::document::PageDocument::read(kind, stored).expect("a document").document;
    let new = xpro_cms::tree::NewPage { parent: Some(xpro_kernel::PageId(courses)), slug: None, document };
    let page = xpro_cms::tree::create_page(&mut tx, xpro_kernel::System("test").into(), new).await.expect("a page").0;
    tx.commit().await.expect("commits");
    let opened = open(&pool, page).await;
    let mut with_html = opened["document"].clone();
    with_html["content"] =
        json!([{ "id": "6f1c7a2e-0d5e-4c58-9a53-0f6cf0b6a002", "type": "raw_html", "value": { "html": "<b>x</b>" } }]);
    let refused = save(&pool, page, &opened["version"], &with_html).await;
    assert_eq!(
        (&refused.body["outcome"], &refused.body["field"]),
        (&json!("refused"), &json!("content/0")),
        "{}",
        refused.body
    );
    sqlx::query(
        "insert into user_group_permission select id, 'content.raw_html' from user_group where name = 'Moderators'",
    )
    .execute(&pool)
    .await
    .expect("permitted");
    let saved = save(&pool, page, &opened["version"], &with_html).await;
    assert_eq!(saved.body["outcome"], "saved", "{}", saved.body);
    sqlx::query("delete from user_group_permission where permission = 'content.raw_html'")
        .execute(&pool)
        .await
        .expect("taken away");
    let kept = save(&pool, page, &saved.body["version"], &with_html).await;
    assert_eq!(kept.body["outcome"], "saved", "what is there may stay: {}", kept.body);
    let mut changed = with_html.clone();
    changed["content"][0]["value"]["html"] = json!("<script>x</script>");
    let refused = save(&pool, page, &kept.body["version"], &changed).await;
    assert_eq!(
        (&refused.body["outcome"], &refused.body["message"]),
        (&json!("refused"), &json!("Changing this needs the permission content.raw_html.")),
        "{}",
        refused.body
    );
    let version = &kept.body["version"];
    let merge = json!({ "merge": { "page": page, "version": version, "merged": changed, "mine": with_html } });
    let refused = post_json(&pool, maya(), "/api/studio/page-merge", &merge.to_string()).await;
    assert_eq!(refused.body["outcome"], "refused", "{}", refused.body);
    assert_eq!(open(&pool, page).await["document"]["content"], with_html["content"]);
    let stale = save(&pool, page, &json!(-1), &changed).await;
    assert_eq!(stale.body["outcome"], "conflict", "{}", stale.body);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_nul_is_refused_by_a_message_and_nothing_is_saved(pool: PgPool) {
    let (_, pages) = site(&pool, 1).await;
    let page = pages[0];
    let opened = open(&pool, page).await;
    let good = &opened["document"];
    let mut hidden = good.clone();
    hidden["content"][0]["value"]["detail"] = json!("a\u{0}b");
    let mut odd = good.clone();
    odd["ze\u{0}bra"] = json!(1);
    for body in [hidden, odd, titled(&opened, "a\u{0}b")] {
        let refused = save(&pool, page, &opened["version"], &body).await;
        assert_eq!((refused.status, &refused.body["outcome"]), (StatusCode::OK, &json!("refused")), "{}", refused.body);
        assert!(refused.body["message"].as_str().is_some_and(|text| text.contains("NUL")), "{}", refused.body);
        for (merged, mine) in [(&body, good), (good, &body)] {
            let merge =
                json!({ "merge": { "page": page, "version": opened["version"], "merged": merged, "mine": mine } });
            let refused = post_json(&pool, maya(), "/api/studio/page-merge", &merge.to_string()).await;
            assert_eq!(refused.body["outcome"], "refused", "{}", refused.body);
        }
    }
    assert_eq!(open(&pool, page).await["version"], opened["version"], "nothing was saved");
}

/// Case 44 of cms.md 8: the price panel lists every run of the page's course, also those that are over, and no other.
#[sqlx::test(migrations = "../../migrations")]
async fn the_runs_that_a_price_may_be_for_are_the_courses_own(pool: PgPool) {
    site(&pool, 0).await;
    let rows = "insert into course (title, readable_id, live, platform_id) values ('Other', 'course-v1:xPRO+O', true, 1);
        insert into course_run (course_id, title, courseware_id, run_tag, live, end_date) values
            (1, 'Systems R0', 'course-v1:xPRO+S+R0', 'R0', false, '2020-01-01'), (2, 'Other R1', 'course-v1:xPRO+O+R1', 'R1', true, null);";
    sqlx::raw_sql(rows).execute(&pool).await.expect("rows");
    let runs = async |course: i64| -> Vec<String> {
        let query = json!({ "query": { "to": { "type": "course_run" }, "text": "", "page": 0, "course": course } });
        let found = post_json(&pool, maya(), "/api/studio/things", &query.to_string()).await;
        let things = found.body.as_array().unwrap_or_else(|| panic!("{}", found.body)).clone();
        things.iter().map(|thing| thing["detail"].as_str().expect("an id").to_owned()).collect()
    };
    assert_eq!(runs(1).await, ["course-v1:xPRO+S+R0", "course-v1:xPRO+S+R1"]);
    assert_eq!(runs(2).await, ["course-v1:xPRO+O+R1"]);
    assert_eq!(runs(999).await, Vec::<String>::new());
}
