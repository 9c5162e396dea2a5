//! Records on a real database: who may, what is refused beside which field, what becomes of two who save at once.

use super::*;
use crate::{
    access::{EDITORS, Editor, MODERATORS, ensure_groups, load_editor},
    document::{SnippetKind, stable_id},
    publish::{SaveDraft, open_draft, save_draft},
    settings::SiteSettings,
    store,
    testing::{SYSTEM, Site, begin},
};
use serde_json::{Value, json};
use sqlx::PgPool;
use xpro_kernel::UserId;
use xpro_platform::db::Tx;

const SIGNATORY: RecordKind = RecordKind::Snippet(SnippetKind::Signatory);

async fn make(tx: &mut Tx, editor: &Editor, kind: RecordKind, document: Value) -> Result<i64, RecordError> {
    let saved = save_record(tx, editor, SaveRecord { kind, which: Which::New, document }).await?;
    assert!(saved.changed);
    Ok(saved.id)
}

async fn change(tx: &mut Tx, editor: &Editor, (kind, id): (RecordKind, i64), with: Value) -> Result<(), RecordError> {
    let open = open_record(tx, editor, kind, id).await?;
    let mut document = open.document;
    for (name, value) in with.as_object().expect("fields") {
        document[name] = value.clone();
    }
    let which = Which::Existing { id, version: open.version };
    save_record(tx, editor, SaveRecord { kind, which, document }).await.map(drop)
}

fn refused<T: std::fmt::Debug>(result: Result<T, RecordError>) -> Vec<(String, String)> {
    match result {
        Err(RecordError::Invalid(problems)) => {
            problems.into_iter().map(|problem| (problem.path, problem.message)).collect()
        }
        other => panic!("not refused beside a field: {other:?}"),
    }
}

fn paths<T: std::fmt::Debug>(result: Result<T, RecordError>) -> Vec<String> {
    refused(result).into_iter().map(|(path, _)| path).collect()
}

/// Undoes what a statement that was refused left of the transaction.
async fn savepoint(tx: &mut Tx, statement: &'static str) {
    sqlx::query(statement).execute(&mut **tx).await.expect("a savepoint");
}

#[test]
fn every_kind_is_declared_and_begins_with_something_that_its_form_takes() {
    for kind in RecordKind::all() {
        let spec = kind.spec();
        assert_eq!(RecordKind::from_name(kind.name()), Some(kind));
        assert!(spec.form.field(&spec.named_by).is_some(), "{} has no field {}", kind.name(), spec.named_by);
        let blank = spec.form.blank();
        let flaws =
            xpro_form::check(&spec.form, &crate::document::declarations().blocks, &blank, xpro_form::Mode::Draft);
        assert_eq!(flaws, [], "{}", kind.name());
        for field in &spec.form.fields {
            assert!(!field.label.is_empty(), "{}/{}", kind.name(), field.name);
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn who_may_what(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::with_catalog(&mut tx).await;
    ensure_groups(&mut tx, SYSTEM, site.root.home).await.expect("groups");
    let editor = Site::editor(&mut tx).await;
    let moderator = Site::member(&mut tx, MODERATORS).await;
    let admin = Site::admin(&mut tx).await;
    for kind in RecordKind::all() {
        let shown = |editor: &Editor| kind.may_see(editor);
        let open = !matches!(kind, RecordKind::Settings | RecordKind::Group | RecordKind::User);
        assert_eq!((shown(&editor), shown(&moderator), shown(&admin)), (open, open, true), "{}", kind.name());
        for (who, editor) in [("editor", &editor), ("moderator", &moderator)] {
            let may = kind.may_change(editor);
            let expected = who == "moderator"
                && matches!(kind.permission(), CHANGE_SNIPPETS | CHANGE_TOPICS | xpro_catalog::acts::CHANGE_CATALOG);
            assert_eq!(may, expected, "{who} {}", kind.name());
            if !may {
                let save = SaveRecord { kind, which: Which::New, document: json!({}) };
                let answer = save_record(&mut tx, editor, save).await;
                assert!(matches!(answer, Err(RecordError::Denied(_))), "{who} {}: {answer:?}", kind.name());
                let answer = delete_record(&mut tx, editor, kind, 1).await;
                assert!(matches!(answer, Err(RecordError::Denied(_))), "{who} {}: {answer:?}", kind.name());
            }
            if !shown(editor) {
                let wanted = ListRecords { kind, text: String::new(), part: 0 };
                assert!(matches!(list_records(&mut tx, editor, wanted).await, Err(RecordError::Denied(_))));
                assert!(matches!(open_record(&mut tx, editor, kind, 1).await, Err(RecordError::Denied(_))));
            }
        }
        let wanted = ListRecords { kind, text: String::new(), part: 0 };
        let listed = list_records(&mut tx, &admin, wanted).await.expect("listed");
        for row in &listed.rows {
            assert_eq!(row.cells.len(), kind.columns().len(), "{}", kind.name());
            open_record(&mut tx, &admin, kind, row.id).await.expect("opened");
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_snippet_is_kept_changed_and_told_of(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let admin = Site::admin(&mut tx).await;
    let before = xpro_platform::content::version(&mut tx).await.expect("a version");
    let ada = json!({ "name": "Ada", "title_1": "Dean", "title_2": "", "organization": "", "signature_image": null });
    let id = make(&mut tx, &admin, SIGNATORY, ada).await.expect("made");
    assert!(xpro_platform::content::version(&mut tx).await.expect("a version") > before, "the site hears of it");
    change(&mut tx, &admin, (SIGNATORY, id), json!({ "title_1": "Provost" })).await.expect("changed");
    let open = open_record(&mut tx, &admin, SIGNATORY, id).await.expect("opened");
    assert_eq!((open.name.as_str(), &open.document["title_1"]), ("Ada", &json!("Provost")));
    let told: Vec<_> = open.history.iter().map(|row| (row.act.as_str(), row.fields.clone())).collect();
    assert_eq!(told, [("save_snippet", vec!["title 1".to_owned()]), ("save_snippet", Vec::new())]);
    let listed = list_records(&mut tx, &admin, ListRecords { kind: SIGNATORY, text: "ad".to_owned(), part: 0 }).await;
    assert_eq!(listed.expect("listed").rows.len(), 1);
    let none = list_records(&mut tx, &admin, ListRecords { kind: SIGNATORY, text: "%".to_owned(), part: 0 }).await;
    assert_eq!(none.expect("listed").rows.len(), 0, "a sign is a sign");
    assert_eq!(paths(make(&mut tx, &admin, SIGNATORY, json!({ "name": "" })).await), ["name"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_second_of_two_saves_is_stopped_with_the_first_ones_text(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let admin = Site::admin(&mut tx).await;
    let id = make(&mut tx, &admin, SIGNATORY, json!({ "name": "Ada" })).await.expect("made");
    let begun = open_record(&mut tx, &admin, SIGNATORY, id).await.expect("opened");
    change(&mut tx, &admin, (SIGNATORY, id), json!({ "name": "Grace" })).await.expect("changed");
    let mine = SaveRecord {
        kind: SIGNATORY,
        which: Which::Existing { id, version: begun.version.clone() },
        document: json!({ "name": "Joan" }),
    };
    let Err(RecordError::Conflict(theirs)) = save_record(&mut tx, &admin, mine.clone()).await else {
        panic!("nobody was stopped")
    };
    assert_eq!((theirs.by.as_str(), &theirs.document["name"]), ("admin", &json!("Grace")));
    let again = SaveRecord { which: Which::Existing { id, version: theirs.version }, ..mine };
    save_record(&mut tx, &admin, again).await.expect("knowingly");
    let open = open_record(&mut tx, &admin, SIGNATORY, id).await.expect("opened");
    assert_eq!(open.name, "Joan");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_snippet_in_use_stays(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::with_catalog(&mut tx).await;
    let admin = Site::admin(&mut tx).await;
    let section = json!([{ "id": stable_id("s"), "type": "text", "value": { "heading": "Shared", "body": "Words" } }]);
    let kind = RecordKind::Snippet(SnippetKind::SharedSection);
    let shared = json!({ "name": "About us", "platform": null, "is_default": true, "section": section });
    let id = make(&mut tx, &admin, kind, shared.clone()).await.expect("made");
    savepoint(&mut tx, "savepoint second").await;
    assert_eq!(paths(make(&mut tx, &admin, kind, shared).await), ["is_default"], "one is given to new pages");
    savepoint(&mut tx, "rollback to savepoint second").await;

    let page = site.draft_course(&mut tx, "Systems").await;
    let mut draft =
        open_draft(&mut tx, site.system(), page).await.expect("opened").document.to_stored().expect("stored");
    draft.body["sections"] = json!([{ "id": stable_id("t"), "type": "text", "shared": id, "value": {} }]);
    let document =
        crate::document::PageDocument::read(crate::document::PageKind::CoursePage, draft).expect("read").document;
    save_draft(&mut tx, site.system(), SaveDraft::unconditional(page, &document)).await.expect("saved");
    let Err(RecordError::InUse(used)) = delete_record(&mut tx, &admin, kind, id).await else { panic!("it is used") };
    assert_eq!((used[0].kind.as_str(), used[0].id, used[0].title.as_str()), ("page", page.0, "Systems"));

    let free = make(&mut tx, &admin, SIGNATORY, json!({ "name": "Ada" })).await.expect("made");
    assert_eq!(delete_record(&mut tx, &admin, SIGNATORY, free).await.expect("deleted").name, "Ada");
    assert!(matches!(open_record(&mut tx, &admin, SIGNATORY, free).await, Err(RecordError::NotFound)));
}

#[sqlx::test(migrations = "../migrations")]
async fn topics_stand_on_two_levels_and_stay_while_used(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let admin = Site::admin(&mut tx).await;
    let topic = RecordKind::Topic;
    let parent = make(&mut tx, &admin, topic, json!({ "name": "Business", "parent": null })).await.expect("made");
    let child = make(&mut tx, &admin, topic, json!({ "name": "Leadership", "parent": parent })).await.expect("made");
    assert_eq!(paths(make(&mut tx, &admin, topic, json!({ "name": "Teams", "parent": child })).await), ["parent"]);
    assert_eq!(paths(change(&mut tx, &admin, (topic, parent), json!({ "parent": parent })).await), ["parent"]);
    let other = make(&mut tx, &admin, topic, json!({ "name": "Design", "parent": null })).await.expect("made");
    assert_eq!(paths(change(&mut tx, &admin, (topic, parent), json!({ "parent": other })).await), ["parent"]);
    assert_eq!(paths(make(&mut tx, &admin, topic, json!({ "name": "Ghost", "parent": 999 })).await), ["parent"]);
    let Err(RecordError::InUse(used)) = delete_record(&mut tx, &admin, topic, parent).await else { panic!("used") };
    assert_eq!(used[0].title, "Leadership");
    delete_record(&mut tx, &admin, topic, child).await.expect("deleted");
    delete_record(&mut tx, &admin, topic, parent).await.expect("deleted");
    savepoint(&mut tx, "savepoint twice").await;
    assert_eq!(paths(make(&mut tx, &admin, topic, json!({ "name": "Design", "parent": null })).await), ["name"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn languages_and_platforms_are_unique_whatever_the_letter_case(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::with_catalog(&mut tx).await;
    let admin = Site::admin(&mut tx).await;
    for (kind, taken) in [
        (RecordKind::Language, json!({ "name": "ENGLISH", "bcp47": "en", "priority": 1, "is_active": true })),
        (RecordKind::Platform, json!({ "name": "XPRO", "enable_sync": false })),
    ] {
        savepoint(&mut tx, "savepoint taken").await;
        assert_eq!(paths(make(&mut tx, &admin, kind, taken).await), ["name"], "{}", kind.name());
        savepoint(&mut tx, "rollback to savepoint taken").await;
    }
    let wrong = json!({ "name": "Elvish", "bcp47": "not a tag", "priority": 0, "is_active": true });
    assert_eq!(paths(make(&mut tx, &admin, RecordKind::Language, wrong).await), ["priority"]);
    let document = Site::course_document(&mut tx, "course-v1:xPRO+AMx").await;
    let page = site.draft_course(&mut tx, "Draft").await;
    let crate::document::PageDocument::CoursePage(course) = &document else { panic!("a course page") };
    let english = course.language.expect("a language").0;
    save_draft(&mut tx, site.system(), SaveDraft::unconditional(page, &document)).await.expect("saved");
    assert!(matches!(delete_record(&mut tx, &admin, RecordKind::Language, english).await, Err(RecordError::InUse(_))));
    let own = xpro_catalog::store::platform::find_by_name(&mut tx, "xPRO").await.expect("reads").expect("there").id.0;
    let Err(RecordError::InUse(used)) = delete_record(&mut tx, &admin, RecordKind::Platform, own).await else {
        panic!("used")
    };
    assert!(used.iter().all(|used| used.kind == "course" || used.kind == "program"));
}

#[sqlx::test(migrations = "../migrations")]
async fn courses_and_runs_are_made_and_keep_their_ids(pool: PgPool) {
    let mut tx = begin(&pool).await;
    Site::with_catalog(&mut tx).await;
    let admin = Site::admin(&mut tx).await;
    let own = xpro_catalog::store::platform::find_by_name(&mut tx, "xPRO").await.expect("reads").expect("there").id.0;
    let course = json!({
        "title": "New", "readable_id": "course-v1:xPRO+New", "platform": own, "program": null, "position_in_program": null,
        "live": true, "is_external": false, "external_course_id": "",
    });
    let id = make(&mut tx, &admin, RecordKind::Course, course.clone()).await.expect("made");
    assert_eq!(paths(make(&mut tx, &admin, RecordKind::Course, course).await), ["readable_id"]);
    let renamed =
        change(&mut tx, &admin, (RecordKind::Course, id), json!({ "readable_id": "course-v1:xPRO+Newer" })).await;
    assert_eq!(paths(renamed), ["readable_id"]);
    change(&mut tx, &admin, (RecordKind::Course, id), json!({ "title": "Newer" })).await.expect("changed");
    let run = json!({
        "course": id, "title": "Newer R1", "courseware_id": "course-v1:xPRO+New+R1", "run_tag": "R1", "live": true,
        "start_date": "2099-01-10T00:00:00Z", "end_date": "2099-01-01T00:00:00Z",
    });
    assert_eq!(paths(make(&mut tx, &admin, RecordKind::CourseRun, run.clone()).await), ["end_date"]);
    let mut right = run;
    right["end_date"] = json!("2099-03-01T00:00:00Z");
    let run = make(&mut tx, &admin, RecordKind::CourseRun, right).await.expect("made");
    let open = open_record(&mut tx, &admin, RecordKind::Course, id).await.expect("opened");
    assert_eq!(open.table.expect("runs").rows[0].record, Some((RecordKind::CourseRun, run)));
    assert!(matches!(delete_record(&mut tx, &admin, RecordKind::Course, id).await, Err(RecordError::InUse(_))));
    delete_record(&mut tx, &admin, RecordKind::CourseRun, run).await.expect("deleted");
    delete_record(&mut tx, &admin, RecordKind::Course, id).await.expect("deleted");
}

#[sqlx::test(migrations = "../migrations")]
async fn two_courses_cannot_stand_at_one_place_of_a_program(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let admin = Site::admin(&mut tx).await;
    let own = make(&mut tx, &admin, RecordKind::Platform, json!({ "name": "xPRO" })).await.expect("made");
    let program =
        json!({ "title": "P", "readable_id": "program-v1:P", "platform": own, "live": true, "is_external": false });
    let program = make(&mut tx, &admin, RecordKind::Program, program).await.expect("made");
    let course = |id: &str| json!({ "title": id, "readable_id": id, "platform": own, "program": program, "position_in_program": 1 });
    make(&mut tx, &admin, RecordKind::Course, course("a")).await.expect("made");
    assert_eq!(paths(make(&mut tx, &admin, RecordKind::Course, course("b")).await), ["position_in_program"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn prices_only_grow(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let admin = Site::admin(&mut tx).await;
    let own = make(&mut tx, &admin, RecordKind::Platform, json!({ "name": "xPRO" })).await.expect("made");
    let program =
        json!({ "title": "P", "readable_id": "program-v1:P", "platform": own, "live": true, "is_external": false });
    let program = make(&mut tx, &admin, RecordKind::Program, program).await.expect("made");
    let kind = RecordKind::Product;
    assert_eq!(paths(make(&mut tx, &admin, kind, json!({ "is_active": true })).await), ["course_run"]);
    let product = json!({ "program": program, "is_active": true, "price": "1250.00" });
    let id = make(&mut tx, &admin, kind, product.clone()).await.expect("made");
    assert_eq!(paths(make(&mut tx, &admin, kind, product).await), ["course_run"]);
    change(&mut tx, &admin, (kind, id), json!({ "price": "1400.5" })).await.expect("changed");
    change(&mut tx, &admin, (kind, id), json!({ "is_active": false })).await.expect("changed");
    assert_eq!(paths(change(&mut tx, &admin, (kind, id), json!({ "price": null })).await), ["price"]);
    assert_eq!(paths(change(&mut tx, &admin, (kind, id), json!({ "description": "Other" })).await), ["description"]);
    assert_eq!(paths(change(&mut tx, &admin, (kind, id), json!({ "price": "-1" })).await), ["price"]);
    let open = open_record(&mut tx, &admin, kind, id).await.expect("opened");
    let prices: Vec<String> = open.table.expect("prices").rows.into_iter().map(|row| row.cells[1].clone()).collect();
    assert_eq!(prices, ["$1,400.50", "$1,250.00"]);
    assert_eq!((open.name.as_str(), &open.document["is_active"]), ("P", &json!(false)));
    assert!(matches!(delete_record(&mut tx, &admin, kind, id).await, Err(RecordError::NotFound)), "it stays for ever");
    assert!(matches!(delete_record(&mut tx, &admin, RecordKind::Program, program).await, Err(RecordError::InUse(_))));
}

#[sqlx::test(migrations = "../migrations")]
async fn settings_are_checked_kept_and_told_of(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let admin = Site::admin(&mut tx).await;
    let kind = (RecordKind::Settings, 1);
    let pale = refused(change(&mut tx, &admin, kind, json!({ "accent_color": "#ff8800" })).await);
    assert_eq!(pale[0].0, "accent_color");
    assert!(pale[0].1.contains("2.5:1") || pale[0].1.contains("2.4:1"), "the figure is told: {}", pale[0].1);
    assert_eq!(paths(change(&mut tx, &admin, kind, json!({ "accent_color": "crimson" })).await), ["accent_color"]);
    let script = json!([{ "id": stable_id("x"), "value": { "title": "x", "url": "javascript:alert(1)" } }]);
    assert_eq!(paths(change(&mut tx, &admin, kind, json!({ "footer_links": script })).await), ["footer_links/0/url"]);
    assert_eq!(paths(change(&mut tx, &admin, kind, json!({ "support_email": "nobody" })).await), ["support_email"]);
    let links = json!([{ "id": stable_id("y"), "value": { "title": "Help", "url": "/help/" } }]);
    let with = json!({ "site_name": "Our School", "accent_color": "#1B55B5", "footer_links": links, "shows_enterprise": true });
    change(&mut tx, &admin, kind, with).await.expect("kept");
    let settings = SiteSettings::load(&mut tx).await.expect("loads");
    assert_eq!((settings.site_name.as_str(), settings.accent_color.as_str()), ("Our School", "#1b55b5"));
    assert_eq!((settings.footer_links.len(), settings.shows_enterprise), (1, true));
    let open = open_record(&mut tx, &admin, kind.0, 1).await.expect("opened");
    assert_eq!(open.history[0].act, "save_settings");
    assert!(matches!(open_record(&mut tx, &admin, kind.0, 2).await, Err(RecordError::NotFound)));
}

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

#[sqlx::test(migrations = "../migrations")]
async fn a_list_costs_one_statement(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::with_catalog(&mut tx).await;
    ensure_groups(&mut tx, SYSTEM, site.root.home).await.expect("groups");
    Site::member(&mut tx, EDITORS).await;
    let admin = Site::admin(&mut tx).await;
    for kind in RecordKind::all().filter(|kind| *kind != RecordKind::Settings) {
        let statements = crate::testing::Statements::count();
        let wanted = ListRecords { kind, text: "a".to_owned(), part: 0 };
        list_records(&mut tx, &admin, wanted).await.expect("listed");
        assert_eq!(statements.so_far(), 1, "{}", kind.name());
    }
    assert_ne!(admin.user_id(), UserId(0));
}
