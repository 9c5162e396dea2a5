//! Groups and people.

use super::*;
use crate::{
    access::{GroupId, MODERATORS, Permission, ensure_groups, load_editor},
    collaboration::workflow::{TaskInput, WorkflowInput, save_workflow},
    document::stable_id,
    store,
    testing::{SYSTEM, Site, begin},
};
use serde_json::json;
use sqlx::PgPool;

/// Somebody who looks after people and groups without being a superuser.
async fn keeper(tx: &mut Tx) -> Editor {
    let staff = Site::staff(tx, "keeper", false).await;
    let now = tx.now();
    let group = store::access::insert_group(tx, "Keepers", now).await.expect("a group");
    for permission in ["content.access", CHANGE_USERS] {
        store::access::insert_group_permission(tx, group, permission).await.expect("granted");
    }
    store::access::insert_member(tx, group, staff.person.id).await.expect("a member");
    load_editor(tx, &staff).await.expect("an editor")
}

#[sqlx::test(migrations = "../migrations")]
async fn groups_give_what_their_forms_say(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let admin = Site::admin(&mut tx).await;
    let kind = RecordKind::Group;
    let grant = json!({ "id": stable_id("g"), "value": { "page": site.root.courses.0, "kind": "CoursePage", "change": true, "publish": true } });
    let group = json!({
        "name": "Course editors", "site": { "content.access": true, "images.change": true }, "grants": [grant],
        "other": [{ "id": stable_id("o"), "value": "webhooks.change" }],
    });
    let id = make(&mut tx, &admin, kind, group).await.expect("made");
    let open = open_record(&mut tx, &admin, kind, id).await.expect("opened");
    assert_eq!(open.document["grants"][0]["value"]["publish"], json!(true));
    assert_eq!(open.document["other"][0]["value"], json!("webhooks.change"));
    let staff = Site::staff(&mut tx, "ada", false).await;
    let ada = staff.person.id;
    change(&mut tx, &admin, (RecordKind::User, ada.0), json!({ "groups": [id] })).await.expect("a member");
    let editor = load_editor(&mut tx, &staff).await.expect("she may open the studio");
    assert!(editor.has("images.change") && editor.has("webhooks.change") && !editor.has(CHANGE_USERS));
    let Err(RecordError::InUse(used)) = delete_record(&mut tx, &admin, kind, id).await else {
        panic!("it has members")
    };
    assert_eq!(used[0].title, "ada");
    change(&mut tx, &admin, (RecordKind::User, ada.0), json!({ "groups": [] })).await.expect("out");
    delete_record(&mut tx, &admin, kind, id).await.expect("deleted");
    let empty = json!({ "name": "X", "grants": [{ "id": stable_id("g"), "value": { "page": site.root.home.0 } }] });
    assert_eq!(paths(make(&mut tx, &admin, kind, empty).await), ["grants/0"]);
    let odd = json!({ "name": "X", "other": [{ "id": stable_id("o"), "value": "everything" }] });
    assert_eq!(paths(make(&mut tx, &admin, kind, odd).await), ["other/0"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_gives_more_than_they_have(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    ensure_groups(&mut tx, SYSTEM, site.root.home).await.expect("groups");
    let keeper = keeper(&mut tx).await;
    let kind = RecordKind::Group;
    let strong = json!({ "name": "Strong", "site": { "catalog.change": true } });
    assert_eq!(paths(make(&mut tx, &keeper, kind, strong).await), ["site"]);
    let grant = json!([{ "id": stable_id("g"), "value": { "page": site.root.home.0, "publish": true } }]);
    assert_eq!(paths(make(&mut tx, &keeper, kind, json!({ "name": "Branch", "grants": grant })).await), ["grants"]);
    make(&mut tx, &keeper, kind, json!({ "name": "Weak", "site": { "content.access": true } })).await.expect("made");
    let moderators = store::access::find_group(&mut tx, MODERATORS).await.expect("reads").expect("there").0;
    let own = (RecordKind::User, keeper.user_id().0);
    let groups = open_record(&mut tx, &keeper, own.0, own.1).await.expect("opened").document["groups"].clone();
    let mut more = groups.as_array().expect("a list").clone();
    more.push(json!(moderators));
    assert_eq!(paths(change(&mut tx, &keeper, own, json!({ "groups": more })).await), ["groups"]);
    assert_eq!(paths(change(&mut tx, &keeper, own, json!({ "is_superuser": true })).await), ["is_superuser"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_task_of_a_workflow_is_a_right_as_well(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let admin = Site::admin(&mut tx).await;
    let keeper = keeper(&mut tx).await;
    let legal = json!({ "name": "Legal", "site": { "content.access": true } });
    let legal = make(&mut tx, &admin, RecordKind::Group, legal).await.expect("made");
    let task = TaskInput { id: None, name: "Law".to_owned(), groups: vec![GroupId(legal)] };
    let law = WorkflowInput {
        id: None,
        name: "Law".to_owned(),
        active: true,
        repeat_after_edits: false,
        tasks: vec![task],
        pages: vec![site.root.courses],
    };
    save_workflow(&mut tx, &admin, law).await.expect("saved");
    let ada = (RecordKind::User, Site::staff(&mut tx, "ada", false).await.person.id.0);
    let joins = || json!({ "groups": [legal] });
    assert_eq!(paths(change(&mut tx, &keeper, ada, joins()).await), ["groups"]);
    assert_eq!(paths(delete_record(&mut tx, &keeper, RecordKind::Group, legal).await), ["name"]);
    let own = store::access::find_group(&mut tx, "Keepers").await.expect("reads").expect("there");
    let reviewer = Site::staff(&mut tx, "reviewer", false).await;
    for group in [own, GroupId(legal)] {
        store::access::insert_member(&mut tx, group, reviewer.person.id).await.expect("a member");
    }
    let reviewer = load_editor(&mut tx, &reviewer).await.expect("an editor");
    change(&mut tx, &reviewer, ada, joins()).await.expect("the task is theirs");
    change(&mut tx, &reviewer, ada, json!({ "groups": [] })).await.expect("out");
    store::access::insert_grant(&mut tx, own, site.root.home, Some("CoursePage"), Permission::Publish)
        .await
        .expect("granted");
    let reloaded = load_editor(&mut tx, keeper.staff()).await.expect("an editor");
    assert_eq!(paths(change(&mut tx, &reloaded, ada, joins()).await), ["groups"], "not every kind of page");
    store::access::insert_grant(&mut tx, own, site.root.home, None, Permission::Publish).await.expect("granted");
    let publisher = load_editor(&mut tx, keeper.staff()).await.expect("an editor");
    change(&mut tx, &publisher, ada, joins()).await.expect("they may publish there themselves");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_last_superuser_stays_and_nobody_changes_themselves(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let admin = Site::admin(&mut tx).await;
    let kind = RecordKind::User;
    let own = (kind, admin.user_id().0);
    assert_eq!(paths(change(&mut tx, &admin, own, json!({ "is_superuser": false })).await), ["is_superuser"]);
    let ada = Site::staff(&mut tx, "ada", false).await.person.id;
    assert_eq!(
        paths(change(&mut tx, &admin, (kind, ada.0), json!({ "is_superuser": true, "is_staff": false })).await),
        ["is_staff"]
    );
    change(&mut tx, &admin, (kind, ada.0), json!({ "is_superuser": true })).await.expect("two now");
    change(&mut tx, &admin, (kind, ada.0), json!({ "is_superuser": false })).await.expect("one again");
    sqlx::query("update users set is_active = false where id = $1")
        .bind(admin.user_id().0)
        .execute(&mut *tx)
        .await
        .expect("deactivated");
    change(&mut tx, &admin, (kind, ada.0), json!({ "is_superuser": true }))
        .await
        .expect("the only one who can sign in");
    let last = change(&mut tx, &admin, (kind, ada.0), json!({ "is_superuser": false })).await;
    assert_eq!(paths(last), ["is_superuser"]);
    let keeper = keeper(&mut tx).await;
    let groups = change(&mut tx, &keeper, (kind, ada.0), json!({ "groups": [] , "is_staff": false})).await;
    assert_eq!(paths(groups), ["is_superuser"], "only superusers touch superusers");
    let entries: i64 =
        sqlx::query_scalar("select count(*) from audit_entry where act = 'save_user' and subject_id = $1")
            .bind(ada.0)
            .fetch_one(&mut *tx)
            .await
            .expect("counted");
    assert_eq!(entries, 3);
}

/// Case 52 of cms.md 8: people have one name, and lists are in its order, staff first.
#[sqlx::test(migrations = "../migrations")]
async fn people_are_listed_by_their_one_name(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let admin = Site::admin(&mut tx).await;
    for name in ["zoe", "ben", "cleo"] {
        Site::staff(&mut tx, name, false).await;
    }
    sqlx::query("update users set name = 'Cleo' where username = 'cleo'").execute(&mut *tx).await.expect("named");
    sqlx::query("update users set is_staff = false where username = 'ben'").execute(&mut *tx).await.expect("a learner");
    let wanted = ListRecords { kind: RecordKind::User, text: String::new(), part: 0 };
    let listed = list_records(&mut tx, &admin, wanted).await.expect("listed");
    let names: Vec<&str> = listed.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["admin", "Cleo", "zoe", "ben"]);
}
