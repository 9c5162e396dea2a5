//! What the import loads, reports and leaves alone.

use crate::support::*;
use sqlx::PgPool;
use xpro_catalog::import::{ImportError, ImportReport, ImportSources, Tally, import_catalog};
use xpro_catalog::model::ProductTarget;

fn tally(created: usize, updated: usize, unchanged: usize, invalid: usize) -> Tally {
    Tally { created, updated, unchanged, invalid }
}

fn issues(report: &ImportReport) -> Vec<String> {
    report.issues.iter().map(ToString::to_string).collect()
}

#[sqlx::test(migrations = "../../migrations")]
async fn both_lists_become_one_catalogue(pool: PgPool) {
    let database = database(pool);
    let mut pages = Pages::default();

    let report = import(&database, COURSES, PROGRAMS, &mut pages).await;

    assert_eq!(issues(&report), Vec::<String>::new());
    assert_eq!(
        (report.programs, report.courses, report.runs),
        (tally(2, 0, 0, 0), tally(4, 0, 0, 0), tally(4, 0, 0, 0))
    );
    assert_eq!((report.prices, report.pages), (tally(4, 0, 0, 0), tally(6, 0, 0, 0)));
    let data = load(&database).await;
    let program = data.program_by_readable_id("program-v1:xPRO+RIV").expect("loaded");
    let members: Vec<&str> = data.courses_of(program.id).map(|course| course.readable_id.as_str()).collect();
    assert_eq!(members, ["course-v1:xPRO+RIVx1", "course-v1:xPRO+RIVx2"]);
    assert_eq!(data.program_price(program.id), Some(money("3200.50")));
    let run = data.run_by_courseware_id("course-v1:xPRO+RIVx1+R2").expect("loaded");
    assert_eq!(data.price_of(ProductTarget::CourseRun(run.id)), Some(money("1999.99")));
    assert_eq!(run.courseware_url_path.as_deref(), Some("/courses/course-v1:xPRO+RIVx1+R2/course/"));
    let unsold = data.run_by_courseware_id("course-v1:xPRO+RIVx1+R3").expect("loaded");
    assert_eq!(data.product_of(ProductTarget::CourseRun(unsold.id)), None);
    let free = data.run_by_courseware_id("course-v1:xPRO+QMx+R1").expect("loaded");
    assert_eq!(data.price_of(ProductTarget::CourseRun(free.id)), Some(money("0")));
    let unpriced = data.program_by_readable_id("program-v1:xPRO+NOP").expect("loaded");
    let product = data.product_of(ProductTarget::Program(unpriced.id)).expect("listed, so it has a product");
    assert!(!product.product.is_active && product.latest.is_none());
}

#[sqlx::test(migrations = "../../migrations")]
async fn pages_get_what_was_served(pool: PgPool) {
    let database = database(pool);
    let mut pages = Pages::default();
    import(&database, COURSES, PROGRAMS, &mut pages).await;
    let data = load(&database).await;

    let rivers = pages.page("course-v1:xPRO+RIVx1");
    assert_eq!(rivers.title, "Reading Rivers");
    assert_eq!(rivers.description_html.as_deref(), Some("<p>What a <b>river</b> tells about its valley.</p>"));
    assert_eq!(rivers.credits.map(|credits| credits.to_string()).as_deref(), Some("1.8"));
    assert_eq!(
        (rivers.min_weeks, rivers.max_weekly_hours, rivers.format.as_deref()),
        (Some(5), Some(5), Some("Hybrid"))
    );
    assert_eq!(rivers.instructors.as_deref(), Some(&["Ana Lúcia Prado".to_owned(), "Tomasz Wilk".to_owned()][..]));
    let topics: Vec<&str> =
        rivers.topics.iter().filter_map(|id| data.topic(*id)).map(|topic| topic.name.as_str()).collect();
    assert_eq!(topics, ["Earth:Water", "Fieldwork"]);
    assert_eq!(
        rivers.language.and_then(|id| data.language(id)).map(|language| language.name.as_str()),
        Some("English")
    );

    let quiet = pages.page("course-v1:xPRO+QMx");
    assert_eq!(quiet.credits.map(|credits| credits.to_string()).as_deref(), Some("2.5"), "quoted credits are read");
    assert_eq!((quiet.is_external, quiet.instructors.as_deref()), (true, Some(&[][..])));
    assert_eq!(quiet.language.and_then(|id| data.language(id)).map(|language| language.bcp47.as_str()), Some("es"));
    let between = pages.page("course-v1:xPRO+BTWx");
    assert_eq!(
        (between.instructors.as_ref(), between.description_html.as_ref()),
        (None, None),
        "not served, not guessed"
    );
    assert_eq!(
        data.topic_by_name("Earth:Water").and_then(|topic| topic.parent_id),
        data.topic_by_name("Earth").map(|topic| topic.id)
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_second_import_changes_nothing(pool: PgPool) {
    let database = database(pool);
    let mut pages = Pages::default();
    let first = import(&database, COURSES, PROGRAMS, &mut pages).await;
    let (entries, version) = (count(&database, "audit_entry").await, content_version(&database).await);

    let second = import(&database, COURSES, PROGRAMS, &mut pages).await;

    assert!(first.changed_anything() && !second.changed_anything());
    assert_eq!(
        (second.courses, second.runs, second.programs),
        (tally(0, 0, 4, 0), tally(0, 0, 4, 0), tally(0, 0, 2, 0))
    );
    assert_eq!((second.prices, second.pages), (tally(0, 0, 4, 0), tally(0, 0, 6, 0)));
    assert_eq!((count(&database, "audit_entry").await, content_version(&database).await), (entries, version));
}

#[sqlx::test(migrations = "../../migrations")]
async fn changes_over_there_arrive_here(pool: PgPool) {
    let database = database(pool);
    let mut pages = Pages::default();
    import(&database, COURSES, PROGRAMS, &mut pages).await;
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let courses = text(COURSES).replace("1999.99", "1899.5").replace("\"Quiet Machines\"", "\"Silent Machines\"");
    let programs = text(PROGRAMS).replace("3200.5", "null").replace("1600.0", "null");

    let report = import(&database, courses.as_bytes(), programs.as_bytes(), &mut pages).await;

    assert_eq!(issues(&report), Vec::<String>::new());
    assert_eq!((report.courses, report.runs), (tally(0, 1, 3, 0), tally(0, 1, 3, 0)));
    assert_eq!(report.prices, tally(0, 1, 1, 0), "one new price, one kept; two are not served any more");
    let data = load(&database).await;
    let run = data.run_by_courseware_id("course-v1:xPRO+RIVx1+R2").expect("loaded");
    assert_eq!(data.price_of(ProductTarget::CourseRun(run.id)), Some(money("1899.50")));
    let program = data.program_by_readable_id("program-v1:xPRO+RIV").expect("loaded");
    assert_eq!(data.program_price(program.id), None, "switched off");
    let withdrawn = data.run_by_courseware_id("course-v1:xPRO+RIVx2+R2").expect("loaded");
    let product = data.product_of(ProductTarget::CourseRun(withdrawn.id)).expect("kept");
    assert!(!product.product.is_active && product.latest.is_some());
}

#[sqlx::test(migrations = "../../migrations")]
async fn malformed_items_are_reported_with_their_path_and_the_others_load(pool: PgPool) {
    let database = database(pool);
    let mut pages = Pages::default();
    let courses = br#"[
        {"title": "Good", "readable_id": "course-v1:xPRO+G", "courseruns": [
            {"title": "Good", "courseware_id": "course-v1:xPRO+G+R1", "start_date": "2025-01-01T00:00:00Z", "current_price": 10},
            {"title": "Bad", "courseware_id": "course-v1:xPRO+G+R2", "start_date": "tomorrow"},
            {"title": "Bad", "courseware_id": "course-v1:xPRO+G+R3", "current_price": "ten"},
            {"title": "Bad", "courseware_id": "course-v1:xPRO+G+R4", "current_price": 1.005},
            {"title": "Bad", "courseware_id": "course-v1:xPRO+G+R5", "courseware_url": "javascript:alert(1)"},
            {"title": "Bad", "courseware_id": "course-v1:xPRO+G+R6", "start_date": "2025-02-01T00:00:00Z", "end_date": "2025-01-01T00:00:00Z"},
            {"title": "", "courseware_id": "course-v1:xPRO+G+R7"},
            {"title": "Bad", "courseware_id": "course-v1:xPRO+G+R8", "instructors": [{"name": "A"}, {"nom": "B"}]}]},
        {"title": "No id"},
        {"title": "Dotted", "readable_id": "course.x"},
        {"title": "NUL", "readable_id": "course-v1:xPRO+N", "description": "a\u0000b"},
        {"title": "Format", "readable_id": "course-v1:xPRO+F", "format": "online"},
        {"title": "Credits", "readable_id": "course-v1:xPRO+C", "credits": -1},
        "text",
        {"title": "Good", "readable_id": "course-v1:xPRO+G"},
        {"title": "Also good", "readable_id": "course-v1:xPRO+H"}
    ]"#;
    let programs = br#"[
        {"readable_id": "program-v1:xPRO+P", "courses": [{"title": "Rescued", "readable_id": "course-v1:xPRO+R"}]},
        {"title": "Fine", "readable_id": "program-v1:xPRO+Q", "current_price": 5, "courses": [
            {"title": 7, "readable_id": "course-v1:xPRO+H"},
            {"title": "Good", "readable_id": "course-v1:xPRO+G"}]},
        {"title": "Greedy", "readable_id": "program-v1:xPRO+T", "courses": [{"title": "Good", "readable_id": "course-v1:xPRO+G"}]}
    ]"#;

    let report = import(&database, courses, programs, &mut pages).await;

    assert_eq!(
        issues(&report),
        [
            "courses[0].courseruns[1].start_date: \"tomorrow\" is no timestamp",
            "courses[0].courseruns[2].current_price: expected a number, found \"ten\"",
            "courses[0].courseruns[3].current_price: 1.005 is no price in dollars and cents",
            "courses[0].courseruns[4].courseware_url: \"javascript:alert(1)\" is no http or https address",
            "courses[0].courseruns[7].instructors[1]: missing field `name`",
            "courses[1]: missing field `readable_id`",
            "courses[3].description: holds control characters",
            "courses[4].format: \"online\" is neither Online nor Hybrid",
            "courses[5].credits: -1 is no number of credits below 1000 with two decimals",
            "courses[6]: invalid type: string \"text\", expected struct ServedCourse",
            "courses[7].readable_id: is served twice; the first one counts",
            "programs[0]: missing field `title`",
            "programs[1].courses[0].title: invalid type: integer `7`, expected a string",
            "courses[0].courseruns[5]: the end date must not precede the start date",
            "courses[0].courseruns[6].title: must not be empty",
            "courses[2].readable_id: may hold only letters, digits and the characters _ - + : (at most 255)",
            "programs[2].courses[0].readable_id: belongs to another program already",
        ]
    );
    assert_eq!((report.courses, report.runs), (tally(3, 0, 0, 8), tally(1, 0, 0, 7)));
    assert_eq!(report.programs, tally(2, 0, 0, 1));
    let data = load(&database).await;
    assert_eq!(count(&database, "course").await, 3);
    assert!(data.course_by_readable_id("course-v1:xPRO+R").is_some_and(|course| course.program_id.is_none()));
    let fine = data.program_by_readable_id("program-v1:xPRO+Q").expect("loaded");
    let members: Vec<&str> = data.courses_of(fine.id).map(|course| course.readable_id.as_str()).collect();
    assert_eq!(members, ["course-v1:xPRO+H", "course-v1:xPRO+G"], "a malformed copy still tells the order");
    assert_eq!(
        data.run_by_courseware_id("course-v1:xPRO+G+R1").map(|run| run.run_tag.as_str()),
        Some("R1"),
        "tag from the id"
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_refused_page_undoes_its_item_only(pool: PgPool) {
    let database = database(pool);
    let mut pages = Pages::default();
    pages.refuses = Some("course-v1:xPRO+QMx");

    let report = import(&database, COURSES, PROGRAMS, &mut pages).await;

    assert_eq!(issues(&report), ["courses[1]: no such page"]);
    assert_eq!((report.courses, report.runs), (tally(3, 0, 0, 1), tally(3, 0, 0, 1)));
    assert_eq!(load(&database).await.course_by_readable_id("course-v1:xPRO+QMx"), None);
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_no_list_stops_the_import_before_it_begins(pool: PgPool) {
    let database = database(pool);
    for (body, list) in [
        (&b"<html>"[..], "courses"),
        (b"{\"count\": 0, \"results\": []}", "courses"),
        (b"[", "courses"),
        (b"\xff", "courses"),
    ] {
        let sources = ImportSources { courses: Some(body), programs: Some(PROGRAMS) };
        let refused = import_catalog(&database, "test", editor(), sources, &mut Pages::default()).await;
        assert!(matches!(&refused, Err(ImportError::NotAList { list: named, .. }) if *named == list), "{refused:?}");
    }
    assert_eq!(count(&database, "program").await, 0);
    let nothing = import(&database, b"[]", b"[]", &mut Pages::default()).await;
    assert_eq!(nothing, ImportReport::default());
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_staff_added_survives(pool: PgPool) {
    let database = database(pool);
    let mut pages = Pages::default();
    import(&database, COURSES, PROGRAMS, &mut pages).await;
    sqlx::query("update course set external_course_id = 'V-1' where readable_id = 'course-v1:xPRO+QMx'")
        .execute(database.pool())
        .await
        .expect("a vendor's code");
    sqlx::query("update product set is_private = true").execute(database.pool()).await.expect("private products");

    let report = import(&database, COURSES, PROGRAMS, &mut pages).await;

    assert!(!report.changed_anything());
    let data = load(&database).await;
    assert_eq!(
        data.course_by_readable_id("course-v1:xPRO+QMx").map(|course| course.external_course_id.as_str()),
        Some("V-1")
    );
    assert!(data.products().iter().all(|priced| priced.product.is_private));
}
