//! What text ids and numbers name.

use crate::support::*;
use sqlx::{PgConnection, PgPool};
use xpro_catalog::acts::{PriceInput, ProductInput, ProgramRunInput, save_product, save_program_run, set_price};
use xpro_catalog::model::ProductTarget;
use xpro_catalog::resolve::{NotFound, ResolveError, Sellable, resolve, resolve_courseware};
use xpro_kernel::ProductId;
use xpro_platform::db::Tx;

async fn sell(tx: &mut Tx, target: ProductTarget, price: &str) -> ProductId {
    let product = save_product(tx, editor(), ProductInput { target, is_active: true, is_private: false })
        .await
        .expect("a product")
        .row;
    let price = PriceInput { price: money(price), description: None, requires_enrollment_code: false };
    set_price(tx, editor(), product.id, price).await.expect("a price");
    product.id
}

async fn offer(tx: &mut Tx, program_id: xpro_kernel::ProgramId, tag: &str) {
    let input = ProgramRunInput { program_id, run_tag: tag.into(), start_date: None, end_date: None };
    save_program_run(tx, editor(), input).await.expect("an offering");
}

async fn found(conn: &mut PgConnection, text: &str) -> Sellable {
    resolve(conn, text).await.unwrap_or_else(|error| panic!("{text}: {error}"))
}

async fn missing(conn: &mut PgConnection, text: &str) -> NotFound {
    match resolve(conn, text).await {
        Err(ResolveError::NotFound(missing)) => missing,
        other => panic!("{text}: {other:?}"),
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn numbers_and_text_ids_name_what_they_sell(pool: PgPool) {
    let database = database(pool);
    let mut tx = begin(&database).await;
    let course = course(&mut tx, "course-v1:xPRO+A", None).await;
    let run = run(&mut tx, &course, "R1").await;
    let product = sell(&mut tx, ProductTarget::CourseRun(run.id), "846").await;

    for text in [product.0.to_string().as_str(), "course-v1:xPRO+A+R1", "course-v1:xPRO A R1"] {
        let sellable = found(&mut tx, text).await;
        assert_eq!((sellable.product.id, sellable.latest.price), (product, money("846")), "{text}");
        assert_eq!(sellable.courseware.title(), "Reading Rivers");
        assert_eq!(sellable.courseware.text_id(), "course-v1:xPRO+A+R1");
        assert_eq!(sellable.courseware.program_run(), None);
        assert!(!sellable.courseware.is_external());
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_run_tag_names_an_offering_or_is_part_of_the_id(pool: PgPool) {
    let database = database(pool);
    let mut tx = begin(&database).await;
    let program = program(&mut tx, "program-v1:xPRO+P").await;
    let tagged = crate::support::program(&mut tx, "program-v1:xPRO+Q+R1").await;
    offer(&mut tx, program.id, "R24").await;
    sell(&mut tx, ProductTarget::Program(program.id), "2499").await;
    sell(&mut tx, ProductTarget::Program(tagged.id), "100").await;

    let offered = found(&mut tx, "program-v1:xPRO P R24").await.courseware;
    assert_eq!(offered.program_run().map(|run| run.run_tag.as_str()), Some("R24"));
    assert_eq!(offered.target(), ProductTarget::Program(program.id));
    let plain = found(&mut tx, "program-v1:xPRO+P").await.courseware;
    assert_eq!((plain.target(), plain.program_run()), (ProductTarget::Program(program.id), None));
    let whole = found(&mut tx, "program-v1:xPRO+Q+R1").await.courseware;
    assert_eq!((whole.target(), whole.program_run()), (ProductTarget::Program(tagged.id), None));
    assert_eq!(missing(&mut tx, "program-v1:xPRO+P+R9").await, NotFound::Program);
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_not_there_is_not_found_by_kind(pool: PgPool) {
    let database = database(pool);
    let mut tx = begin(&database).await;
    assert_eq!(missing(&mut tx, "program-v1:xPRO+Missing+R9").await, NotFound::Program);
    assert_eq!(missing(&mut tx, "course-v1:xPRO+Missing+R9").await, NotFound::Run);
    for text in ["", "x", "1e9", "-1", "a\0b", "%2B"] {
        assert_eq!(missing(&mut tx, text).await, NotFound::Run, "{text:?}");
    }
    for text in ["4711", "99999999999999999999999999"] {
        assert_eq!(missing(&mut tx, text).await, NotFound::Product, "{text}");
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn only_active_products_with_a_price_are_sold_but_courseware_stays_known(pool: PgPool) {
    let database = database(pool);
    let mut tx = begin(&database).await;
    let course = course(&mut tx, "course-v1:xPRO+A", None).await;
    let (unsold, unpriced, inactive) =
        (run(&mut tx, &course, "R1").await, run(&mut tx, &course, "R2").await, run(&mut tx, &course, "R3").await);
    let target = ProductTarget::CourseRun(unpriced.id);
    save_product(&mut tx, editor(), ProductInput { target, is_active: true, is_private: false })
        .await
        .expect("a product");
    let target = ProductTarget::CourseRun(inactive.id);
    let product = sell(&mut tx, target, "10").await;
    save_product(&mut tx, editor(), ProductInput { target, is_active: false, is_private: false })
        .await
        .expect("switched off");

    for run in [&unsold, &unpriced, &inactive] {
        assert_eq!(missing(&mut tx, &run.courseware_id).await, NotFound::Product, "{}", run.run_tag);
        let courseware = resolve_courseware(&mut tx, &run.courseware_id).await.expect("refunds still find it");
        assert_eq!(courseware.target(), ProductTarget::CourseRun(run.id));
    }
    assert_eq!(missing(&mut tx, &product.0.to_string()).await, NotFound::Product);
}
