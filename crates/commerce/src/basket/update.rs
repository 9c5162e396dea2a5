//! Changing the basket (ecommerce.md 3.3, 3.4): refused as a whole, or done as a whole.

use super::{BasketError, BasketItem, Fault, consent::load_consents, load_item, runs::choose, view::valid_terms};
use crate::{
    checkout::sync_pending_order,
    pricing::CodeProblem,
    store::{self, basket::BasketRow},
};
use time::OffsetDateTime;
use xpro_catalog::resolve::{Courseware, ResolveError, Sellable, resolve};
use xpro_kernel::{Actor, CouponId, CourseRunId, Learner, is_plain_text};
use xpro_platform::{Subject, audit, db::Tx};

/// What to do with the item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ItemChange {
    /// Leave it.
    #[default]
    Keep,
    /// Empty the basket.
    Remove,
    /// Put this in, by number or text id; without runs the first dates are chosen, or those chosen before for the same product.
    Set {
        /// `7`, `course-v1:…` or `program-v1:…[+R1]`.
        product: String,
        /// Chosen runs.
        runs: Option<Vec<CourseRunId>>,
    },
    /// Choose dates for what is in it.
    Choose(Vec<CourseRunId>),
}

/// What to do with the code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum CodeChange {
    /// Keep it as long as it counts; otherwise take the best automatic one.
    #[default]
    Keep,
    /// Take it off; the best automatic one takes its place.
    Remove,
    /// Use this one.
    Apply(String),
}

/// A change of the basket.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BasketUpdate {
    /// The item.
    pub item: ItemChange,
    /// The code.
    pub code: CodeChange,
}

/// Changes the learner's basket, whose row is locked meanwhile. A basket that could be ordered as it is then gets its
/// pending order, if that works out (3.6).
///
/// # Errors
/// A [`Fault`] that names its field; the basket is then as it was, once the transaction is dropped.
pub async fn update_basket(tx: &mut Tx, learner: &Learner, change: BasketUpdate) -> Result<(), BasketError> {
    let before = store::basket::lock_or_insert(tx, learner.id).await?;
    if change.item == ItemChange::Remove {
        let after = BasketRow { id: before.id, product: None, program_run: None, coupon: None, runs: Vec::new() };
        return Ok(write(tx, learner, &before, &after).await?);
    }
    let now = tx.now();
    let current = match before.product {
        Some(product) => load_item(tx, learner.id, product, before.program_run, before.runs.clone(), now).await?,
        None => None,
    };
    let item = match change.item {
        ItemChange::Set { product, runs } => Some(set_item(tx, learner, &product, runs, current, now).await?),
        ItemChange::Choose(runs) => Some(choose(current.ok_or_else(Fault::empty_basket)?, runs)?),
        ItemChange::Keep | ItemChange::Remove => current,
    };
    let mut after = BasketRow { id: before.id, product: None, program_run: None, coupon: None, runs: Vec::new() };
    if let Some(item) = item {
        after.coupon = settle_code(tx, learner, &item, before.coupon, change.code, now).await?;
        load_consents(tx, learner.id, &item, after.coupon).await?;
        (after.product, after.program_run) = (Some(item.sellable.product.id), item.program_run);
        after.runs = if item.selected.is_empty() { item.auto_selection() } else { item.selected };
    }
    write(tx, learner, &before, &after).await?;
    sync_best_effort(tx, learner).await?;
    Ok(())
}

async fn write(tx: &mut Tx, learner: &Learner, before: &BasketRow, after: &BasketRow) -> Result<(), sqlx::Error> {
    store::basket::update(tx, after).await?;
    if before == after {
        return Ok(());
    }
    let document = |row: &BasketRow| serde_json::json!({ "product": row.product, "program_run": row.program_run, "coupon": row.coupon, "runs": row.runs });
    let change = audit::Change {
        act: "update_basket",
        actor: Actor::from(learner),
        subject: Subject::new("basket", after.id.0),
        before: Some(document(before)),
        after: Some(document(after)),
        note: "",
    };
    audit::record(tx, change).await
}

/// The pending order is a convenience for those who look after abandoned carts; the basket is stored without it, too.
async fn sync_best_effort(tx: &mut Tx, learner: &Learner) -> Result<(), sqlx::Error> {
    tx.savepoint().await?;
    match sync_pending_order(tx, learner).await {
        Ok(_) => Ok(()),
        Err(error) => {
            tracing::error!(%error, user = learner.id.0, "the pending order could not be written; the basket is stored without it");
            tx.rollback_to_savepoint().await
        }
    }
}

async fn find_sellable(tx: &mut Tx, product: &str) -> Result<Sellable, BasketError> {
    if !is_plain_text(product) {
        return Err(Fault::unknown_product(product).into());
    }
    resolve(tx, product).await.map_err(|error| match error {
        ResolveError::NotFound(_) => BasketError::Refused(Fault::unknown_product(product)),
        ResolveError::Internal(error) => BasketError::Internal(error),
    })
}

async fn set_item(
    tx: &mut Tx,
    learner: &Learner,
    product: &str,
    runs: Option<Vec<CourseRunId>>,
    current: Option<BasketItem>,
    now: OffsetDateTime,
) -> Result<BasketItem, BasketError> {
    let sellable = find_sellable(tx, product).await?;
    if let Courseware::Run { run, .. } = &sellable.courseware
        && (run.is_past(now) || run.enrollment_end.is_some_and(|end| end < now))
    {
        return Err(Fault::new("items", "basket.items.closed", "Enrollment for this offering has closed.").into());
    }
    if sellable.courseware.is_external() {
        return Err(Fault::new("items", "basket.items.external", "This offering is sold elsewhere.").into());
    }
    let program_run = sellable.courseware.program_run().map(|run| run.id);
    // Asking again for what is in the basket keeps the chosen dates.
    let selected = current
        .filter(|item| item.sellable.product.id == sellable.product.id)
        .map(|item| item.selected)
        .unwrap_or_default();
    let Some(mut item) = load_item(tx, learner.id, sellable.product.id, program_run, selected, now).await? else {
        return Err(Fault::unknown_product(product).into());
    };
    if let Some(runs) = runs {
        return Ok(choose(item, runs)?);
    }
    let selectable: Vec<CourseRunId> =
        item.selected.iter().copied().filter(|run| item.course_of(*run).is_some()).collect();
    item.selected = if selectable.is_empty() { item.auto_selection() } else { selectable };
    Ok(item)
}

async fn settle_code(
    tx: &mut Tx,
    learner: &Learner,
    item: &BasketItem,
    kept: Option<CouponId>,
    change: CodeChange,
    now: OffsetDateTime,
) -> Result<Option<CouponId>, BasketError> {
    let code = match change {
        CodeChange::Apply(code) if !code.trim().is_empty() => code,
        CodeChange::Keep => match kept {
            Some(kept) if valid_terms(tx, learner.id, item, &[kept], now).await?.is_some() => return Ok(Some(kept)),
            _ => return best_automatic(tx, learner, item, now).await,
        },
        CodeChange::Apply(_) | CodeChange::Remove => return best_automatic(tx, learner, item, now).await,
    };
    let unknown = || BasketError::Refused(Fault::code(&code, CodeProblem::Unknown));
    if !is_plain_text(&code) {
        return Err(unknown());
    }
    let coupon = store::coupon::find_by_code(tx, &code).await?.ok_or_else(unknown)?;
    let terms = store::coupon::list_terms(tx, &[coupon], item.sellable.product.id, learner.id).await?;
    let terms = terms.first().ok_or_else(unknown)?;
    terms.check(item.sellable.latest.requires_enrollment_code, now).map_err(|problem| Fault::code(&code, problem))?;
    Ok(Some(coupon))
}

async fn best_automatic(
    tx: &mut Tx,
    learner: &Learner,
    item: &BasketItem,
    now: OffsetDateTime,
) -> Result<Option<CouponId>, BasketError> {
    let coupons = store::coupon::list_automatic(tx, item.sellable.product.id).await?;
    let terms = valid_terms(tx, learner.id, item, &coupons, now).await?;
    Ok(terms.map(|terms| terms.coupon))
}
