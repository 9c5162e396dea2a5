//! Products with their price lists, which only grow (cms.md 5.2).

use super::{
    RecordError,
    courseware::{catalog_editor, taken},
    forms::ProductRecord,
    read::body,
};
use crate::access::Editor;
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::PgConnection;
use xpro_catalog::{
    acts::{PriceInput, ProductInput, save_product, set_price},
    model::{PricedProduct, ProductTarget},
    store::product,
};
use xpro_kernel::{Money, ProductId};
use xpro_platform::db::Tx;

pub(super) async fn read(conn: &mut PgConnection, id: i64) -> Result<Option<Value>, sqlx::Error> {
    Ok(product::find_priced(conn, ProductId(id)).await?.map(|row| body(&record_of(&row))))
}

fn record_of(row: &PricedProduct) -> ProductRecord {
    let (course_run, program) = match row.product.target {
        ProductTarget::CourseRun(run) => (Some(run), None),
        ProductTarget::Program(program) => (None, Some(program)),
    };
    let latest = row.latest.as_ref();
    ProductRecord {
        course_run,
        program,
        price: latest.map(|latest| latest.price.amount().to_string()),
        // The text id is what an empty description stands for.
        description: latest
            .filter(|latest| latest.description != latest.text_id)
            .map(|latest| latest.description.clone())
            .unwrap_or_default(),
        requires_enrollment_code: latest.is_some_and(|latest| latest.requires_enrollment_code),
        is_active: row.product.is_active,
        is_private: row.product.is_private,
    }
}

pub(super) async fn write(
    tx: &mut Tx,
    editor: &Editor,
    id: Option<i64>,
    record: ProductRecord,
) -> Result<i64, RecordError> {
    let target = match (record.course_run, record.program) {
        (Some(run), None) => ProductTarget::CourseRun(run),
        (None, Some(program)) => ProductTarget::Program(program),
        (None, None) => return Err(RecordError::field("course_run", "Choose a course run or a program.")),
        (Some(_), Some(_)) => {
            return Err(RecordError::field("program", "A product sells one thing: a course run or a program."));
        }
    };
    let before = product::find_priced_by_target(tx, target).await?;
    match (&before, id) {
        (Some(_), None) => return Err(taken("course_run")),
        (before, Some(id)) if before.as_ref().is_none_or(|row| row.product.id.0 != id) => {
            return Err(RecordError::field("course_run", "A product never sells something else. Make another one."));
        }
        _ => {}
    }
    let shown = before.as_ref().map(record_of);
    let catalog = catalog_editor(editor)?;
    let input = ProductInput { target, is_active: record.is_active, is_private: record.is_private };
    let id = save_product(tx, catalog, input).await?.row.id;
    let Some(price) = &record.price else {
        if shown.is_some_and(|shown| shown.price.is_some()) {
            return Err(RecordError::field("price", "A price is never taken away. Take the product off sale instead."));
        }
        return Ok(id.0);
    };
    let exact: Decimal = price.parse().map_err(|_| RecordError::field("price", "Write a number such as 1250.00."))?;
    let description = Some(record.description.trim().to_owned()).filter(|text| !text.is_empty());
    let is_described_anew = shown.as_ref().is_some_and(|shown| {
        shown.price.as_ref() == Some(price)
            && shown.requires_enrollment_code == record.requires_enrollment_code
            && shown.description.trim() != record.description.trim()
    });
    if is_described_anew {
        return Err(RecordError::field("description", "It goes with a price: write another price too."));
    }
    let input = PriceInput {
        price: Money::round(exact),
        description,
        requires_enrollment_code: record.requires_enrollment_code,
    };
    set_price(tx, catalog, id, input).await?;
    Ok(id.0)
}
