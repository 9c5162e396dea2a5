//! Making a run or program sellable.

use super::{EditError, Editor, Saved, outcome::written};
use crate::model::{Product, ProductTarget};
use crate::store;
use xpro_kernel::ProductId;
use xpro_platform::{Subject, db::Tx};

/// A product as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProductInput {
    /// What it sells; names the row.
    pub target: ProductTarget,
    /// Whether it can be bought.
    pub is_active: bool,
    /// Hidden from the bulk order form.
    pub is_private: bool,
}

/// Creates the product of this run or program or brings it up to date. It has no price until [`super::set_price`].
///
/// # Errors
/// [`EditError::Conflict`] when the run or program does not exist.
pub async fn save_product(tx: &mut Tx, editor: Editor<'_>, input: ProductInput) -> Result<Saved<Product>, EditError> {
    store::product::lock_by_target(tx, input.target).await?;
    let before = store::product::find_priced_by_target(tx, input.target).await?.map(|priced| priced.product);
    let mut product = Product {
        id: before.as_ref().map_or(ProductId(0), |before| before.id),
        target: input.target,
        is_active: input.is_active,
        is_private: input.is_private,
    };
    if before.as_ref() == Some(&product) {
        return Ok(Saved::unchanged(product));
    }
    let now = tx.now();
    if before.is_some() {
        store::product::update(tx, &product, now).await?;
    } else {
        product.id = store::product::insert(tx, &product, now)
            .await?
            .ok_or(EditError::invalid("target", "was put on sale by somebody else just now"))?;
    }
    let subject = Subject::new("product", product.id.0);
    Ok(written(tx, editor, "save_product", subject, before.as_ref(), product).await?)
}
