//! Checks before publishing, releases and the calendar: who is let in, what is hidden, and what the acts answer.

use crate::{
    common::{Answer, count, get, post_json, staff},
    content::{ask, database, maya, only_grants, refusal, site, text_page},
};
use axum::http::StatusCode;
use serde_json::{Value, json};
use sqlx::PgPool;
use xpro_cms::{
    access::{EDITORS, Permission},
    store,
};
use xpro_kernel::{PageId, Staff, UserId};

/// Each call of this room with something to send.
pub const CALLS: [(&str, &str, &str); 8] = [
    ("POST", "/api/studio/page-check", r#"{"id":1,"document":null}"#),
    ("GET", "/api/studio/releases", ""),
    ("GET", "/api/studio/release?id=1", ""),
    ("POST", "/api/studio/release-create", r#"{"name":"Spring"}"#),
    ("GET", "/api/studio/release-sellables", ""),
    ("POST", "/api/studio/release-command", r#"{"id":1,"command":{"act":"check"}}"#),
    ("GET", "/api/studio/calendar?from=0&until=1", ""),
    ("POST", "/api/studio/calendar-command", r#"{"what":"publish","id":1,"command":{"act":"call_off"}}"#),
];

/// 2026-03-01 12:00 UTC is now; an hour and two later.
const LATER: i64 = 1_772_370_000_000;
const YET_LATER: i64 = LATER + 3_600_000;

async fn make(pool: &PgPool, name: &str) -> i64 {
    let made = post_json(pool, maya(), "/api/studio/release-create", &json!({ "name": name }).to_string()).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    made.body.as_i64().expect("a key")
}

async fn command_as(pool: &PgPool, who: Option<Staff>, release: i64, command: Value) -> Answer {
    let body = json!({ "id": release, "command": command }).to_string();
    post_json(pool, who, "/api/studio/release-command", &body).await
}

async fn command(pool: &PgPool, release: i64, act: Value) -> Answer {
    command_as(pool, maya(), release, act).await
}

async fn calendar(pool: &PgPool) -> Vec<Value> {
    let answer =
        get(pool, maya(), &format!("/api/studio/calendar?from={}&until={}", LATER - 1, LATER + 86_400_000)).await;
    assert_eq!(
        (answer.status, &answer.body["time_zone"]),
        (StatusCode::OK, &json!("America/New_York")),
        "{}",
        answer.body
    );
    answer.body["items"].as_array().expect("items").clone()
}

async fn move_to(pool: &PgPool, entry: &Value, at: i64) -> Answer {
    let body = json!({ "what": entry["what"], "id": entry["id"], "command": { "act": "move", "at": at } }).to_string();
    post_json(pool, maya(), "/api/studio/calendar-command", &body).await
}

fn every_command(page: i64) -> Vec<Value> {
    vec![
        json!({ "act": "rename", "name": "x" }),
        json!({ "act": "add_pages", "pages": [page] }),
        json!({ "act": "remove_page", "page": page }),
        json!({ "act": "add_price", "run": 1, "program": null, "price": "10" }),
        json!({ "act": "remove_price", "price": 1 }),
        json!({ "act": "check" }),
        json!({ "act": "schedule", "at": LATER, "acknowledged": [] }),
        json!({ "act": "unschedule" }),
        json!({ "act": "cancel" }),
        json!({ "act": "publish", "acknowledged": [] }),
    ]
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
async fn an_editor_reads_releases_and_changes_none(pool: PgPool) {
    let (_, pages) = site(&pool, 1).await;
    let release = make(&pool, "Spring").await;
    assert_eq!(command(&pool, release, json!({ "act": "add_pages", "pages": pages })).await.body["outcome"], "done");
    let mut tx = database(&pool).begin("test").await.expect("a transaction");
    sqlx::query("delete from user_group_member").execute(&mut *tx).await.expect("out of the moderators");
    let group = store::access::find_group(&mut tx, EDITORS).await.expect("reads").expect("the group");
    store::access::insert_member(&mut tx, group, UserId(2)).await.expect("a member");
    tx.commit().await.expect("commits");
    let before = count(&pool, "select count(*) from audit_entry").await;
    let list = get(&pool, maya(), "/api/studio/releases").await.body;
    assert_eq!((&list["releases"][0]["name"], &list["may_change"]), (&json!("Spring"), &json!(false)), "{list}");
    let shown = get(&pool, maya(), &format!("/api/studio/release?id={release}")).await.body;
    assert_eq!((&shown["pages"][0]["title"], &shown["may_publish"]), (&json!("Text 00"), &json!(false)), "{shown}");
    for (method, address, body) in [CALLS[3], CALLS[4]] {
        assert_eq!(refusal(&ask(&pool, maya(), method, address, body).await), (403, "forbidden"), "{address}");
    }
    for act in every_command(pages[0]) {
        assert_eq!(refusal(&command(&pool, release, act.clone()).await), (403, "forbidden"), "{act}");
    }
    let check = json!({ "id": pages[0], "document": null }).to_string();
    assert_eq!(post_json(&pool, maya(), "/api/studio/page-check", &check).await.body, json!([]));
    assert_eq!(count(&pool, "select count(*) from audit_entry").await, before);
}

#[sqlx::test(migrations = "../../migrations")]
async fn pages_of_another_branch_are_counted_and_stay_out(pool: PgPool) {
    let (_, pages) = site(&pool, 2).await;
    let (mine, hidden) = (pages[0], pages[1]);
    let release = make(&pool, "Spring").await;
    command(&pool, release, json!({ "act": "add_pages", "pages": [hidden] })).await;
    only_grants(&pool, mine, &[Permission::Change, Permission::Publish]).await;
    sqlx::query("insert into user_group_permission (group_id, permission) select id, 'releases.change' from user_group where name = 'One page'")
        .execute(&pool)
        .await
        .expect("granted");
    // Somebody else made it.
    sqlx::query("update release set owner_id = 1").execute(&pool).await.expect("given away");
    let shown = get(&pool, maya(), &format!("/api/studio/release?id={release}")).await.body;
    assert_eq!((&shown["pages"], &shown["hidden"]), (&json!([]), &json!(1)), "{shown}");
    for act in [
        json!({ "act": "add_pages", "pages": [hidden] }),
        json!({ "act": "add_pages", "pages": [mine, hidden] }),
        json!({ "act": "remove_page", "page": hidden }),
        json!({ "act": "check" }),
        json!({ "act": "schedule", "at": LATER, "acknowledged": [] }),
        json!({ "act": "cancel" }),
        json!({ "act": "publish", "acknowledged": [] }),
    ] {
        assert_eq!(refusal(&command(&pool, release, act.clone()).await), (404, "not_found"), "{act}");
    }
    assert_eq!(count(&pool, "select count(*) from release_page").await, 1, "all or nothing");
    let price = json!({ "act": "add_price", "run": 1, "program": null, "price": "10" });
    assert_eq!(refusal(&command(&pool, release, price).await), (403, "forbidden"));
    let check = json!({ "id": hidden, "document": { "title": "x" } }).to_string();
    assert_eq!(refusal(&post_json(&pool, maya(), "/api/studio/page-check", &check).await), (404, "not_found"));
    assert_eq!(command(&pool, release, json!({ "act": "add_pages", "pages": [mine] })).await.body["outcome"], "done");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_moderator_and_an_administrator_bring_a_release_out(pool: PgPool) {
    let (_, pages) = site(&pool, 3).await;
    let release = make(&pool, " Spring ").await;
    assert_eq!(command(&pool, release, json!({ "act": "rename", "name": " " })).await.body["field"], "name");
    let added = command(&pool, release, json!({ "act": "add_pages", "pages": pages })).await.body;
    assert_eq!(added["detail"]["pages"].as_array().map(Vec::len), Some(3), "{added}");
    assert_eq!(command(&pool, release, json!({ "act": "check" })).await.body["detail"]["release"]["standing"], "ready");
    let when = |at: i64| json!({ "act": "schedule", "at": at, "acknowledged": [] });
    assert_eq!(command(&pool, release, when(1_000)).await.body["field"], "at");
    assert_eq!(command(&pool, release, when(LATER)).await.body["detail"]["release"]["standing"], "scheduled");
    assert_eq!(
        refusal(&command(&pool, release, json!({ "act": "remove_page", "page": pages[0] })).await),
        (422, "invalid")
    );
    let entry = calendar(&pool).await.remove(0);
    assert_eq!(
        (&entry["what"], &entry["title"], &entry["detail"]),
        (&json!("release"), &json!("Spring"), &json!("3 pages"))
    );
    assert_eq!(move_to(&pool, &entry, YET_LATER).await.body, "Moved.");
    assert_eq!(calendar(&pool).await[0]["at"], YET_LATER);
    assert_eq!(command(&pool, release, json!({ "act": "unschedule" })).await.body["outcome"], "done");
    let admin = staff(&[]).map(|staff| Staff { is_superuser: true, ..staff });
    let price = |price: &str| json!({ "act": "add_price", "run": 1, "program": null, "price": price });
    for (text, outcome) in
        [("ten", "refused"), ("-1", "refused"), ("99999999999999999999999", "refused"), ("$1,400.50", "done")]
    {
        assert_eq!(command_as(&pool, admin.clone(), release, price(text)).await.body["outcome"], outcome, "{text}");
    }
    let publish = |seen: &str| json!({ "act": "publish", "acknowledged": [], "seen": seen });
    let stale =
        command_as(&pool, admin.clone(), release, publish(added["detail"]["contents"].as_str().expect("a key"))).await;
    assert_eq!(refusal(&stale), (422, "invalid"), "a price came in since");
    let checked = command(&pool, release, json!({ "act": "check" })).await.body;
    let seen = checked["detail"]["contents"].as_str().expect("a key");
    let published = command_as(&pool, admin, release, publish(seen)).await.body;
    assert_eq!(published["detail"]["release"]["standing"], "published", "{published}");
    assert_eq!(count(&pool, "select count(*) from page where live and title like 'Text%'").await, 3);
    assert_eq!(count(&pool, "select count(*) from product_version where price = 1400.50").await, 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_stops_and_what_asks_is_kept_at_the_items(pool: PgPool) {
    let (home, pages) = site(&pool, 2).await;
    let release = make(&pool, "Spring").await;
    command(&pool, release, json!({ "act": "add_pages", "pages": pages })).await;
    let mut tx = database(&pool).begin("test").await.expect("a transaction");
    let bare = text_page(&mut tx, PageId(home), "Bare").await.0;
    sqlx::query("update page_revision set body = body - 'promote' where page_id = $1")
        .bind(bare)
        .execute(&mut *tx)
        .await
        .expect("bare");
    tx.commit().await.expect("commits");
    command(&pool, release, json!({ "act": "add_pages", "pages": [bare] })).await;
    let asks = command(&pool, release, json!({ "act": "publish", "acknowledged": [] })).await.body;
    let question = format!("page:{bare}/description_missing@promote/search_description");
    assert_eq!((&asks["outcome"], &asks["questions"]), (&json!("asks"), &json!([question])), "{asks}");
    let gone = json!({ "id": pages[0], "deed": { "act": "delete", "typed": "" } }).to_string();
    assert_eq!(post_json(&pool, maya(), "/api/studio/page-act", &gone).await.status, StatusCode::OK);
    let stopped = command(&pool, release, json!({ "act": "publish", "acknowledged": [question] })).await.body;
    assert_eq!(stopped["outcome"], "stopped", "{stopped}");
    let shown = get(&pool, maya(), &format!("/api/studio/release?id={release}")).await.body;
    let deleted = shown["pages"].as_array().expect("pages").iter().find(|page| page["page"] == pages[0]);
    assert_eq!(deleted.expect("it is told")["findings"][0]["code"], "page_deleted", "{shown}");
    assert_eq!(count(&pool, "select count(*) from page where live and title like 'Text%'").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_person_confirms_what_asks_before_a_page_is_published(pool: PgPool) {
    let (_, pages) = site(&pool, 1).await;
    let page = pages[0];
    let opened = get(&pool, maya(), &format!("/api/studio/page?id={page}")).await.body;
    let mut document = opened["document"].clone();
    document["promote"]["search_description"] = json!("");
    let check = |document: &Value| json!({ "id": page, "document": document }).to_string();
    let found = post_json(&pool, maya(), "/api/studio/page-check", &check(&document)).await.body;
    assert_eq!((&found[0]["code"], &found[0]["is_error"]), (&json!("description_missing"), &json!(false)), "{found}");
    document["content"][0]["value"]["detail"] = json!("[gone](page:424242)");
    let found = post_json(&pool, maya(), "/api/studio/page-check", &check(&document)).await.body;
    assert_eq!((&found[0]["path"], &found[0]["is_error"]), (&json!("content/0/detail"), &json!(true)), "{found}");
    document["content"][0]["value"]["detail"] = json!("Words.");
    let draft = json!({ "draft": { "page": page, "version": opened["version"], "document": document, "slug": null } });
    let saved = post_json(&pool, maya(), "/api/studio/page-save", &draft.to_string()).await.body;
    let publish = |acknowledged: Value| {
        json!({ "id": page, "command": { "act": "publish", "version": saved["version"], "acknowledged": acknowledged } }).to_string()
    };
    let asked = post_json(&pool, maya(), "/api/studio/page-command", &publish(json!([]))).await.body;
    assert_eq!(asked["outcome"], "asks", "{asked}");
    assert_eq!(count(&pool, "select count(*) from page where live and title like 'Text%'").await, 0);
    let from_list = json!({ "id": page, "deed": { "act": "publish" } }).to_string();
    assert_eq!(refusal(&post_json(&pool, maya(), "/api/studio/page-act", &from_list).await), (422, "invalid"));
    let keys = json!([asked["findings"][0]["key"]]);
    let done = post_json(&pool, maya(), "/api/studio/page-command", &publish(keys)).await.body;
    assert_eq!(done["outcome"], "done", "{done}");
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_calendar_moves_and_calls_off_what_one_may_publish(pool: PgPool) {
    let (_, pages) = site(&pool, 1).await;
    let page = pages[0];
    let version = get(&pool, maya(), &format!("/api/studio/page?id={page}")).await.body["version"].clone();
    let later = json!({ "id": page, "command": { "act": "publish_at", "version": version, "at": LATER } }).to_string();
    let scheduled = post_json(&pool, maya(), "/api/studio/page-command", &later).await.body;
    assert_eq!(scheduled["outcome"], "done", "{scheduled}");
    let entry = calendar(&pool).await.remove(0);
    assert_eq!((&entry["what"], &entry["page"], &entry["may_change"]), (&json!("publish"), &json!(page), &json!(true)));
    assert_eq!(refusal(&move_to(&pool, &entry, 1_000).await), (422, "invalid"));
    assert_eq!(move_to(&pool, &entry, YET_LATER).await.status, StatusCode::OK);
    let waiting: Vec<Value> =
        calendar(&pool).await.into_iter().filter(|entry| entry["standing"] == "waiting").collect();
    assert_eq!((waiting.len(), &waiting[0]["at"]), (1, &json!(YET_LATER)));
    only_grants(&pool, page, &[Permission::Change]).await;
    let seen = calendar(&pool).await;
    assert!(seen.iter().all(|entry| entry["may_change"] == false), "{seen:?}");
    assert_eq!(refusal(&move_to(&pool, &waiting[0], LATER).await), (403, "forbidden"));
    let off = json!({ "what": "publish", "id": waiting[0]["id"], "command": { "act": "call_off" } }).to_string();
    assert_eq!(refusal(&post_json(&pool, maya(), "/api/studio/calendar-command", &off).await), (403, "forbidden"));
    only_grants_again(&pool, page).await;
    assert_eq!(post_json(&pool, maya(), "/api/studio/calendar-command", &off).await.body, "Called off.");
    let long = get(&pool, maya(), "/api/studio/calendar?from=0&until=9999999999999").await;
    assert_eq!(refusal(&long), (422, "invalid"));
    let nonsense = get(&pool, maya(), "/api/studio/calendar?from=9223372036854775807&until=9223372036854775807").await;
    assert_eq!(refusal(&nonsense), (422, "invalid"));
}

async fn only_grants_again(pool: &PgPool, page: i64) {
    let mut tx = database(pool).begin("test").await.expect("a transaction");
    let group = store::access::find_group(&mut tx, "One page").await.expect("reads").expect("the group");
    store::access::insert_grant(&mut tx, group, PageId(page), None, Permission::Publish).await.expect("granted");
    tx.commit().await.expect("commits");
}
