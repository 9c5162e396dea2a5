//! What the acts write, refuse and leave alone.

use crate::support::*;
use sqlx::PgPool;
use time::macros::datetime;
use xpro_catalog::acts::*;
use xpro_catalog::model::{ProductTarget, RunDateCheck, RunDateError, RunDates};
use xpro_catalog::store;
use xpro_kernel::{CourseId, Learner, Money, Staff, UserId};

#[sqlx::test(migrations = "../../migrations")]
async fn a_course_without_position_goes_last(pool: PgPool) {
    let database = database(pool);
    let mut tx = begin(&database).await;
    let program = program(&mut tx, "program-v1:xPRO+P").await;

    let first = course(&mut tx, "course-v1:xPRO+A", Some(program.id)).await;
    let second = course(&mut tx, "course-v1:xPRO+B", Some(program.id)).await;
    let platform = own_platform(&mut tx).await;
    let fifth = course_input("course-v1:xPRO+B", platform, Membership::In(program.id, Some(5)));
    save_course(&mut tx, editor(), fifth).await.expect("a free position");
    let sixth = course_input("course-v1:xPRO+C", platform, Membership::In(program.id, Some(0)));
    let sixth = save_course(&mut tx, editor(), sixth).await.expect("zero means last").row;
    let kept = course_input("course-v1:xPRO+A", platform, Membership::In(program.id, None));
    let kept = save_course(&mut tx, editor(), kept).await.expect("it stays");

    assert_eq!((first.position_in_program, second.position_in_program), (Some(1), Some(2)));
    assert_eq!(sixth.position_in_program, Some(6));
    assert_eq!(kept.outcome, Outcome::Unchanged);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_taken_position_is_refused(pool: PgPool) {
    let database = database(pool);
    let mut tx = begin(&database).await;
    let program = program(&mut tx, "program-v1:xPRO+P").await;
    course(&mut tx, "course-v1:xPRO+A", Some(program.id)).await;
    let platform = own_platform(&mut tx).await;
    let clash = course_input("course-v1:xPRO+B", platform, Membership::In(program.id, Some(1)));
    save_course(&mut tx, editor(), clash).await.expect("checked at the end");

    let error = tx.commit().await.expect_err("two courses at position 1");

    assert_eq!(xpro_platform::db::violated_constraint(&error), Some("course_program_id_position_in_program_key"));
    assert_eq!(count(&database, "course").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn arranging_swaps_courses_and_keeps_the_others_behind(pool: PgPool) {
    let database = database(pool);
    let mut tx = begin(&database).await;
    let program = program(&mut tx, "program-v1:xPRO+P").await;
    let mut ids = Vec::new();
    for tag in ["A", "B", "C"] {
        ids.push(course(&mut tx, &format!("course-v1:xPRO+{tag}"), Some(program.id)).await.id);
    }
    tx.commit().await.expect("commits");

    let mut tx = begin(&database).await;
    let order = [ids[2], ids[0]];
    assert_eq!(arrange_program(&mut tx, editor(), program.id, &order).await.expect("its courses"), Outcome::Updated);
    assert_eq!(arrange_program(&mut tx, editor(), program.id, &order).await.expect("its courses"), Outcome::Unchanged);
    let missing = arrange_program(&mut tx, editor(), program.id, &[CourseId(9_999)]).await;
    tx.commit().await.expect("positions are unique at the end");

    assert!(matches!(missing, Err(EditError::Invalid { field: "courses", .. })), "{missing:?}");
    let data = load(&database).await;
    let arranged: Vec<(CourseId, Option<i16>)> =
        data.courses_of(program.id).map(|c| (c.id, c.position_in_program)).collect();
    assert_eq!(arranged, [(ids[2], Some(1)), (ids[0], Some(2)), (ids[1], Some(3))]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn path_ids_are_checked(pool: PgPool) {
    let database = database(pool);
    let mut tx = begin(&database).await;
    let platform = own_platform(&mut tx).await;
    for good in ["somevalue", "some-value", "some_value", "some+value", "some:value"] {
        save_program(&mut tx, editor(), program_input(good, platform)).await.expect(good);
        let course =
            save_course(&mut tx, editor(), course_input(good, platform, Membership::Alone)).await.expect(good).row;
        save_course_run(&mut tx, editor(), run_input(course.id, good, "R1"), RunDateCheck::Full).await.expect(good);
    }
    let course = course(&mut tx, "course-v1:xPRO+A", None).await;
    for bad in ["", "some value", "some/value", " somevalue", "somevalue ", "/somevalue", "somevalue/", "some.value"] {
        let program = save_program(&mut tx, editor(), program_input(bad, platform)).await;
        assert!(matches!(program, Err(EditError::Invalid { field: "readable_id", .. })), "{bad:?}");
        let saved = save_course(&mut tx, editor(), course_input(bad, platform, Membership::Alone)).await;
        assert!(matches!(saved, Err(EditError::Invalid { field: "readable_id", .. })), "{bad:?}");
        let run = save_course_run(&mut tx, editor(), run_input(course.id, bad, "R1"), RunDateCheck::Full).await;
        assert!(matches!(run, Err(EditError::Invalid { field: "courseware_id", .. })), "{bad:?}");
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn texts_that_fit_nowhere_are_refused(pool: PgPool) {
    let database = database(pool);
    let mut tx = begin(&database).await;
    let platform = own_platform(&mut tx).await;
    for title in ["", "  ", "a\0b", &"x".repeat(256)] {
        let input = ProgramInput { title: title.into(), ..program_input("program-v1:xPRO+P", platform) };
        let saved = save_program(&mut tx, editor(), input).await;
        assert!(matches!(saved, Err(EditError::Invalid { field: "title", .. })), "{title:?}");
    }
    assert!(matches!(
        ensure_topic(&mut tx, editor(), &"x".repeat(129), None).await,
        Err(EditError::Invalid { field: "topic", .. })
    ));
    assert_eq!(count(&database, "program").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn names_of_platforms_and_languages_ignore_letter_case(pool: PgPool) {
    let database = database(pool);
    let mut tx = begin(&database).await;
    let first = ensure_platform(&mut tx, editor(), "Emeritus").await.expect("a good name");
    let second = ensure_platform(&mut tx, editor(), "emeritus").await.expect("the same one");
    let greek = ensure_language(&mut tx, editor(), "UNIQUE_LANGUAGE", "el", Some(7)).await.expect("a good name");
    let again = ensure_language(&mut tx, editor(), "unique_language", "xx", Some(9)).await.expect("the same one");

    assert_eq!((first.outcome, second.outcome), (Outcome::Created, Outcome::Unchanged));
    assert_eq!(second.row.name, "Emeritus");
    assert_eq!((again.outcome, &again.row), (Outcome::Unchanged, &greek.row));
    assert!(matches!(
        ensure_language(&mut tx, editor(), "Zero", "en", Some(0)).await,
        Err(EditError::Invalid { field: "priority", .. })
    ));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_served_two_level_topic_keeps_its_whole_name_below_its_parent(pool: PgPool) {
    let database = database(pool);
    let mut tx = begin(&database).await;
    let child =
        ensure_served_topic(&mut tx, editor(), "Business:Leadership & Organizations").await.expect("a good name").row;
    let plain = ensure_served_topic(&mut tx, editor(), "Organization & Leadership").await.expect("a good name").row;
    let again = ensure_served_topic(&mut tx, editor(), "Business:Leadership & Organizations").await.expect("known");

    assert_eq!(child.name, "Business:Leadership & Organizations");
    let parent = store::topic::find_by_name(&mut tx, "Business").await.expect("answers").expect("the parent was made");
    assert_eq!((child.parent_id, parent.parent_id, plain.parent_id), (Some(parent.id), None, None));
    assert_eq!(again.outcome, Outcome::Unchanged);
}

#[sqlx::test(migrations = "../../migrations")]
async fn run_dates_are_checked_unless_bypassed(pool: PgPool) {
    let database = database(pool);
    let mut tx = begin(&database).await;
    let course = course(&mut tx, "course-v1:xPRO+A", None).await;
    let past = RunDates {
        start_date: Some(datetime!(2026-01-01 0:00 UTC)),
        end_date: Some(datetime!(2026-02-01 0:00 UTC)),
        ..RunDates::default()
    };
    let input = CourseRunInput { dates: past, ..run_input(course.id, "course-v1:xPRO+A+R1", "R1") };

    let refused = save_course_run(&mut tx, editor(), input.clone(), RunDateCheck::Full).await;
    assert!(matches!(refused, Err(EditError::Dates(RunDateError::StartOrEnrollmentEndMustBeFuture))), "{refused:?}");
    save_course_run(&mut tx, editor(), input.clone(), RunDateCheck::OrderOnly)
        .await
        .expect("imports may bring the past");
    let renamed = CourseRunInput { title: "Reading Old Rivers".into(), ..input };
    let renamed = save_course_run(&mut tx, editor(), renamed, RunDateCheck::Full).await.expect("its dates stay (D-02)");
    assert_eq!(renamed.outcome, Outcome::Updated);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_run_neither_moves_nor_shares_its_tag(pool: PgPool) {
    let database = database(pool);
    let mut tx = begin(&database).await;
    let (a, b) = (course(&mut tx, "course-v1:xPRO+A", None).await, course(&mut tx, "course-v1:xPRO+B", None).await);
    run(&mut tx, &a, "R1").await;

    let moved =
        save_course_run(&mut tx, editor(), run_input(b.id, "course-v1:xPRO+A+R1", "R1"), RunDateCheck::Full).await;
    let shared =
        save_course_run(&mut tx, editor(), run_input(a.id, "course-v1:xPRO+A+Rx", "R1"), RunDateCheck::Full).await;

    assert!(matches!(moved, Err(EditError::Invalid { field: "courseware_id", .. })), "{moved:?}");
    assert!(matches!(shared, Err(EditError::Invalid { field: "run_tag", .. })), "{shared:?}");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_price_list_grows_only_when_the_price_changes(pool: PgPool) {
    let database = database(pool);
    let mut tx = begin(&database).await;
    let course = course(&mut tx, "course-v1:xPRO+A", None).await;
    let target = ProductTarget::CourseRun(run(&mut tx, &course, "R1").await.id);
    let product = save_product(&mut tx, editor(), ProductInput { target, is_active: true, is_private: false })
        .await
        .expect("new")
        .row;
    let price = |text: &str| PriceInput { price: money(text), description: None, requires_enrollment_code: false };

    let first = set_price(&mut tx, editor(), product.id, price("10")).await.expect("a price");
    let same = set_price(&mut tx, editor(), product.id, price("10.00")).await.expect("the same");
    let second = set_price(&mut tx, editor(), product.id, price("12.50")).await.expect("another");
    let coded = PriceInput { requires_enrollment_code: true, ..price("12.50") };
    let coded = set_price(&mut tx, editor(), product.id, coded).await.expect("another rule");
    let free = set_price(&mut tx, editor(), product.id, price("0")).await.expect("free is a price");

    assert_eq!(first.outcome, Outcome::Created);
    assert_eq!((same.outcome, same.row.id), (Outcome::Unchanged, first.row.id));
    assert_eq!([second.outcome, coded.outcome, free.outcome], [Outcome::Updated; 3]);
    assert_eq!(
        (first.row.text_id.as_str(), first.row.description.as_str()),
        ("course-v1:xPRO+A+R1", "course-v1:xPRO+A+R1")
    );
    let latest = store::product::find_priced(&mut tx, product.id).await.expect("answers").expect("exists");
    assert_eq!(latest.current_price(), Some(Money::ZERO), "the newest wins, even within one instant");
    tx.commit().await.expect("commits");
    assert_eq!(count(&database, "product_version").await, 4);
}

#[sqlx::test(migrations = "../../migrations")]
async fn bad_prices_are_refused(pool: PgPool) {
    let database = database(pool);
    let mut tx = begin(&database).await;
    let program = program(&mut tx, "program-v1:xPRO+P").await;
    let target = ProductTarget::Program(program.id);
    let product = save_product(&mut tx, editor(), ProductInput { target, is_active: true, is_private: true })
        .await
        .expect("new")
        .row;
    let negative = PriceInput { price: Money::from_cents(-1), description: None, requires_enrollment_code: false };
    let undescribed = PriceInput { price: money("5"), description: Some(" ".into()), requires_enrollment_code: false };

    let negative = set_price(&mut tx, editor(), product.id, negative).await;
    let undescribed = set_price(&mut tx, editor(), product.id, undescribed).await;

    assert!(matches!(negative, Err(EditError::Invalid { field: "price", .. })), "{negative:?}");
    assert!(matches!(undescribed, Err(EditError::Invalid { field: "description", .. })), "{undescribed:?}");
    assert_eq!(store::product::find_priced(&mut tx, product.id).await.expect("answers").expect("exists").latest, None);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_product_of_nothing_is_a_conflict(pool: PgPool) {
    let database = database(pool);
    let mut tx = begin(&database).await;
    let target = ProductTarget::CourseRun(xpro_kernel::CourseRunId(404));
    let refused = save_product(&mut tx, editor(), ProductInput { target, is_active: true, is_private: false }).await;
    assert!(
        matches!(&refused, Err(EditError::Conflict { constraint }) if constraint == "product_course_run_id_fkey"),
        "{refused:?}"
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn changes_are_audited_and_announced_and_nothing_else_is(pool: PgPool) {
    let database = database(pool);
    let mut tx = begin(&database).await;
    let program = program(&mut tx, "program-v1:xPRO+P").await;
    tx.commit().await.expect("commits");
    let (entries, version) = (count(&database, "audit_entry").await, content_version(&database).await);
    assert_eq!(entries, 2, "platform and program");

    let mut tx = begin(&database).await;
    let unchanged = program_input("program-v1:xPRO+P", program.platform_id);
    let saved = save_program(&mut tx, editor(), unchanged.clone()).await.expect("the same");
    tx.commit().await.expect("commits");
    assert_eq!(saved.outcome, Outcome::Unchanged);
    assert_eq!((count(&database, "audit_entry").await, content_version(&database).await), (entries, version));

    let mut tx = begin(&database).await;
    let renamed = ProgramInput { title: "Valleys".into(), ..unchanged };
    save_program(&mut tx, editor(), renamed).await.expect("a good title");
    tx.commit().await.expect("commits");
    assert_eq!(count(&database, "audit_entry").await, entries + 1);
    assert!(content_version(&database).await > version);
    let (act, before, after): (String, serde_json::Value, serde_json::Value) =
        sqlx::query_as("select act, data_before, data_after from audit_entry order by id desc limit 1")
            .fetch_one(database.pool())
            .await
            .expect("an entry");
    assert_eq!(
        (act.as_str(), &before["title"], &after["title"]),
        ("save_program", &"Rivers".into(), &"Valleys".into())
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn complete_sets_of_runs_become_offerings(pool: PgPool) {
    let database = database(pool);
    let mut tx = begin(&database).await;
    let program = program(&mut tx, "program-v1:xPRO+P").await;
    let mut dated = Vec::new();
    for (tag, month) in [("A", time::Month::May), ("B", time::Month::July)] {
        let course = course(&mut tx, &format!("course-v1:xPRO+{tag}"), Some(program.id)).await;
        for run in 1..=3_u8 {
            // R1 fits; R2 ends before it starts; R3 exists for the first course only.
            let month = if run == 2 && tag == "B" { time::Month::April } else { month };
            let start = time::Date::from_calendar_date(2026, month, run).expect("a day").midnight().assume_utc();
            let dates = RunDates {
                start_date: Some(start),
                end_date: Some(start + time::Duration::days(5)),
                ..RunDates::default()
            };
            if run < 3 || tag == "A" {
                let id = format!("course-v1:xPRO+{tag}+R{run}");
                let input = CourseRunInput { dates, ..run_input(course.id, &id, &format!("R{run}")) };
                dated
                    .push(save_course_run(&mut tx, editor(), input, RunDateCheck::Full).await.expect("a good run").row);
            }
        }
    }

    let first = backfill_program_runs(&mut tx, editor(), program.id).await.expect("derives");
    let second = backfill_program_runs(&mut tx, editor(), program.id).await.expect("derives");

    assert_eq!(first.created.len(), 1);
    assert_eq!(first.created[0].run_tag, "R1");
    assert_eq!((first.created[0].start_date, first.created[0].end_date), (dated[0].start_date, dated[3].end_date));
    assert_eq!(first.skipped.iter().map(|skipped| skipped.run_tag.as_str()).collect::<Vec<_>>(), ["R2"]);
    assert_eq!((second.created, second.skipped), (vec![], first.skipped));
}

#[test]
fn only_staff_with_the_permission_edit() {
    let person = Learner {
        id: UserId(1),
        username: "ada".into(),
        email: "ada@example.com".parse().expect("an address"),
        name: "Ada".into(),
    };
    let staff = |is_superuser, permissions: &[&str]| Staff {
        person: person.clone(),
        is_superuser,
        permissions: permissions.iter().map(|name| (*name).to_owned()).collect(),
    };
    assert!(Editor::staff(&staff(false, &[CHANGE_CATALOG])).is_ok());
    assert!(Editor::staff(&staff(true, &[])).is_ok());
    assert_eq!(Editor::staff(&staff(false, &["orders.view"])).err(), Some(NotAllowed));
}
