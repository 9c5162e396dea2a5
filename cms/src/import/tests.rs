//! The importer on a real database.

use super::PageImporter;
use crate::{delivery::SiteData, publish, store};
use sqlx::PgPool;
use time::macros::datetime;
use xpro_catalog::{
    acts::Editor,
    import::{ImportSources, ImportedPage, PageOutcome, PageSink, PageTarget, import_catalog},
    seed::apply_demo_catalog,
};
use xpro_kernel::{Clock, System};
use xpro_platform::db::{Database, Tx};

const SYSTEM: System = System("import_catalog");

async fn prepared(pool: &PgPool) -> (Tx, PageTarget) {
    let mut tx = Database::new(pool.clone(), Clock::system()).begin("test").await.expect("a transaction");
    apply_demo_catalog(&mut tx, datetime!(2026-11-24 08:00 UTC)).await.expect("the demo catalogue");
    let course = xpro_catalog::store::course::find_by_readable_id(&mut tx, "course-v1:xPRO+AMx")
        .await
        .expect("reads")
        .expect("there");
    (tx, PageTarget::Course(course.id))
}

fn served(description: &str) -> ImportedPage {
    ImportedPage {
        title: "Additive Manufacturing".to_owned(),
        readable_id: "course-v1:xPRO+AMx".to_owned(),
        description_html: Some(format!("<p>{description} <i>for you</i></p><script>x</script>")),
        duration: Some("4 weeks".to_owned()),
        credits: "1.25".parse().ok(),
        instructors: Some(vec!["Ada Lovelace".to_owned()]),
        ..ImportedPage::default()
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_same_facts_again_change_nothing(pool: PgPool) {
    let (mut tx, target) = prepared(&pool).await;
    let mut importer = PageImporter::new(SYSTEM);
    let mut outcomes = Vec::new();
    for description in ["Print", "Print", "Print more"] {
        outcomes.push(importer.upsert_product_page(&mut tx, target, served(description)).await.expect("taken"));
    }
    assert_eq!(outcomes, [PageOutcome::Created, PageOutcome::Unchanged, PageOutcome::Updated]);
    let site = SiteData::load(&mut tx).await.expect("loads");
    let page = site.live_page("/courses/course-v1:xPRO+AMx/").expect("published");
    assert_eq!(page.product().expect("a product").description.0, "Print more *for you*");
    assert_eq!(page.instructors(), ["Ada Lovelace"]);
    assert_eq!(page.ceus().map(|ceus| ceus.to_string()).as_deref(), Some("1.25"));
    assert_eq!(importer.notes(), Vec::<String>::new());
}

#[sqlx::test(migrations = "../migrations")]
async fn what_somebody_edited_here_is_kept_and_noted(pool: PgPool) {
    let (mut tx, target) = prepared(&pool).await;
    let mut importer = PageImporter::new(SYSTEM);
    importer.upsert_product_page(&mut tx, target, served("Print")).await.expect("taken");
    let id =
        store::page::find_by_url_path(&mut tx, "/courses/course-v1:xPRO+AMx/").await.expect("reads").expect("there");
    let mut document = publish::read_draft(&mut tx, id).await.expect("reads").document;
    document.product_mut().expect("a product").subhead = "Ours".to_owned();
    publish::save_draft(&mut tx, SYSTEM.into(), publish::SaveDraft::unconditional(id, &document)).await.expect("saved");
    let outcome = importer.upsert_product_page(&mut tx, target, served("Print more")).await.expect("no error");
    assert_eq!(outcome, PageOutcome::Unchanged);
    assert_eq!(importer.notes(), ["/courses/course-v1:xPRO+AMx/: edited here, kept as it is"]);
    assert_eq!(publish::read_draft(&mut tx, id).await.expect("reads").document, document);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_served_catalog_becomes_pages_once(pool: PgPool) {
    let item = |kind: &str, id: &str| {
        serde_json::json!({
            "id": 1, "title": id, "readable_id": format!("{kind}-v1:xPRO+{id}"), "description": "<p>About <b>it</b></p>", "url": null,
            "thumbnail_url": "https://elsewhere.example/a.jpg", "platform": "xPRO", "format": "Online", "credits": "2.0", "duration": "4 weeks",
            "time_commitment": "3-5 hours per week", "topics": [{ "name": "Technology:Quantum Computing" }], "is_external": false,
            "external_marketing_url": null, "marketing_hubspot_form_id": "", "video_url": null, "availability": "dated",
        })
    };
    let mut course = item("course", "QCRx1");
    course["next_run_id"] = serde_json::Value::Null;
    course["courseruns"] = serde_json::json!([]);
    let mut program = item("program", "QCR");
    program["current_price"] = serde_json::json!(2419.0);
    program["courses"] = serde_json::json!([course]);
    program["instructors"] = serde_json::json!([{ "name": "Ada Lovelace" }]);
    let body = serde_json::to_vec(&[program]).expect("writes");
    let sources = ImportSources { courses: None, programs: Some(&body) };
    let database = Database::new(pool.clone(), Clock::system());
    let mut importer = PageImporter::new(SYSTEM);
    let mut reports = Vec::new();
    for _ in 0..2 {
        let done = import_catalog(&database, "test", Editor::from(SYSTEM), sources, &mut importer).await;
        reports.push(done.expect("imported"));
    }
    assert!(reports[0].issues.is_empty(), "{:?}", reports[0].issues);
    assert!(reports[0].changed_anything() && !reports[1].changed_anything(), "{reports:?}");
    let mut conn = pool.acquire().await.expect("a connection");
    let site = SiteData::load(&mut conn).await.expect("loads");
    let page = site.live_page("/programs/program-v1:xPRO+QCR/").expect("published");
    assert_eq!(page.instructors(), ["Ada Lovelace"]);
    assert!(site.live_page("/courses/course-v1:xPRO+QCRx1/").is_some());
}
