//! Acceptance cases of cms.md 8 about product pages: featured pages, prices, courses that are gone.

use super::*;
use crate::{
    checks::Code,
    delivery::{CatalogQuery, OfferKind, SiteData, catalog, home, product, sitemap},
    document::{
        Block, BlockContent, PageDocument, PageKind, ProductPage, Text, TextVideo, WebinarCategory, WebinarPage,
    },
    reports::{Report, ReportWish, read_report},
    store,
    testing::{SYSTEM, Site, begin},
    trash::{DeletePage, RestoreFromTrash, delete_page, restore_from_trash},
    tree::{CopyPage, NewPage, copy_page, create_page, explore},
};
use sqlx::PgPool;
use xpro_kernel::{CourseId, Money, PageId, ProgramId};
use xpro_platform::db::Tx;

async fn number(tx: &mut Tx, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(&mut **tx).await.unwrap_or_else(|error| panic!("{query}: {error}"))
}

/// A product page that may be published.
async fn told(tx: &mut Tx, kind: PageKind, described: i64) -> PageDocument {
    let english = xpro_catalog::store::language::find_by_name(tx, "English").await.expect("reads").expect("English");
    let page = ProductPage {
        title: format!("{kind} {described}"),
        course: kind.is_course().then_some(CourseId(described)),
        program: kind.is_program().then_some(ProgramId(described)),
        language: Some(english.id),
        subhead: "One sentence".to_owned(),
        ..ProductPage::default()
    };
    PageDocument::new_product(kind, page).expect("a product")
}

async fn make(tx: &mut Tx, site: &Site, document: &PageDocument) -> PageId {
    let parent = if document.kind().is_course() { site.root.courses } else { site.root.programs };
    let new = NewPage { parent: Some(parent), slug: None, document: document.clone() };
    create_page(tx, SYSTEM.into(), new).await.expect("created")
}

fn edit(document: &mut PageDocument) -> &mut ProductPage {
    document.product_mut().expect("a product")
}

/// Case 14.
#[sqlx::test(migrations = "../migrations")]
async fn of_all_four_types_one_page_is_featured_whatever_the_order(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::with_catalog(&mut tx).await;
    let kinds = [
        (PageKind::CoursePage, "select min(id) from course where not is_external"),
        (PageKind::ExternalCoursePage, "select min(id) from course where is_external"),
        (PageKind::ProgramPage, "select min(id) from program"),
        (PageKind::ExternalProgramPage, "select max(id) from program"),
    ];
    sqlx::query("update program set is_external = true where id = (select max(id) from program)")
        .execute(&mut *tx)
        .await
        .expect("a vendor's");
    let mut pages = Vec::new();
    for (kind, query) in kinds {
        let described = number(&mut tx, query).await;
        let mut document = told(&mut tx, kind, described).await;
        edit(&mut document).featured = true;
        pages.push(make(&mut tx, &site, &document).await);
    }
    for at in [0, 1, 2, 3, 1, 3, 0, 2] {
        let mut draft = read_draft(&mut tx, pages[at]).await.expect("reads").document;
        edit(&mut draft).featured = true;
        save_draft(&mut tx, SYSTEM.into(), SaveDraft::unconditional(pages[at], &draft)).await.expect("saved");
        publish_page(&mut tx, SYSTEM.into(), pages[at]).await.expect("published");
        let data = SiteData::load(&mut tx).await.expect("loads");
        let featured: Vec<PageId> =
            data.pages().iter().filter(|page| page.live && page.featured).map(|page| page.id).collect();
        assert_eq!(featured, [pages[at]]);
    }
}

/// Cases 45 and 61: a program's price is set when its text goes live; no price means no change, and other kinds have none.
#[sqlx::test(migrations = "../migrations")]
async fn an_emptied_price_of_a_program_changes_nothing(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::with_catalog(&mut tx).await;
    let program = number(&mut tx, "select id from program where readable_id = 'program-v1:xPRO+SysEngx'").await;
    let document = told(&mut tx, PageKind::ProgramPage, program).await;
    let page = make(&mut tx, &site, &document).await;
    let target = ProductTarget::Program(ProgramId(program));
    let prices = async |tx: &mut Tx| number(tx, "select count(*) from product_version").await;
    let price = async |tx: &mut Tx| {
        let sold = xpro_catalog::store::product::find_priced_by_target(tx, target).await.expect("reads");
        sold.and_then(|sold| sold.latest).map(|latest| latest.price)
    };
    let with = |price| SaveDraft { price, ..SaveDraft::unconditional(page, &document) };
    let wish = |cents| PriceChange::Set(PriceIntent { target, price: Money::from_cents(cents) });
    let (before, many) = (price(&mut tx).await, prices(&mut tx).await);

    save_draft(&mut tx, SYSTEM.into(), with(wish(123_400))).await.expect("saved");
    save_draft(&mut tx, SYSTEM.into(), with(PriceChange::Clear)).await.expect("emptied again");
    publish_page(&mut tx, SYSTEM.into(), page).await.expect("published without one");
    assert_eq!((price(&mut tx).await, prices(&mut tx).await), (before, many));

    save_draft(&mut tx, SYSTEM.into(), with(wish(123_400))).await.expect("saved");
    assert_eq!(price(&mut tx).await, before, "a draft sets no price");
    publish_page(&mut tx, SYSTEM.into(), page).await.expect("published");
    assert_eq!((price(&mut tx).await, prices(&mut tx).await), (Some(Money::from_cents(123_400)), many + 1));

    let webinar =
        WebinarPage { title: "A recording".to_owned(), category: WebinarCategory::OnDemand, ..WebinarPage::default() };
    let webinars = number(&mut tx, "select id from page where kind = 'WebinarIndexPage'").await;
    let new = NewPage { parent: Some(PageId(webinars)), slug: None, document: PageDocument::WebinarPage(webinar) };
    let webinar = create_page(&mut tx, SYSTEM.into(), new).await.expect("created");
    publish_page(&mut tx, SYSTEM.into(), webinar).await.expect("published");
    let mut front = read_draft(&mut tx, site.root.home).await.expect("reads").document;
    let film = TextVideo { heading: "About".to_owned(), body: "Words".into(), ..TextVideo::default() };
    *front.sections_mut().expect("sections") = vec![Block::named("film", BlockContent::TextVideo(film))];
    let draft = SaveDraft { price: wish(100), ..SaveDraft::unconditional(site.root.home, &front) };
    assert!(matches!(save_draft(&mut tx, SYSTEM.into(), draft).await, Err(SaveDraftError::Price(_))));
    save_draft(&mut tx, SYSTEM.into(), SaveDraft::unconditional(site.root.home, &front)).await.expect("saved");
    publish_page(&mut tx, SYSTEM.into(), site.root.home).await.expect("published");
    assert_eq!(prices(&mut tx).await, many + 1, "webinars and text with a film sell nothing");
}

/// A live page, a draft and a page in the trash, each of a course that is deleted then.
async fn orphans(tx: &mut Tx, site: &Site) -> (PageId, PageId, crate::trash::TrashId) {
    let mut pages = Vec::new();
    for name in ["Live", "Draft", "Trashed"] {
        let course: i64 = sqlx::query_scalar(
            "insert into course (title, readable_id, live, platform_id) select $1, 'course-v1:xPRO+' || $1, true, min(id) from platform returning id",
        )
        .bind(name)
        .fetch_one(&mut **tx)
        .await
        .expect("a course");
        sqlx::query(
            "insert into course_run (course_id, title, courseware_id, run_tag, live, start_date, end_date)
             values ($1, $2, 'course-v1:xPRO+' || $2 || '+R1', 'R1', true, now() + interval '9 days', now() + interval '90 days')",
        )
        .bind(course)
        .bind(name)
        .execute(&mut **tx)
        .await
        .expect("a run");
        let document = told(tx, PageKind::CoursePage, course).await;
        pages.push(make(tx, site, &document).await);
    }
    publish_page(tx, SYSTEM.into(), pages[0]).await.expect("published");
    publish_page(tx, SYSTEM.into(), pages[2]).await.expect("published");
    let delete = DeletePage { page: pages[2], redirect_to: None };
    let trash = delete_page(tx, SYSTEM.into(), delete).await.expect("deleted").trash;
    assert!(shown(tx).await, "as long as there is a course");
    sqlx::query("delete from course where readable_id = any(array['course-v1:xPRO+Live', 'course-v1:xPRO+Draft', 'course-v1:xPRO+Trashed'])")
        .execute(&mut **tx)
        .await
        .expect("gone");
    (pages[0], pages[1], trash)
}

/// Whether visitors meet the live page of [`orphans`] anywhere.
async fn shown(tx: &mut Tx) -> bool {
    let (now, path) = (tx.now(), "/courses/course-v1:xPRO+Live/");
    let data = SiteData::load(tx).await.expect("loads");
    assert_eq!(data.faults(), []);
    let places = [
        product(&data, OfferKind::Course, "course-v1:xPRO+Live", now).is_some(),
        sitemap(&data, now).iter().any(|entry| entry.path == path),
        catalog(&data, &CatalogQuery::default(), now).cards.iter().any(|card| card.url == path),
    ];
    assert!(places.iter().all(|place| *place == places[0]), "{places:?}");
    places[0]
}

/// Case 55.
#[sqlx::test(migrations = "../migrations")]
async fn a_page_whose_course_was_deleted_is_nowhere_and_can_be_mended(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::with_catalog(&mut tx).await;
    let admin = Site::admin(&mut tx).await;
    let (live, draft, trash) = orphans(&mut tx, &site).await;
    assert!(!shown(&mut tx).await);
    let search = explore::SearchPages { text: "CoursePage".into(), limit: 50, ..Default::default() };
    let listed = explore::search_pages(&mut tx, &admin, search).await.expect("listed").items;
    assert!([live, draft].iter().all(|page| listed.iter().any(|row| row.id == *page)), "{listed:?}");
    let now = tx.now();
    let report = read_report(&mut tx, &admin, (Report::DeadLinks, &ReportWish::default()), now, 0).await.expect("read");
    let of_pages = report.rows.iter().filter(|row| row.kind == "page");
    let found: Vec<_> = of_pages.map(|row| (row.id, row.path.as_str(), row.cells[4].as_str())).collect();
    assert_eq!(found, [(live.0, "course", "What the page is about is gone")]);

    // Both can be written on; the draft still names what is gone, until somebody chooses something else.
    for page in [live, draft] {
        let mut document = open_draft(&mut tx, (&admin).into(), page).await.expect("opens").document;
        edit(&mut document).subhead = "Still written".to_owned();
        let saved = save_draft(&mut tx, (&admin).into(), SaveDraft::unconditional(page, &document)).await;
        assert!(saved.is_ok_and(|saved| saved.changed), "{page}");
        let refused = publish_page(&mut tx, SYSTEM.into(), page).await;
        let Err(PublishPageError::Invalid(problems)) = refused else { panic!("published: {refused:?}") };
        assert!(problems.iter().any(|problem| problem.path == "course"), "{problems:?}");
    }
    let copy = CopyPage { page: live, to_parent: site.root.courses, title: None, slug: None, with_subpages: false };
    copy_page(&mut tx, SYSTEM.into(), copy).await.expect("copied");
    let back = RestoreFromTrash { trash, to_parent: None, live_again: true };
    assert_eq!(restore_from_trash(&mut tx, SYSTEM.into(), back).await.expect("back").live, 0, "as a draft");

    let free = number(&mut tx, "select min(id) from course where not is_external").await;
    let mut document = open_draft(&mut tx, (&admin).into(), draft).await.expect("opens").document;
    edit(&mut document).course = Some(CourseId(free));
    save_draft(&mut tx, (&admin).into(), SaveDraft::unconditional(draft, &document)).await.expect("saved");
    publish_page(&mut tx, SYSTEM.into(), draft).await.expect("mended");
    let row = store::page::find(&mut tx, draft).await.expect("reads").expect("the page");
    assert_eq!((row.live, row.course_id), (true, Some(CourseId(free))));
    let gone = told(&mut tx, PageKind::CoursePage, 424_242).await;
    let new = NewPage { parent: Some(site.root.courses), slug: None, document: gone };
    create_page(&mut tx, SYSTEM.into(), new).await.expect("a draft may name what is not there");
}

/// Case 63: the text of a link outlives the page that it led to.
#[sqlx::test(migrations = "../migrations")]
async fn a_link_to_a_deleted_page_is_text_until_the_page_comes_back(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let target = site.text_page(&mut tx, "Terms").await;
    publish_page(&mut tx, SYSTEM.into(), target).await.expect("published");
    let mut front = read_draft(&mut tx, site.root.home).await.expect("reads").document;
    let text = Text {
        heading: "More".to_owned(),
        body: format!("[our terms](page:{target})").as_str().into(),
        ..Text::default()
    };
    *front.sections_mut().expect("sections") = vec![Block::named("text", BlockContent::Text(text))];
    save_draft(&mut tx, SYSTEM.into(), SaveDraft::unconditional(site.root.home, &front)).await.expect("saved");
    publish_page(&mut tx, SYSTEM.into(), site.root.home).await.expect("published");
    let html = async |tx: &mut Tx| {
        let data = SiteData::load(tx).await.expect("loads");
        match home(&data, tx.now()).sections.into_iter().next() {
            Some(crate::delivery::Section::Text { body_html, .. }) => body_html.trim().to_owned(),
            other => panic!("{other:?}"),
        }
    };
    let linked = html(&mut tx).await;
    assert!(linked.contains("href=\"/terms/\""), "{linked}");
    let delete = DeletePage { page: target, redirect_to: None };
    let trash = delete_page(&mut tx, SYSTEM.into(), delete).await.expect("deleted").trash;
    assert_eq!(html(&mut tx).await, "<p>our terms</p>");
    let (admin, now) = (Site::admin(&mut tx).await, tx.now());
    let found = crate::checks::check_page(&mut tx, &admin, site.root.home, None, now).await;
    assert!(found.expect("looks").iter().any(|found| found.code == Code::LinkDead));
    let back = RestoreFromTrash { trash, to_parent: None, live_again: true };
    restore_from_trash(&mut tx, SYSTEM.into(), back).await.expect("back");
    assert_eq!(html(&mut tx).await, linked);
}
