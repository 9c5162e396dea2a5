//! Reports on a real database.

use super::*;
use crate::{
    access::Permission,
    document::{Item, Markdown, PageDocument, ResourcePage, ResourcePart, stable_id},
    lock::lock_page,
    publish::{SaveDraft, Unpublish, publish_page, save_draft, unpublish_page},
    settings::{FooterLink, seed_settings},
    testing::{Site, begin, editor_of},
};
use sqlx::PgPool;
use xpro_kernel::{PageId, System};
use xpro_platform::db::Tx;

async fn report(tx: &mut Tx, editor: &Editor, report: Report) -> Vec<ReportRow> {
    let now = tx.now();
    let found = read_report(tx, editor, (report, &ReportWish::default()), now, 0).await.expect("read").rows;
    // The footer of a new site leads to pages that this one has not.
    found.into_iter().filter(|row| row.kind != "settings").collect()
}

fn saying(title: &str, text: &str) -> PageDocument {
    let part = ResourcePart { heading: "Part".to_owned(), detail: Markdown::new(text) };
    PageDocument::ResourcePage(ResourcePage {
        title: title.to_owned(),
        content: vec![Item { id: stable_id("part"), value: part }],
        ..ResourcePage::default()
    })
}

async fn live(tx: &mut Tx, site: &Site, title: &str, text: &str) -> PageId {
    let page = site.text_page(tx, title).await;
    save_draft(tx, site.system(), SaveDraft::unconditional(page, &saying(title, text))).await.expect("saved");
    publish_page(tx, site.system(), page).await.expect("published");
    page
}

#[sqlx::test(migrations = "../migrations")]
async fn dead_links_are_found_with_their_fields(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let admin = Site::admin(&mut tx).await;
    let target = live(&mut tx, &site, "Target", "Words").await;
    let text = format!(
        "[by id](page:{}) [by path](/target?a=b#c) [app](/signin/) [typo](/nope/) [folder](/courses/) [gone](document:99)",
        target.0
    );
    // It goes only once the page is live; before, the checks would keep the page from going live.
    let document = "insert into document (id, title, file_key, file_name, mime, file_size, file_hash, created_at, updated_at)
        overriding system value values (99, 'Plan', 'original/plan', 'plan.pdf', 'application/pdf', 1, repeat('ab', 20), now(), now())";
    sqlx::query(document).execute(&mut *tx).await.expect("a document");
    let pointing = live(&mut tx, &site, "Pointing", &text).await;
    sqlx::query("delete from document where id = 99").execute(&mut *tx).await.expect("gone");
    let found = report(&mut tx, &admin, Report::DeadLinks).await;
    let why: Vec<_> = found.iter().map(|row| (row.id, row.path.as_str(), row.cells[4].as_str())).collect();
    let field = "content/0/detail";
    let (gone, none, off) = ("It is gone", "There is no such page", "The page is not live");
    assert_eq!(why, [(pointing.0, field, gone), (pointing.0, field, none), (pointing.0, field, off)]);

    unpublish_page(&mut tx, site.system(), Unpublish::only(target)).await.expect("off");
    let found = report(&mut tx, &admin, Report::DeadLinks).await;
    let mut why: Vec<_> = found.iter().map(|row| row.cells[4].as_str()).collect();
    why.sort_unstable();
    assert_eq!(why, [gone, off, off, off, none]);

    let elsewhere = editor_of(&mut tx, "elsewhere", &[(site.root.courses, None, Permission::Change)]).await;
    assert_eq!(report(&mut tx, &elsewhere, Report::DeadLinks).await, [], "what one may not see is not told");
    let file = export_report(&mut tx, &admin, (Report::DeadLinks, &ReportWish::default()), OffsetDateTime::UNIX_EPOCH)
        .await
        .expect("a file");
    assert!(file.starts_with("\"Page\",\"Address\""), "{file}");
    let of_pages = file.lines().filter(|line| !line.starts_with("\"Settings\""));
    assert_eq!(of_pages.count(), 6);
}

#[sqlx::test(migrations = "../migrations")]
async fn dead_links_are_found_in_snippets_and_in_the_footer(pool: PgPool) {
    let mut tx = begin(&pool).await;
    Site::build(&mut tx).await;
    let admin = Site::admin(&mut tx).await;
    let notice = "insert into snippet (kind, name, schema, body, created_at, updated_at)
        values ('site_notification', 'Sale', 1, $1, now(), now()) returning id";
    let body = serde_json::json!({ "name": "Sale", "message": "[Sale](/sale/) [Home](/)" });
    let notice: i64 = sqlx::query_scalar(notice).bind(body).fetch_one(&mut *tx).await.expect("a notification");
    let mut settings = SiteSettings::load(&mut tx).await.expect("settings");
    settings.footer_links.insert(0, FooterLink { title: "Gone".to_owned(), url: "/gone/".to_owned() });
    seed_settings(&mut tx, System("test"), &settings).await.expect("saved");
    let now = tx.now();
    let wish = (Report::DeadLinks, &ReportWish::default());
    let found = read_report(&mut tx, &admin, wish, now, 0).await.expect("read").rows;
    let places: Vec<_> = found.iter().map(|row| (row.kind.as_str(), row.id, row.path.as_str())).collect();
    assert!(places.contains(&("site_notification", notice, "message")), "{found:?}");
    assert!(places.contains(&("settings", 1, "footer_links/0/url")), "{found:?}");
    assert!(found.iter().all(|row| row.cells[3] != "/"), "the home page is there");
}

#[sqlx::test(migrations = "../migrations")]
async fn dead_links_do_not_name_what_one_may_not_see(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let admin = Site::admin(&mut tx).await;
    let secret = site.text_page(&mut tx, "Layoffs").await;
    let pointing = live(&mut tx, &site, "Pointing", &format!("[it](page:{})", secret.0)).await;
    let elsewhere = editor_of(&mut tx, "elsewhere", &[(pointing, None, Permission::Change)]).await;
    let mut targets = async |editor: &Editor| -> Vec<String> {
        report(&mut tx, editor, Report::DeadLinks).await.into_iter().map(|row| row.cells[3].clone()).collect()
    };
    assert_eq!(targets(&admin).await, ["Layoffs"]);
    assert_eq!(targets(&elsewhere).await, [format!("Page {}", secret.0)]);
    let wish = ReportWish::default();
    let file = export_report(&mut tx, &elsewhere, (Report::DeadLinks, &wish), OffsetDateTime::UNIX_EPOCH).await;
    assert!(!file.expect("a file").contains("Layoffs"));
}

#[sqlx::test(migrations = "../migrations")]
async fn old_and_locked_pages_are_found(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let admin = Site::admin(&mut tx).await;
    let old = live(&mut tx, &site, "Old", "Words").await;
    let new = live(&mut tx, &site, "New", "Words").await;
    sqlx::query("update page set last_published_at = now() - interval '200 days' where id = $1")
        .bind(old.0)
        .execute(&mut *tx)
        .await
        .expect("aged");
    let ids = |rows: Vec<ReportRow>| rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
    let aging = ids(report(&mut tx, &admin, Report::AgingPages).await);
    assert!(aging.contains(&old.0) && !aging.contains(&new.0));
    let now = tx.now();
    let wish = ReportWish { days: Some(300), kind: Some("ResourcePage".to_owned()), ..ReportWish::default() };
    let none = read_report(&mut tx, &admin, (Report::AgingPages, &wish), now, 0).await.expect("read");
    assert_eq!(none.rows, []);
    lock_page(&mut tx, (&admin).into(), new, "Legal looks at it").await.expect("locked");
    let locked = report(&mut tx, &admin, Report::LockedPages).await;
    assert_eq!((locked[0].id, locked[0].cells[4].as_str()), (new.0, "Legal looks at it"));
}

#[sqlx::test(migrations = "../migrations")]
async fn images_without_a_text_are_found_where_they_are_used(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let admin = Site::admin(&mut tx).await;
    let image: i64 = sqlx::query_scalar(
        "insert into image (file_key, title, mime, width, height, created_at, updated_at) values ('k', 'Dome', 'image/png', 9, 9, now(), now()) returning id",
    )
    .fetch_one(&mut *tx)
    .await
    .expect("an image");
    let page = site.text_page(&mut tx, "Told").await;
    let mut body = saying("Told", "Words").to_stored().expect("stored");
    body.body["promote"] = serde_json::json!({ "search_image": { "image": image } });
    let document = PageDocument::read(crate::document::PageKind::ResourcePage, body.clone()).expect("read").document;
    save_draft(&mut tx, site.system(), SaveDraft::unconditional(page, &document)).await.expect("saved");
    let found = report(&mut tx, &admin, Report::MissingAlt).await;
    let places: Vec<_> = found.iter().map(|row| (row.kind.as_str(), row.id, row.path.as_str())).collect();
    assert_eq!(places, [("page", page.0, "promote/search_image"), ("image", image, "")]);
    body.body["promote"]["search_image"]["alt"] = serde_json::json!("");
    let document = PageDocument::read(crate::document::PageKind::ResourcePage, body).expect("read").document;
    save_draft(&mut tx, site.system(), SaveDraft::unconditional(page, &document)).await.expect("saved");
    let found = report(&mut tx, &admin, Report::MissingAlt).await;
    assert_eq!(found.len(), 1, "decoration is meant");
}

#[sqlx::test(migrations = "../migrations")]
async fn prices_and_dates_that_do_not_fit_are_found(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let admin = Site::admin(&mut tx).await;
    let rows = "
        insert into platform (name) values ('xPRO');
        insert into program (title, readable_id, live, platform_id) values ('P', 'program-v1:P', true, 1);
        insert into program_run (program_id, run_tag, start_date, end_date) values (1, 'R1', '2099-02-01', '2099-06-01');
        insert into course (title, readable_id, live, platform_id, program_id) values ('C', 'course-v1:C', true, 1, 1), ('Off', 'course-v1:Off', false, 1, null);
        insert into course_run (course_id, title, courseware_id, run_tag, live, start_date, end_date, enrollment_end) values
            (1, 'C R1', 'course-v1:C+R1', 'R1', true, '2099-01-01', '2099-06-01', '2099-07-01'),
            (2, 'Off R1', 'course-v1:Off+R1', 'R1', true, '2099-01-01', '2099-06-01', null);
        insert into product (course_run_id) values (2);";
    sqlx::raw_sql(rows).execute(&mut *tx).await.expect("rows");
    let why = |rows: Vec<ReportRow>, at: usize| {
        rows.into_iter().map(|row| (row.kind, row.id, row.cells[at].clone())).collect::<Vec<_>>()
    };
    let prices = why(report(&mut tx, &admin, Report::Prices).await, 2);
    let expected = [
        ("course_run", 1, "Offered, but there is no product with a price"),
        ("program", 1, "Offered, but there is no product with a price"),
        ("product", 1, "On sale without a price"),
        ("product", 1, "On sale, but its run or course is not offered"),
    ];
    let expected: Vec<_> =
        expected.iter().map(|(kind, id, why)| ((*kind).to_owned(), *id, (*why).to_owned())).collect();
    assert_eq!(prices, expected);
    let dates = why(report(&mut tx, &admin, Report::RunDates).await, 2);
    let told: Vec<_> = dates.iter().map(|row| row.2.as_str()).collect();
    assert_eq!(
        told,
        [
            "Enrollment closes after the run ends",
            "It is offered, but its course is not",
            "It does not start with its first course"
        ]
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn the_history_is_filtered_and_tells_nothing_hidden(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let admin = Site::admin(&mut tx).await;
    let page = live(&mut tx, &site, "Told", "Words").await;
    lock_page(&mut tx, (&admin).into(), page, "").await.expect("locked");
    let now = tx.now();
    let wish = ReportWish { by: "adm".to_owned(), act: "lock".to_owned(), ..ReportWish::default() };
    let found = read_report(&mut tx, &admin, (Report::SiteHistory, &wish), now, 0).await.expect("read").rows;
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].kind.as_str(), found[0].id, found[0].cells[3].as_str()), ("page", page.0, "Told"));
    let elsewhere = editor_of(&mut tx, "elsewhere", &[(site.root.courses, None, Permission::Change)]).await;
    let theirs = report(&mut tx, &elsewhere, Report::SiteHistory).await;
    assert!(theirs.iter().all(|row| row.id != page.0 && row.kind != "user_group"), "{theirs:?}");
    let wish = ReportWish { until: Some(now - Duration::days(1)), ..ReportWish::default() };
    let none = read_report(&mut tx, &admin, (Report::SiteHistory, &wish), now, 0).await.expect("read").rows;
    assert_eq!(none, []);
}

#[test]
fn spreadsheets_are_given_no_formulas() {
    let mut file = String::new();
    line(&mut file, ["=1+1", "a \"b\"", "-x", ""].into_iter());
    assert_eq!(file, "\"'=1+1\",\"a \"\"b\"\"\",\"'-x\",\"\"\r\n");
}

#[test]
fn places_are_named_as_forms_name_them() {
    let field = |path: &str| {
        let row = ReportRow { kind: String::new(), id: 0, path: path.to_owned(), cells: Vec::new(), link: None };
        with_form_path(row).path
    };
    assert_eq!(field("sections/0/value/items/2/value/image/image"), "sections/0/items/2/image");
    assert_eq!(field("hero/image"), "hero");
    assert_eq!(field("content/0/value/detail"), "content/0/detail");
    assert_eq!(field("sections/3/value/pages/1/value"), "sections/3/pages/1");
}
