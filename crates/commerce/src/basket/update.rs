//! Changing the basket (ecommerce.md 3.3, 3.4): refused as a whole, or done as a whole.

use super::{BasketError, BasketItem, Fault, load_item, view::valid_terms};
use crate::{pricing::CodeProblem, store};
use time::OffsetDateTime;
use xpro_catalog::resolve::{Courseware, ResolveError, resolve};
use xpro_kernel::{CouponId, CourseRunId, Learner, ProgramRunId};
use xpro_platform::db::Tx;

/// What to do with the item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ItemChange {
    /// Leave it.
    #[default]
    Keep,
    /// Empty the basket.
    Remove,
    /// Put this in, by number or text id; without runs the first dates are chosen.
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

/// Changes the learner's basket, whose row is locked meanwhile.
///
/// # Errors
/// A [`Fault`] that names its field; the basket is then as it was, once the transaction is dropped.
pub async fn update_basket(tx: &mut Tx, learner: &Learner, change: BasketUpdate) -> Result<(), BasketError> {
    let mut basket = store::basket::lock_or_insert(tx, learner.id).await?;
    if change.item == ItemChange::Remove {
        (basket.product, basket.program_run, basket.coupon) = (None, None, None);
        store::basket::replace_runs(tx, basket.id, &[]).await?;
        return Ok(store::basket::update(tx, &basket).await?);
    }
    let now = tx.now();
    let kept = store::basket::list_runs(tx, basket.id).await?;
    let current = match basket.product {
        Some(product) => load_item(tx, learner.id, product, basket.program_run, kept, now).await?,
        None => None,
    };
    let item = match change.item {
        ItemChange::Set { product, runs } => Some(set_item(tx, learner, &product, runs, current, now).await?),
        ItemChange::Choose(runs) => Some(choose(current.ok_or_else(|| Fault::new("items", "checkout.items.empty", "Your basket is empty."))?, runs)?),
        ItemChange::Keep | ItemChange::Remove => current,
    };
    basket.coupon = match &item {
        Some(item) => settle_code(tx, learner, item, basket.coupon, change.code, now).await?,
        None => None,
    };
    basket.product = item.as_ref().map(|item| item.sellable.product.id);
    basket.program_run = item.as_ref().and_then(|item| item.program_run);
    let selected = item.map(|item| item.selected).unwrap_or_default();
    store::basket::replace_runs(tx, basket.id, &selected).await?;
    Ok(store::basket::update(tx, &basket).await?)
}

async fn set_item(tx: &mut Tx, learner: &Learner, product: &str, runs: Option<Vec<CourseRunId>>, current: Option<BasketItem>, now: OffsetDateTime) -> Result<BasketItem, BasketError> {
    let sellable = resolve(tx, product).await.map_err(|error| match error {
        ResolveError::NotFound(_) => BasketError::Refused(Fault::unknown_product(product)),
        ResolveError::Internal(error) => BasketError::Internal(error),
    })?;
    if sellable.courseware.is_external() {
        return Err(Fault::new("items", "basket.items.external", "This offering is sold elsewhere.").into());
    }
    if let Courseware::Run { run, .. } = &sellable.courseware
        && (run.is_past(now) || run.enrollment_end.is_some_and(|end| end < now))
    {
        return Err(Fault::new("items", "basket.items.closed", "Enrollment for this offering has closed.").into());
    }
    let program_run: Option<ProgramRunId> = sellable.courseware.program_run().map(|run| run.id);
    // Asking again for what is in the basket keeps the chosen dates.
    let selected = current.filter(|item| item.sellable.product.id == sellable.product.id).map(|item| item.selected).unwrap_or_default();
    let Some(mut item) = load_item(tx, learner.id, sellable.product.id, program_run, selected, now).await? else {
        return Err(Fault::unknown_product(product).into());
    };
    if let Some(runs) = runs {
        return Ok(choose(item, runs)?);
    }
    item.selected.retain(|run| item.courses.iter().any(|course| course.runs.iter().any(|choice| choice.id == *run)));
    if item.selected.is_empty() {
        item.selected = item.auto_selection();
    }
    Ok(item)
}

/// Takes these dates, if each belongs to the item and no course has two. A run that is not among the choices is closed,
/// foreign, or the person's already.
fn choose(mut item: BasketItem, runs: Vec<CourseRunId>) -> Result<BasketItem, Fault> {
    let mut courses = Vec::with_capacity(runs.len());
    for run in &runs {
        let course = item.course_of(*run).ok_or_else(|| Fault::new("runs", "basket.runs.foreign", "A selected date does not belong to this product, has closed, or is already among your enrollments."))?;
        if courses.contains(&course) {
            return Err(Fault::new("runs", "basket.runs.duplicate", "Choose only one date per course."));
        }
        courses.push(course);
    }
    if runs.is_empty() {
        item.selected = item.auto_selection();
    } else {
        item.selected = runs;
    }
    Ok(item)
}

async fn settle_code(tx: &mut Tx, learner: &Learner, item: &BasketItem, kept: Option<CouponId>, change: CodeChange, now: OffsetDateTime) -> Result<Option<CouponId>, BasketError> {
    let code = match change {
        CodeChange::Apply(code) if !code.trim().is_empty() => code,
        CodeChange::Keep => match kept {
            Some(kept) if valid_terms(tx, learner.id, item, &[kept], now).await?.is_some() => return Ok(Some(kept)),
            _ => return best_automatic(tx, learner, item, now).await,
        },
        CodeChange::Apply(_) | CodeChange::Remove => return best_automatic(tx, learner, item, now).await,
    };
    let Some(coupon) = store::coupon::find_by_code(tx, &code).await? else { return Err(Fault::code(&code, CodeProblem::Unknown).into()) };
    let latest = &item.sellable.latest;
    let terms = store::coupon::list_terms(tx, &[coupon], item.sellable.product.id, learner.id).await?;
    let Some(terms) = terms.first() else { return Err(Fault::code(&code, CodeProblem::Unknown).into()) };
    terms.check(latest.requires_enrollment_code, now).map_err(|problem| Fault::code(&code, problem))?;
    Ok(Some(coupon))
}

async fn best_automatic(tx: &mut Tx, learner: &Learner, item: &BasketItem, now: OffsetDateTime) -> Result<Option<CouponId>, BasketError> {
    let coupons = store::coupon::list_automatic(tx, item.sellable.product.id).await?;
    let terms = valid_terms(tx, learner.id, item, &coupons, now).await?;
    Ok(terms.filter(|terms| terms.automatic).map(|terms| terms.coupon))
}
