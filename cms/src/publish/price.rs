//! Prices that pages set when they go live (cms.md 5.7).

use crate::{
    document::PageDocument,
    store::{self, revision::RevisionRow},
    tree::{Author, described},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::PgConnection;
use xpro_catalog::{
    acts::{EditError, Editor as CatalogEditor, PriceInput, ProductInput, save_product, set_price},
    model::ProductTarget,
};
use xpro_kernel::{CourseRunId, Money, PageId, ProductId, ProgramId, System};
use xpro_platform::{Subject, audit, db::Tx};

/// A price that takes effect when the revision that it is kept with goes live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceIntent {
    /// A run of the page's course, or the page's program.
    pub target: ProductTarget,
    /// Zero or more.
    pub price: Money,
}

/// What a save does to the intended price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PriceChange {
    /// Stays what it was.
    #[default]
    Keep,
    /// No price will be set.
    Clear,
    /// This one will.
    Set(PriceIntent),
}

/// As stored.
#[derive(Serialize, Deserialize)]
struct Stored {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    course_run: Option<CourseRunId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    program: Option<ProgramId>,
    price: Decimal,
}

impl PriceIntent {
    /// As a revision keeps it.
    pub fn to_value(self) -> Value {
        let (course_run, program) = match self.target {
            ProductTarget::CourseRun(run) => (Some(run), None),
            ProductTarget::Program(program) => (None, Some(program)),
        };
        serde_json::json!(Stored { course_run, program, price: self.price.amount() })
    }

    /// What a revision keeps; none when it is not that.
    pub fn from_value(value: &Value) -> Option<Self> {
        let stored = Stored::deserialize(value).ok()?;
        let target = match (stored.course_run, stored.program) {
            (Some(run), _) => ProductTarget::CourseRun(run),
            (None, Some(program)) => ProductTarget::Program(program),
            (None, None) => return None,
        };
        Some(PriceIntent { target, price: Money::round(stored.price) })
    }
}

/// Why a price is not set.
#[derive(Debug)]
pub(crate) enum PriceError {
    /// For the editor.
    Refused(String),
    /// The database refused.
    Internal(sqlx::Error),
}

impl From<sqlx::Error> for PriceError {
    fn from(error: sqlx::Error) -> Self {
        PriceError::Internal(error)
    }
}

/// Whether the page may set this price: it is about what the page describes.
pub(super) async fn check_target(
    conn: &mut PgConnection,
    document: &PageDocument,
    intent: &PriceIntent,
) -> Result<(), PriceError> {
    if intent.price < Money::ZERO {
        return Err(PriceError::Refused("The price must not be negative.".to_owned()));
    }
    let (course, program) = described(document);
    let fits = match intent.target {
        ProductTarget::CourseRun(run) => {
            let run = xpro_catalog::store::course_run::find(conn, run).await?;
            course.is_some() && run.map(|run| run.course_id) == course
        }
        ProductTarget::Program(wanted) => program == Some(wanted),
    };
    if fits {
        Ok(())
    } else {
        Err(PriceError::Refused("Choose a run of this page's course, or its program.".to_owned()))
    }
}

/// Sets the price that a revision keeps, once: a product is made when there is none, an inactive one is used as it is, and
/// an entry is appended to the price list when the price differs.
pub(super) async fn apply(
    tx: &mut Tx,
    author: Author<'_>,
    page: PageId,
    revision: &RevisionRow,
    document: &PageDocument,
) -> Result<(), PriceError> {
    let Some(intent) = revision.price_intent.as_ref().filter(|_| revision.price_applied_at.is_none()) else {
        return Ok(());
    };
    let intent = PriceIntent::from_value(intent)
        .ok_or_else(|| PriceError::Refused("The stored price cannot be read.".to_owned()))?;
    check_target(tx, document, &intent).await?;
    // The right to publish the page is the right to its price; the page's history names the person.
    let Priced { product, is_active, before } = set_target_price(tx, "publish_page", intent).await?;
    let now = tx.now();
    store::revision::set_price_applied(tx, revision.id, now).await?;
    let note = if is_active { "" } else { "The product is not active: nobody can buy at this price yet." };
    let change = audit::Change {
        act: "set_page_price",
        actor: author.into(),
        subject: Subject::new("page", page.0),
        before: before.map(|price| serde_json::json!({ "price": price.amount() })),
        after: Some(serde_json::json!({ "price": intent.price.amount(), "product": product, "revision": revision.id })),
        note,
    };
    Ok(audit::record(tx, change).await?)
}

/// What came of setting a price.
pub(crate) struct Priced {
    /// What sells it.
    pub product: ProductId,
    /// It can be bought.
    pub is_active: bool,
    /// What it cost.
    pub before: Option<Money>,
}

/// Sets the price of a run or program: a product is made when there is none, and an entry is appended to its price list
/// when the price differs. Who may is the caller's to ask.
pub(crate) async fn set_target_price(
    tx: &mut Tx,
    act: &'static str,
    intent: PriceIntent,
) -> Result<Priced, PriceError> {
    let editor = CatalogEditor::from(System(act));
    let priced = xpro_catalog::store::product::find_priced_by_target(tx, intent.target).await?;
    let (product, is_active) = match &priced {
        Some(priced) => (priced.product.id, priced.product.is_active),
        None => {
            let input = ProductInput { target: intent.target, is_active: true, is_private: false };
            (save_product(tx, editor, input).await.map_err(refused)?.row.id, true)
        }
    };
    let before = priced.and_then(|priced| priced.latest);
    let input = PriceInput {
        price: intent.price,
        description: None,
        requires_enrollment_code: before.as_ref().is_some_and(|version| version.requires_enrollment_code),
    };
    set_price(tx, editor, product, input).await.map_err(refused)?;
    Ok(Priced { product, is_active, before: before.map(|version| version.price) })
}

fn refused(error: EditError) -> PriceError {
    match error {
        EditError::Internal(error) => PriceError::Internal(error),
        other => PriceError::Refused(other.to_string()),
    }
}
