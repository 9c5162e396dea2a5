//! Snippets, settings, and what sorts the catalog.

use super::*;
use crate::{
    document::stable_id,
    publish::{SaveDraft, open_draft, save_draft},
    settings::SiteSettings,
    testing::{Site, begin},
};
use serde_json::json;
use sqlx::PgPool;

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
async fn a_picture_that_a_snippet_shows_is_in_use(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let admin = Site::admin(&mut tx).await;
    let image: i64 = sqlx::query_scalar(
        "insert into image (file_key, title, mime, width, height, created_at, updated_at)
         values ('k', 'Signature', 'image/png', 200, 90, now(), now()) returning id",
    )
    .fetch_one(&mut *tx)
    .await
    .expect("an image");
    let uses = async |tx: &mut Tx| {
        let id = xpro_kernel::ImageId(image);
        crate::media::find_image(tx, (&admin).into(), id).await.expect("found").uses
    };
    let signed = json!({ "name": "Ada", "signature_image": { "image": image } });
    let id = make(&mut tx, &admin, SIGNATORY, signed).await.expect("made");
    assert_eq!(uses(&mut tx).await, 1);
    change(&mut tx, &admin, (RecordKind::Settings, 1), json!({ "logo": { "image": image } })).await.expect("kept");
    assert_eq!(uses(&mut tx).await, 2);
    delete_record(&mut tx, &admin, SIGNATORY, id).await.expect("deleted");
    assert_eq!(uses(&mut tx).await, 1);
}
