//! Reading on a real database.

use crate::{
    access::{EDITORS, Permission},
    content_api::{
        Answer, ApiProblem, Caller, Files, Json, Reader, Scope, find_page, list_files, list_pages, show_page,
    },
    delivery::SiteData,
    media::Signer,
    privacy::{Privacy, set_privacy},
    publish::{SaveDraft, publish_page, save_draft},
    seed::apply_demo_content,
    testing::{SYSTEM, Site, Statements, begin, editor_of, text_page},
};
use sqlx::PgPool;
use std::path::Path;
use time::macros::datetime;
use xpro_catalog::{export::ExportSite, seed::apply_demo_catalog};
use xpro_kernel::PageId;
use xpro_platform::{db::Tx, files};

const NOW: time::OffsetDateTime = datetime!(2026-11-24 08:00 UTC);
const BASE: &str = "https://shop.example";

pub(super) struct World {
    pub site: SiteData,
    export: ExportSite,
    signer: Signer,
}

impl World {
    pub async fn of(tx: &mut Tx) -> Self {
        let export = ExportSite {
            default_thumbnail_url: "https://shop.example/none.webp".to_owned(),
            courseware_base_url: "https://learn.example/".parse().expect("an address"),
        };
        World {
            site: SiteData::load(tx).await.expect("loads"),
            export,
            signer: Signer::load(tx).await.expect("the key"),
        }
    }

    pub fn reader(&self) -> Reader<'_> {
        Reader::new(&self.site, BASE, &self.export, &self.signer, NOW)
    }
}

pub(super) fn pairs(query: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

async fn demo(tx: &mut Tx) {
    apply_demo_catalog(tx, NOW).await.expect("the demo catalogue");
    let files = files::folder(&std::env::temp_dir().join("xpro-cms-api-test")).expect("a folder");
    let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/demo");
    apply_demo_content(tx, &files, &pictures, NOW).await.expect("the demo content");
}

async fn session(tx: &mut Tx) -> Caller {
    Caller::by_session(Site::member(tx, EDITORS).await)
}

async fn list(tx: &mut Tx, caller: &Caller, world: &World, query: &str) -> Result<Json, ApiProblem> {
    list_pages(tx, caller, &world.reader(), &pairs(query)).await
}

fn items(listing: &Json) -> &[Json] {
    match listing.get("items") {
        Some(Json::List(items)) => items,
        other => panic!("no items: {other:?}"),
    }
}

fn titles(listing: &Json) -> Vec<String> {
    items(listing).iter().map(|item| text(item.get("title"))).collect()
}

fn text(json: Option<&Json>) -> String {
    match json {
        Some(Json::Text(text)) => text.clone(),
        other => panic!("no text: {other:?}"),
    }
}

fn keys(json: &Json) -> Vec<&str> {
    match json {
        Json::Object(fields) => fields.iter().map(|(key, _)| key.as_ref()).collect(),
        other => panic!("no object: {other:?}"),
    }
}

fn total(listing: &Json) -> i64 {
    match listing.get("meta").and_then(|meta| meta.get("total_count")) {
        Some(Json::Int(total)) => *total,
        other => panic!("no total: {other:?}"),
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_listing_has_the_shape_of_the_reference(pool: PgPool) {
    let mut tx = begin(&pool).await;
    demo(&mut tx).await;
    let (world, caller) = (World::of(&mut tx).await, session(&mut tx).await);
    let listing = list(&mut tx, &caller, &world, "type=cms.coursepage&limit=2&order=title").await.expect("lists");
    assert_eq!(keys(&listing), ["meta", "items"]);
    assert!(total(&listing) > 2 && items(&listing).len() == 2);
    let item = &items(&listing)[0];
    assert_eq!(keys(item), ["id", "meta", "title"]);
    let meta = item.get("meta").expect("meta");
    assert_eq!(
        keys(meta),
        ["type", "detail_url", "html_url", "slug", "first_published_at", "live", "last_published_at"]
    );
    assert_eq!(text(meta.get("type")), "cms.CoursePage");
    assert!(text(meta.get("html_url")).starts_with("https://shop.example/courses/course-v1:"));
    assert!(text(meta.get("detail_url")).starts_with("https://shop.example/api/v2/pages/"));
    let written = String::from_utf8(listing.to_bytes()).expect("text");
    assert!(written.starts_with("{\n    \"meta\": {\n        \"total_count\": "), "{written:.80}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_product_page_has_the_fields_of_the_reference(pool: PgPool) {
    let mut tx = begin(&pool).await;
    demo(&mut tx).await;
    let (world, caller) = (World::of(&mut tx).await, session(&mut tx).await);
    let found = list(&mut tx, &caller, &world, "readable_id=program-v1:xPRO+SysEngx&type=CMS.ProgramPage")
        .await
        .expect("lists");
    assert_eq!(titles(&found), ["Systems Engineering"]);
    let Some(Json::Int(id)) = items(&found)[0].get("id") else { panic!("no id") };
    let page = show_page(&mut tx, &caller, &world.reader(), &id.to_string(), &[]).await.expect("shows");
    assert_eq!(
        keys(&page),
        [
            "id",
            "meta",
            "title",
            "language_name",
            "description",
            "external_marketing_url",
            "marketing_hubspot_form_id",
            "subhead",
            "video_title",
            "video_url",
            "duration",
            "min_weeks",
            "max_weeks",
            "format",
            "time_commitment",
            "min_weekly_hours",
            "max_weekly_hours",
            "thumbnail_image",
            "background_image",
            "background_video_url",
            "featured",
            "page_content",
            "is_external_course_page",
            "is_external_program_page",
            "faqs_list",
            "outcomes",
            "who_should_enroll",
            "techniques",
            "testimonials",
            "faculty",
            "for_teams",
            "propel_career",
            "certificate_page",
            "course_overview",
            "news_and_events",
            "program"
        ]
    );
    assert_eq!(text(page.get("language_name")), "English");
    assert_eq!(keys(page.get("thumbnail_image").expect("an image")), ["title", "image_url", "height", "width"]);
    assert_eq!(page.get("featured"), Some(&Json::Bool(true)));
    let parent = page.get("meta").and_then(|meta| meta.get("parent")).expect("a parent");
    assert_eq!(keys(parent), ["id", "meta", "title"]);
    assert_eq!(keys(parent.get("meta").expect("meta")), ["type", "detail_url", "html_url"]);
    let faculty = page.get("faculty").expect("a section");
    assert_eq!(keys(faculty), ["id", "meta", "title", "heading", "subhead", "members"]);
    assert_eq!(text(faculty.get("meta").and_then(|meta| meta.get("type"))), "cms.FacultyMembersPage");
    let Some(Json::List(members)) = faculty.get("members") else { panic!("no members") };
    assert_eq!(keys(&members[0]), ["type", "value", "id"]);
    assert_eq!(keys(members[0].get("value").expect("a value")), ["name", "image", "description"]);
    let program = page.get("program").expect("the program");
    assert_eq!(text(program.get("readable_id")), "program-v1:xPRO+SysEngx");
    assert!(matches!(program.get("courses"), Some(Json::List(courses)) if !courses.is_empty()));

    let html = show_page(
        &mut tx,
        &caller,
        &world.reader(),
        &id.to_string(),
        &pairs("rich_text_format=html&renditions=fill-10x10,width-40"),
    )
    .await
    .expect("shows");
    assert!(text(html.get("description")).contains("<p>"));
    let renditions = html.get("thumbnail_image").and_then(|image| image.get("renditions")).expect("renditions");
    assert!(text(renditions.get("fill-10x10")).starts_with("https://shop.example/images/"));
}

#[sqlx::test(migrations = "../migrations")]
async fn the_number_of_statements_does_not_depend_on_the_number_of_pages(pool: PgPool) {
    let mut tx = begin(&pool).await;
    demo(&mut tx).await;
    let site = Site::build(&mut tx).await;
    for number in 0..110 {
        let page = site.text_page(&mut tx, &format!("Page {number:03}")).await;
        publish_page(&mut tx, SYSTEM.into(), page).await.expect("published");
    }
    let (world, caller) = (World::of(&mut tx).await, session(&mut tx).await);
    let mut counts = Vec::new();
    for limit in [20, 100] {
        let statements = Statements::count();
        let found = list(&mut tx, &caller, &world, &format!("limit={limit}&fields=*")).await.expect("lists");
        counts.push(statements.so_far());
        assert_eq!(items(&found).len(), limit);
    }
    let statements = Statements::count();
    let courses = list(&mut tx, &caller, &world, "type=cms.CoursePage&limit=100&fields=*").await.expect("lists");
    assert!(items(&courses).len() > 5);
    assert_eq!((counts, statements.so_far()), (vec![2, 2], 4), "keys, pages; snippets and pictures for product pages");
}

#[sqlx::test(migrations = "../migrations")]
async fn drafts_are_for_those_who_may_look_and_ask(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let live = site.text_page(&mut tx, "Published words").await;
    publish_page(&mut tx, SYSTEM.into(), live).await.expect("published");
    save_draft(&mut tx, SYSTEM.into(), SaveDraft::unconditional(live, &text_page("Zebra secret")))
        .await
        .expect("saved");
    let other = site.text_page(&mut tx, "Never published").await;
    let world = World::of(&mut tx).await;
    let editor = session(&mut tx).await;
    let below = editor_of(&mut tx, "narrow", &[(other, None, Permission::Change)]).await;

    let seen = list(&mut tx, &editor, &world, "type=cms.ResourcePage").await.expect("lists");
    assert_eq!(titles(&seen), ["Published words"]);
    for hidden in ["search=zebra", "title=Zebra secret", "live=false", "search=never"] {
        let found = list(&mut tx, &editor, &world, &format!("{hidden}&type=cms.ResourcePage")).await.expect("lists");
        assert_eq!(total(&found), 0, "{hidden}");
    }
    let drafts =
        list(&mut tx, &editor, &world, "type=cms.ResourcePage&include_drafts=true&order=title").await.expect("lists");
    assert_eq!(titles(&drafts), ["Never published", "Zebra secret"]);
    let found = list(&mut tx, &editor, &world, "search=zebra&include_drafts=1").await.expect("lists");
    assert_eq!(titles(&found), ["Zebra secret"]);

    let narrow = Caller::by_session(below);
    let drafts =
        list(&mut tx, &narrow, &world, "type=cms.ResourcePage&include_drafts=true&order=title").await.expect("lists");
    assert_eq!(titles(&drafts), ["Never published", "Published words"], "of the other page only what is published");
    let found = list(&mut tx, &narrow, &world, "search=zebra&include_drafts=true").await.expect("lists");
    assert_eq!(total(&found), 0);
    let token = Caller::by_token(narrow.editor().clone(), vec![Scope::PagesRead]);
    let refused = list(&mut tx, &token, &world, "include_drafts=true").await.expect_err("refused");
    assert_eq!(
        (refused.status(), refused.to_string()),
        (403, "this token is not good for pages:read_drafts".to_owned())
    );
    let hidden = show_page(&mut tx, &editor, &world.reader(), &other.to_string(), &[]).await.expect_err("hidden");
    assert_eq!(hidden.status(), 404);
    let shown = show_page(&mut tx, &narrow, &world.reader(), &other.to_string(), &pairs("include_drafts=true"))
        .await
        .expect("shown");
    assert_eq!(shown.get("meta").and_then(|meta| meta.get("live")), Some(&Json::Bool(false)));
}

#[sqlx::test(migrations = "../migrations")]
async fn bad_parameters_are_named(pool: PgPool) {
    let mut tx = begin(&pool).await;
    Site::build(&mut tx).await;
    let (world, caller) = (World::of(&mut tx).await, session(&mut tx).await);
    for (query, told) in [
        ("limit=x", "limit must be a positive integer"),
        ("limit=-1", "limit must be a positive integer"),
        ("offset=-1", "offset must be a positive integer"),
        ("limit=101", "limit cannot be higher than 100"),
        ("zebra=1&apple=2", "query parameter is not an operation or a recognised field: apple, zebra"),
        ("annotation=1", "query parameter is not an operation or a recognised field: annotation"),
        ("subhead=x", "query parameter is not an operation or a recognised field: subhead"),
        (
            "type=cms.CoursePage,cms.ProgramPage&subhead=x",
            "query parameter is not an operation or a recognised field: subhead",
        ),
        ("order=random&offset=1", "random ordering with offset is not supported"),
        ("order=zebra", "cannot order by 'zebra' (unknown field)"),
        ("type=cms.Zebra", "type doesn't exist"),
        ("type=zebra", "type doesn't exist"),
        ("child_of=x", "child_of must be a positive integer"),
        ("child_of=999999", "parent page doesn't exist"),
        ("descendant_of=999999", "ancestor page doesn't exist"),
        ("ancestor_of=root", "ancestor_of must be a positive integer"),
        ("child_of=root&descendant_of=root", "filtering by descendant_of with child_of is not supported"),
        ("search_operator=xor", "search_operator must be 'and' or 'or'"),
        ("live=perhaps", "field filter error. 'perhaps' is not a valid value for live ('true' or 'false' expected)"),
        (
            "first_published_at=yesterday",
            "field filter error. 'yesterday' is not a valid value for first_published_at (an ISO 8601 time expected)",
        ),
        ("readable_id=x&type=cms.HomePage", "readable_id needs a type of course or program pages"),
        ("title=a%00b", "null characters are not allowed"),
        ("renditions=explode-10", "renditions: 'explode-10' is not understood"),
        ("rich_text_format=rtf", "rich_text_format must be 'stored' or 'html'"),
        ("include_drafts=perhaps", "include_drafts must be 'true' or 'false'"),
        ("site=other.example", "site doesn't exist"),
        ("locale=xx", "locale doesn't exist"),
        ("fields=title,", "fields error: unexpected end of input at position 6"),
    ] {
        let refused = list(&mut tx, &caller, &world, query).await.expect_err(query);
        assert_eq!(refused.status(), 400, "{query}");
        assert!(refused.to_string().starts_with(told), "{query}: {refused}");
    }
    for query in ["tags=a&search=b", "type=cms.HomePage", "child_of=1"] {
        let refused =
            list_files(&mut tx, &caller, &world.reader(), Files::Images, &pairs(query)).await.expect_err(query);
        assert_eq!(refused.status(), 400, "{query}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn filters_and_relatives_choose(pool: PgPool) {
    let mut tx = begin(&pool).await;
    demo(&mut tx).await;
    let (world, caller) = (World::of(&mut tx).await, session(&mut tx).await);
    for (query, wanted) in [
        ("slug=honor-code", vec!["Honor Code"]),
        ("title=Honor Code", vec!["Honor Code"]),
        ("type=cms.ProgramPage&featured=true", vec!["Systems Engineering"]),
        ("readable_id=program-v1:xPRO SysEngx", vec!["Systems Engineering"]),
        ("readable_id=program-v1:xPRO%2BSysEngx", vec!["Systems Engineering"]),
        ("search=honor code&type=cms.ResourcePage&limit=1", vec!["Honor Code"]),
        ("show_in_menus=true", vec![]),
        ("type=cms.CoursePage&format=Telepathic", vec![]),
        ("type=cms.CoursePage&min_weeks=31000", vec![]),
        ("first_published_at=2001-01-01T00:00:00Z", vec![]),
        ("live=false", vec![]),
    ] {
        let found = list(&mut tx, &caller, &world, query).await.expect(query);
        assert_eq!(titles(&found), wanted, "{query}");
    }
    let home = crate::store::page::find_by_url_path(&mut tx, "/").await.expect("reads").expect("home");
    let courses = crate::store::page::find_by_url_path(&mut tx, "/courses/").await.expect("reads").expect("courses");
    let children = list(&mut tx, &caller, &world, "child_of=root&limit=100").await.expect("lists");
    let below = list(&mut tx, &caller, &world, &format!("descendant_of={home}&limit=100")).await.expect("lists");
    let of_courses = list(
        &mut tx,
        &caller,
        &world,
        &format!("child_of={courses}&limit=100&type=cms.CoursePage,cms.ExternalCoursePage"),
    )
    .await
    .expect("lists");
    assert!(total(&children) < total(&below) && total(&of_courses) > 10);
    let Some(Json::Int(one)) = items(&of_courses)[0].get("id") else { panic!("no id") };
    let above = list(&mut tx, &caller, &world, &format!("ancestor_of={one}&order=id")).await.expect("lists");
    assert_eq!(total(&above), 2, "home and courses");
    let beyond = list(&mut tx, &caller, &world, "offset=5000").await.expect("lists");
    assert_eq!((items(&beyond).len(), total(&beyond)), (0, total(&below) + 1));
    let none = list(&mut tx, &caller, &world, "limit=0").await.expect("lists");
    assert_eq!((items(&none).len(), total(&none)), (0, total(&below) + 1));
    let newest = list(&mut tx, &caller, &world, "order=-id,title&limit=100").await.expect("lists");
    let mut oldest = list(&mut tx, &caller, &world, "order=id&limit=100").await.map(|l| titles(&l)).expect("lists");
    oldest.reverse();
    assert_eq!(titles(&newest), oldest);
    assert_eq!(total(&list(&mut tx, &caller, &world, "order=random&limit=3").await.expect("lists")), total(&below) + 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_path_leads_to_its_page(pool: PgPool) {
    let mut tx = begin(&pool).await;
    demo(&mut tx).await;
    let (world, caller) = (World::of(&mut tx).await, session(&mut tx).await);
    let id = crate::store::page::find_by_url_path(&mut tx, "/programs/program-v1:xPRO+SysEngx/")
        .await
        .expect("reads")
        .expect("a page");
    for path in [
        "/programs/program-v1:xPRO+SysEngx/",
        "programs/program-v1:xPRO%2BSysEngx",
        "/programs/program-v1:xPRO+SysEngx/?a=b",
    ] {
        let query = format!("fields=title&html_path={path}");
        let answer = find_page(&mut tx, &caller, &world.reader(), &pairs(&query)).await.expect(path);
        assert_eq!(answer, Answer::Redirect(format!("{BASE}/api/v2/pages/{id}/?fields=title")), "{path}");
    }
    let answer = find_page(&mut tx, &caller, &world.reader(), &pairs(&format!("id={id}"))).await.expect("found");
    assert_eq!(answer, Answer::Redirect(format!("{BASE}/api/v2/pages/{id}/")));
    for nowhere in ["html_path=/zebra/", "id=99999", ""] {
        let refused = find_page(&mut tx, &caller, &world.reader(), &pairs(nowhere)).await.expect_err(nowhere);
        assert_eq!(
            (refused.status(), refused.body().to_bytes()),
            (404, b"{\n    \"message\": \"not found\"\n}".to_vec())
        );
    }
}

/// Puts a body there that no program wrote.
async fn break_body(tx: &mut Tx, page: PageId, schema: i32, body: &str) {
    let now = tx.now();
    let revision: i64 = sqlx::query_scalar(
        "insert into page_revision (page_id, state, schema, body, created_at, updated_at) values ($1, 'named', $2, $3::jsonb, $4, $4) returning id",
    )
    .bind(page.0)
    .bind(schema)
    .bind(body)
    .bind(now)
    .fetch_one(&mut **tx)
    .await
    .expect("a revision");
    sqlx::query("update page set published_revision_id = $2, latest_revision_id = $2 where id = $1")
        .bind(page.0)
        .bind(revision)
        .execute(&mut **tx)
        .await
        .expect("written");
}

#[sqlx::test(migrations = "../migrations")]
async fn one_broken_page_does_not_hide_the_others(pool: PgPool) {
    let mut tx = begin(&pool).await;
    demo(&mut tx).await;
    let site = Site::build(&mut tx).await;
    let caller = session(&mut tx).await;
    for (title, schema, body) in [
        ("A list", 2, "[1, 2]"),
        ("A newer schema", 900, "{}"),
        ("A wrong type", 2, r#"{"title": 7, "content": "x"}"#),
        ("An unknown block", 2, r#"{"title": "An unknown block", "sections": [{"type": "zebra", "value": 1}]}"#),
        ("An older schema", 1, r#"{"title": "An older schema"}"#),
    ] {
        let page = site.text_page(&mut tx, title).await;
        publish_page(&mut tx, SYSTEM.into(), page).await.expect("published");
        break_body(&mut tx, page, schema, body).await;
    }
    let course = crate::store::page::find_of_kind(&mut tx, crate::document::PageKind::CoursePage)
        .await
        .expect("reads")
        .expect("a page");
    break_body(&mut tx, course, 2, r#"{"title": "x", "min_weeks": "many"}"#).await;
    let world = World::of(&mut tx).await;
    let pages = list(&mut tx, &caller, &world, "type=cms.ResourcePage&limit=100&fields=*").await.expect("lists");
    let faulty: Vec<String> = items(&pages)
        .iter()
        .filter(|item| item.get("meta").is_some_and(|meta| meta.get("fault").is_some()))
        .map(|item| text(item.get("title")))
        .collect();
    assert_eq!(faulty, ["A list", "A newer schema", "A wrong type"]);
    assert!(titles(&pages).contains(&"Honor Code".to_owned()));
    let courses =
        list(&mut tx, &caller, &world, "type=cms.CoursePage&limit=100&fields=*&order=-min_weeks").await.expect("lists");
    assert!(items(&courses).len() > 5);
    let shown = show_page(&mut tx, &caller, &world.reader(), &course.to_string(), &[]).await.expect("shown");
    assert!(text(shown.get("meta").and_then(|meta| meta.get("fault"))).contains("cannot be read"));
    assert_eq!(shown.get("subhead"), Some(&Json::Null));
    assert!(matches!(shown.get("course"), Some(Json::Null)));
}

#[sqlx::test(migrations = "../migrations")]
async fn private_pages_are_for_those_who_may_open_them_in_the_studio(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "For the board").await;
    publish_page(&mut tx, site.system(), page).await.expect("published");
    let reader = Site::member(&mut tx, EDITORS).await;
    let with_token = |scopes: &[Scope]| Caller::by_token(reader.clone(), scopes.to_vec());
    let (public, drafts) = (with_token(&[Scope::PagesRead]), with_token(&[Scope::PagesRead, Scope::PagesReadDrafts]));
    let world = World::of(&mut tx).await;
    let query = "search=board&include_drafts=true";
    assert_eq!(titles(&list(&mut tx, &public, &world, "search=board").await.expect("lists")), ["For the board"]);
    set_privacy(&mut tx, site.system(), page, Privacy::SignedIn).await.expect("set");
    let world = World::of(&mut tx).await;
    assert_eq!(total(&list(&mut tx, &public, &world, "search=board").await.expect("lists")), 0);
    assert_eq!(titles(&list(&mut tx, &drafts, &world, query).await.expect("lists")), ["For the board"]);
    let shown = show_page(&mut tx, &public, &world.reader(), &page.0.to_string(), &pairs("")).await;
    assert!(matches!(shown, Err(ApiProblem::NotFound)), "{shown:?}");
    let below = list(&mut tx, &public, &world, &format!("child_of={}", page.0)).await;
    assert!(below.is_err(), "not even that it is there: {below:?}");
}
