//! Records and reports: who is let in, what is answered beside which field, and that nothing is written for those who may not.

use crate::{
    common::{Answer, count, get, post_json, shop, staff},
    content::{ask, database, refusal},
};
use axum::http::StatusCode;
use serde_json::{Value, json};
use sqlx::PgPool;
use xpro_cms::{
    access::{EDITORS, MODERATORS, Permission, ensure_groups},
    store,
    tree::ensure_root_pages,
};
use xpro_kernel::{Staff, System, UserId};

const SAVE: &str = r#"{"input":{"kind":"topic","which":null,"document":{"name":"Design","parent":null}}}"#;

/// Each call with something to send.
pub const CALLS: [(&str, &str, &str); 7] = [
    ("GET", "/api/studio/records?query[kind]=topic", ""),
    ("GET", "/api/studio/record?kind=topic&id=1", ""),
    ("POST", "/api/studio/record-save", SAVE),
    ("POST", "/api/studio/record-delete", r#"{"kind":"topic","id":2}"#),
    ("GET", "/api/studio/report", ""),
    ("GET", "/api/studio/report-file?query[name]=history", ""),
    ("POST", "/api/studio/link-check", r#"{"link":1}"#),
];

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Elsewhere,
    /// Comments on the home page and all below it, and changes nothing.
    Commenter,
    Editor,
    Moderator,
    Admin,
}

const EVERYBODY: [Who; 5] = [Who::Elsewhere, Who::Commenter, Who::Editor, Who::Moderator, Who::Admin];

/// The root pages, two topics, and maya as `who`.
async fn site(pool: &PgPool, who: Who) -> Option<Staff> {
    shop(pool).await;
    let rows = "update users set is_staff = true where username = 'maya';
        insert into topic (name, parent_id) values ('Business', null), ('Leadership', 1);";
    sqlx::raw_sql(rows).execute(pool).await.expect("rows");
    let mut tx = database(pool).begin("test").await.expect("a transaction");
    let root = ensure_root_pages(&mut tx, System("test")).await.expect("the root pages");
    ensure_groups(&mut tx, System("test"), root.home).await.expect("the groups");
    let group = match who {
        Who::Elsewhere => {
            let now = tx.now();
            let group = store::access::insert_group(&mut tx, "Courses", now).await.expect("a group");
            store::access::insert_group_permission(&mut tx, group, "content.access").await.expect("access");
            for permission in Permission::ALL {
                store::access::insert_grant(&mut tx, group, root.courses, None, permission).await.expect("granted");
            }
            Some(group)
        }
        Who::Commenter => {
            let now = tx.now();
            let group = store::access::insert_group(&mut tx, "Readers", now).await.expect("a group");
            store::access::insert_group_permission(&mut tx, group, "content.access").await.expect("access");
            store::access::insert_grant(&mut tx, group, root.home, None, Permission::Comment).await.expect("granted");
            Some(group)
        }
        Who::Editor => store::access::find_group(&mut tx, EDITORS).await.expect("reads"),
        Who::Moderator => store::access::find_group(&mut tx, MODERATORS).await.expect("reads"),
        Who::Admin => None,
    };
    if let Some(group) = group {
        store::access::insert_member(&mut tx, group, UserId(2)).await.expect("a member");
    }
    tx.commit().await.expect("commits");
    let mut maya = staff(&[])?;
    maya.is_superuser = who == Who::Admin;
    Some(maya)
}

async fn ask_one(pool: &PgPool, visitor: Option<Staff>, (method, address, body): (&str, &str, &str)) -> Answer {
    ask(pool, visitor, method, address, body).await
}

async fn save(pool: &PgPool, visitor: Option<Staff>, kind: &str, which: Value, document: Value) -> Answer {
    let body = json!({ "input": { "kind": kind, "which": which, "document": document } });
    post_json(pool, visitor, "/api/studio/record-save", &body.to_string()).await
}

#[sqlx::test(migrations = "../../migrations")]
async fn visitors_learners_and_staff_without_the_studio_are_refused(pool: PgPool) {
    site(&pool, Who::Admin).await;
    let before = count(&pool, "select count(*) from audit_entry").await;
    for call in CALLS {
        assert_eq!(refusal(&ask_one(&pool, None, call).await), (403, "signed_out"), "{}", call.1);
        let desk = staff(&["orders.view", "users.change", "settings.change"]);
        assert_eq!(refusal(&ask_one(&pool, desk, call).await), (403, "forbidden"), "{}", call.1);
    }
    assert_eq!(count(&pool, "select count(*) from audit_entry").await, before);
}

/// Whether each call is let through: read, write topics, see people and settings.
async fn rights(pool: &PgPool, maya: &Option<Staff>) -> [bool; 4] {
    let mut may = [false; 4];
    for (at, calls) in [
        vec![CALLS[0], CALLS[1], CALLS[4], CALLS[5]],
        vec![CALLS[2], CALLS[3]],
        vec![
            ("GET", "/api/studio/records?query[kind]=user", ""),
            ("GET", "/api/studio/record?kind=group&id=1", ""),
            ("GET", "/api/studio/record?kind=user&id=1", ""),
        ],
        vec![("GET", "/api/studio/record?kind=settings&id=1", "")],
    ]
    .into_iter()
    .enumerate()
    {
        let mut answers = Vec::new();
        for call in calls {
            let answer = ask_one(pool, maya.clone(), call).await;
            let is_open = answer.status == StatusCode::OK;
            assert!(is_open || refusal(&answer) == (403, "forbidden"), "{}: {}", call.1, answer.body);
            answers.push(is_open);
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{at}: {answers:?}");
        may[at] = answers[0];
    }
    may
}

async fn expect_rights(pool: PgPool, who: Who, expected: [bool; 4]) {
    assert!(EVERYBODY.contains(&who));
    let maya = site(&pool, who).await;
    assert_eq!(rights(&pool, &maya).await, expected, "{who:?}");
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_editor_of_another_branch_reads(pool: PgPool) {
    expect_rights(pool, Who::Elsewhere, [true, false, false, false]).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_editor_reads(pool: PgPool) {
    expect_rights(pool, Who::Editor, [true, false, false, false]).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_moderator_changes_topics(pool: PgPool) {
    expect_rights(pool, Who::Moderator, [true, true, false, false]).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_admin_may_everything(pool: PgPool) {
    expect_rights(pool, Who::Admin, [true, true, true, true]).await;
}

/// A dead link on the home page, and what came of asking again.
async fn asked_again(pool: PgPool, who: Who) -> (Answer, i64) {
    let maya = site(&pool, who).await;
    let rows =
        "insert into external_link (url, host, checked_at, status, failure, failing_since, failures, is_dead, due_at)
            values ('https://gone.example/', 'gone.example', now(), 404, 'status', now(), 1, true, now());
        insert into page_link select id, 'draft', 1, 'content/0/detail' from page where parent_id is null;";
    sqlx::raw_sql(rows).execute(&pool).await.expect("rows");
    let report = get(&pool, maya.clone(), "/api/studio/report?query[name]=links").await.body;
    let is_told = report["rows"].as_array().is_some_and(|rows| rows.iter().any(|row| row["link"] == 1));
    assert_eq!(is_told, who != Who::Elsewhere, "{report}");
    let answer = ask_one(&pool, maya.clone(), CALLS[6]).await;
    let jobs = count(&pool, "select count(*) from job where kind = 'check_link' and payload ->> 'link' = '1'").await;
    let again = ask_one(&pool, maya, CALLS[6]).await;
    assert!(answer.status != StatusCode::OK || again.body == json!(false), "it waits already: {}", again.body);
    (answer, jobs)
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_editor_of_another_branch_does_not_learn_of_a_link(pool: PgPool) {
    let (answer, jobs) = asked_again(pool, Who::Elsewhere).await;
    assert_eq!((refusal(&answer), jobs), ((404, "not_found"), 0));
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_changes_nothing_has_no_link_asked(pool: PgPool) {
    let (answer, jobs) = asked_again(pool, Who::Commenter).await;
    assert_eq!((refusal(&answer), jobs), ((403, "forbidden"), 0));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_editor_has_a_link_asked_again_once(pool: PgPool) {
    let (answer, jobs) = asked_again(pool, Who::Editor).await;
    assert_eq!((answer.status, &answer.body, jobs), (StatusCode::OK, &json!(true), 1));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_moderator_has_a_link_asked_again(pool: PgPool) {
    let (answer, jobs) = asked_again(pool, Who::Moderator).await;
    assert_eq!((answer.status, jobs), (StatusCode::OK, 1));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_admin_has_a_link_asked_again(pool: PgPool) {
    let (answer, jobs) = asked_again(pool, Who::Admin).await;
    assert_eq!((answer.status, jobs), (StatusCode::OK, 1));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_record_is_made_changed_in_turn_and_deleted(pool: PgPool) {
    let maya = site(&pool, Who::Admin).await;
    let made = save(&pool, maya.clone(), "topic", Value::Null, json!({ "name": "Design", "parent": 1 })).await.body;
    assert_eq!((&made["outcome"], &made["record"]["name"]), (&json!("saved"), &json!("Design")), "{made}");
    assert_eq!(made["record"]["things"][0]["title"], "Business", "what it refers to has a name");
    let (id, version) = (made["record"]["id"].clone(), made["record"]["version"].clone());
    let refused = save(&pool, maya.clone(), "topic", Value::Null, json!({ "name": "", "parent": null })).await.body;
    assert_eq!(
        (&refused["outcome"], &refused["problems"][0]["path"]),
        (&json!("refused"), &json!("name")),
        "{refused}"
    );
    let taken = save(&pool, maya.clone(), "topic", Value::Null, json!({ "name": "Design", "parent": null })).await.body;
    assert_eq!((&taken["outcome"], &taken["problems"][0]["path"]), (&json!("refused"), &json!("name")), "{taken}");
    let which = json!([id, version]);
    let document = json!({ "name": "Design thinking", "parent": 1 });
    let changed = save(&pool, maya.clone(), "topic", which.clone(), document).await.body;
    assert_eq!(changed["outcome"], "saved", "{changed}");
    let late = save(&pool, maya.clone(), "topic", which, json!({ "name": "Making", "parent": 1 })).await.body;
    assert_eq!((&late["outcome"], &late["by"]), (&json!("conflict"), &json!("Maya")), "{late}");
    assert_eq!(late["record"]["document"]["name"], "Design thinking");
    let used = post_json(&pool, maya.clone(), "/api/studio/record-delete", r#"{"kind":"topic","id":1}"#).await.body;
    assert_eq!((&used["outcome"], &used["used"][0]["title"]), (&json!("used"), &json!("Design thinking")), "{used}");
    let delete = json!({ "kind": "topic", "id": id }).to_string();
    let gone = post_json(&pool, maya.clone(), "/api/studio/record-delete", &delete).await;
    assert_eq!(gone.body["outcome"], "deleted", "{}", gone.body);
    assert_eq!(refusal(&post_json(&pool, maya, "/api/studio/record-delete", &delete).await), (404, "not_found"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn lists_come_with_their_columns_and_settings_change_at_once(pool: PgPool) {
    let maya = site(&pool, Who::Admin).await;
    let list = get(&pool, maya.clone(), "/api/studio/records?query[kind]=topic&query[q]=lead").await.body;
    assert_eq!((&list["rows"][0]["name"], &list["rows"][0]["cells"][0]), (&json!("Leadership"), &json!("Business")));
    assert_eq!((&list["columns"][0], &list["may_add"], &list["next"]), (&json!("Below"), &json!(true), &Value::Null));
    let before = count(&pool, "select version from content_version").await;
    let open = get(&pool, maya.clone(), "/api/studio/record?kind=settings&id=1").await.body;
    let mut document = open["document"].clone();
    document["accent_color"] = json!("#ffee00");
    let which = json!([1, open["version"]]);
    let pale = save(&pool, maya.clone(), "settings", which.clone(), document.clone()).await.body;
    assert_eq!(pale["problems"][0]["path"], "accent_color", "{pale}");
    document["accent_color"] = json!("#1b55b5");
    let kept = save(&pool, maya, "settings", which, document).await.body;
    assert_eq!(kept["outcome"], "saved", "{kept}");
    assert!(count(&pool, "select version from content_version").await > before, "every process hears of it");
}

#[sqlx::test(migrations = "../../migrations")]
async fn reports_are_read_and_exported(pool: PgPool) {
    let maya = site(&pool, Who::Admin).await;
    let report = get(&pool, maya.clone(), "/api/studio/report?query[name]=prices").await.body;
    assert_eq!(report["columns"], json!(["What", "Id", "Why"]), "{report}");
    let file = get(&pool, maya.clone(), "/api/studio/report-file?query[name]=prices").await.body;
    assert!(file.as_str().is_some_and(|file| file.starts_with("\"What\",\"Id\",\"Why\"")), "{file}");
    for address in ["/api/studio/report?query[name]=nonsense", "/api/studio/records?query[kind]=order"] {
        assert_eq!(refusal(&get(&pool, maya.clone(), address).await), (404, "not_found"), "{address}");
    }
    let day = get(&pool, maya, "/api/studio/report?query[name]=history&query[from]=yesterday").await;
    assert_eq!(refusal(&day), (422, "invalid"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn groups_are_found_by_those_who_look_after_people(pool: PgPool) {
    let maya = site(&pool, Who::Admin).await;
    let query =
        json!({ "query": { "to": { "type": "group" }, "text": "edit", "page": 0, "course": null } }).to_string();
    let found = post_json(&pool, maya, "/api/studio/things", &query).await.body;
    assert_eq!(found[0]["title"], "Editors", "{found}");
    let other = staff(&["content.access"]);
    assert_eq!(post_json(&pool, other, "/api/studio/things", &query).await.body, json!([]));
}
