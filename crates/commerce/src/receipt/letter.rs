//! The receipt as a letter (ecommerce.md 5.4): to the account's address, and to the one typed at the gateway if different.

use super::{PaymentFacts, ReceiptLine, ReceiptOrder, ReceiptPurchaser, ReceiptView, dates, load::load_any};
use xpro_kernel::{Email, OrderId};
use xpro_platform::{
    Subject,
    db::Tx,
    mail::{self, Brand, Letter, Mail},
};

/// Who issues receipts; settings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Issuer {
    /// Part of reference numbers: `dev`, `rc`, `production`.
    pub environment: String,
    /// Label and number of the tax registration, such as `GSTIN 9919USA29012OS4`; printed when the order has tax.
    pub tax_registration: Option<String>,
    /// Code of the goods or services; printed when the order has tax.
    pub goods_code: Option<String>,
}

/// Puts the receipt of a paid order into the outbox, once per order and address; returns how many letters are new.
/// An order that is not paid gets none.
///
/// # Errors
/// When the database refuses.
pub async fn queue_receipt_mail(
    tx: &mut Tx,
    brand: &Brand,
    issuer: &Issuer,
    order: OrderId,
) -> Result<usize, sqlx::Error> {
    let Some(receipt) = load_any(tx, &issuer.environment, order).await? else { return Ok(0) };
    let letter = compose(brand, issuer, &receipt);
    let mut queued = 0;
    for to in recipients(&receipt) {
        let idempotency_key = format!("receipt:{order}:{to}");
        let mail = Mail {
            template: "order_receipt",
            to,
            letter: letter.clone(),
            idempotency_key,
            subject: Some(Subject::new("order", order.0)),
        };
        queued += usize::from(mail::queue(tx, brand, mail).await?.is_some());
    }
    Ok(queued)
}

/// The account's address first. What was typed at the gateway may be no address at all; it is then left out.
fn recipients(receipt: &ReceiptView) -> Vec<Email> {
    let typed = receipt.receipt.as_ref().and_then(|payment| payment.bill_to_email.as_deref());
    let mut found: Vec<Email> = Vec::new();
    for text in [Some(receipt.purchaser.email.as_str()), typed].into_iter().flatten() {
        if let Ok(email) = text.parse::<Email>()
            && !found.contains(&email)
        {
            found.push(email);
        }
    }
    found
}

pub(super) fn compose(brand: &Brand, issuer: &Issuer, receipt: &ReceiptView) -> Letter {
    let (order, purchaser) = (&receipt.order, &receipt.purchaser);
    let titles: Vec<&str> = receipt.lines.iter().map(|line| line.content_title.as_str()).collect();
    let mut letter = Letter::new("Your purchase receipt")
        .heading("Thank you for your purchase")
        .paragraph(format!("Dear {},", greeting(purchaser)))
        .paragraph(opening(brand, order, &titles.join(", ")))
        .button("Open my dashboard", format!("{}/dashboard/", brand.base_url))
        .button("View the receipt", format!("{}/receipt/{}/", brand.base_url, order.id))
        .heading("Order")
        .table(order_rows(order, &receipt.lines));
    for line in &receipt.lines {
        letter = letter.table(line_rows(issuer, order, line));
    }
    letter = letter.heading("Customer").table(customer_rows(purchaser));
    let payment = payment_rows(receipt.receipt.as_ref(), receipt.coupon.as_deref());
    if !payment.is_empty() {
        letter = letter.heading("Payment").table(payment);
    }
    letter.small(small_print(brand, issuer, order))
}

fn greeting(purchaser: &ReceiptPurchaser) -> &str {
    if purchaser.name.is_empty() { "learner" } else { &purchaser.name }
}

fn opening(brand: &Brand, order: &ReceiptOrder, titles: &str) -> String {
    if order.refunded {
        format!("This order at {} has been refunded: {titles}.", brand.site_name)
    } else {
        format!("You are enrolled in {titles}. {} keeps your courses and this receipt ready for you.", brand.site_name)
    }
}

fn small_print(brand: &Brand, issuer: &Issuer, order: &ReceiptOrder) -> String {
    let mut parts = vec![format!("Sold by {}.", brand.postal_address)];
    if let Some(registration) = issuer.tax_registration.as_deref().filter(|_| order.is_taxed()) {
        parts.push(format!("{registration}."));
    }
    parts.push(format!("Questions? Write to {}.", brand.support_email));
    parts.join(" ")
}

fn row(label: &str, value: impl Into<String>) -> (String, String) {
    (label.to_owned(), value.into())
}

fn order_rows(order: &ReceiptOrder, lines: &[ReceiptLine]) -> Vec<(String, String)> {
    let total = lines.iter().map(|line| line.total_paid).sum::<xpro_kernel::Money>();
    vec![
        row("Order number", order.reference_number.clone()),
        row("Order date", dates::long_day(order.created_on)),
        row("Total", total.dollars_and_cents()),
    ]
}

fn line_rows(issuer: &Issuer, order: &ReceiptOrder, line: &ReceiptLine) -> Vec<(String, String)> {
    let mut rows = vec![row("Item", line.content_title.clone())];
    if let Some(code) = issuer.goods_code.as_deref().filter(|_| order.is_taxed()) {
        rows.push(row("HSN code", code));
    }
    rows.push(row("Product number", line.readable_id.clone()));
    if let Some(period) = dates::period(line.start_date, line.end_date) {
        rows.push(row("Dates", period));
    }
    rows.push(row("Quantity", line.quantity.to_string()));
    rows.push(row("Unit price", line.price.dollars_and_cents()));
    let sign = if line.discount.is_zero() { "" } else { "-" };
    rows.push(row("Discount", format!("{sign}{}", line.discount.dollars_and_cents())));
    if order.is_taxed() {
        rows.push(row("Total before tax", line.total_before_tax.dollars_and_cents()));
        let label = format!("{} ({} %)", order.tax_rate_name, order.tax_rate.normalize());
        rows.push((label, line.tax_paid.dollars_and_cents()));
    }
    rows.push(row("Total paid", line.total_paid.dollars_and_cents()));
    rows
}

fn customer_rows(purchaser: &ReceiptPurchaser) -> Vec<(String, String)> {
    let region = [purchaser.state(), &purchaser.postal_code, &purchaser.country]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let place =
        [purchaser.city.as_str(), &region].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let address = purchaser
        .street_address
        .iter()
        .map(String::as_str)
        .chain([place.as_str()])
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let rows = [
        row("Name", purchaser.name.clone()),
        row("Company", purchaser.company.clone()),
        row("Address", address),
        row("Email", purchaser.email.clone()),
        row("VAT ID", purchaser.vat_id.clone()),
    ];
    rows.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn payment_rows(payment: Option<&PaymentFacts>, coupon: Option<&str>) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    if let Some(payment) = payment {
        if payment.is_paypal() {
            rows.push(row("Paid with", "PayPal"));
            rows.extend(payment.bill_to_email.as_deref().map(|email| row("PayPal account", email)));
        } else {
            rows.extend(payment.name.as_deref().map(|name| row("Name", name)));
            let card = [payment.card_type.as_deref(), payment.card_number.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" | ");
            if !card.is_empty() {
                rows.push(row("Card", card));
            }
        }
    }
    rows.extend(coupon.map(|code| row("Discount code", code)));
    rows
}
