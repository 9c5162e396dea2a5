//! Pages whose course was deleted (case 55 of cms.md 8).

use super::listing::{World, pairs};
use crate::{
    access::EDITORS,
    content_api::{Caller, Json, list_pages, show_page},
    document::{PageDocument, ProductPage},
    publish::publish_page,
    testing::{SYSTEM, Site, begin},
    tree::{NewPage, create_page},
};
use sqlx::PgPool;
use xpro_kernel::{CourseId, LanguageId};

#[sqlx::test(migrations = "../migrations")]
async fn a_page_whose_course_is_gone_is_listed_without_an_address(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::with_catalog(&mut tx).await;
    let course: i64 = sqlx::query_scalar(
        "insert into course (title, readable_id, live, platform_id) select 'Gone', 'course-v1:xPRO+Gone', true, min(id) from platform returning id",
    )
    .fetch_one(&mut *tx)
    .await
    .expect("a course");
    let language: i64 =
        sqlx::query_scalar("select min(id) from course_language").fetch_one(&mut *tx).await.expect("a language");
    let document = PageDocument::CoursePage(ProductPage {
        title: "Gone".to_owned(),
        subhead: "One sentence".to_owned(),
        course: Some(CourseId(course)),
        language: Some(LanguageId(language)),
        ..ProductPage::default()
    });
    let new = NewPage { parent: Some(site.root.courses), slug: None, document };
    let page = create_page(&mut tx, SYSTEM.into(), new).await.expect("created");
    publish_page(&mut tx, SYSTEM.into(), page).await.expect("published");
    sqlx::query("delete from course where id = $1").bind(course).execute(&mut *tx).await.expect("gone");

    let (world, caller) = (World::of(&mut tx).await, Caller::by_session(Site::member(&mut tx, EDITORS).await));
    let reader = world.reader();
    let listing = list_pages(&mut tx, &caller, &reader, &pairs("type=cms.CoursePage&fields=*")).await.expect("lists");
    let Some(Json::List(items)) = listing.get("items") else { panic!("no items: {listing:?}") };
    assert_eq!(items.len(), 1);
    let shown = show_page(&mut tx, &caller, &reader, &page.to_string(), &[]).await.expect("shown");
    for told in [&items[0], &shown] {
        assert_eq!(told.get("title"), Some(&Json::Text("Gone".to_owned())));
        assert_eq!(told.get("course"), Some(&Json::Null));
        assert_eq!(told.get("meta").and_then(|meta| meta.get("html_url")), Some(&Json::Null));
    }
    let sought = pairs("readable_id=course-v1:xPRO Gone");
    let found = list_pages(&mut tx, &caller, &reader, &sought).await.expect("lists");
    assert!(matches!(found.get("items"), Some(Json::List(items)) if items.is_empty()), "{found:?}");
}
