//! The demo catalogue in the database.

use crate::support::*;
use sqlx::PgPool;
use xpro_catalog::model::ProductTarget;
use xpro_catalog::resolve::resolve;
use xpro_catalog::seed::apply_demo_catalog;

#[sqlx::test(migrations = "../../migrations")]
async fn applying_it_twice_changes_nothing_the_second_time(pool: PgPool) {
    let database = database(pool);
    let mut tx = begin(&database).await;
    let first = apply_demo_catalog(&mut tx, NOW).await.expect("applies");
    tx.commit().await.expect("commits");
    let (entries, version) = (count(&database, "audit_entry").await, content_version(&database).await);

    let mut tx = begin(&database).await;
    let second = apply_demo_catalog(&mut tx, NOW + time::Duration::hours(9)).await.expect("applies");
    tx.commit().await.expect("commits");

    assert_eq!((first.updated, first.unchanged), (0, 0));
    assert_eq!((second.created, second.updated, second.unchanged), (0, 0, first.created));
    assert_eq!((count(&database, "audit_entry").await, content_version(&database).await), (entries, version));
    assert_eq!(count(&database, "course").await, 21);
    assert_eq!(count(&database, "program").await, 3);
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_next_day_moves_dates_and_nothing_else(pool: PgPool) {
    let database = database(pool);
    let mut tx = begin(&database).await;
    apply_demo_catalog(&mut tx, NOW).await.expect("applies");
    let next = apply_demo_catalog(&mut tx, NOW + time::Duration::days(1)).await.expect("applies");
    tx.commit().await.expect("commits");

    let dated = count(&database, "course_run").await + count(&database, "program_run").await;
    assert_eq!((next.created, next.updated as i64), (0, dated));
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_demo_can_be_browsed_and_bought(pool: PgPool) {
    let database = database(pool);
    let mut tx = begin(&database).await;
    apply_demo_catalog(&mut tx, NOW).await.expect("applies");
    tx.commit().await.expect("commits");

    let data = load(&database).await;
    let systems = data.program_by_readable_id("program-v1:xPRO+SysEngx").expect("the program");
    assert_eq!(data.price_of(ProductTarget::Program(systems.id)), Some(money("2499")));
    assert_eq!(data.num_courses(systems.id), 4);
    let offering = data.soonest_future_program_run(systems.id, NOW).expect("an offering");
    assert_eq!(offering.full_readable_id(systems), "program-v1:xPRO+SysEngx+R2");
    let course = data.course_by_readable_id("course-v1:xPRO+SysEngx1").expect("the course");
    assert_eq!(data.course_price(course.id, NOW), Some(money("846")));
    let analog = data.program_by_readable_id("program-v1:xPRO+AnlgLearn").expect("the program");
    assert_eq!(data.program_price(analog.id), None);
    let mut conn = database.read().await.expect("a connection");
    let sellable = resolve(&mut conn, "program-v1:xPRO+SysEngx+R2").await.expect("it is sold");
    assert_eq!(sellable.courseware.program_run().map(|run| run.run_tag.as_str()), Some("R2"));
}
