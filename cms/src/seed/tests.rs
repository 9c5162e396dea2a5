//! Demo content on a real database.

use super::apply_demo_content;
use crate::{
    delivery::{CatalogQuery, EnrollOffer, OfferKind, SiteData, catalog, home, product, resource, sitemap},
    testing::Statements,
};
use sqlx::PgPool;
use std::path::Path;
use time::macros::datetime;
use xpro_catalog::seed::apply_demo_catalog;
use xpro_kernel::Clock;
use xpro_platform::{
    db::{Database, Tx},
    files,
};

const NOW: time::OffsetDateTime = datetime!(2026-11-24 08:00 UTC);

async fn seeded(tx: &mut Tx) -> super::ContentReport {
    let folder = std::env::temp_dir().join("xpro-cms-seed-test");
    let files = files::folder(&folder).expect("a folder");
    let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/demo");
    apply_demo_content(tx, &files, &pictures, NOW).await.expect("the demo content")
}

async fn begin(pool: &PgPool) -> Tx {
    Database::new(pool.clone(), Clock::system()).begin("test").await.expect("a transaction")
}

#[sqlx::test(migrations = "../migrations")]
async fn the_storefront_is_full_and_seeding_twice_changes_nothing(pool: PgPool) {
    let mut tx = begin(&pool).await;
    apply_demo_catalog(&mut tx, NOW).await.expect("the demo catalogue");
    let first = seeded(&mut tx).await;
    assert_eq!((first.written, first.skipped), (29, 0), "24 product pages, 4 text pages and the home page");
    let second = seeded(&mut tx).await;
    assert_eq!((second.written, second.unchanged), (0, 29));
    let site = SiteData::load(&mut tx).await.expect("loads");
    assert_eq!(site.faults(), []);
    assert_eq!(home(&site, NOW).sections.len(), 6);
    let all = catalog(&site, &CatalogQuery::default(), NOW);
    assert!(all.counts.0 >= 20, "{:?}", all.counts);
    assert!(all.cards.iter().all(|card| card.picture.as_ref().is_some_and(|picture| picture.sources.len() == 4)));
    assert_eq!(all.featured.map(|card| card.title).as_deref(), Some("Systems Engineering"));
    let program = product(&site, OfferKind::Program, "program-v1:xPRO+SysEngx", NOW).expect("the page");
    assert!(matches!(program.enroll, EnrollOffer::Checkout { .. }));
    assert_eq!(program.sections.len(), 10);
    let spanish = product(&site, OfferKind::Course, "course-v1:xPRO+LIDx", NOW).expect("the page");
    assert_eq!((spanish.lang.as_str(), matches!(spanish.enroll, EnrollOffer::LearnMore(_))), ("es", true));
    assert!(resource(&site, "/honor-code/").is_some());
    assert!(sitemap(&site, NOW).len() >= 28);
}

async fn statements_to_load(tx: &mut Tx) -> usize {
    let statements = Statements::count();
    SiteData::load(tx).await.expect("loads");
    statements.so_far()
}

#[sqlx::test(migrations = "../migrations")]
async fn loading_takes_the_same_few_statements_whatever_the_size(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let empty = statements_to_load(&mut tx).await;
    apply_demo_catalog(&mut tx, NOW).await.expect("the demo catalogue");
    seeded(&mut tx).await;
    assert_eq!(statements_to_load(&mut tx).await, empty);
    assert_eq!(empty, 17);
}
