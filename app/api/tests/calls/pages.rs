//! The page explorer's calls: who is let in, what is hidden, and what acts do.

use crate::{
    common::{Answer, count, get, post_json, staff},
    content::{ask, database, maya, only_grants, refusal, site},
};
use axum::http::StatusCode;
use serde_json::{Value, json};
use sqlx::PgPool;
use xpro_cms::{
    access::Permission,
    bulk::{BulkId, run_bulk_act},
};
use xpro_kernel::UserId;

/// Each call of the explorer with something to send.
pub const CALLS: [(&str, &str, &str); 23] = [
    ("GET", "/api/studio/pages", ""),
    ("GET", "/api/studio/page-place", ""),
    ("GET", "/api/studio/pages-find?text=a", ""),
    ("GET", "/api/studio/pages-choices", ""),
    ("GET", "/api/studio/pages-targets", ""),
    ("POST", "/api/studio/page-act", r#"{"id":1,"deed":{"act":"publish"}}"#),
    ("POST", "/api/studio/page-undo", r#"{"undo":{"undo":"trash","trash":1}}"#),
    ("GET", "/api/studio/page-log?id=1", ""),
    ("GET", "/api/studio/page-privacy?id=1", ""),
    ("POST", "/api/studio/page-privacy-save", r#"{"id":1,"input":{"audience":"signed_in"}}"#),
    (
        "POST",
        "/api/studio/bulk-start",
        r#"{"input":{"deed":"publish","choice":{"which":"pages","pages":[1]},"with_descendants":false,"to_parent":null,"typed":""}}"#,
    ),
    ("GET", "/api/studio/bulk-run?id=1", ""),
    ("GET", "/api/studio/bulk-runs", ""),
    ("POST", "/api/studio/bulk-command", r#"{"id":1,"command":"stop"}"#),
    ("GET", "/api/studio/trash", ""),
    ("POST", "/api/studio/trash-restore", r#"{"id":1,"to_parent":null,"live_again":false}"#),
    ("GET", "/api/studio/redirects", ""),
    (
        "POST",
        "/api/studio/redirect-save",
        r#"{"id":null,"input":{"from":"/a","to_page":null,"to":"/b","permanent":true}}"#,
    ),
    ("POST", "/api/studio/redirect-delete", r#"{"id":1}"#),
    ("POST", "/api/studio/redirects-import", r#"{"csv":"/a,/b"}"#),
    ("GET", "/api/studio/views", ""),
    ("POST", "/api/studio/view-save", r#"{"name":"Mine","query":""}"#),
    ("POST", "/api/studio/view-delete", r#"{"id":1}"#),
];

async fn act(pool: &PgPool, page: i64, deed: Value) -> Answer {
    post_json(pool, maya(), "/api/studio/page-act", &json!({ "id": page, "deed": deed }).to_string()).await
}

async fn titles(pool: &PgPool, query: &str) -> Vec<String> {
    let answer = get(pool, maya(), &format!("/api/studio/pages?{query}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.body);
    let rows = answer.body["rows"].as_array().expect("rows");
    rows.iter().map(|row| row["title"].as_str().expect("a title").to_owned()).collect()
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
async fn what_somebody_may_not_see_is_not_there(pool: PgPool) {
    let (_, pages) = site(&pool, 2).await;
    let (mine, hidden) = (pages[0], pages[1]);
    only_grants(&pool, mine, &[Permission::Change]).await;
    assert_eq!(titles(&pool, "filter[q]=text").await, ["Text 00"]);
    assert_eq!(titles(&pool, "filter[q]=otters&filter[everywhere]=true").await, ["Text 00"]);
    let found = get(&pool, maya(), "/api/studio/pages-find?text=text").await.body;
    assert_eq!(found.as_array().map(Vec::len), Some(1), "{found}");
    for address in [
        format!("/api/studio/page-place?id={hidden}"),
        format!("/api/studio/page-log?id={hidden}"),
        format!("/api/studio/pages?filter[in]={hidden}"),
    ] {
        assert_eq!(refusal(&get(&pool, maya(), &address).await), (404, "not_found"), "{address}");
    }
    for deed in [
        json!({ "act": "publish" }),
        json!({ "act": "delete", "typed": "" }),
        json!({ "act": "unpublish", "with_descendants": true }),
        json!({ "act": "lock", "reason": "" }),
        json!({ "act": "move", "to_parent": mine }),
        json!({ "act": "copy", "title": "x", "slug": "", "to_parent": mine, "with_subpages": true }),
        json!({ "act": "add", "kind": "ResourcePage", "title": "x" }),
    ] {
        assert_eq!(refusal(&act(&pool, hidden, deed.clone()).await), (404, "not_found"), "{deed}");
    }
    let place = get(&pool, maya(), &format!("/api/studio/page-place?id={mine}")).await.body;
    assert_eq!(
        (&place["rights"]["edit"], &place["rights"]["publish"], &place["rights"]["reorder"]),
        (&json!(true), &json!(false), &json!(false))
    );
    assert_eq!(refusal(&act(&pool, mine, json!({ "act": "publish" })).await), (403, "forbidden"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn lists_are_searched_filtered_sorted_and_come_in_parts(pool: PgPool) {
    let (home, _) = site(&pool, 120).await;
    let first =
        get(&pool, maya(), &format!("/api/studio/pages?filter[in]={home}&filter[kind]=ResourcePage&filter[desc]=true"))
            .await
            .body;
    assert_eq!((first["total"].as_i64(), first["rows"].as_array().map(Vec::len)), (Some(120), Some(100)));
    assert_eq!(first["rows"][0]["title"], "Text 99");
    let next = first["next"].as_str().expect("there is more").replace(' ', "%20");
    let rest = get(
        &pool,
        maya(),
        &format!("/api/studio/pages?filter[in]={home}&filter[kind]=ResourcePage&filter[desc]=true&after={next}"),
    )
    .await
    .body;
    assert_eq!((rest["rows"].as_array().map(Vec::len), &rest["next"]), (Some(20), &Value::Null));
    assert_eq!(titles(&pool, "filter[q]=otter&filter[status]=live").await, Vec::<String>::new());
    assert_eq!(titles(&pool, "filter[q]=text+07&filter[status]=draft").await, ["Text 07"]);
    assert_eq!(titles(&pool, "filter[until]=2026-02-28&filter[kind]=ResourcePage").await, Vec::<String>::new());
    assert_eq!(titles(&pool, "filter[from]=2026-03-01&filter[q]=text+07").await, ["Text 07"]);
    assert_eq!(titles(&pool, "filter[children]=true").await.len(), 1, "the home page alone has pages below");
    let wrong = get(&pool, maya(), "/api/studio/pages?filter[from]=yesterday").await;
    assert_eq!(refusal(&wrong), (422, "invalid"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_page_is_made_copied_locked_deleted_and_brought_back(pool: PgPool) {
    let (home, pages) = site(&pool, 1).await;
    let place = get(&pool, maya(), &format!("/api/studio/page-place?id={home}")).await.body;
    assert!(place["kinds"].as_array().expect("kinds").iter().any(|kind| kind["name"] == "ResourcePage"), "{place}");
    let made = act(&pool, home, json!({ "act": "add", "kind": "ResourcePage", "title": "Fresh" })).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let fresh = made.body["made"].as_i64().expect("its key");
    assert_eq!(
        refusal(&act(&pool, home, json!({ "act": "add", "kind": "ResourcePage", "title": " " })).await),
        (422, "invalid")
    );
    assert_eq!(
        refusal(&act(&pool, home, json!({ "act": "add", "kind": "CoursePage", "title": "x" })).await),
        (422, "invalid")
    );

    let copy = json!({ "act": "copy", "title": "Twin", "slug": "", "to_parent": home, "with_subpages": false });
    let copied = act(&pool, pages[0], copy).await;
    assert_eq!(copied.status, StatusCode::OK, "{}", copied.body);

    assert_eq!(refusal(&act(&pool, fresh, json!({ "act": "move", "to_parent": pages[0] })).await), (422, "invalid"));
    let targets = get(&pool, maya(), &format!("/api/studio/pages-targets?page={fresh}&text=text")).await.body;
    assert!(targets[0]["refused"].as_str().is_some_and(|why| why.ends_with('.')), "{targets}");

    assert_eq!(act(&pool, fresh, json!({ "act": "lock", "reason": "mine" })).await.status, StatusCode::OK);
    let deleted = act(&pool, fresh, json!({ "act": "delete", "typed": "" })).await;
    assert_eq!(deleted.body["message"], "“Fresh” is in the trash.");
    assert!(!titles(&pool, "").await.contains(&"Fresh".to_owned()));
    let trash = get(&pool, maya(), "/api/studio/trash").await.body;
    assert_eq!((&trash[0]["title"], &trash[0]["pages"]), (&json!("Fresh"), &json!(1)));
    let undo = json!({ "undo": deleted.body["undo"] }).to_string();
    assert_eq!(post_json(&pool, maya(), "/api/studio/page-undo", &undo).await.status, StatusCode::OK);
    assert!(titles(&pool, "").await.contains(&"Fresh".to_owned()));

    let log = get(&pool, maya(), &format!("/api/studio/page-log?id={fresh}&filter[act]=delete_page")).await.body;
    assert_eq!((log["items"].as_array().map(Vec::len), &log["items"][0]["by"]), (Some(1), &json!("Maya")), "{log}");
    assert!(log["acts"].as_array().expect("acts").len() >= 4, "{log}");
}

#[sqlx::test(migrations = "../../migrations")]
async fn publishing_and_taking_off_can_be_taken_back(pool: PgPool) {
    let (_, pages) = site(&pool, 1).await;
    assert_eq!(act(&pool, pages[0], json!({ "act": "publish" })).await.status, StatusCode::OK);
    let off = act(&pool, pages[0], json!({ "act": "unpublish", "with_descendants": false })).await;
    assert_eq!(off.body["message"], "“Text 00” is off the site.");
    let undo = json!({ "undo": off.body["undo"] }).to_string();
    assert_eq!(post_json(&pool, maya(), "/api/studio/page-undo", &undo).await.status, StatusCode::OK);
    assert_eq!(count(&pool, "select count(*) from page where title = 'Text 00' and live").await, 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn pages_are_arranged(pool: PgPool) {
    let (home, pages) = site(&pool, 3).await;
    let place = json!({ "at": "before", "page": pages[0] });
    assert_eq!(act(&pool, pages[2], json!({ "act": "reorder", "place": place })).await.status, StatusCode::OK);
    let arranged = titles(&pool, &format!("filter[in]={home}&filter[sort]=position")).await;
    let texts: Vec<&String> = arranged.iter().filter(|title| title.starts_with("Text")).collect();
    assert_eq!(texts, ["Text 02", "Text 00", "Text 01"]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn many_pages_are_done_by_a_job_and_reported_one_by_one(pool: PgPool) {
    let (home, pages) = site(&pool, 12).await;
    let start = |deed: &str, choice: Value, typed: &str| {
        json!({ "input": { "deed": deed, "choice": choice, "with_descendants": false, "to_parent": null, "typed": typed } }).to_string()
    };
    let some = json!({ "which": "pages", "pages": [pages[0], pages[1]] });
    let started = post_json(&pool, maya(), "/api/studio/bulk-start", &start("publish", some, "")).await;
    assert_eq!((started.status, &started.body["pages"]), (StatusCode::OK, &json!(2)), "{}", started.body);
    let run = started.body["run"].as_i64().expect("a key");
    assert_eq!(count(&pool, "select count(*) from job where kind = 'run_bulk_act' and state = 'queued'").await, 1);
    run_bulk_act(&database(&pool), "test", BulkId(run)).await.expect("runs");
    let report = get(&pool, maya(), &format!("/api/studio/bulk-run?id={run}")).await.body;
    assert_eq!((&report["run"]["done"], &report["run"]["standing"]), (&json!(2), &json!("done")), "{report}");
    assert_eq!(report["items"][0]["message"], "Published.");
    assert_eq!(
        get(&pool, maya(), &format!("/api/studio/bulk-run?id={run}&outcome=failed")).await.body["items"],
        json!([])
    );

    let listed = json!({ "which": "listed", "filter": { "in": home, "kind": "ResourcePage" } });
    let unnamed = post_json(&pool, maya(), "/api/studio/bulk-start", &start("delete", listed.clone(), "")).await;
    assert_eq!(refusal(&unnamed), (422, "invalid"));
    assert_eq!(count(&pool, "select count(*) from bulk_run").await, 1, "nothing was started");
    let name: String = sqlx::query_scalar("select coalesce((select body->>'site_name' from site_setting limit 1), '')")
        .fetch_one(&pool)
        .await
        .unwrap_or_default();
    let name = if name.is_empty() {
        get(&pool, maya(), "/api/studio/page-place").await.body["site_name"].as_str().expect("a name").to_owned()
    } else {
        name
    };
    let named = post_json(&pool, maya(), "/api/studio/bulk-start", &start("delete", listed, &name)).await;
    assert_eq!((named.status, &named.body["pages"]), (StatusCode::OK, &json!(12)), "{}", named.body);
    let foreign = get(
        &pool,
        staff(&["content.access"]).map(|mut staff| {
            staff.person.id = UserId(1);
            staff
        }),
        &format!("/api/studio/bulk-run?id={run}"),
    )
    .await;
    assert_eq!(refusal(&foreign), (404, "not_found"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn redirects_are_kept_refused_and_imported(pool: PgPool) {
    site(&pool, 1).await;
    let save = |from: &str, to: &str| {
        json!({ "id": null, "input": { "from": from, "to_page": null, "to": to, "permanent": true } }).to_string()
    };
    let saved = post_json(&pool, maya(), "/api/studio/redirect-save", &save("/old/", "/new/")).await;
    assert_eq!(saved.body, json!({ "outcome": "saved" }));
    for (from, to, field) in [
        ("old", "/new/", "from"),
        ("/old/", "/x/", "from"),
        ("/b/", "javascript:alert(1)", "to"),
        ("/new/", "/old/", "to"),
    ] {
        let refused = post_json(&pool, maya(), "/api/studio/redirect-save", &save(from, to)).await;
        assert_eq!(
            (&refused.body["outcome"], &refused.body["field"]),
            (&json!("refused"), &json!(field)),
            "{from} → {to}"
        );
    }
    let import = |csv: &str| json!({ "csv": csv }).to_string();
    let bad =
        post_json(&pool, maya(), "/api/studio/redirects-import", &import("from,to\n/c,/d\nnonsense,/e\n/f")).await.body;
    assert_eq!(bad["created"], 0);
    let lines: Vec<i64> =
        bad["problems"].as_array().expect("problems").iter().map(|p| p[0].as_i64().expect("a line")).collect();
    assert_eq!(lines, [3, 4], "{bad}");
    let good = post_json(&pool, maya(), "/api/studio/redirects-import", &import("/c,/d\n/old/,/newer/,no")).await.body;
    assert_eq!((&good["created"], &good["updated"]), (&json!(1), &json!(1)), "{good}");
    let rows = get(&pool, maya(), "/api/studio/redirects?query[q]=old").await.body;
    let row = &rows["rows"][0];
    assert_eq!((&row["to"], &row["permanent"]), (&json!("/newer/"), &json!(false)), "{rows}");
    let delete = json!({ "id": row["id"] }).to_string();
    assert_eq!(post_json(&pool, maya(), "/api/studio/redirect-delete", &delete).await.status, StatusCode::OK);
    assert_eq!(refusal(&post_json(&pool, maya(), "/api/studio/redirect-delete", &delete).await), (404, "not_found"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn views_are_ones_own(pool: PgPool) {
    site(&pool, 0).await;
    let save = |name: &str, query: &str| json!({ "name": name, "query": query }).to_string();
    let kept = post_json(&pool, maya(), "/api/studio/view-save", &save("Drafts", "status=draft")).await.body;
    assert_eq!(kept[0]["query"], "status=draft");
    let again =
        post_json(&pool, maya(), "/api/studio/view-save", &save("drafts", "status=draft&sort=updated")).await.body;
    assert_eq!((again.as_array().map(Vec::len), &again[0]["query"]), (Some(1), &json!("status=draft&sort=updated")));
    assert_eq!(refusal(&post_json(&pool, maya(), "/api/studio/view-save", &save("", "")).await), (422, "invalid"));
    let other = staff(&["content.access"]).map(|mut staff| {
        staff.person.id = UserId(1);
        staff
    });
    assert_eq!(get(&pool, other.clone(), "/api/studio/views").await.body, json!([]));
    let delete = json!({ "id": kept[0]["id"] }).to_string();
    assert_eq!(refusal(&post_json(&pool, other, "/api/studio/view-delete", &delete).await), (404, "not_found"));
    assert_eq!(post_json(&pool, maya(), "/api/studio/view-delete", &delete).await.body, json!([]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn undo_says_when_it_brings_back_a_draft_only(pool: PgPool) {
    let (home, pages) = site(&pool, 1).await;
    let page = pages[0];
    sqlx::query("update page set published_revision_id = latest_revision_id, live = true where id = $1")
        .bind(page)
        .execute(&pool)
        .await
        .expect("live");
    let delete = json!({ "id": page, "deed": { "act": "delete", "typed": "" } }).to_string();
    let deleted = post_json(&pool, maya(), "/api/studio/page-act", &delete).await;
    assert_eq!(deleted.status, StatusCode::OK, "{}", deleted.body);
    only_grants(&pool, home, &[Permission::Add, Permission::Change]).await;
    let undo = json!({ "undo": deleted.body["undo"] }).to_string();
    let done = post_json(&pool, maya(), "/api/studio/page-undo", &undo).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    assert!(done.body["message"].as_str().is_some_and(|text| text.contains("may not publish")), "{}", done.body);
    assert_eq!(count(&pool, "select count(*) from page where live and title like 'Text%'").await, 0);
}
