//! The receipt's page.

use super::super::layout;
use leptos::prelude::*;
use xpro_account::PrintButton;
use xpro_accounts::countries;
use xpro_commerce::receipt::{Issuer, PaymentFacts, ReceiptLine, ReceiptOrder, ReceiptPurchaser, ReceiptView};
use xpro_platform::mail::Brand;
use xpro_ui::{Notice, PageHeader, TableFrame, Tone, long_date, short_date};

/// Who sold.
pub(super) struct Seller {
    pub(super) brand: Brand,
    pub(super) issuer: Issuer,
}

pub(super) fn page(receipt: &ReceiptView, seller: &Seller) -> AnyView {
    let order = &receipt.order;
    let lines: Vec<_> = receipt.lines.iter().map(|line| line_row(line, order)).collect();
    let head = table_head(order);
    view! {
        <article class="account-page__wide receipt" data-testid="receipt">
            <PageHeader title="Receipt"><PrintButton /></PageHeader>
            {order.refunded.then(|| view! { <Notice tone=Tone::Warning title="This order has been refunded." /> })}
            <div class="receipt__parties">
                {seller_block(seller, order)}
                {group("Order", vec![("Invoice number", "orderNumber", order.reference_number.clone()), ("Order date", "orderDate", long_date(order.created_on))])}
                {group("Customer information", customer(&receipt.purchaser))}
                {group("Payment information", payment(receipt.receipt.as_ref(), receipt.coupon.as_deref()))}
            </div>
            <TableFrame caption="What you bought">
                {head}
                <tbody>{lines}</tbody>
            </TableFrame>
            <p class="receipt__back"><a href="/dashboard/">"Back to your dashboard"</a></p>
        </article>
    }
    .into_any()
}

fn seller_block(seller: &Seller, order: &ReceiptOrder) -> AnyView {
    let Seller { brand, issuer } = seller;
    let registration = issuer.tax_registration.clone().filter(|_| order.is_taxed());
    view! {
        <section class="receipt__group">
            <h2 class="receipt__heading">{brand.site_name.clone()}</h2>
            <address class="receipt__address">{brand.postal_address.clone()}</address>
            {registration.map(|registration| view! { <p>{registration}</p> })}
            <p>{layout::support_link(&brand.support_email)}</p>
        </section>
    }
    .into_any()
}

/// Labels and values under a heading; empty values are left out, and so is a group of none.
fn group(title: &'static str, rows: Vec<(&'static str, &'static str, String)>) -> Option<AnyView> {
    let rows: Vec<_> = rows
        .into_iter()
        .filter(|(_, _, value)| !value.is_empty())
        .map(|(label, id, value)| view! { <div class="receipt__row"><dt>{label}</dt><dd id=id>{value}</dd></div> })
        .collect();
    if rows.is_empty() {
        return None;
    }
    Some(
        view! { <section class="receipt__group"><h2 class="receipt__heading">{title}</h2><dl>{rows}</dl></section> }
            .into_any(),
    )
}

fn customer(purchaser: &ReceiptPurchaser) -> Vec<(&'static str, &'static str, String)> {
    let region = [purchaser.state(), &purchaser.postal_code]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let place =
        [purchaser.city.clone(), region].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let address = purchaser
        .street_address
        .iter()
        .cloned()
        .chain([place])
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let legal_name = format!("{} {}", purchaser.first_name, purchaser.last_name).trim().to_owned();
    vec![
        ("Name", "purchaserName", if legal_name.is_empty() { purchaser.name.clone() } else { legal_name }),
        ("Company", "purchaserCompany", purchaser.company.clone()),
        ("Address", "purchaserState", address),
        (
            "Country",
            "purchaserCountry",
            countries::find(&purchaser.country)
                .map_or_else(|| purchaser.country.clone(), |country| country.name.to_owned()),
        ),
        ("Email", "purchaserEmail", purchaser.email.clone()),
        ("VAT ID", "purchaserVATNumber", purchaser.vat_id.clone()),
    ]
}

fn payment(payment: Option<&PaymentFacts>, coupon: Option<&str>) -> Vec<(&'static str, &'static str, String)> {
    let text = |value: Option<&String>| value.cloned().unwrap_or_default();
    let mut rows = Vec::new();
    if let Some(payment) = payment {
        let (name, method) = if payment.is_paypal() {
            (text(payment.bill_to_email.as_ref()), "PayPal".to_owned())
        } else {
            let card = [payment.card_type.as_deref(), payment.card_number.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" | ");
            (text(payment.name.as_ref()), card)
        };
        rows.extend([("Name", "paymentName", name), ("Paid with", "paymentMethod", method)]);
    }
    rows.push(("Discount code", "discountCode", coupon.unwrap_or_default().to_owned()));
    rows
}

fn table_head(order: &ReceiptOrder) -> AnyView {
    let tax = order.is_taxed().then(|| {
        let label = tax_label(order);
        view! { <th class="table__number" scope="col">"Total before tax"</th><th class="table__number" scope="col">{label}</th> }
    });
    view! {
        <thead>
            <tr>
                <th scope="col">"Product"</th>
                <th class="table__number" scope="col">"Quantity"</th>
                <th class="table__number" scope="col">"Unit price"</th>
                <th class="table__number" scope="col">"Discount"</th>
                {tax}
                <th class="table__number" scope="col">"Total paid"</th>
            </tr>
        </thead>
    }
    .into_any()
}

fn tax_label(order: &ReceiptOrder) -> String {
    format!("{} ({}%)", order.tax_rate_name, order.tax_rate.normalize())
}

/// On phones a line is laid out as labels and values, so every cell carries its column's label.
fn figure(label: impl Into<String>, id: Option<&'static str>, value: String) -> AnyView {
    view! { <td class="table__number" id=id data-label=label.into()>{value}</td> }.into_any()
}

fn line_row(line: &ReceiptLine, order: &ReceiptOrder) -> AnyView {
    let date = |at: Option<time::OffsetDateTime>| at.map_or_else(|| "?".to_owned(), short_date);
    let dates = (line.start_date.is_some() || line.end_date.is_some())
        .then(|| format!("{} – {}", date(line.start_date), date(line.end_date)));
    let ceus = line.ceus.as_ref().map(|ceus| format!("CEUs: {ceus}"));
    let small = [Some(line.readable_id.clone()), dates, ceus]
        .into_iter()
        .flatten()
        .map(|text| view! { <span class="receipt__small">{text}</span> })
        .collect::<Vec<_>>();
    let discount = if line.discount.is_zero() {
        line.discount.dollars_and_cents()
    } else {
        format!("-{}", line.discount.dollars_and_cents())
    };
    let tax = order.is_taxed().then(|| {
        let before = figure("Total before tax", None, line.total_before_tax.dollars_and_cents());
        (before, figure(tax_label(order), None, line.tax_paid.dollars_and_cents()))
    });
    view! {
        <tr>
            <td>{line.content_title.clone()}{small}</td>
            {figure("Quantity", None, line.quantity.to_string())}
            {figure("Unit price", None, line.price.dollars_and_cents())}
            {figure("Discount", None, discount)}
            {tax}
            {figure("Total paid", Some("totalPaid"), line.total_paid.dollars_and_cents())}
        </tr>
    }
    .into_any()
}
