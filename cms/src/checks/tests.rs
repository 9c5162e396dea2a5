//! Looks on a real database: what each finds, that errors keep a page from going live, and what they cost.

use super::*;
use crate::{
    access::Permission,
    document::{
        Block, BlockContent, CallToAction, Certificate, CertificateOverride, ImageUse, Item, Markdown, PageDocument,
        ProductPage, Text, stable_id,
    },
    publish::{PublishPageError, SaveDraft, publish_page, save_draft},
    store,
    testing::{SYSTEM, Site, Statements, begin, editor_of, text_page},
    trash::{DeletePage, delete_page},
    tree::{NewPage, create_page},
};
use sqlx::PgPool;
use time::macros::datetime;
use xpro_kernel::{CourseRunId, ImageId, PageId};
use xpro_platform::db::Tx;

fn resource(detail: &str) -> PageDocument {
    let PageDocument::ResourcePage(mut page) = text_page("Terms") else { unreachable!("a resource page") };
    page.promote.search_description = "What we agree on.".to_owned();
    page.content[0].value.detail = Markdown::new(detail);
    PageDocument::ResourcePage(page)
}

async fn look(tx: &mut Tx, document: &PageDocument) -> Vec<(Code, String, bool)> {
    let checked = Checked { document, price: None };
    let now = tx.now();
    let found =
        check_pages(tx, &[checked], Upcoming::default(), now, &["/".to_owned()]).await.expect("looks").remove(0);
    found.into_iter().map(|found| (found.code, found.path.clone(), found.is_error())).collect()
}

async fn image(tx: &mut Tx, alt: &str, width: i32, height: i32) -> ImageId {
    let id: i64 = sqlx::query_scalar(
        "insert into image (file_key, title, alt, mime, width, height, created_at, updated_at)
         values (gen_random_uuid()::text, 'A picture', $1, 'image/png', $2, $3, now(), now()) returning id",
    )
    .bind(alt)
    .bind(width)
    .bind(height)
    .fetch_one(&mut **tx)
    .await
    .expect("an image");
    ImageId(id)
}

fn product(document: &mut PageDocument) -> &mut ProductPage {
    document.product_mut().expect("a product page")
}

const CONTENT: &str = "content/0/detail";

#[sqlx::test(migrations = "../migrations")]
async fn a_good_page_is_left_alone(pool: PgPool) {
    let mut tx = begin(&pool).await;
    Site::build(&mut tx).await;
    let text =
        "## One\n\n### Two\n\nSee [the home page](/), [us](mailto:a@b.c), [that](https://mit.edu/x) and [here](#part).";
    assert_eq!(look(&mut tx, &resource(text)).await, []);
}

#[sqlx::test(migrations = "../migrations")]
async fn links_to_what_is_gone_stop_and_to_drafts_ask(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let draft = site.text_page(&mut tx, "Draft").await;
    let trashed = site.text_page(&mut tx, "Trashed").await;
    delete_page(&mut tx, SYSTEM.into(), DeletePage { page: trashed, redirect_to: None }).await.expect("deleted");
    let home = site.root.home;
    for (address, expected) in [
        (format!("page:{home}"), None),
        (format!("page:{draft}"), Some((Code::LinkUnpublished, false))),
        (format!("page:{trashed}"), Some((Code::LinkDead, true))),
        ("page:424242".to_owned(), Some((Code::LinkDead, true))),
        ("document:424242".to_owned(), Some((Code::LinkDead, true))),
        (format!("page:{}", site.root.courses), Some((Code::LinkUnpublished, false))),
        ("/draft/".to_owned(), Some((Code::LinkUnpublished, false))),
        ("/nowhere?x=1".to_owned(), Some((Code::LinkUnknown, false))),
        ("/checkout/?product=1".to_owned(), None),
    ] {
        let found = look(&mut tx, &resource(&format!("[a link]({address})"))).await;
        let expected: Vec<_> = expected.map(|(code, stops)| (code, CONTENT.to_owned(), stops)).into_iter().collect();
        assert_eq!(found, expected, "{address}");
    }
    sqlx::query("insert into redirect (from_path, to_url, created_at, updated_at) values ('/old', 'https://mit.edu/', now(), now())")
        .execute(&mut *tx)
        .await
        .expect("a redirect");
    assert_eq!(look(&mut tx, &resource("[a link](/old/)")).await, []);
}

#[sqlx::test(migrations = "../migrations")]
async fn pictures_need_a_text_and_a_size(pool: PgPool) {
    let mut tx = begin(&pool).await;
    Site::with_catalog(&mut tx).await;
    let mut document = Site::course_document(&mut tx, "course-v1:xPRO+AMx").await;
    let (plain, named) = (image(&mut tx, "", 1900, 650).await, image(&mut tx, "IMG_1.JPG", 100, 100).await);
    product(&mut document).background_image = Some(ImageUse::new(plain));
    product(&mut document).thumbnail_image = Some(ImageUse::new(named));
    let is_of_pictures = |found: &(Code, String, bool)| found.1.ends_with("_image");
    let found = look(&mut tx, &document).await.into_iter().filter(is_of_pictures).collect::<Vec<_>>();
    let expected = [
        (Code::AltMissing, "background_image".to_owned(), false),
        (Code::AltFileName, "thumbnail_image".to_owned(), false),
        (Code::ImageSmall, "thumbnail_image".to_owned(), false),
    ];
    assert_eq!(found, expected);
    product(&mut document).background_image = Some(ImageUse { image: plain, alt: Some(String::new()) });
    product(&mut document).thumbnail_image =
        Some(ImageUse { image: ImageId(424_242), alt: Some("A bridge".to_owned()) });
    let found = look(&mut tx, &document).await.into_iter().filter(is_of_pictures).collect::<Vec<_>>();
    assert_eq!(found, [(Code::LinkDead, "thumbnail_image".to_owned(), true)], "decorative is a decision");
}

#[sqlx::test(migrations = "../migrations")]
async fn texts_for_search_engines_and_headings_are_measured(pool: PgPool) {
    let mut tx = begin(&pool).await;
    Site::build(&mut tx).await;
    let PageDocument::ResourcePage(mut page) = resource("## One\n\n#### Three") else {
        unreachable!("a resource page")
    };
    page.promote.seo_title = "a".repeat(61);
    page.promote.search_description = "a".repeat(161);
    let found = look(&mut tx, &PageDocument::ResourcePage(page)).await;
    let expected = [
        (Code::HeadingOrder, CONTENT.to_owned(), false),
        (Code::TitleLong, "promote/seo_title".to_owned(), false),
        (Code::DescriptionLong, "promote/search_description".to_owned(), false),
    ];
    assert_eq!(found, expected);
    assert_eq!(look(&mut tx, &text_page("Terms")).await[0].0, Code::DescriptionMissing);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_pale_brand_is_told(pool: PgPool) {
    let mut tx = begin(&pool).await;
    Site::build(&mut tx).await;
    sqlx::query(
        "insert into site_setting (body, updated_at) values ('{\"accent_color\": \"#ffd400\"}', now())
                 on conflict (only_row) do update set body = excluded.body",
    )
    .execute(&mut *tx)
    .await
    .expect("a setting");
    assert_eq!(look(&mut tx, &resource("Text")).await, [(Code::Contrast, String::new(), false)]);
}

#[sqlx::test(migrations = "../migrations")]
async fn runs_and_prices_of_a_course_are_looked_at(pool: PgPool) {
    let mut tx = begin(&pool).await;
    Site::with_catalog(&mut tx).await;
    let document = Site::course_document(&mut tx, "course-v1:xPRO+AMx").await;
    let course = document.product().expect("a product").course.expect("a course");
    let of_runs = |found: Vec<(Code, String, bool)>| {
        let codes = [Code::NoOpenRun, Code::NoPrice, Code::RunDates, Code::RunElsewhere];
        found.into_iter().filter(|found| codes.contains(&found.0)).collect::<Vec<_>>()
    };
    async fn at(tx: &mut Tx, document: &PageDocument, now: time::OffsetDateTime) -> Vec<(Code, String, bool)> {
        let checked = Checked { document, price: None };
        let found = check_pages(tx, &[checked], Upcoming::default(), now, &[]).await.expect("looks").remove(0);
        found.into_iter().map(|found| (found.code, found.path.clone(), found.is_error())).collect()
    }
    let now = datetime!(2026-11-24 08:00 UTC);
    assert_eq!(of_runs(at(&mut tx, &document, now).await), []);
    sqlx::query(
        "update product set is_active = false where course_run_id in (select id from course_run where course_id = $1)",
    )
    .bind(course.0)
    .execute(&mut *tx)
    .await
    .expect("written");
    assert_eq!(of_runs(at(&mut tx, &document, now).await), [(Code::NoPrice, "#price".to_owned(), false)]);
    sqlx::query("update course_run set enrollment_end = end_date + interval '1 day' where course_id = $1 and live")
        .bind(course.0)
        .execute(&mut *tx)
        .await
        .expect("written");
    let found = of_runs(at(&mut tx, &document, now).await);
    assert!(found.contains(&(Code::RunDates, "course".to_owned(), false)), "{found:?}");
    let later = datetime!(2040-01-01 00:00 UTC);
    assert_eq!(of_runs(at(&mut tx, &document, later).await), [(Code::NoOpenRun, "course".to_owned(), false)]);
    // C3: a certificate's runs are those of the course.
    let foreign: i64 = sqlx::query_scalar("select id from course_run where course_id <> $1 order by id limit 1")
        .bind(course.0)
        .fetch_one(&mut *tx)
        .await
        .expect("a run");
    let mut document = document;
    let over = CertificateOverride { run: Some(CourseRunId(foreign)), ceus: Some(rust_decimal::Decimal::ONE) };
    let certificate = Certificate {
        product_name: "Systems".to_owned(),
        overrides: vec![Item { id: stable_id("override"), value: over }],
        issued: false,
        ..Certificate::default()
    };
    let block = Block { id: stable_id("certificate"), hidden: false, content: BlockContent::Certificate(certificate) };
    product(&mut document).sections = vec![block];
    let found = of_runs(at(&mut tx, &document, now).await);
    assert!(found.contains(&(Code::RunElsewhere, "sections/0/overrides/0/run".to_owned(), true)), "{found:?}");
    product(&mut document).sections[0].hidden = true;
    assert!(!of_runs(at(&mut tx, &document, now).await).iter().any(|found| found.0 == Code::RunElsewhere));
}

#[sqlx::test(migrations = "../migrations")]
async fn errors_keep_a_page_from_visitors_whoever_asks(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    publish_page(&mut tx, SYSTEM.into(), page).await.expect("warnings stop no job");
    save_draft(&mut tx, SYSTEM.into(), SaveDraft::unconditional(page, &resource("[x](page:424242)")))
        .await
        .expect("saved");
    let refused = publish_page(&mut tx, SYSTEM.into(), page).await;
    assert!(matches!(&refused, Err(PublishPageError::Invalid(found)) if found[0].path == CONTENT), "{refused:?}");
    let at = tx.now() + time::Duration::hours(1);
    let refused = crate::schedule::schedule_publication(&mut tx, SYSTEM.into(), page, at).await;
    assert!(matches!(refused, Err(crate::schedule::ScheduleError::Invalid(_))));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_page_is_checked_for_those_who_may_edit_it(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let now = tx.now();
    let editor = Site::editor(&mut tx).await;
    let found = check_page(&mut tx, &editor, page, None, now).await.expect("checked");
    assert_eq!(found[0].code, Code::DescriptionMissing);
    let found = check_page(&mut tx, &editor, page, Some(resource("Text")), now).await.expect("checked");
    assert_eq!(found, [], "what the editor has before them");
    let elsewhere = editor_of(&mut tx, "elsewhere", &[(site.root.courses, None, Permission::Change)]).await;
    assert!(matches!(check_page(&mut tx, &elsewhere, page, None, now).await, Err(CheckPageError::Refused(_))));
    let reader = editor_of(&mut tx, "reader", &[(page, None, Permission::View)]).await;
    assert!(matches!(check_page(&mut tx, &reader, page, None, now).await, Err(CheckPageError::Refused(_))));
}

#[sqlx::test(migrations = "../migrations")]
async fn two_hundred_links_take_the_statements_of_one(pool: PgPool) {
    let mut tx = begin(&pool).await;
    Site::build(&mut tx).await;
    let mut counts = Vec::new();
    for links in [1, 200] {
        let text: String =
            (1..=links).map(|at| format!("[a](page:{at}) [b](/path-{at}/) [c](document:{at})\n")).collect();
        let document = resource(&text);
        let statements = Statements::count();
        look(&mut tx, &document).await;
        counts.push(statements.so_far());
    }
    assert_eq!(counts, [7, 7]);
}

#[sqlx::test(migrations = "../migrations")]
async fn buttons_of_hidden_sections_may_lead_nowhere(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::with_catalog(&mut tx).await;
    let mut document = Site::course_document(&mut tx, "course-v1:xPRO+AMx").await;
    let text = Text {
        heading: "More".to_owned(),
        body: Markdown::new("Text"),
        action: CallToAction { title: "Go".to_owned(), url: "page:424242".to_owned() },
        ..Text::default()
    };
    let block = Block { id: stable_id("text"), hidden: false, content: BlockContent::Text(text) };
    product(&mut document).sections = vec![block];
    let dead = (Code::LinkDead, "sections/0/action/url".to_owned(), true);
    assert!(look(&mut tx, &document).await.contains(&dead));
    product(&mut document).sections[0].hidden = true;
    assert!(!look(&mut tx, &document).await.contains(&dead));
    let parent = Some(site.root.courses);
    let page: PageId =
        create_page(&mut tx, SYSTEM.into(), NewPage { parent, slug: None, document }).await.expect("made");
    publish_page(&mut tx, SYSTEM.into(), page).await.expect("published");
    assert!(store::page::find(&mut tx, page).await.expect("reads").expect("it").live);
}

#[sqlx::test(migrations = "../migrations")]
async fn titles_of_drafts_are_told_to_those_only_who_may_look(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let (secret, own) = (site.text_page(&mut tx, "Layoffs").await, site.text_page(&mut tx, "Own").await);
    let elsewhere = editor_of(&mut tx, "elsewhere", &[(own, None, Permission::Change)]).await;
    let admin = Site::admin(&mut tx).await;
    let now = tx.now();
    let (draft, folder) = (format!("[a](page:{})", secret.0), format!("[a](page:{})", site.root.courses.0));
    let mut told = async |editor: &crate::access::Editor, text: &str| -> Vec<String> {
        let found = check_page(&mut tx, editor, own, Some(resource(text)), now).await.expect("looks");
        found.into_iter().filter(|found| found.code == Code::LinkUnpublished).map(|found| found.message).collect()
    };
    assert_eq!(told(&admin, &draft).await, ["Visitors cannot open “Layoffs”: it is not published."]);
    assert_eq!(told(&elsewhere, &draft).await, ["Visitors cannot open this page: it is not published."]);
    assert_eq!(told(&elsewhere, &folder).await, ["Visitors cannot open this page: it has no page of its own."]);
}
