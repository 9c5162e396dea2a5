//! Starting points that several tests share.

use sqlx::PgPool;
use std::collections::HashMap;
use time::{OffsetDateTime, macros::datetime};
use url::Url;
use xpro_catalog::CatalogData;
use xpro_catalog::acts::{
    CourseInput, CourseRunInput, Editor, Membership, ProgramInput, ensure_platform, save_course, save_course_run,
    save_program,
};
use xpro_catalog::export::{Export, ExportSite, PageFacts, ProductPageFacts};
use xpro_catalog::import::{
    ImportReport, ImportSources, ImportedPage, PageOutcome, PageSink, PageSinkError, PageTarget, import_catalog,
};
use xpro_catalog::model::{Course, CourseRun, Program, RunDateCheck, RunDates};
use xpro_kernel::{Clock, CourseId, Money, PlatformId, ProgramId, System};
use xpro_platform::db::{Database, Tx};

/// The instant of every test here, inside the fixtures' dates.
pub const NOW: OffsetDateTime = datetime!(2026-03-10 12:00 UTC);

pub const COURSES: &[u8] = include_bytes!("../fixtures/courses.json");
pub const PROGRAMS: &[u8] = include_bytes!("../fixtures/programs.json");

pub fn database(pool: PgPool) -> Database {
    Database::new(pool, Clock::new(|| NOW))
}

pub fn editor() -> Editor<'static> {
    Editor::from(System("test"))
}

pub fn money(text: &str) -> Money {
    text.parse().expect("a test's literal amount")
}

pub async fn begin(database: &Database) -> Tx {
    database.begin("test").await.expect("a transaction begins")
}

pub async fn load(database: &Database) -> CatalogData {
    let mut conn = database.read().await.expect("a connection");
    CatalogData::load_all(&mut conn).await.expect("the catalogue loads")
}

pub async fn count(database: &Database, table: &'static str) -> i64 {
    let sql = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
    sqlx::query_scalar(sql).fetch_one(database.pool()).await.expect("the table exists")
}

pub async fn content_version(database: &Database) -> i64 {
    let mut conn = database.read().await.expect("a connection");
    xpro_platform::content::version(&mut conn).await.expect("a version")
}

pub async fn own_platform(tx: &mut Tx) -> PlatformId {
    ensure_platform(tx, editor(), "xPRO").await.expect("a good name").row.id
}

pub fn program_input(readable_id: &str, platform_id: PlatformId) -> ProgramInput {
    ProgramInput {
        title: "Rivers".into(),
        readable_id: readable_id.into(),
        live: true,
        is_external: false,
        platform_id,
    }
}

pub fn course_input(readable_id: &str, platform_id: PlatformId, membership: Membership) -> CourseInput {
    CourseInput {
        title: "Reading Rivers".into(),
        readable_id: readable_id.into(),
        live: true,
        is_external: false,
        external_course_id: String::new(),
        platform_id,
        membership,
    }
}

pub fn run_input(course_id: CourseId, courseware_id: &str, tag: &str) -> CourseRunInput {
    CourseRunInput {
        course_id,
        title: "Reading Rivers".into(),
        courseware_id: courseware_id.into(),
        run_tag: tag.into(),
        courseware_url_path: None,
        external_course_run_id: String::new(),
        dates: RunDates { start_date: Some(datetime!(2026-05-04 05:00 UTC)), ..RunDates::default() },
        live: true,
    }
}

pub async fn program(tx: &mut Tx, readable_id: &str) -> Program {
    let platform = own_platform(tx).await;
    save_program(tx, editor(), program_input(readable_id, platform)).await.expect("a good program").row
}

pub async fn course(tx: &mut Tx, readable_id: &str, program: Option<ProgramId>) -> Course {
    let platform = own_platform(tx).await;
    let membership = program.map_or(Membership::Alone, |program| Membership::In(program, None));
    save_course(tx, editor(), course_input(readable_id, platform, membership)).await.expect("a good course").row
}

pub async fn run(tx: &mut Tx, course: &Course, tag: &str) -> CourseRun {
    let input = run_input(course.id, &format!("{}+{tag}", course.readable_id), tag);
    save_course_run(tx, editor(), input, RunDateCheck::Full).await.expect("a good run").row
}

/// Keeps imported pages as they came and shows them to the export: everything a page says goes in and comes out.
#[derive(Default)]
pub struct Pages {
    imported: HashMap<PageTarget, ImportedPage>,
    facts: HashMap<PageTarget, ProductPageFacts>,
    /// Refuses the page of this readable id.
    pub refuses: Option<&'static str>,
}

impl Pages {
    /// The imported page of this readable id.
    pub fn page(&self, readable_id: &str) -> &ImportedPage {
        self.imported.values().find(|page| page.readable_id == readable_id).expect("the page was imported")
    }

    pub fn facts_mut(&mut self, target: PageTarget) -> &mut ProductPageFacts {
        self.facts.get_mut(&target).expect("the page was imported")
    }

    pub fn remove(&mut self, target: PageTarget) {
        self.facts.remove(&target);
    }
}

impl PageSink for Pages {
    async fn upsert_product_page(
        &mut self,
        _tx: &mut Tx,
        target: PageTarget,
        page: ImportedPage,
    ) -> Result<PageOutcome, PageSinkError> {
        if self.refuses == Some(page.readable_id.as_str()) {
            return Err(PageSinkError::Refused("no such page".into()));
        }
        self.facts.insert(target, facts(&page));
        Ok(match self.imported.insert(target, page.clone()) {
            None => PageOutcome::Created,
            Some(before) if before == page => PageOutcome::Unchanged,
            Some(_) => PageOutcome::Updated,
        })
    }
}

impl PageFacts for Pages {
    fn course_page(&self, course: CourseId) -> Option<&ProductPageFacts> {
        self.facts.get(&PageTarget::Course(course))
    }

    fn program_page(&self, program: ProgramId) -> Option<&ProductPageFacts> {
        self.facts.get(&PageTarget::Program(program))
    }
}

fn facts(page: &ImportedPage) -> ProductPageFacts {
    let page = page.clone();
    ProductPageFacts {
        live: true,
        url: page.url.unwrap_or_default(),
        description: page.description_html.unwrap_or_default(),
        external_marketing_url: page.external_marketing_url,
        marketing_hubspot_form_id: page.marketing_hubspot_form_id.unwrap_or_default(),
        thumbnail_url: page.thumbnail_url,
        time_commitment: page.time_commitment,
        min_weekly_hours: page.min_weekly_hours,
        max_weekly_hours: page.max_weekly_hours,
        duration: page.duration,
        min_weeks: page.min_weeks,
        max_weeks: page.max_weeks,
        format: page.format,
        video_url: page.video_url,
        credits: page.credits,
        language: page.language,
        topics: page.topics,
        instructors: page.instructors.unwrap_or_default(),
    }
}

pub async fn import(database: &Database, courses: &[u8], programs: &[u8], pages: &mut Pages) -> ImportReport {
    let sources = ImportSources { courses: Some(courses), programs: Some(programs) };
    import_catalog(database, "test", editor(), sources, pages).await.expect("two lists")
}

pub fn site(courseware_base_url: &str) -> ExportSite {
    ExportSite {
        default_thumbnail_url: "https://learn.example/static/images/mit-dome.png".into(),
        courseware_base_url: Url::parse(courseware_base_url).expect("an address"),
    }
}

pub fn export<'a>(
    data: &'a CatalogData,
    pages: &'a Pages,
    site: &'a ExportSite,
    now: OffsetDateTime,
) -> Export<'a, Pages> {
    Export { data, pages, site, now, enrolled: None }
}
