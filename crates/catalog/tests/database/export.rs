//! The published JSON, byte by byte where it is a contract.

use crate::support::*;
use serde_json::Value;
use sqlx::PgPool;
use std::collections::HashSet;
use time::{Duration, macros::datetime};
use xpro_catalog::acts::{ProductInput, ProgramRunInput, save_product, save_program_run};
use xpro_catalog::import::PageTarget;
use xpro_catalog::model::ProductTarget;
use xpro_catalog::{CatalogData, export::Export};
use xpro_kernel::{CourseId, ProductId, ProgramId};
use xpro_platform::db::Database;

fn parse(json: &[u8]) -> Value {
    serde_json::from_slice(json).expect("JSON")
}

fn column(list: &[u8], key: &str) -> Vec<String> {
    let list = parse(list);
    list.as_array().expect("a list").iter().map(|item| item[key].as_str().unwrap_or_default().to_owned()).collect()
}

async fn imported(pool: PgPool) -> (Database, Pages, CatalogData) {
    let database = database(pool);
    let mut pages = Pages::default();
    let report = import(&database, COURSES, PROGRAMS, &mut pages).await;
    assert_eq!(report.issues, []);
    let data = load(&database).await;
    (database, pages, data)
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_course_is_written_in_the_published_order(pool: PgPool) {
    let (_, pages, data) = imported(pool).await;
    let site = site("https://courses.example");
    let course = data.course_by_readable_id("course-v1:xPRO+RIVx1").expect("imported");
    let run = data.run_by_courseware_id("course-v1:xPRO+RIVx1+R2").expect("imported");
    let product = data.product_of(ProductTarget::CourseRun(run.id)).expect("sold").product.id;

    let json = export(&data, &pages, &site, NOW).course_json(course.id).expect("listed");

    let (course, run) = (course.id, run.id);
    let expected = format!(
        concat!(
            r#"{{"url":"https://learn.example/courses/course-v1:xPRO+RIVx1/","#,
            r#""description":"<p>What a <b>river</b> tells about its valley.</p>","external_marketing_url":null,"#,
            r#""marketing_hubspot_form_id":"","thumbnail_url":"https://pictures.example/original_images/rivers.jpg","#,
            r#""time_commitment":"4 hours per week","min_weekly_hours":3,"max_weekly_hours":5,"duration":"5 weeks","#,
            r#""min_weeks":5,"max_weeks":5,"format":"Hybrid","video_url":"https://video.example/rivers.m3u8","credits":1.8,"#,
            r#""availability":"dated","prerequisites":[],"language":"English","id":{course},"title":"Reading Rivers","#,
            r#""readable_id":"course-v1:xPRO+RIVx1","courseruns":[{{"title":"Reading Rivers","#,
            r#""start_date":"2026-05-04T05:00:00Z","end_date":"2026-06-08T23:30:00Z","#,
            r#""enrollment_start":"2026-01-05T00:00:00Z","enrollment_end":"2026-05-11T23:59:00.250000Z","#,
            r#""expiration_date":null,"#,
            r#""courseware_url":"https://courses.example/courses/course-v1:xPRO+RIVx1+R2/course/","#,
            r#""courseware_id":"course-v1:xPRO+RIVx1+R2","run_tag":"R2","id":{run},"product_id":{product},"#,
            r#""instructors":[{{"name":"Ana Lúcia Prado"}},{{"name":"Tomasz Wilk"}}],"current_price":1999.99}}],"#,
            r#""next_run_id":{run},"topics":[{{"name":"Earth:Water"}},{{"name":"Fieldwork"}}],"is_external":false,"#,
            r#""platform":"xPRO"}}"#
        ),
        course = course,
        run = run,
        product = product,
    );
    assert_eq!(String::from_utf8(json).expect("UTF-8"), expected);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_program_is_written_in_the_published_order(pool: PgPool) {
    let (_, pages, data) = imported(pool).await;
    let site = site("https://courses.example");
    let program = data.program_by_readable_id("program-v1:xPRO+RIV").expect("imported");

    let json = export(&data, &pages, &site, NOW).program_json(program.id).expect("listed");

    let text = String::from_utf8(json.clone()).expect("UTF-8");
    let own = r#""language":"English","title":"Rivers and Valleys","readable_id":"program-v1:xPRO+RIV","current_price":3200.5,"id":"#;
    assert!(text.contains(own), "{text}");
    let tail = concat!(
        r#"],"start_date":"2026-05-04T05:00:00Z","end_date":"2026-10-12T23:30:00Z","enrollment_start":"2026-01-05T00:00:00Z","#,
        r#""instructors":[{"name":"Ana Lúcia Prado"},{"name":"Tomasz Wilk"}],"#,
        r#""topics":[{"name":"Earth:Water"},{"name":"Fieldwork"}],"is_external":false,"platform":"xPRO"}"#
    );
    assert!(text.ends_with(tail), "{text}");
    let json = parse(&json);
    assert_eq!(json.as_object().map(serde_json::Map::len), Some(29));
    let unsold = &json["courses"][0]["courseruns"][1];
    assert_eq!(
        (&unsold["product_id"], &unsold["current_price"]),
        (&Value::Null, &Value::Null),
        "runs without product are included"
    );
    assert_eq!(json["courses"][0].as_object().map(serde_json::Map::len), Some(25));
}

#[sqlx::test(migrations = "../../migrations")]
async fn only_open_sold_runs_are_listed_on_their_own(pool: PgPool) {
    let (database, pages, data) = imported(pool).await;
    let site = site("https://courses.example");
    let course = data.course_by_readable_id("course-v1:xPRO+RIVx1").expect("imported").id;
    let runs = |export: &Export<'_, Pages>| {
        let json = parse(&export.course_json(course).expect("listed"));
        json["courseruns"].as_array().map(Vec::len).unwrap_or_default()
    };

    assert_eq!(runs(&export(&data, &pages, &site, NOW)), 1, "R3 has no product");
    assert_eq!(runs(&export(&data, &pages, &site, datetime!(2026-01-04 0:00 UTC))), 0, "not yet open");
    assert_eq!(runs(&export(&data, &pages, &site, datetime!(2026-05-12 0:00 UTC))), 0, "closed");
    let run = data.run_by_courseware_id("course-v1:xPRO+RIVx1+R2").expect("imported").id;
    let enrolled = HashSet::from([run]);
    assert_eq!(
        runs(&Export { enrolled: Some(&enrolled), ..export(&data, &pages, &site, NOW) }),
        0,
        "hidden from who has it"
    );

    let mut tx = begin(&database).await;
    let off = ProductInput { target: ProductTarget::CourseRun(run), is_active: false, is_private: false };
    save_product(&mut tx, editor(), off).await.expect("switched off");
    tx.commit().await.expect("commits");
    let data = load(&database).await;
    assert_eq!(runs(&export(&data, &pages, &site, NOW)), 0, "its product is switched off");
    let json = parse(&export(&data, &pages, &site, NOW).course_json(course).expect("still listed"));
    assert_eq!(json["next_run_id"], run.0, "whether sold or not");
}

#[sqlx::test(migrations = "../../migrations")]
async fn lists_have_live_things_with_live_pages(pool: PgPool) {
    let (_, mut pages, data) = imported(pool).await;
    let site = site("https://courses.example");
    let id = |readable_id: &str| data.course_by_readable_id(readable_id).expect("imported").id;
    assert_eq!(
        column(&export(&data, &pages, &site, NOW).courses_json(), "title"),
        ["Reading Rivers", "Shaping Valleys", "A Course Between Runs", "Quiet Machines"],
        "courses of programs first, then by title"
    );
    assert_eq!(
        column(&export(&data, &pages, &site, NOW).programs_json(), "readable_id"),
        ["program-v1:xPRO+RIV", "program-v1:xPRO+NOP"],
        "a product that is switched off is enough to be listed"
    );

    pages.facts_mut(PageTarget::Course(id("course-v1:xPRO+RIVx1"))).live = false;
    pages.remove(PageTarget::Course(id("course-v1:xPRO+RIVx2")));
    let export = export(&data, &pages, &site, NOW);
    assert_eq!(column(&export.courses_json(), "title"), ["A Course Between Runs", "Quiet Machines"]);
    assert!(export.course_json(id("course-v1:xPRO+RIVx1")).is_none());
    assert!(export.course_json(CourseId(9_999)).is_none() && export.program_json(ProgramId(9_999)).is_none());

    let program = parse(&export.programs_json())[0].clone();
    let (unpublished, deleted) = (&program["courses"][0], &program["courses"][1]);
    assert_eq!(
        unpublished["url"], "https://learn.example/courses/course-v1:xPRO+RIVx1/",
        "a draft page still fills its fields"
    );
    assert_eq!(
        (&deleted["url"], &deleted["description"], &deleted["language"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(deleted["thumbnail_url"], "https://learn.example/static/images/mit-dome.png");
    assert_eq!((&deleted["topics"], deleted["courseruns"].as_array().map(Vec::len)), (&Value::Array(vec![]), Some(1)));
    assert_eq!(program["topics"].as_array().map(Vec::len), Some(2), "unpublished pages count for topics");
}

#[sqlx::test(migrations = "../../migrations")]
async fn all_runs_are_written_in_any_state(pool: PgPool) {
    let (_, pages, data) = imported(pool).await;
    let site = site("https://courses.example");
    let export = export(&data, &pages, &site, NOW + Duration::days(9_000));

    let list = parse(&export.course_runs_json());

    assert_eq!(list.as_array().map(Vec::len), Some(4));
    let run = data.run_by_courseware_id("course-v1:xPRO+QMx+R1").expect("imported");
    let one = parse(&export.course_run_json(run.id).expect("exists"));
    assert_eq!(
        (&one["current_price"], &one["end_date"], &one["courseware_url"]),
        (&serde_json::json!(0.0), &Value::Null, &Value::Null)
    );
    assert_eq!(one.as_object().map(serde_json::Map::len), Some(13));
    assert!(export.course_run_json(xpro_kernel::CourseRunId(9_999)).is_none());
}

#[sqlx::test(migrations = "../../migrations")]
async fn parent_topics_count_visible_courses_once(pool: PgPool) {
    let (_, pages, data) = imported(pool).await;
    let site = site("https://courses.example");
    let json = export(&data, &pages, &site, NOW).parent_course_topics_json();
    assert_eq!(
        String::from_utf8(json).expect("UTF-8"),
        r#"[{"name":"Earth","course_count":1},{"name":"Fieldwork","course_count":2}]"#
    );
    assert_eq!(export(&data, &pages, &site, NOW + Duration::days(9_000)).parent_course_topics_json(), b"[]");
}

#[sqlx::test(migrations = "../../migrations")]
async fn our_own_export_imports_as_unchanged(pool: PgPool) {
    let (database, mut pages, data) = imported(pool).await;
    let site = site("https://courses.example");
    let (courses, programs) = {
        let export = export(&data, &pages, &site, NOW);
        (export.courses_json(), export.programs_json())
    };

    let report = import(&database, &courses, &programs, &mut pages).await;

    assert_eq!(report.issues, []);
    assert_eq!(
        (report.courses.updated, report.runs.updated, report.programs.updated, report.prices.updated),
        (0, 0, 0, 0)
    );
    let again = load(&database).await;
    assert_eq!(export(&again, &pages, &site, NOW).courses_json(), courses, "a second export says the same");
    assert_eq!(export(&again, &pages, &site, NOW).programs_json(), programs);
}

#[sqlx::test(migrations = "../../migrations")]
async fn products_that_can_be_bought_are_listed(pool: PgPool) {
    let (database, pages, data) = imported(pool).await;
    let site = site("https://courses.example");
    assert_eq!(
        titles(&export(&data, &pages, &site, NOW)),
        ["Reading Rivers", "Shaping Valleys"],
        "no offering, no program; no vendor's run"
    );

    let program = data.program_by_readable_id("program-v1:xPRO+RIV").expect("imported").id;
    let mut tx = begin(&database).await;
    let offering = ProgramRunInput {
        program_id: program,
        run_tag: "R2".into(),
        start_date: Some(datetime!(2026-05-04 5:00 UTC)),
        end_date: Some(datetime!(2026-07-20 23:30 UTC)),
    };
    save_program_run(&mut tx, editor(), offering).await.expect("an offering");
    let target = ProductTarget::Program(program);
    save_product(&mut tx, editor(), ProductInput { target, is_active: true, is_private: true }).await.expect("private");
    tx.commit().await.expect("commits");
    let data = load(&database).await;

    assert_eq!(titles(&export(&data, &pages, &site, NOW)), ["Rivers and Valleys", "Reading Rivers", "Shaping Valleys"]);
    let closed = datetime!(2026-06-23 0:00 UTC);
    assert_eq!(
        titles(&export(&data, &pages, &site, closed)),
        [] as [&str; 0],
        "the second course takes nobody any more"
    );
    let over = datetime!(2026-07-21 0:00 UTC);
    assert_eq!(titles(&export(&data, &pages, &site, over)), [] as [&str; 0]);

    let product = data.product_of(target).expect("sold");
    let version = product.latest.as_ref().expect("priced").id;
    let json = export(&data, &pages, &site, NOW).product_json(product.product.id).expect("listed");
    let expected = format!(
        concat!(
            r#"{{"id":{id},"product_type":"program","is_private":true,"latest_version":{{"price":"3200.50","#,
            r#""content_title":"Rivers and Valleys","readable_id":"program-v1:xPRO+RIV","id":{version},"object_id":{program},"#,
            r#""product_id":{id},"type":"program"}},"content_object":{{"id":{program},"title":"Rivers and Valleys","#,
            r#""readable_id":"program-v1:xPRO+RIV"}}}}"#
        ),
        id = product.product.id,
        version = version.0,
        program = program,
    );
    assert_eq!(String::from_utf8(json).expect("UTF-8"), expected);
    let run = data.run_by_courseware_id("course-v1:xPRO+RIVx2+R2").expect("imported");
    let product = data.product_of(ProductTarget::CourseRun(run.id)).expect("sold").product.id;
    let json = parse(&export(&data, &pages, &site, NOW).product_json(product).expect("listed"));
    assert_eq!(json["content_object"]["course"]["title"], "Shaping Valleys");
    assert_eq!(json["content_object"]["enrollment_end"], "2026-06-22T23:59:00Z");
    assert!(export(&data, &pages, &site, NOW).product_json(ProductId(9_999)).is_none());
}

fn titles(export: &Export<'_, Pages>) -> Vec<String> {
    let list = parse(&export.products_json());
    let titles = list.as_array().expect("a list").iter();
    titles.map(|product| product["latest_version"]["content_title"].as_str().unwrap_or_default().to_owned()).collect()
}
