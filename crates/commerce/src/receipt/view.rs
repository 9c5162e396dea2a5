//! The receipt's document (ecommerce.md 3.9); it serializes to the API's shape.

use super::PaymentFacts;
use rust_decimal::Decimal;
use serde::Serialize;
use time::OffsetDateTime;
use xpro_kernel::{Money, OrderId};

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiptView {
    /// Who bought.
    pub purchaser: ReceiptPurchaser,
    /// What was bought; one line.
    pub lines: Vec<ReceiptLine>,
    /// Code used.
    pub coupon: Option<String>,
    /// The order.
    pub order: ReceiptOrder,
    /// How it was paid; none when nothing was due.
    pub receipt: Option<PaymentFacts>,
}

/// Who bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiptPurchaser {
    /// First name of the legal address.
    pub first_name: String,
    /// Last name of the legal address.
    pub last_name: String,
    /// Full name of the account.
    #[serde(skip)]
    pub name: String,
    /// Lines of the address, none empty.
    pub street_address: Vec<String>,
    /// City.
    pub city: String,
    /// ISO 3166-2, such as `US-MA`; people read what follows the dash.
    pub state_or_territory: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Postal code.
    pub postal_code: String,
    /// Tax number of the buyer, unchecked.
    pub vat_id: String,
    /// Address of the account.
    pub email: String,
    /// Employer.
    pub company: String,
}

impl ReceiptPurchaser {
    /// The part of the state's code that people read: `MA` of `US-MA`.
    pub fn state(&self) -> &str {
        self.state_or_territory.split_once('-').map_or(self.state_or_territory.as_str(), |(_, state)| state)
    }
}

/// One line; every figure is the one stored when the order was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiptLine {
    /// Always 1 so far.
    pub quantity: i32,
    /// Net and tax.
    pub total_paid: Money,
    /// Tax.
    pub tax_paid: Money,
    /// Taken off the list price.
    pub discount: Money,
    /// Net.
    pub total_before_tax: Money,
    /// Credits on the certificate. The certificate pages know them; whoever shows the receipt fills this in.
    #[serde(rename = "CEUs")]
    pub ceus: Option<String>,
    /// List price of one.
    pub price: Money,
    /// Title of the program or course.
    pub content_title: String,
    /// Text id of the program or run.
    pub readable_id: String,
    /// Earliest start.
    #[serde(with = "time::serde::rfc3339::option")]
    pub start_date: Option<OffsetDateTime>,
    /// Latest end.
    #[serde(with = "time::serde::rfc3339::option")]
    pub end_date: Option<OffsetDateTime>,
}

/// The order of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiptOrder {
    /// Key.
    pub id: OrderId,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub created_on: OffsetDateTime,
    /// Printed as the invoice number.
    pub reference_number: String,
    /// Percent with four decimals.
    #[serde(serialize_with = "four_decimals")]
    pub tax_rate: Decimal,
    /// What the tax is called.
    pub tax_rate_name: String,
    /// Whose tax it is.
    pub tax_country_code: Option<String>,
    /// The money went back; the document says so (D-28).
    pub refunded: bool,
}

impl ReceiptOrder {
    /// Whether the tax columns, the registration number and the goods code are printed. By the number: the text
    /// `0.0000` is no tax either.
    pub fn is_taxed(&self) -> bool {
        !self.tax_rate.is_zero()
    }
}

fn four_decimals<S: serde::Serializer>(rate: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{rate:.4}"))
}
