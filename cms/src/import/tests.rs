//! The importer on a real database.

use super::PageImporter;
use crate::{delivery::SiteData, publish, store};
use sqlx::PgPool;
use time::macros::datetime;
use xpro_catalog::{
    import::{ImportedPage, PageOutcome, PageSink, PageTarget},
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
    publish::save_draft(&mut tx, SYSTEM.into(), id, &document).await.expect("saved");
    let outcome = importer.upsert_product_page(&mut tx, target, served("Print more")).await.expect("no error");
    assert_eq!(outcome, PageOutcome::Unchanged);
    assert_eq!(importer.notes(), ["/courses/course-v1:xPRO+AMx/: edited here, kept as it is"]);
    assert_eq!(publish::read_draft(&mut tx, id).await.expect("reads").document, document);
}
