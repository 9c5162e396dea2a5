//! Lists of a large site.

use super::*;
use crate::{
    access::Editor,
    document::{PageDocument, PageKind},
    publish::{SaveDraft, publish_page, save_draft},
    schedule::schedule_publication,
    testing::{SYSTEM, Site, Statements, begin, text_page},
};
use sqlx::PgPool;
use std::time::Instant;
use time::Duration;
use xpro_kernel::PageId;
use xpro_platform::db::Tx;

async fn children(tx: &mut Tx, editor: &Editor, list: ListChildren) -> PageList {
    list_children(tx, editor, list).await.expect("listed")
}

async fn titles(tx: &mut Tx, editor: &Editor, search: SearchPages) -> Vec<String> {
    let found = search_pages(tx, editor, SearchPages { limit: 50, ..search }).await.expect("found");
    found.items.into_iter().map(|page| page.title).collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn children_tell_their_state(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let admin = Site::admin(&mut tx).await;
    let (live, both, _, coming) = (
        site.text_page(&mut tx, "A live").await,
        site.text_page(&mut tx, "B both").await,
        site.text_page(&mut tx, "C draft").await,
        site.text_page(&mut tx, "D coming").await,
    );
    for page in [live, both] {
        publish_page(&mut tx, SYSTEM.into(), page).await.expect("published");
    }
    save_draft(&mut tx, (&admin).into(), SaveDraft::unconditional(both, &text_page("B newer"))).await.expect("saved");
    let soon = tx.now() + Duration::HOUR;
    schedule_publication(&mut tx, SYSTEM.into(), coming, soon).await.expect("scheduled");
    site.draft_course(&mut tx, "A course").await;
    let list = ListChildren { parent: Some(site.root.home), limit: 50, ..ListChildren::default() };
    let listed = children(&mut tx, &admin, list.clone()).await;
    let told: Vec<(&str, PageStatus, i64)> = listed
        .items
        .iter()
        .filter(|page| page.kind == "ResourcePage" || page.id == site.root.courses)
        .map(|page| (page.title.as_str(), page.status, page.child_count))
        .collect();
    assert_eq!(
        told,
        [
            ("A live", PageStatus::Live, 0),
            ("B newer", PageStatus::LiveDraft, 0),
            ("C draft", PageStatus::Draft, 0),
            ("Courses", PageStatus::Live, 1),
            ("D coming", PageStatus::Scheduled, 0),
        ]
    );
    let named = |title: &str| listed.items.iter().find(|page| page.title == title).expect("listed");
    assert_eq!((usize::try_from(listed.total), &listed.next), (Ok(listed.items.len()), &None));
    assert_eq!(named("B newer").updated_by_name.as_deref(), Some("admin"));
    assert_eq!(named("D coming").scheduled_at, Some(soon));
    assert!(named("B newer").has_draft && !named("A live").has_draft);
    let arranged = ListChildren { sort: Sort::Position, descending: true, ..list.clone() };
    assert_eq!(children(&mut tx, &admin, arranged).await.items[0].title, "D coming");
    let top = children(&mut tx, &admin, ListChildren { parent: None, ..list }).await;
    assert_eq!((top.items.len(), top.items[0].id), (1, site.root.home));
    let only = |search| SearchPages { statuses: vec![search], ..SearchPages::default() };
    assert_eq!(titles(&mut tx, &admin, only(PageStatus::LiveDraft)).await, ["B newer"]);
    assert_eq!(titles(&mut tx, &admin, only(PageStatus::Scheduled)).await, ["D coming"]);
    let edited = SearchPages { edited_by: Some(admin.user_id()), ..SearchPages::default() };
    assert_eq!(titles(&mut tx, &admin, edited).await, ["B newer"]);
    let parents =
        SearchPages { has_children: Some(true), kinds: vec![PageKind::CourseIndexPage], ..Default::default() };
    assert_eq!(titles(&mut tx, &admin, parents).await, ["Courses"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn words_are_found_in_titles_addresses_and_texts(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let admin = Site::admin(&mut tx).await;
    let before = subtree_counts(&mut tx, &admin, site.root.home).await.expect("counted");
    let page = site.text_page(&mut tx, "Terms of service").await;
    let PageDocument::ResourcePage(mut told) = text_page("Privacy") else { panic!("a text page") };
    told.content[0].value.detail = "We keep **biscuits** for ninety days".into();
    let privacy = site.text_page(&mut tx, "Privacy").await;
    save_draft(&mut tx, SYSTEM.into(), SaveDraft::unconditional(privacy, &PageDocument::ResourcePage(told)))
        .await
        .expect("saved");
    let search = |text: &str| SearchPages { text: text.to_owned(), ..SearchPages::default() };
    assert_eq!(titles(&mut tx, &admin, search("serv TERM")).await, ["Terms of service"]);
    assert_eq!(titles(&mut tx, &admin, search("terms-of")).await, ["Terms of service"]);
    assert_eq!(titles(&mut tx, &admin, search("biscuit")).await, ["Privacy"]);
    assert!(titles(&mut tx, &admin, search("biscuit terms")).await.is_empty());
    assert!(titles(&mut tx, &admin, search("') | '")).await.is_empty(), "no word is made of signs");
    let best = SearchPages { sort: Sort::Relevance, ..search("privacy") };
    assert_eq!(titles(&mut tx, &admin, best).await, ["Privacy"]);
    let below = SearchPages { below: Some(site.root.courses), ..search("terms") };
    assert!(titles(&mut tx, &admin, below).await.is_empty());
    let up = list_ancestors(&mut tx, &admin, page).await.expect("listed");
    assert_eq!(up.iter().map(|page| page.id).collect::<Vec<PageId>>(), [site.root.home, page]);
    let counts = subtree_counts(&mut tx, &admin, site.root.home).await.expect("counted");
    assert_eq!((counts.pages, counts.live), (before.pages + 2, before.live));
}

/// Five thousand pages below one parent, written by hand: the acts would take minutes.
async fn many(tx: &mut Tx, site: &Site) {
    sqlx::query(
        "with made as (
             insert into page (parent_id, position, kind, slug, url_path, title, created_at, updated_at)
             select $1, n, 'CoursePage', 'course-' || n, '/courses/course-' || n || '/', 'Course ' || lpad(n::text, 4, '0'),
                    now(), now() - n * interval '1 minute'
             from generate_series(1, 5000) n returning id, title
         ), written as (
             insert into page_revision (page_id, state, schema, body, created_at, updated_at)
             select id, 'rolling', 1, jsonb_build_object('title', title, 'subhead', 'All about something'), now(), now() from made
             returning id, page_id
         )
         select count(*) from written",
    )
    .bind(site.root.courses.0)
    .execute(&mut **tx)
    .await
    .expect("written");
    sqlx::query("update page set latest_revision_id = r.id from page_revision r where r.page_id = page.id and page.latest_revision_id is null")
        .execute(&mut **tx)
        .await
        .expect("pointed");
}

#[sqlx::test(migrations = "../migrations")]
async fn five_thousand_pages_are_no_trouble(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let admin = Site::admin(&mut tx).await;
    many(&mut tx, &site).await;
    let mut list = ListChildren { parent: Some(site.root.courses), limit: 50, ..ListChildren::default() };
    let mut seen = Vec::new();
    let (begun, statements) = (Instant::now(), Statements::count());
    for sort in [Sort::Title, Sort::Updated] {
        (list.sort, list.descending, list.after) = (sort, sort == Sort::Updated, None);
        seen.clear();
        for _ in 0..3 {
            let part = children(&mut tx, &admin, list.clone()).await;
            assert_eq!((part.total, part.items.len()), (5000, 50));
            seen.extend(part.items.iter().map(|page| page.title.clone()));
            list.after = part.next;
        }
        let wanted: Vec<String> = (1..=150).map(|number| format!("Course {number:04}")).collect();
        assert_eq!(seen, wanted, "{sort:?}");
    }
    let search = SearchPages { text: "course 4321".into(), limit: 50, ..SearchPages::default() };
    assert_eq!(search_pages(&mut tx, &admin, search).await.expect("found").total, 1);
    let signs = SearchPages { text: "!&".into(), limit: 50, ..SearchPages::default() };
    assert_eq!(search_pages(&mut tx, &admin, signs).await.expect("found").total, 0, "no word is made of signs");
    // One for a list; one more for the page that it is below.
    assert_eq!(statements.so_far(), 6 * 2 + 2);
    // Eight lists; a machine under load gets five times what one of them may take.
    let each = begun.elapsed() / 8;
    assert!(each < std::time::Duration::from_millis(500), "{each:?}");
}
