//! `product` and its price list, `product_version`.

use crate::model::{PricedProduct, Product, ProductTarget, ProductVersion};
use rust_decimal::Decimal;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{CourseRunId, Money, ProductId, ProductVersionId, ProgramId};

/// A product beside the newest entry of its price list, as the statements below return it.
struct PricedRow {
    id: ProductId,
    course_run_id: Option<CourseRunId>,
    program_id: Option<ProgramId>,
    is_active: bool,
    is_private: bool,
    version_id: Option<ProductVersionId>,
    price: Option<Decimal>,
    description: Option<String>,
    text_id: Option<String>,
    requires_enrollment_code: Option<bool>,
    created_at: Option<OffsetDateTime>,
}

impl From<PricedRow> for PricedProduct {
    fn from(row: PricedRow) -> Self {
        PricedProduct { product: row.product(), latest: row.latest() }
    }
}

impl PricedRow {
    fn product(&self) -> Product {
        let target = match (self.course_run_id, self.program_id) {
            (Some(run), _) => ProductTarget::CourseRun(run),
            (None, Some(program)) => ProductTarget::Program(program),
            (None, None) => unreachable!("the constraint product_sells_one_thing forbids it"),
        };
        Product { id: self.id, target, is_active: self.is_active, is_private: self.is_private }
    }

    fn latest(self) -> Option<ProductVersion> {
        Some(ProductVersion {
            id: self.version_id?,
            product_id: self.id,
            price: Money::round(self.price?),
            description: self.description?,
            text_id: self.text_id?,
            requires_enrollment_code: self.requires_enrollment_code?,
            created_at: self.created_at?,
        })
    }
}

/// All products, active or not, by key.
///
/// # Errors
/// When the database refuses.
pub async fn list_priced(conn: &mut PgConnection) -> Result<Vec<PricedProduct>, sqlx::Error> {
    let rows = sqlx::query_as!(
        PricedRow,
        r#"select p.id as "id: ProductId", p.course_run_id as "course_run_id: CourseRunId", p.program_id as "program_id: ProgramId",
                  p.is_active, p.is_private, v.id as "version_id?: ProductVersionId", v.price as "price?: Decimal",
                  v.description as "description?", v.text_id as "text_id?", v.requires_enrollment_code as "requires_enrollment_code?",
                  v.created_at as "created_at?"
           from product p
           left join lateral (select * from product_version where product_id = p.id order by created_at desc, id desc limit 1) v on true
           order by p.id"#,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(PricedProduct::from).collect())
}

/// These products, active or not, by key; unknown keys are left out.
///
/// # Errors
/// When the database refuses.
pub async fn list_priced_by_ids(conn: &mut PgConnection, ids: &[ProductId]) -> Result<Vec<PricedProduct>, sqlx::Error> {
    let rows = sqlx::query_as!(
        PricedRow,
        r#"select p.id as "id: ProductId", p.course_run_id as "course_run_id: CourseRunId", p.program_id as "program_id: ProgramId",
                  p.is_active, p.is_private, v.id as "version_id?: ProductVersionId", v.price as "price?: Decimal",
                  v.description as "description?", v.text_id as "text_id?", v.requires_enrollment_code as "requires_enrollment_code?",
                  v.created_at as "created_at?"
           from product p
           left join lateral (select * from product_version where product_id = p.id order by created_at desc, id desc limit 1) v on true
           where p.id = any($1) order by p.id"#,
        &ids.iter().map(|id| id.0).collect::<Vec<i64>>(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(PricedProduct::from).collect())
}

/// A product by key, active or not.
///
/// # Errors
/// When the database refuses.
pub async fn find_priced(conn: &mut PgConnection, id: ProductId) -> Result<Option<PricedProduct>, sqlx::Error> {
    let rows = sqlx::query_as!(
        PricedRow,
        r#"select p.id as "id: ProductId", p.course_run_id as "course_run_id: CourseRunId", p.program_id as "program_id: ProgramId",
                  p.is_active, p.is_private, v.id as "version_id?: ProductVersionId", v.price as "price?: Decimal",
                  v.description as "description?", v.text_id as "text_id?", v.requires_enrollment_code as "requires_enrollment_code?",
                  v.created_at as "created_at?"
           from product p
           left join lateral (select * from product_version where product_id = p.id order by created_at desc, id desc limit 1) v on true
           where p.id = $1"#,
        id as ProductId,
    )
    .fetch_optional(conn)
    .await?;
    Ok(rows.map(PricedProduct::from))
}

/// What sells this run or program, active or not.
///
/// # Errors
/// When the database refuses.
pub async fn find_priced_by_target(
    conn: &mut PgConnection,
    target: ProductTarget,
) -> Result<Option<PricedProduct>, sqlx::Error> {
    let (run, program) = columns(target);
    let rows = sqlx::query_as!(
        PricedRow,
        r#"select p.id as "id: ProductId", p.course_run_id as "course_run_id: CourseRunId", p.program_id as "program_id: ProgramId",
                  p.is_active, p.is_private, v.id as "version_id?: ProductVersionId", v.price as "price?: Decimal",
                  v.description as "description?", v.text_id as "text_id?", v.requires_enrollment_code as "requires_enrollment_code?",
                  v.created_at as "created_at?"
           from product p
           left join lateral (select * from product_version where product_id = p.id order by created_at desc, id desc limit 1) v on true
           where p.course_run_id = $1 or p.program_id = $2"#,
        run as Option<CourseRunId>,
        program as Option<ProgramId>,
    )
    .fetch_optional(conn)
    .await?;
    Ok(rows.map(PricedProduct::from))
}

fn columns(target: ProductTarget) -> (Option<CourseRunId>, Option<ProgramId>) {
    match target {
        ProductTarget::CourseRun(id) => (Some(id), None),
        ProductTarget::Program(id) => (None, Some(id)),
    }
}

/// One entry of a price list.
///
/// # Errors
/// When the database refuses.
pub async fn find_version(
    conn: &mut PgConnection,
    id: ProductVersionId,
) -> Result<Option<ProductVersion>, sqlx::Error> {
    sqlx::query_as!(
        ProductVersion,
        r#"select id as "id: ProductVersionId", product_id as "product_id: ProductId", price, description, text_id,
                  requires_enrollment_code, created_at
           from product_version where id = $1"#,
        id as ProductVersionId,
    )
    .fetch_optional(conn)
    .await
}

/// Locks the product that sells this; false when nothing does.
pub(crate) async fn lock_by_target(conn: &mut PgConnection, target: ProductTarget) -> Result<bool, sqlx::Error> {
    let (run, program) = columns(target);
    let found = sqlx::query_scalar!(
        "select 1 from product where course_run_id = $1 or program_id = $2 for update",
        run as Option<CourseRunId>,
        program as Option<ProgramId>,
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.is_some())
}

/// None when something sells this already. `product.id` is not looked at.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    product: &Product,
    now: OffsetDateTime,
) -> Result<Option<ProductId>, sqlx::Error> {
    let (run, program) = columns(product.target);
    sqlx::query_scalar!(
        r#"insert into product (course_run_id, program_id, is_active, is_private, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $5)
           on conflict do nothing returning id as "id: ProductId""#,
        run as Option<CourseRunId>,
        program as Option<ProgramId>,
        product.is_active,
        product.is_private,
        now,
    )
    .fetch_optional(conn)
    .await
}

/// Writes the two flags.
pub(crate) async fn update(conn: &mut PgConnection, product: &Product, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update product set is_active = $2, is_private = $3, updated_at = $4 where id = $1",
        product.id as ProductId,
        product.is_active,
        product.is_private,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Appends to the price list. `version.id` is not looked at.
pub(crate) async fn insert_version(
    conn: &mut PgConnection,
    version: &ProductVersion,
) -> Result<ProductVersionId, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into product_version (product_id, price, description, text_id, requires_enrollment_code, created_at)
           values ($1, $2, $3, $4, $5, $6) returning id as "id: ProductVersionId""#,
        version.product_id as ProductId,
        version.price.amount(),
        version.description,
        version.text_id,
        version.requires_enrollment_code,
        version.created_at,
    )
    .fetch_one(conn)
    .await
}

/// The active products of these runs.
///
/// # Errors
/// When the database refuses.
pub async fn list_active_of_runs(conn: &mut PgConnection, runs: &[CourseRunId]) -> Result<Vec<Product>, sqlx::Error> {
    let ids: Vec<i64> = runs.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select id as "id: ProductId", course_run_id as "run!: CourseRunId", is_active, is_private from product
           where course_run_id = any($1) and is_active"#,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Product {
            id: row.id,
            target: ProductTarget::CourseRun(row.run),
            is_active: row.is_active,
            is_private: row.is_private,
        })
        .collect())
}
