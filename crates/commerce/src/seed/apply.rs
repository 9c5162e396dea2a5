//! Writing the demo into the database.

use super::{
    codes,
    orders::{self, Ending},
};
use crate::{
    checkout::{FrozenTerms, GATEWAY_REVIEW, reference_number},
    pricing::CouponTerms,
    receipt::PaymentFacts,
    store::{
        self,
        demo::{DatedOrder, DatedReceipt, DemoBuyer, DemoOffering},
    },
};
use std::collections::{HashMap, HashSet};
use time::{Duration, OffsetDateTime};
use xpro_kernel::{Actor, OrderId, UserId};
use xpro_platform::{Subject, audit, db::Tx};

/// What seeding did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DemoCommerce {
    /// Batches of codes that are new.
    pub batches: usize,
    /// Orders that are new.
    pub orders: usize,
    /// Those among them that are fulfilled: somebody has to open their enrollments.
    pub fulfilled: Vec<OrderId>,
}

/// Makes the demo's codes and orders that are missing; run it after the demo people and the demo catalogue. Doing it
/// again changes nothing. Never call it in production: the codes are published.
///
/// # Errors
/// When the database refuses.
pub async fn apply_demo_commerce(
    tx: &mut Tx,
    environment: &str,
    now: OffsetDateTime,
) -> Result<DemoCommerce, sqlx::Error> {
    store::demo::insert_places(tx).await?;
    let company = store::demo::upsert_company(tx, codes::COMPANY, now).await?;
    store::demo::insert_agreement(tx, company, codes::AGREEMENT, now).await?;
    let mut report = DemoCommerce::default();
    for batch in codes::batches(now) {
        // Terms from before the oldest order that uses them.
        report.batches += usize::from(store::demo::insert_batch(tx, &batch, now - Duration::days(560)).await?);
    }
    if !store::demo::has_orders(tx).await? {
        insert_orders(tx, environment, now, &mut report).await?;
    }
    if report != DemoCommerce::default() {
        let after = serde_json::json!({ "batches": report.batches, "orders": report.orders });
        let change = audit::Change {
            act: "apply_demo_commerce",
            actor: Actor::System("seed_demo"),
            subject: Subject::new("company", company.0),
            before: None,
            after: Some(after),
            note: "",
        };
        audit::record(tx, change).await?;
    }
    Ok(report)
}

async fn insert_orders(
    tx: &mut Tx,
    environment: &str,
    now: OffsetDateTime,
    report: &mut DemoCommerce,
) -> Result<(), sqlx::Error> {
    let buyers = store::demo::list_buyers(tx).await?;
    let offerings = store::demo::list_offerings(tx).await?;
    let mut taken: HashMap<UserId, HashSet<i64>> = HashMap::new();
    for (number, (place, buyer)) in (0..orders::COUNT).zip(buyers.iter().enumerate().cycle()) {
        let made_at = orders::made_at(number, now);
        let runs = taken.entry(buyer.id).or_default();
        // In a catalog with next to nothing in it people buy the same thing again.
        let offering = orders::offering(number, made_at, &offerings, runs);
        let Some(offering) = offering.or_else(|| offerings.first()) else { return Ok(()) };
        runs.extend(&offering.runs);
        // The first buyer is the account that everybody signs in with; it keeps its codes.
        let code = orders::code(number).filter(|_| place > 0);
        let made = Made { number, code, at: made_at };
        let (order, is_fulfilled) = insert_order(tx, environment, &made, buyer, offering).await?;
        report.orders += 1;
        report.fulfilled.extend(is_fulfilled.then_some(order));
    }
    if let Some(first) = buyers.first() {
        store::demo::insert_assignment(tx, codes::ASSIGNED, &first.email, now).await?;
    }
    Ok(())
}

/// Which order, with which code, and when it was made.
struct Made {
    number: usize,
    code: Option<&'static str>,
    at: OffsetDateTime,
}

async fn insert_order(
    tx: &mut Tx,
    environment: &str,
    made: &Made,
    buyer: &DemoBuyer,
    offering: &DemoOffering,
) -> Result<(OrderId, bool), sqlx::Error> {
    let coupon = match made.code {
        Some(code) => find_terms(tx, code, buyer, offering).await?,
        None => None,
    };
    let terms = orders::terms(buyer, offering, coupon);
    let (number, made_at, ending) = (made.number, made.at, orders::ending(made.number));
    // What costs nothing never waits for a payment.
    let ending = if terms.total.is_zero() { Ending::Paid } else { ending };
    let order = store::demo::insert_order(tx, buyer.id, &dated(number, ending, made_at), &terms).await?;
    store::order_line::upsert(tx, order, &terms).await?;
    if let Some(used) = &terms.coupon {
        store::coupon::upsert_redemption(tx, order, used.coupon, used.version).await?;
    }
    if !terms.total.is_zero() {
        insert_payment(tx, environment, order, ending, buyer, &terms, made_at).await?;
    }
    if ending == Ending::Abandoned {
        store::demo::insert_basket(tx, buyer.id, &terms, made_at).await?;
    }
    Ok((order, ending == Ending::Paid))
}

async fn find_terms(
    tx: &mut Tx,
    code: &str,
    buyer: &DemoBuyer,
    offering: &DemoOffering,
) -> Result<Option<CouponTerms>, sqlx::Error> {
    let Some(coupon) = store::coupon::find_by_code(tx, code).await? else { return Ok(None) };
    let terms = store::coupon::list_terms(tx, &[coupon], offering.product, buyer.id).await?;
    // Dates do not matter, they were others then; its uses were as few then as now.
    let has_uses = |terms: &CouponTerms| {
        terms.used.by_user < terms.max_redemptions_per_user && terms.used.total < terms.max_redemptions
    };
    Ok(terms.into_iter().next().filter(has_uses))
}

fn dated(number: usize, ending: Ending, made_at: OffsetDateTime) -> DatedOrder {
    let status = match ending {
        Ending::Abandoned | Ending::Held => "created",
        Ending::Declined => "failed",
        Ending::Paid => "fulfilled",
        Ending::Refunded => "refunded",
    };
    DatedOrder {
        key: format!("demo-{number:02}"),
        status,
        needs_review: (ending == Ending::Held).then_some(GATEWAY_REVIEW),
        made_at,
        fulfilled_at: matches!(ending, Ending::Paid | Ending::Refunded).then(|| made_at + Duration::minutes(3)),
    }
}

async fn insert_payment(
    tx: &mut Tx,
    environment: &str,
    order: OrderId,
    ending: Ending,
    buyer: &DemoBuyer,
    terms: &FrozenTerms,
    made_at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let reference = reference_number(environment, order);
    let transaction_uuid = format!("de000000{:024x}", order.0);
    let attempt =
        store::demo::insert_attempt(tx, order, &transaction_uuid, &reference, terms, made_at + Duration::minutes(1))
            .await?;
    let (decision, reason_code) = match ending {
        Ending::Abandoned => return Ok(()),
        Ending::Declined => ("DECLINE", "203"),
        Ending::Held => ("REVIEW", "480"),
        Ending::Paid | Ending::Refunded => ("ACCEPT", "100"),
    };
    let receipt = DatedReceipt {
        decision,
        reason_code,
        amount: terms.total,
        data: card_of(buyer).to_json(),
        at: made_at + Duration::minutes(3),
    };
    store::demo::insert_receipt(tx, order, attempt, &receipt).await
}

fn card_of(buyer: &DemoBuyer) -> PaymentFacts {
    let (card_type, last) = match buyer.id.0 % 3 {
        0 => ("Visa", "1111"),
        1 => ("Mastercard", "4444"),
        _ => ("American Express", "0005"),
    };
    PaymentFacts {
        card_number: Some(format!("xxxxxxxxxxxx{last}")),
        card_type: Some(card_type.to_owned()),
        name: Some(buyer.name.clone()),
        bill_to_email: Some(buyer.email.clone()),
        payment_method: Some("card".to_owned()),
    }
}
