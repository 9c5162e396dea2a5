//! Sections that pages of vendors' courses receive (cms.md 4.6, case 46).

use super::{CreatePageError, DefaultSectionsReport, NewPage, RootPages, create_page, give_default_sections};
use crate::{
    document::{Block, BlockContent, IconGrid, Mode, PageDocument, PageKind, ProductPage, stable_id},
    publish::{SaveDraft, SaveDraftError, open_draft, publish_page, save_draft},
    testing::{SYSTEM, Site, begin},
};
use serde_json::json;
use sqlx::PgPool;
use xpro_kernel::{CourseId, LanguageId, PageId, SnippetId};
use xpro_platform::db::Tx;

/// A vendor's course of the first platform.
struct World {
    root: RootPages,
    course: CourseId,
    platform: i64,
    other: i64,
}

impl World {
    async fn build(tx: &mut Tx) -> World {
        let site = Site::with_catalog(tx).await;
        let platforms: Vec<i64> =
            sqlx::query_scalar("insert into platform (name, created_at, updated_at) values ('Vendor A', now(), now()), ('Vendor B', now(), now()) returning id")
                .fetch_all(&mut **tx)
                .await
                .expect("platforms");
        let course: i64 = sqlx::query_scalar(
            "update course set is_external = true, platform_id = $1 where readable_id = 'course-v1:xPRO+AMx' returning id",
        )
        .bind(platforms[0])
        .fetch_one(&mut **tx)
        .await
        .expect("a course");
        World { root: site.root, course: CourseId(course), platform: platforms[0], other: platforms[1] }
    }

    async fn page(&self, tx: &mut Tx, course: Option<CourseId>) -> Result<PageId, CreatePageError> {
        let language: i64 = sqlx::query_scalar("select id from course_language order by id limit 1")
            .fetch_one(&mut **tx)
            .await
            .expect("one");
        let product = ProductPage {
            title: "A vendor's course".to_owned(),
            subhead: "Short".to_owned(),
            language: Some(LanguageId(language)),
            external_marketing_url: "https://vendor.example/".to_owned(),
            course,
            ..ProductPage::default()
        };
        let document = PageDocument::ExternalCoursePage(product);
        create_page(tx, SYSTEM.into(), NewPage { parent: Some(self.root.courses), slug: None, document }).await
    }
}

async fn shared(tx: &mut Tx, name: &str, platform: Option<i64>, block: &str) -> SnippetId {
    let section = json!({ "id": stable_id(name), "type": block, "value": { "heading": name } });
    let body = json!({ "name": name, "platform": platform, "is_default": true, "section": [section] });
    sqlx::query_scalar("insert into snippet (kind, name, schema, body, created_at, updated_at) values ('shared_section', $1, 2, $2, now(), now()) returning id")
        .bind(name)
        .bind(body)
        .fetch_one(&mut **tx)
        .await
        .map(SnippetId)
        .expect("a snippet")
}

/// Types and snippets of the sections of a page's draft.
async fn sections(tx: &mut Tx, page: PageId) -> Vec<(String, Option<SnippetId>)> {
    let document = open_draft(tx, SYSTEM.into(), page).await.expect("opened").document;
    let told = |content: &BlockContent| match content {
        BlockContent::Shared(shared) => (shared.name.clone(), Some(shared.snippet)),
        content => (content.name().to_owned(), None),
    };
    document.sections().iter().map(|block| told(&block.content)).collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_page_receives_the_sections_of_its_platform(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let world = World::build(&mut tx).await;
    shared(&mut tx, "techniques of B", Some(world.other), "icon_grid").await;
    let none = world.page(&mut tx, None).await.expect("made");
    assert_eq!(sections(&mut tx, none).await, [], "another platform's is never given, and a page of nothing is fine");

    let everywhere = shared(&mut tx, "techniques", None, "icon_grid").await;
    let teams = shared(&mut tx, "teams", None, "text_image").await;
    let own = shared(&mut tx, "teams of A", Some(world.platform), "text_image").await;
    shared(&mut tx, "logos", None, "companies_logos").await;
    let page = world.page(&mut tx, Some(world.course)).await.expect("made");
    let given = [("icon_grid".to_owned(), Some(everywhere)), ("text_image".to_owned(), Some(own))];
    assert_eq!(
        sections(&mut tx, page).await,
        given,
        "the platform's own is preferred; what may not stand there is not given"
    );

    let done = give_default_sections(&mut tx, SYSTEM).await.expect("done");
    assert_eq!(done.given.len(), 1, "the page of nothing lacked them: {done:?}");
    let without_platform = [("icon_grid".to_owned(), Some(everywhere)), ("text_image".to_owned(), Some(teams))];
    assert_eq!(sections(&mut tx, none).await, without_platform);
    assert_eq!(give_default_sections(&mut tx, SYSTEM).await.expect("done"), DefaultSectionsReport::default());
    assert_eq!(sections(&mut tx, page).await, given);

    let ours = Site { root: world.root }.draft_course(&mut tx, "Ours").await;
    assert_eq!(sections(&mut tx, ours).await, [], "our own courses receive none");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_command_publishes_only_pages_without_other_changes(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let world = World::build(&mut tx).await;
    let page = world.page(&mut tx, Some(world.course)).await.expect("made");
    publish_page(&mut tx, SYSTEM.into(), page).await.expect("live");
    let techniques = shared(&mut tx, "techniques", None, "icon_grid").await;
    let live = async |tx: &mut Tx| -> Vec<String> {
        let body: serde_json::Value = sqlx::query_scalar(
            "select v.body from page p join page_revision v on v.id = p.published_revision_id where p.id = $1",
        )
        .bind(page.0)
        .fetch_one(&mut **tx)
        .await
        .expect("live");
        let sections = body["sections"].as_array().cloned().unwrap_or_default();
        sections.iter().map(|section| section["type"].as_str().unwrap_or_default().to_owned()).collect()
    };

    let done = give_default_sections(&mut tx, SYSTEM).await.expect("done");
    assert_eq!((done.given.len(), done.drafts.len(), done.notes.len()), (1, 0, 0), "{done:?}");
    assert_eq!(live(&mut tx).await, ["icon_grid"], "it is live at once");

    let mut document = open_draft(&mut tx, SYSTEM.into(), page).await.expect("opened").document;
    document.product_mut().expect("a product").subhead = "Not said yet".to_owned();
    save_draft(&mut tx, SYSTEM.into(), SaveDraft::unconditional(page, &document)).await.expect("saved");
    let teams = shared(&mut tx, "teams", None, "text_image").await;
    let done = give_default_sections(&mut tx, SYSTEM).await.expect("done");
    assert_eq!((done.given.len(), done.drafts.len()), (0, 1), "{done:?}");
    assert_eq!(live(&mut tx).await, ["icon_grid"], "a draft never has a public effect");
    let drafted = [("icon_grid".to_owned(), Some(techniques)), ("text_image".to_owned(), Some(teams))];
    assert_eq!(sections(&mut tx, page).await, drafted);
    assert_eq!(give_default_sections(&mut tx, SYSTEM).await.expect("done"), DefaultSectionsReport::default());
}

#[sqlx::test(migrations = "../migrations")]
async fn what_a_vendor_sells_has_external_pages_and_ours_do_not(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let world = World::build(&mut tx).await;
    let ours: i64 = sqlx::query_scalar("select id from course where not is_external order by id limit 1")
        .fetch_one(&mut *tx)
        .await
        .expect("one of ours");
    let wrong = world.page(&mut tx, Some(CourseId(ours))).await;
    assert!(matches!(wrong, Err(CreatePageError::OtherSeller)));

    let page = world.page(&mut tx, Some(world.course)).await.expect("made");
    let mut document = open_draft(&mut tx, SYSTEM.into(), page).await.expect("opened").document;
    document.product_mut().expect("a product").course = Some(CourseId(ours));
    let saved = save_draft(&mut tx, SYSTEM.into(), SaveDraft::unconditional(page, &document)).await;
    assert!(matches!(saved, Err(SaveDraftError::OtherSeller)));

    // The catalog of a vendor may still change: the page can be written then, and be mended.
    sqlx::query("update course set is_external = false where id = $1")
        .bind(world.course.0)
        .execute(&mut *tx)
        .await
        .expect("ours");
    document.product_mut().expect("a product").course = Some(world.course);
    document.product_mut().expect("a product").subhead = "Still written".to_owned();
    save_draft(&mut tx, SYSTEM.into(), SaveDraft::unconditional(page, &document)).await.expect("saved");
}

/// Cases 7 and 48 of cms.md 8.
#[sqlx::test(migrations = "../migrations")]
async fn a_draft_stays_a_draft_and_a_hidden_section_counts_as_there(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let world = World::build(&mut tx).await;
    let page = world.page(&mut tx, Some(world.course)).await.expect("made");
    let mut document = open_draft(&mut tx, SYSTEM.into(), page).await.expect("opened").document;
    let mut hidden = Block::named("own", BlockContent::IconGrid(IconGrid::default()));
    hidden.hidden = true;
    document.product_mut().expect("a product").sections = vec![hidden];
    save_draft(&mut tx, SYSTEM.into(), SaveDraft::unconditional(page, &document)).await.expect("saved");
    shared(&mut tx, "techniques", None, "icon_grid").await;
    let teams = shared(&mut tx, "teams", None, "text_image").await;

    let done = give_default_sections(&mut tx, SYSTEM).await.expect("done");

    assert_eq!((done.given.len(), done.drafts.len()), (1, 0), "{done:?}");
    let both = [("icon_grid".to_owned(), None), ("text_image".to_owned(), Some(teams))];
    assert_eq!(sections(&mut tx, page).await, both, "no second icon grid");
    let row = crate::store::page::find(&mut tx, page).await.expect("reads").expect("the page");
    assert!(!row.live && row.published_revision_id.is_none());

    let twice = json!({ "sections": [
        { "id": stable_id("a"), "type": "icon_grid", "hidden": true, "value": {} },
        { "id": stable_id("b"), "type": "icon_grid", "value": {} },
    ] });
    let problems = PageDocument::check_body(PageKind::ExternalCoursePage, &twice, Mode::Draft);
    assert_eq!(problems.iter().map(|problem| problem.path.as_str()).collect::<Vec<_>>(), ["sections/1"]);
}
