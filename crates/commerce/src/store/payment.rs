//! `payment_attempt` and `payment_receipt`.

use crate::checkout::{FrozenTerms, SettlementNotice};
use xpro_kernel::{Money, OrderId, PaymentAttemptId};
use xpro_platform::db::Tx;

/// A signed form, as a notice is compared with.
#[derive(Debug, Clone)]
pub(crate) struct AttemptRow {
    pub id: PaymentAttemptId,
    pub order: OrderId,
    pub amount: Money,
    pub currency: String,
    pub terms: serde_json::Value,
}

pub(crate) async fn insert_attempt(
    tx: &mut Tx,
    order: OrderId,
    transaction_uuid: &str,
    reference: &str,
    terms: &FrozenTerms,
) -> Result<PaymentAttemptId, sqlx::Error> {
    let now = tx.now();
    let json = serde_json::to_value(terms).map_err(|error| sqlx::Error::Encode(Box::new(error)))?;
    sqlx::query_scalar!(
        r#"insert into payment_attempt (order_id, transaction_uuid, reference_number, amount, tax_amount, currency, terms, created_at)
           values ($1, $2, $3, $4, $5, 'USD', $6, $7) returning id as "id: PaymentAttemptId""#,
        order.0, transaction_uuid, reference, terms.total.amount(), terms.tax.amount(), json, now,
    )
    .fetch_one(&mut **tx)
    .await
}

/// The attempt a notice is about (D-34).
pub(crate) async fn find_attempt(
    tx: &mut Tx,
    reference: &str,
    transaction_uuid: &str,
) -> Result<Option<AttemptRow>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id: PaymentAttemptId", order_id as "order: OrderId", amount, currency, terms from payment_attempt where transaction_uuid = $1 and reference_number = $2"#,
        transaction_uuid, reference,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| AttemptRow {
        id: row.id,
        order: row.order,
        amount: row.amount.into(),
        currency: row.currency,
        terms: row.terms,
    }))
}

/// Whether the gateway has said this about the attempt before. Of a transaction it says each decision once.
pub(crate) async fn has_receipt(
    tx: &mut Tx,
    attempt: PaymentAttemptId,
    notice: &SettlementNotice,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from payment_receipt where attempt_id = $1 and decision = $2 and transaction_id is not distinct from $3
                          and ($3::text is not null or reason_code = $4)) as "known!""#,
        attempt.0, notice.decision.as_str(), notice.transaction_id, reason_code(notice),
    )
    .fetch_one(&mut **tx)
    .await
}

/// The terms of the payment that staff decide about: the newest one that the gateway accepted or holds.
pub(crate) async fn find_held_terms(tx: &mut Tx, order: OrderId) -> Result<Option<serde_json::Value>, sqlx::Error> {
    sqlx::query_scalar!(
        "select a.terms from payment_receipt r join payment_attempt a on a.id = r.attempt_id
         where r.order_id = $1 and r.decision in ('ACCEPT', 'REVIEW') order by r.id desc limit 1",
        order.0,
    )
    .fetch_optional(&mut **tx)
    .await
}

fn reason_code(notice: &SettlementNotice) -> String {
    notice.reason_code.map(|code| code.to_string()).unwrap_or_default()
}

/// Stores what the gateway said; `false` when an acceptance of the same transaction is stored already.
pub(crate) async fn insert_receipt(
    tx: &mut Tx,
    attempt: &AttemptRow,
    notice: &SettlementNotice,
) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    let done = sqlx::query!(
        "insert into payment_receipt (order_id, attempt_id, notice_id, decision, reason_code, transaction_id, amount, currency, data, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (transaction_id) where decision = 'ACCEPT' do nothing",
        attempt.order.0, attempt.id.0, notice.notice.map(|id| id.0), notice.decision.as_str(), reason_code(notice),
        notice.transaction_id, notice.amount, notice.currency, notice.data, now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
