//! The life of a page on a real database.

use super::*;
use crate::{
    delivery::SiteData,
    document::{BlockContent, HomePage, IndexPage, PageDocument, ProductPage, ResourcePage},
    store,
    tree::{Author, CreatePageError, NewPage, RootPages, create_page, ensure_root_pages},
};
use sqlx::PgPool;
use time::macros::datetime;
use xpro_catalog::seed::apply_demo_catalog;
use xpro_kernel::{Clock, System};
use xpro_platform::db::{Database, Tx};

const SYSTEM: System = System("test");

async fn begin(pool: &PgPool) -> Tx {
    Database::new(pool.clone(), Clock::system()).begin("test").await.expect("a transaction")
}

async fn course_page(tx: &mut Tx, readable_id: &str) -> PageDocument {
    let course =
        xpro_catalog::store::course::find_by_readable_id(tx, readable_id).await.expect("reads").expect("the course");
    let language = xpro_catalog::store::language::find_by_name(tx, "English").await.expect("reads").expect("English");
    PageDocument::CoursePage(ProductPage {
        title: course.title,
        course: Some(course.id),
        language: Some(language.id),
        subhead: "One sentence".to_owned(),
        ..ProductPage::default()
    })
}

async fn prepared(tx: &mut Tx) -> RootPages {
    apply_demo_catalog(tx, datetime!(2026-11-24 08:00 UTC)).await.expect("the demo catalogue");
    ensure_root_pages(tx, SYSTEM).await.expect("the root pages")
}

#[sqlx::test(migrations = "../migrations")]
async fn root_pages_are_made_once(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let first = ensure_root_pages(&mut tx, SYSTEM).await.expect("made");
    assert_eq!(ensure_root_pages(&mut tx, SYSTEM).await.expect("found"), first);
    let site = SiteData::load(&mut tx).await.expect("loads");
    let paths: Vec<&str> = site.pages().iter().map(|page| page.url_path.as_str()).collect();
    assert_eq!(
        paths,
        ["/", "/blog/", "/catalog/", "/certificate/", "/courses/", "/enterprise/", "/programs/", "/webinars/"]
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_draft_has_no_public_effect_until_it_is_published(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let root = prepared(&mut tx).await;
    let document = course_page(&mut tx, "course-v1:xPRO+AMx").await;
    let id = create_page(
        &mut tx,
        SYSTEM.into(),
        NewPage { parent: Some(root.courses), slug: None, document: document.clone() },
    )
    .await
    .expect("created");
    let path = "/courses/course-v1:xPRO+AMx/";
    assert!(SiteData::load(&mut tx).await.expect("loads").live_page(path).is_none());
    publish_page(&mut tx, SYSTEM.into(), id).await.expect("published");
    let mut edited = document.clone();
    edited.product_mut().expect("a product").title = "Edited".to_owned();
    save_draft(&mut tx, SYSTEM.into(), SaveDraft::unconditional(id, &edited)).await.expect("saved");
    let site = SiteData::load(&mut tx).await.expect("loads");
    assert_eq!(site.live_page(path).expect("live").document, document);
    assert_eq!(read_draft(&mut tx, id).await.expect("reads").document, edited);
    assert_eq!(unpublish_page(&mut tx, SYSTEM.into(), Unpublish::only(id)).await.expect("unpublished"), [id]);
    assert!(unpublish_page(&mut tx, SYSTEM.into(), Unpublish::only(id)).await.expect("nothing to do").is_empty());
    assert!(SiteData::load(&mut tx).await.expect("loads").live_page(path).is_none());
}

#[sqlx::test(migrations = "../migrations")]
async fn an_incomplete_page_is_not_published(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let root = prepared(&mut tx).await;
    let document = PageDocument::ResourcePage(ResourcePage { title: "Terms".to_owned(), ..ResourcePage::default() });
    let id = create_page(&mut tx, SYSTEM.into(), NewPage { parent: Some(root.home), slug: None, document })
        .await
        .expect("created");
    let refused = publish_page(&mut tx, SYSTEM.into(), id).await;
    assert!(matches!(refused, Err(PublishPageError::Invalid(problems)) if problems[0].path == "content"));
    assert!(SiteData::load(&mut tx).await.expect("loads").live_page("/terms/").is_none());
}

#[sqlx::test(migrations = "../migrations")]
async fn only_one_page_is_featured_whatever_the_order(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let root = prepared(&mut tx).await;
    let mut ids = Vec::new();
    for readable_id in ["course-v1:xPRO+AMx", "course-v1:xPRO+QCx1"] {
        let mut document = course_page(&mut tx, readable_id).await;
        document.product_mut().expect("a product").featured = true;
        let new = NewPage { parent: Some(root.courses), slug: None, document };
        ids.push(create_page(&mut tx, SYSTEM.into(), new).await.expect("created"));
    }
    publish_page(&mut tx, SYSTEM.into(), ids[0]).await.expect("published");
    let featured =
        |site: &SiteData| site.pages().iter().filter(|page| page.featured).map(|page| page.id).collect::<Vec<_>>();
    assert_eq!(featured(&SiteData::load(&mut tx).await.expect("loads")), [ids[0]], "a draft takes nothing away");
    publish_page(&mut tx, SYSTEM.into(), ids[1]).await.expect("published");
    assert_eq!(featured(&SiteData::load(&mut tx).await.expect("loads")), [ids[1]]);
    let draft = read_draft(&mut tx, ids[0]).await.expect("reads").document;
    assert!(!draft.product().expect("a product").featured, "the editor sees what holds");
}

#[sqlx::test(migrations = "../migrations")]
async fn pages_stand_only_where_they_may(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let root = prepared(&mut tx).await;
    let document = course_page(&mut tx, "course-v1:xPRO+AMx").await;
    let author: Author<'_> = SYSTEM.into();
    let wrong =
        create_page(&mut tx, author, NewPage { parent: Some(root.programs), slug: None, document: document.clone() })
            .await;
    assert!(matches!(wrong, Err(CreatePageError::WrongParent { .. })));
    create_page(&mut tx, author, NewPage { parent: Some(root.courses), slug: None, document: document.clone() })
        .await
        .expect("created");
    let again = create_page(&mut tx, author, NewPage { parent: Some(root.courses), slug: None, document }).await;
    assert!(matches!(again, Err(CreatePageError::SlugTaken(_) | CreatePageError::AlreadyDescribed)));
    let second = PageDocument::CatalogPage(IndexPage { title: "Other".to_owned(), ..IndexPage::default() });
    let second = create_page(&mut tx, author, NewPage { parent: Some(root.home), slug: None, document: second }).await;
    assert!(matches!(second, Err(CreatePageError::OnlyOne { .. })));
    let home = PageDocument::HomePage(HomePage { title: "Other".to_owned(), ..HomePage::default() });
    assert!(matches!(
        create_page(&mut tx, author, NewPage { parent: None, slug: None, document: home }).await,
        Err(CreatePageError::OnlyOne { .. })
    ));
    let reserved = PageDocument::ResourcePage(ResourcePage { title: "Checkout".to_owned(), ..ResourcePage::default() });
    assert!(matches!(
        create_page(&mut tx, author, NewPage { parent: Some(root.home), slug: None, document: reserved }).await,
        Err(CreatePageError::SlugTaken(path)) if path == "/checkout/"
    ));
}

#[sqlx::test(migrations = "../migrations")]
async fn published_revisions_are_history(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let root = prepared(&mut tx).await;
    let revision =
        store::page::find(&mut tx, root.home).await.expect("reads").expect("home").published_revision_id.expect("live");
    let change =
        sqlx::query("update page_revision set body = '{}' where id = $1").bind(revision.0).execute(&mut *tx).await;
    assert!(change.expect_err("refused").to_string().contains("is history"));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_body_broken_by_hand_takes_only_its_page_away(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let root = prepared(&mut tx).await;
    let document = course_page(&mut tx, "course-v1:xPRO+AMx").await;
    let id = create_page(&mut tx, SYSTEM.into(), NewPage { parent: Some(root.courses), slug: None, document })
        .await
        .expect("created");
    publish_page(&mut tx, SYSTEM.into(), id).await.expect("published");
    sqlx::query("alter table page_revision disable trigger page_revision_history")
        .execute(&mut *tx)
        .await
        .expect("as its owner");
    sqlx::query("update page_revision set schema = 99 where page_id = $1")
        .bind(id.0)
        .execute(&mut *tx)
        .await
        .expect("changed");
    let site = SiteData::load(&mut tx).await.expect("loads");
    assert!(site.live_page("/courses/course-v1:xPRO+AMx/").is_none());
    assert!(site.live_page("/").is_some());
    assert_eq!(site.faults().len(), 1);
    assert!(site.faults()[0].reason.contains("newer"));
}

#[sqlx::test(migrations = "../migrations")]
async fn an_unknown_section_survives_a_round_through_the_database(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let root = prepared(&mut tx).await;
    let body = serde_json::json!({ "title": "xPRO", "subhead": "x", "sections": [{ "id": crate::document::stable_id("x"), "type": "hologram", "value": 1 }] });
    let stored = crate::document::StoredDocument { schema: crate::document::SCHEMA, body };
    let document = PageDocument::read(crate::document::PageKind::HomePage, stored).expect("reads").document;
    save_draft(&mut tx, SYSTEM.into(), SaveDraft::unconditional(root.home, &document))
        .await
        .expect("a draft may hold it");
    let read = read_draft(&mut tx, root.home).await.expect("reads");
    assert!(matches!(read.document.sections()[0].content, BlockContent::Unreadable { .. }));
    assert!(matches!(publish_page(&mut tx, SYSTEM.into(), root.home).await, Err(PublishPageError::Invalid(_))));
}

#[sqlx::test(migrations = "../migrations")]
async fn the_database_keeps_the_rules_of_kinds_and_sections(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let root = prepared(&mut tx).await;
    let index: String = sqlx::query_scalar("select pg_get_indexdef('page_only_one_of_kind'::regclass)")
        .fetch_one(&mut *tx)
        .await
        .expect("there");
    for kind in crate::document::PageKind::ALL {
        assert_eq!(index.contains(&format!("'{kind}'")), kind.is_only_one(), "{kind}");
    }
    let function: String = sqlx::query_scalar("select pg_get_functiondef('page_sections_stand_once'::regproc)")
        .fetch_one(&mut *tx)
        .await
        .expect("there");
    for block in &crate::document::declarations().blocks.0 {
        assert_eq!(function.contains(&format!("'{}'", block.name)), block.max_per_page == Some(1), "{}", block.name);
    }
    let twice = serde_json::json!({ "sections": [{ "type": "faq" }, { "type": "faq", "hidden": true }, { "type": "new" }, { "type": "new" }] });
    let write = "update page_revision set body = $2 where page_id = $1 and state = 'rolling'";
    let revision = "insert into page_revision (page_id, state, schema, body, created_at, updated_at) values ($1, 'rolling', 2, '{}', now(), now())";
    sqlx::query(revision).bind(root.catalog.0).execute(&mut *tx).await.expect("a draft");
    let refused = refused(&mut tx, sqlx::query(write).bind(root.catalog.0).bind(&twice)).await;
    assert!(refused.contains("page_revision_sections_once"), "{refused}");
    for fine in [
        serde_json::json!({ "sections": 3 }),
        serde_json::json!({ "sections": ["faq", "faq", null] }),
        serde_json::json!([]),
    ] {
        sqlx::query(write).bind(root.catalog.0).bind(&fine).execute(&mut *tx).await.expect("odd, but not twice");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn languages_in_use_and_history_stay_and_defaults_are_alone(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let root = prepared(&mut tx).await;
    let document = course_page(&mut tx, "course-v1:xPRO+AMx").await;
    let language = document.product().and_then(|product| product.language).expect("a language");
    create_page(&mut tx, SYSTEM.into(), NewPage { parent: Some(root.courses), slug: None, document })
        .await
        .expect("created");
    let delete = sqlx::query("delete from course_language where id = $1").bind(language.0);
    assert!(refused(&mut tx, delete).await.contains("is in use"));
    let delete = sqlx::query("delete from page_revision where page_id = $1").bind(root.home.0);
    assert!(refused(&mut tx, delete).await.contains("is history"));
    let body = |platform: Option<i64>| serde_json::json!({ "is_default": true, "platform": platform, "section": [{ "type": "text_image" }] });
    let insert = "insert into snippet (kind, name, schema, body, created_at, updated_at) values ('shared_section', 'x', 2, $1, now(), now())";
    for platform in [None, Some(1), Some(2)] {
        sqlx::query(insert).bind(body(platform)).execute(&mut *tx).await.expect("the first of its platform");
    }
    for platform in [None, Some(1)] {
        let second = sqlx::query(insert).bind(body(platform));
        assert!(refused(&mut tx, second).await.contains("snippet_one_default"));
    }
}

/// What the database says to a statement that it must refuse; the transaction goes on.
async fn refused<'q>(
    tx: &mut Tx,
    query: sqlx::query::Query<'q, sqlx::Postgres, sqlx::postgres::PgArguments>,
) -> String {
    use sqlx::Connection;
    let mut inner = (**tx).begin().await.expect("a savepoint");
    let error = query.execute(&mut *inner).await.expect_err("refused").to_string();
    inner.rollback().await.expect("back");
    error
}
