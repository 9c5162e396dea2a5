//! Placing the order: the basket becomes an order, and a payment attempt with the very terms that are signed (D-25).

use super::{FormCoupon, LearnerOrderForm, fulfill, reference::reference_number, validate::check_item};
use crate::{
    basket::{BasketError, BasketItem, Fault, load_item, price_item},
    pricing::{CodeProblem, Quote, TaxRate},
    store::{self, order::NewLine},
};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use uuid::Uuid;
use xpro_catalog::model::ProductTarget;
use xpro_kernel::{Actor, CouponId, CouponVersionId, CourseRunId, Learner, Money, OrderId, ProductId, ProductVersionId, ProgramRunId};
use xpro_platform::{Subject, audit, db::Tx};

/// What a checkout knows of its request.
#[derive(Debug, Clone, Default)]
pub struct CheckoutContext {
    /// The payer's address.
    pub ip: Option<IpAddr>,
    /// Tax by the profile's country only.
    pub force_profile_country: bool,
    /// Affiliate who sent the person.
    pub affiliate: Option<String>,
    /// `dev`, `rc`, `production`: part of the reference number.
    pub environment: String,
}

/// Why no order was placed.
pub type CheckoutError = BasketError;

/// The terms an attempt was signed with; fulfillment uses these, whatever the order says by then.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FrozenTerms {
    /// Product bought.
    pub product: ProductId,
    /// Its price.
    pub version: ProductVersionId,
    /// Offering of the program.
    pub program_run: Option<ProgramRunId>,
    /// What the line is called.
    pub title: String,
    /// Text id of what is bought.
    pub text_id: String,
    /// Chosen runs.
    pub runs: Vec<CourseRunId>,
    /// Code used.
    pub coupon: Option<(CouponId, CouponVersionId, String)>,
    /// List price.
    pub list_price: Money,
    /// Taken off.
    pub discount: Money,
    /// Before tax.
    pub net: Money,
    /// Tax.
    pub tax: Money,
    /// Due.
    pub total: Money,
    /// Percent of tax.
    pub tax_percent: rust_decimal::Decimal,
    /// Name of the tax.
    pub tax_name: String,
    /// Country of the tax.
    pub tax_country: Option<String>,
}

impl FrozenTerms {
    /// The figures as they were signed; the code's own terms no longer matter.
    pub(crate) fn quote(&self) -> Quote {
        let tax_rate = TaxRate { country: self.tax_country.clone(), percent: self.tax_percent, name: self.tax_name.clone() };
        Quote { list_price: self.list_price, discount: self.discount, net: self.net, tax: self.tax, total: self.total, tax_rate, coupon: None }
    }
}

/// What happens next.
#[derive(Debug, Clone)]
pub enum StartPayment {
    /// Nothing was due; the order is fulfilled.
    Free {
        /// The order.
        order: OrderId,
        /// Text id of what was bought.
        text_id: String,
    },
    /// The payer goes to the gateway with this form.
    Gateway(Box<LearnerOrderForm>),
}

/// Places the order of the learner's basket.
///
/// # Errors
/// A [`Fault`] that names its field; nothing was changed or charged.
pub async fn start_payment(tx: &mut Tx, learner: &Learner, context: &CheckoutContext) -> Result<StartPayment, CheckoutError> {
    let basket = store::basket::lock_or_insert(tx, learner.id).await?;
    let now = tx.now();
    let Some(product) = basket.product else { return Err(Fault::new("items", "checkout.items.empty", "Your basket is empty.").into()) };
    let selected = store::basket::list_runs(tx, basket.id).await?;
    let Some(item) = load_item(tx, learner.id, product, basket.program_run, selected, now).await? else {
        return Err(Fault::new("items", "checkout.items.unavailable", "This item is no longer sold. Nothing was charged.").into());
    };
    check_item(&item, now)?;
    if let Some(coupon) = basket.coupon {
        store::coupon::lock(tx, coupon).await?;
        check_code(tx, learner, &item, coupon).await?;
    } else if item.sellable.latest.requires_enrollment_code {
        return Err(Fault::new("coupons", "checkout.coupons.required", "An enrollment code is required.").into());
    }
    let tax = store::tax::find_rate(tx, learner.id, context.ip, context.force_profile_country).await?;
    let quote = price_item(tx, learner.id, &item, basket.coupon, tax, now).await?;
    let order = upsert_order(tx, learner, context, &item, &quote).await?;
    let terms = freeze(&item, &quote);
    if quote.total.is_zero() {
        fulfill(tx, Actor::from(learner), order, &terms).await?;
        return Ok(StartPayment::Free { order, text_id: terms.text_id });
    }
    let uuid = Uuid::new_v4();
    let reference = reference_number(&context.environment, order);
    store::payment::insert_attempt(tx, order, &uuid.simple().to_string(), &reference, &terms).await?;
    note(tx, learner, order, &terms).await?;
    Ok(StartPayment::Gateway(Box::new(form(tx, learner, context, &item, &quote, order, uuid).await?)))
}

async fn check_code(tx: &mut Tx, learner: &Learner, item: &BasketItem, coupon: CouponId) -> Result<(), CheckoutError> {
    let now = tx.now();
    let terms = store::coupon::list_terms(tx, &[coupon], item.sellable.product.id, learner.id).await?;
    let problem = match terms.first() {
        Some(terms) => terms.check(item.sellable.latest.requires_enrollment_code, now).err(),
        None => Some(CodeProblem::Unknown),
    };
    match problem {
        None => Ok(()),
        Some(problem) => Err(Fault::new("coupons", "checkout.coupons.invalid", format!("The code is no longer valid for this product. {problem} Nothing was charged.")).into()),
    }
}

/// The person's open order for this product is written anew; another product is another order (3.6).
async fn upsert_order(tx: &mut Tx, learner: &Learner, context: &CheckoutContext, item: &BasketItem, quote: &Quote) -> Result<OrderId, sqlx::Error> {
    let product = item.sellable.product.id;
    let order = match store::order::lock_open(tx, learner.id, product).await? {
        Some(order) => {
            store::order::update_amounts(tx, order, quote).await?;
            order
        }
        None => store::order::insert(tx, learner.id, quote, context.affiliate.as_deref()).await?,
    };
    let line = NewLine {
        product,
        version: item.sellable.latest.id,
        program_run: item.program_run,
        title: item.sellable.courseware.title(),
        text_id: item.sellable.courseware.text_id(),
        quote,
        runs: &item.selected,
    };
    store::order::upsert_line(tx, order, &line).await?;
    match &quote.coupon {
        Some(terms) => store::coupon::upsert_redemption(tx, order, terms.coupon, terms.version).await?,
        None => store::coupon::delete_redemption(tx, order).await?,
    }
    Ok(order)
}

fn freeze(item: &BasketItem, quote: &Quote) -> FrozenTerms {
    FrozenTerms {
        product: item.sellable.product.id,
        version: item.sellable.latest.id,
        program_run: item.program_run,
        title: item.sellable.courseware.title().to_owned(),
        text_id: item.sellable.courseware.text_id().to_owned(),
        runs: item.selected.clone(),
        coupon: quote.coupon.as_ref().map(|terms| (terms.coupon, terms.version, terms.code.clone())),
        list_price: quote.list_price,
        discount: quote.discount,
        net: quote.net,
        tax: quote.tax,
        total: quote.total,
        tax_percent: quote.tax_rate.percent,
        tax_name: quote.tax_rate.name.clone(),
        tax_country: quote.tax_rate.country.clone(),
    }
}

async fn form(tx: &mut Tx, learner: &Learner, context: &CheckoutContext, item: &BasketItem, quote: &Quote, order: OrderId, transaction_uuid: Uuid) -> Result<LearnerOrderForm, sqlx::Error> {
    let coupon = match &quote.coupon {
        Some(terms) => {
            let (company, payment_transaction, payment_type) = store::coupon::find_payment_facts(tx, terms.version).await?.unwrap_or_default();
            Some(FormCoupon { code: terms.code.clone(), company, payment_transaction, payment_type })
        }
        None => None,
    };
    let target = item.sellable.product.target;
    Ok(LearnerOrderForm {
        order: order.0,
        transaction_uuid,
        amount: quote.total,
        tax_amount: quote.tax,
        username: learner.username.clone(),
        customer_ip: context.ip,
        is_program: matches!(target, ProductTarget::Program(_)),
        object_id: target.object_id(),
        text_id: item.sellable.courseware.text_id().to_owned(),
        description: item.sellable.latest.description.clone(),
        net: quote.net,
        coupon,
    })
}

async fn note(tx: &mut Tx, learner: &Learner, order: OrderId, terms: &FrozenTerms) -> Result<(), sqlx::Error> {
    let after = serde_json::json!({ "status": "created", "amount_due": terms.total, "text_id": terms.text_id, "runs": terms.runs });
    let change = audit::Change { act: "start_payment", actor: Actor::from(learner), subject: Subject::new("order", order.0), before: None, after: Some(after), note: "" };
    audit::record(tx, change).await
}
