//! Reading a receipt.

use super::{PaymentFacts, ReceiptLine, ReceiptOrder, ReceiptPurchaser, ReceiptView};
use crate::{
    checkout::reference_number,
    store::{
        self,
        receipt::{PaidOrderRow, PurchaserRow},
    },
};
use sqlx::PgConnection;
use xpro_kernel::{Learner, OrderId};

/// The receipt of the learner's own fulfilled or refunded order; none for anybody else's and for unpaid ones.
/// Three statements. `environment` is part of the reference number.
///
/// # Errors
/// When the database refuses.
pub async fn load_receipt(
    conn: &mut PgConnection,
    learner: &Learner,
    environment: &str,
    order: OrderId,
) -> Result<Option<ReceiptView>, sqlx::Error> {
    match store::receipt::find_paid_order(conn, order).await? {
        Some(row) if row.purchaser == learner.id => Ok(Some(complete(conn, environment, order, row).await?)),
        _ => Ok(None),
    }
}

/// The receipt of anybody's order, for letters.
pub(super) async fn load_any(
    conn: &mut PgConnection,
    environment: &str,
    order: OrderId,
) -> Result<Option<ReceiptView>, sqlx::Error> {
    match store::receipt::find_paid_order(conn, order).await? {
        Some(row) => Ok(Some(complete(conn, environment, order, row).await?)),
        None => Ok(None),
    }
}

async fn complete(
    conn: &mut PgConnection,
    environment: &str,
    order: OrderId,
    row: PaidOrderRow,
) -> Result<ReceiptView, sqlx::Error> {
    let purchaser = purchaser(store::receipt::find_purchaser(conn, row.purchaser).await?);
    let receipt = store::receipt::find_payment_data(conn, order).await?.map(PaymentFacts::from_json);
    let order = ReceiptOrder {
        id: order,
        created_on: row.created_at,
        reference_number: reference_number(environment, order),
        tax_rate: row.tax_rate,
        tax_rate_name: row.tax_rate_name.clone(),
        tax_country_code: row.tax_country_code.clone(),
        refunded: row.status == "refunded",
    };
    let coupon = row.coupon_code.clone();
    Ok(ReceiptView { purchaser, lines: vec![line(row)], coupon, order, receipt })
}

fn line(row: PaidOrderRow) -> ReceiptLine {
    let quantity = u32::try_from(row.quantity).unwrap_or(1);
    ReceiptLine {
        quantity: row.quantity,
        total_paid: row.total_amount,
        tax_paid: row.tax_amount,
        discount: row.list_price.times(quantity) - row.net_amount,
        total_before_tax: row.net_amount,
        ceus: None,
        price: row.list_price,
        content_title: row.title,
        readable_id: row.text_id,
        start_date: row.start_date,
        end_date: row.end_date,
    }
}

fn purchaser(row: PurchaserRow) -> ReceiptPurchaser {
    ReceiptPurchaser {
        first_name: row.first_name,
        last_name: row.last_name,
        name: row.name,
        street_address: row.street.into_iter().filter(|line| !line.trim().is_empty()).collect(),
        city: row.city,
        state_or_territory: row.state_or_territory,
        country: row.country,
        postal_code: row.postal_code,
        vat_id: row.vat_id,
        email: row.email,
        company: row.company,
    }
}
