//! Public pages over real HTTP: which addresses there are, and what their pages never do (cms.md 8).

use crate::world::{Answer, DEMO_PASSWORD, Site};
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;
use xpro_cms::{
    document::{PageDocument, PageKind, SCHEMA, StoredDocument},
    publish::{SaveDraft, publish_page, read_draft, save_draft},
    tree::{NewPage, RootPages, create_page, ensure_root_pages},
};
use xpro_kernel::System;

const SYSTEM: System = System("test");
const COURSE: &str = "/courses/course-v1:xPRO+AMx/";
const PROGRAM: &str = "/programs/program-v1:xPRO+SysEngx/";
const HOSTILE: &str = "<b>Bold</b> & \"quoted\" </title><script>alert(1)</script>";

/// The demo's catalog with a page for a course and for a program.
struct World {
    site: Site,
    root: RootPages,
}

impl World {
    async fn open(pool: PgPool) -> World {
        let site = Site::open(pool).await;
        let mut tx = site.database().begin("test").await.expect("begin");
        let now = tx.now();
        xpro_catalog::seed::apply_demo_catalog(&mut tx, now).await.expect("the demo catalogue");
        let root = ensure_root_pages(&mut tx, SYSTEM).await.expect("the root pages");
        tx.commit().await.expect("commit");
        let world = World { site, root };
        let course = world.id("select id from course where readable_id = 'course-v1:xPRO+AMx'").await;
        let program = world.id("select id from program where readable_id = 'program-v1:xPRO+SysEngx'").await;
        let language = world.id("select id from course_language where name = 'English'").await;
        let told = |title: &str| json!({ "title": title, "subhead": title, "language": language, "format": "Online" });
        let mut body = told(HOSTILE);
        body["course"] = json!(course);
        body["marketing_hubspot_form_id"] = json!("6f1c7a2e");
        let overview = json!({ "heading": HOSTILE, "body": "Words" });
        body["sections"] = json!([{ "id": Uuid::now_v7(), "type": "overview", "value": overview }]);
        world.publish(PageKind::CoursePage, body).await;
        let mut body = told("Systems Engineering");
        body["program"] = json!(program);
        world.publish(PageKind::ProgramPage, body).await;
        world.site.reload().await;
        world
    }

    async fn id(&self, query: &'static str) -> i64 {
        self.site.count(query).await
    }

    async fn publish(&self, kind: PageKind, body: Value) {
        let document = PageDocument::read(kind, StoredDocument { schema: SCHEMA, body }).expect("a document").document;
        let parent = if kind == PageKind::CoursePage { self.root.courses } else { self.root.programs };
        let mut tx = self.site.database().begin("test").await.expect("begin");
        let new = NewPage { parent: Some(parent), slug: None, document };
        let page = create_page(&mut tx, SYSTEM.into(), new).await.expect("a page");
        publish_page(&mut tx, SYSTEM.into(), page).await.expect("published");
        tx.commit().await.expect("commit");
    }

    async fn get(&self, path: &str) -> Answer {
        self.site.visitor().get(path).await
    }
}

/// Cases 1 to 5, 10 and 64: colons and pluses in every spelling that proxies make of them.
#[sqlx::test(migrations = "../migrations")]
async fn courses_programs_and_their_runs_have_one_address_however_it_is_written(pool: PgPool) {
    let world = World::open(pool).await;
    for path in [
        COURSE,
        "/courses/course-v1%3AxPRO%2BAMx/",
        "/courses/course-v1%3axPRO%2bAMx/",
        "/courses/course-v1:xPRO%2BAMx/",
        "/courses/course-v1:xPRO%20AMx/",
        PROGRAM,
        "/programs/program-v1%3AxPRO%2BSysEngx/",
    ] {
        let answer = world.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        let wanted = if path.starts_with("/courses/") { COURSE } else { PROGRAM };
        let canonical = format!("<link rel=\"canonical\" href=\"{}{wanted}\"", world.site.url);
        assert!(answer.text.contains(&canonical), "{path}: {:.900}", answer.text);
    }
    world.site.execute("insert into program_run (program_id, run_tag, start_date) select id, 'R71', now() + interval '9 days' from program where readable_id = 'program-v1:xPRO+SysEngx'").await;
    world.site.execute("update content_version set version = version + 1").await;
    world.site.reload().await;
    for path in ["/programs/program-v1:xPRO+SysEngx+R71/", "/programs/program-v1%3AxPRO%2BSysEngx%2BR71/"] {
        let answer = world.get(path).await;
        let canonical = format!("<link rel=\"canonical\" href=\"{}{PROGRAM}\"", world.site.url);
        assert!(answer.status == 200 && answer.text.contains(&canonical), "{path}");
    }
    for (path, to) in [
        ("/courses/course-v1:xPRO+AMx?utm=a%2Bb", "/courses/course-v1:xPRO+AMx/?utm=a%2Bb"),
        ("/courses/course-v1%3AxPRO%2BAMx", "/courses/course-v1%3AxPRO%2BAMx/"),
        ("/programs/program-v1:xPRO+SysEngx+R71", "/programs/program-v1:xPRO+SysEngx+R71/"),
    ] {
        let answer = world.get(path).await;
        assert_eq!((answer.status, answer.location()), (301, to), "{path}");
    }
    for path in [
        "/courses/",
        "/programs/",
        "/courses/course-v1:xpro+amx/",
        "/courses/course-v1:xPRO+AM/",
        "/courses/program-v1:xPRO+SysEngx/",
        "/programs/course-v1:xPRO+AMx/",
        "/programs/program-v1:xPRO+SysEngx+R72/",
        "/courses/course-v1:xPRO+AMx+R1/",
        "/courses/course-v1:xPRO+AMx/overview/",
        "/courses/course-v1:xPRO+AMx/course-overview-9/",
        "/some/not/found/url/",
    ] {
        let answer = world.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.text.contains("We could not find that page") && answer.text.contains("<header"), "{path}");
    }
}

/// Cases 37, 38 and 65: there are no certificates of learners yet, and no address of one is ever an error of ours.
#[sqlx::test(migrations = "../migrations")]
async fn addresses_of_certificates_are_not_found(pool: PgPool) {
    let world = World::open(pool).await;
    let (some, hyphens) = (Uuid::now_v7().to_string(), "-".repeat(36));
    let ids = [
        some.clone(),
        hyphens,
        some[..35].to_owned(),
        format!("{some}0"),
        format!("{some}-0000"),
        "0".to_owned(),
        "%20".to_owned(),
    ];
    for id in &ids {
        for path in [format!("/certificate/{id}/"), format!("/certificate/program/{id}/"), format!("/certificate/{id}")]
        {
            assert_eq!(world.get(&path).await.status, 404, "{path}");
        }
    }
    for path in ["/certificate/", "/certificate/program/"] {
        assert_eq!(world.get(path).await.status, 404, "{path}");
    }
}

/// Case 16.
#[sqlx::test(migrations = "../migrations")]
async fn titles_are_text_wherever_they_stand(pool: PgPool) {
    let world = World::open(pool).await;
    for path in [COURSE, "/catalog/", "/", "/catalog/?q=bold", "/api/parent_course_topics/", "/sitemap.xml"] {
        let answer = world.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        for raw in ["<b>Bold", "<script>alert", "</title><script"] {
            assert!(!answer.text.contains(raw), "{raw} in {path}");
        }
    }
    let page = world.get(COURSE).await.text;
    assert!(page.contains("&lt;b&gt;Bold&lt;/b&gt; &amp; "), "{page:.900}");
    assert_eq!(page.matches("</title>").count(), 1);
    assert!(page.contains("\\u003cb\\u003eBold"), "in the structured data too");
}

/// Cases 18 and 57: a preview shows the draft, visitors what is published, and at once when it is.
#[sqlx::test(migrations = "../migrations")]
async fn a_preview_of_the_home_page_shows_the_draft_and_never_what_is_kept(pool: PgPool) {
    let world = World::open(pool).await;
    let staff = world.site.visitor();
    assert_eq!(staff.sign_in("admin@example.com", DEMO_PASSWORD, "").await.status, 303);
    let preview = format!("/studio/preview/{}", world.root.home);
    assert!(!world.get("/").await.text.contains("Fresh words"), "kept from here on");
    let mut tx = world.site.database().begin("test").await.expect("begin");
    let mut stored = read_draft(&mut tx, world.root.home).await.expect("reads").document.to_stored().expect("stored");
    stored.body["subhead"] = json!("Fresh words");
    let document = PageDocument::read(PageKind::HomePage, stored).expect("a document").document;
    save_draft(&mut tx, SYSTEM.into(), SaveDraft::unconditional(world.root.home, &document)).await.expect("saved");
    tx.commit().await.expect("commit");
    world.site.reload().await;

    let shown = staff.get(&preview).await;
    assert_eq!((shown.status, shown.header("cache-control")), (200, "no-store"));
    assert!(shown.text.contains("Fresh words"), "{:.900}", shown.text);
    assert!(!world.get("/").await.text.contains("Fresh words"));
    assert!(world.get(&preview).await.location().starts_with("/signin/?next="), "not for everybody");

    let mut tx = world.site.database().begin("test").await.expect("begin");
    publish_page(&mut tx, SYSTEM.into(), world.root.home).await.expect("published");
    tx.commit().await.expect("commit");
    world.site.reload().await;
    assert!(world.get("/").await.text.contains("Fresh words"), "no visitor sees the old text any longer");
}

/// Case 22: the tables are away, so that whoever asked for enrollments would fail.
#[sqlx::test(migrations = "../migrations")]
async fn nobody_asks_for_enrollments_of_visitors(pool: PgPool) {
    let world = World::open(pool).await;
    let learner = world.site.learner().await;
    world.site.execute("alter table run_enrollment rename to run_enrollment_away").await;
    world.site.execute("alter table program_enrollment rename to program_enrollment_away").await;
    let asked = ["/api/app/enrolled?run=1", "/api/app/enrolled?program=1"];
    for path in ["/", "/catalog/", COURSE, PROGRAM, "/api/app/visitor"].into_iter().chain(asked) {
        assert_eq!(world.get(path).await.status, 200, "{path}");
    }
    for path in asked {
        assert_eq!(learner.get(path).await.status, 500, "{path} is what would have asked");
    }
}

/// Case 67: no page loads anything from elsewhere, so that nothing that is blocked there can break it.
#[sqlx::test(migrations = "../migrations")]
async fn pages_load_nothing_from_elsewhere(pool: PgPool) {
    let world = World::open(pool).await;
    for path in ["/", "/catalog/", COURSE, PROGRAM, "/webinars/", "/blog/", "/enterprise/", "/nothing/"] {
        let answer = world.get(path).await;
        let policy = answer.header("content-security-policy");
        for rule in
            ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "connect-src 'self'", "frame-src 'self'"]
        {
            assert!(policy.split("; ").any(|part| part == rule), "{path}: {policy}");
        }
        assert!(!answer.text.to_lowercase().contains("hubspot"), "{path}");
        for element in answer.text.split('<').filter(|element| loads(element)) {
            for attribute in [" src=\"", " href=\"", " srcset=\"", " poster=\""] {
                let Some((address, _)) = element.split_once(attribute).and_then(|(_, rest)| rest.split_once('"'))
                else {
                    continue;
                };
                // Without bundles, as here, the style's address is empty.
                let is_ours = address.is_empty()
                    || (address.starts_with('/') && !address.starts_with("//"))
                    || address.starts_with("data:");
                assert!(is_ours, "{path}: <{element}");
            }
        }
    }
}

/// Whether an element makes browsers load something.
fn loads(element: &str) -> bool {
    let name = element.split([' ', '>']).next().unwrap_or_default();
    match name {
        "script" | "img" | "source" | "iframe" | "video" | "audio" | "embed" | "object" => true,
        "link" => ["stylesheet", "preload", "modulepreload", "icon"].iter().any(|kind| element.contains(kind)),
        _ => false,
    }
}
