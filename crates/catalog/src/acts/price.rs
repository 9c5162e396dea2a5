//! The price list.

use super::{EditError, Editor, Saved, check, outcome::written};
use crate::model::{ProductTarget, ProductVersion};
use crate::store;
use xpro_kernel::{Money, ProductId, ProductVersionId};
use xpro_platform::{Subject, db::Tx};

/// A price as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceInput {
    /// List price in US dollars, zero allowed.
    pub price: Money,
    /// What the payment gateway shows; none takes the text id.
    pub description: Option<String>,
    /// A coupon is compulsory at checkout.
    pub requires_enrollment_code: bool,
}

/// Appends to the price list of a product when the price, or whether a code is required, differs from the newest entry.
/// The entry carries the text id of what is sold.
///
/// # Errors
/// When there is no such product, the price is negative or the description empty.
pub async fn set_price(
    tx: &mut Tx,
    editor: Editor<'_>,
    product: ProductId,
    input: PriceInput,
) -> Result<Saved<ProductVersion>, EditError> {
    if input.price < Money::ZERO {
        return Err(EditError::invalid("price", "must not be negative"));
    }
    if let Some(description) = &input.description {
        check::line("description", description, 1_000)?;
    }
    let priced =
        store::product::find_priced(tx, product).await?.ok_or(EditError::invalid("product", "does not exist"))?;
    let target = priced.product.target;
    // Read again under the lock: of two editors who set the same price, one appends.
    store::product::lock_by_target(tx, target).await?;
    let before = store::product::find_priced(tx, product).await?.and_then(|priced| priced.latest);
    if let Some(latest) = &before
        && latest.price == input.price
        && latest.requires_enrollment_code == input.requires_enrollment_code
    {
        return Ok(Saved::unchanged(latest.clone()));
    }
    let text_id = text_id_of(tx, target).await?;
    let now = tx.now();
    let mut version = ProductVersion {
        id: ProductVersionId(0),
        product_id: product,
        price: input.price,
        description: input.description.unwrap_or_else(|| text_id.clone()),
        text_id,
        requires_enrollment_code: input.requires_enrollment_code,
        // The newest entry is the price: never older than the one it replaces, whatever the clock did.
        created_at: before.as_ref().map_or(now, |latest| latest.created_at.max(now)),
    };
    version.id = store::product::insert_version(tx, &version).await?;
    let subject = Subject::new("product", product.0);
    Ok(written(tx, editor, "set_price", subject, before.as_ref(), version).await?)
}

async fn text_id_of(tx: &mut Tx, target: ProductTarget) -> Result<String, EditError> {
    let text_id = match target {
        ProductTarget::CourseRun(id) => store::course_run::find(tx, id).await?.map(|run| run.courseware_id),
        ProductTarget::Program(id) => store::program::find(tx, id).await?.map(|program| program.readable_id),
    };
    text_id.ok_or(EditError::invalid("product", "sells nothing that exists"))
}
