//! Courses, runs, programs, products.

use super::*;
use crate::{
    testing::{Site, begin},
    trash::{DeletePage, delete_page},
    tree::{NewPage, create_page},
};
use serde_json::json;
use sqlx::PgPool;

#[sqlx::test(migrations = "../migrations")]
async fn courses_and_runs_are_made_and_keep_their_ids(pool: PgPool) {
    let mut tx = begin(&pool).await;
    Site::with_catalog(&mut tx).await;
    let admin = Site::admin(&mut tx).await;
    let own = xpro_catalog::store::platform::find_by_name(&mut tx, "xPRO").await.expect("reads").expect("there").id.0;
    let course = json!({
        "title": "New", "readable_id": "course-v1:xPRO+New", "platform": own, "program": null, "position_in_program": null,
        "live": true, "is_external": false, "external_course_id": "",
    });
    let id = make(&mut tx, &admin, RecordKind::Course, course.clone()).await.expect("made");
    assert_eq!(paths(make(&mut tx, &admin, RecordKind::Course, course).await), ["readable_id"]);
    let renamed =
        change(&mut tx, &admin, (RecordKind::Course, id), json!({ "readable_id": "course-v1:xPRO+Newer" })).await;
    assert_eq!(paths(renamed), ["readable_id"]);
    change(&mut tx, &admin, (RecordKind::Course, id), json!({ "title": "Newer" })).await.expect("changed");
    change(&mut tx, &admin, (RecordKind::Course, id), json!({ "is_external": true })).await.expect("no page minds");
    change(&mut tx, &admin, (RecordKind::Course, id), json!({ "is_external": false })).await.expect("nor now");
    let run = json!({
        "course": id, "title": "Newer R1", "courseware_id": "course-v1:xPRO+New+R1", "run_tag": "R1", "live": true,
        "start_date": "2099-01-10T00:00:00Z", "end_date": "2099-01-01T00:00:00Z",
    });
    assert_eq!(paths(make(&mut tx, &admin, RecordKind::CourseRun, run.clone()).await), ["end_date"]);
    let mut right = run;
    right["end_date"] = json!("2099-03-01T00:00:00Z");
    let run = make(&mut tx, &admin, RecordKind::CourseRun, right).await.expect("made");
    let open = open_record(&mut tx, &admin, RecordKind::Course, id).await.expect("opened");
    assert_eq!(open.table.expect("runs").rows[0].record, Some((RecordKind::CourseRun, run)));
    assert!(matches!(delete_record(&mut tx, &admin, RecordKind::Course, id).await, Err(RecordError::InUse(_))));
    delete_record(&mut tx, &admin, RecordKind::CourseRun, run).await.expect("deleted");
    delete_record(&mut tx, &admin, RecordKind::Course, id).await.expect("deleted");
}

#[sqlx::test(migrations = "../migrations")]
async fn two_courses_cannot_stand_at_one_place_of_a_program(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let admin = Site::admin(&mut tx).await;
    let own = make(&mut tx, &admin, RecordKind::Platform, json!({ "name": "xPRO" })).await.expect("made");
    let program =
        json!({ "title": "P", "readable_id": "program-v1:P", "platform": own, "live": true, "is_external": false });
    let program = make(&mut tx, &admin, RecordKind::Program, program).await.expect("made");
    let course = |id: &str| json!({ "title": id, "readable_id": id, "platform": own, "program": program, "position_in_program": 1 });
    make(&mut tx, &admin, RecordKind::Course, course("a")).await.expect("made");
    assert_eq!(paths(make(&mut tx, &admin, RecordKind::Course, course("b")).await), ["position_in_program"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn prices_only_grow(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let admin = Site::admin(&mut tx).await;
    let own = make(&mut tx, &admin, RecordKind::Platform, json!({ "name": "xPRO" })).await.expect("made");
    let program =
        json!({ "title": "P", "readable_id": "program-v1:P", "platform": own, "live": true, "is_external": false });
    let program = make(&mut tx, &admin, RecordKind::Program, program).await.expect("made");
    let kind = RecordKind::Product;
    assert_eq!(paths(make(&mut tx, &admin, kind, json!({ "is_active": true })).await), ["course_run"]);
    let product = json!({ "program": program, "is_active": true, "price": "1250.00" });
    let id = make(&mut tx, &admin, kind, product.clone()).await.expect("made");
    assert_eq!(paths(make(&mut tx, &admin, kind, product).await), ["course_run"]);
    change(&mut tx, &admin, (kind, id), json!({ "price": "1400.5" })).await.expect("changed");
    change(&mut tx, &admin, (kind, id), json!({ "is_active": false })).await.expect("changed");
    assert_eq!(paths(change(&mut tx, &admin, (kind, id), json!({ "price": null })).await), ["price"]);
    assert_eq!(paths(change(&mut tx, &admin, (kind, id), json!({ "description": "Other" })).await), ["description"]);
    assert_eq!(paths(change(&mut tx, &admin, (kind, id), json!({ "price": "-1" })).await), ["price"]);
    let open = open_record(&mut tx, &admin, kind, id).await.expect("opened");
    let prices: Vec<String> = open.table.expect("prices").rows.into_iter().map(|row| row.cells[1].clone()).collect();
    assert_eq!(prices, ["$1,400.50", "$1,250.00"]);
    assert_eq!((open.name.as_str(), &open.document["is_active"]), ("P", &json!(false)));
    assert!(matches!(delete_record(&mut tx, &admin, kind, id).await, Err(RecordError::NotFound)), "it stays for ever");
    assert!(matches!(delete_record(&mut tx, &admin, RecordKind::Program, program).await, Err(RecordError::InUse(_))));
}

#[sqlx::test(migrations = "../migrations")]
async fn who_sells_stays_as_long_as_a_page_describes_it(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::with_catalog(&mut tx).await;
    let admin = Site::admin(&mut tx).await;
    let document = Site::course_document(&mut tx, "course-v1:xPRO+AMx").await;
    let course = document.product().and_then(|product| product.course).expect("a course").0;
    let new = NewPage { parent: Some(site.root.courses), slug: None, document };
    let page = create_page(&mut tx, site.system(), new).await.expect("created");
    let flipped = change(&mut tx, &admin, (RecordKind::Course, course), json!({ "is_external": true })).await;
    assert_eq!(paths(flipped), ["is_external"]);
    change(&mut tx, &admin, (RecordKind::Course, course), json!({ "title": "Other" }))
        .await
        .expect("the rest may change");
    delete_page(&mut tx, site.system(), DeletePage { page, redirect_to: None }).await.expect("deleted");
    change(&mut tx, &admin, (RecordKind::Course, course), json!({ "is_external": true })).await.expect("nobody minds");
}
