//! The signed forms that send a payer to the gateway (ecommerce.md 4.2 and 4.3).

use std::net::IpAddr;

use time::OffsetDateTime;
use time::macros::format_description;
use url::Url;
use uuid::Uuid;
use xpro_kernel::Money;

use crate::acceptance::SecureAcceptance;
use crate::line::{FormLine, ItemKind};
use crate::signature::{Fields, SignedFields};

/// Longest item name and code, in characters.
const ITEM_TEXT: usize = 254;
/// Longest of most other texts, in characters.
const TEXT: usize = 255;

/// What both kinds of form have in common.
#[derive(Debug, Clone)]
pub struct FormHead {
    /// See [`crate::OrderReference::reference_number`].
    pub reference_number: String,
    /// New for every form: the gateway refuses one that it has seen in the last 15 minutes.
    pub transaction_uuid: Uuid,
    /// When the form is signed.
    pub signed_at: OffsetDateTime,
    /// Where the browser goes after paying.
    pub receipt_page: Url,
    /// Where the browser goes after cancelling.
    pub cancel_page: Url,
}

/// A learner's order.
#[derive(Debug, Clone)]
pub struct LearnerOrderForm {
    /// What both kinds of form have in common.
    pub head: FormHead,
    /// Total to pay as stored with the order: net and tax of all lines.
    pub amount: Money,
    /// Tax of all lines as stored with the order.
    pub tax_amount: Money,
    /// Username of the purchaser.
    pub username: String,
    /// Address of the payer's browser, when known. Left out when not (D-31).
    pub customer_ip: Option<IpAddr>,
    /// The lines; at least one.
    pub lines: Vec<FormLine>,
    /// The coupon redeemed, if any.
    pub coupon: Option<CouponFields>,
}

/// What the gateway is told about a coupon.
#[derive(Debug, Clone)]
pub struct CouponFields {
    /// The code.
    pub code: String,
    /// The company that paid for it.
    pub company: Option<String>,
    /// The payment that bought it.
    pub payment_transaction: Option<String>,
    /// How it was paid.
    pub payment_type: Option<String>,
}

/// A bulk order of enrollment codes.
#[derive(Debug, Clone)]
pub struct BulkOrderForm {
    /// What both kinds of form have in common.
    pub head: FormHead,
    /// Total price as stored with the order.
    pub amount: Money,
    /// Number of codes.
    pub seats: u32,
    /// Kind of thing that the codes enroll in.
    pub kind: ItemKind,
    /// Its row id.
    pub object_id: i64,
    /// Its description.
    pub description: String,
    /// The buyer's contract number, if any.
    pub contract_number: Option<String>,
}

/// A form cannot be made because the order makes no sense. A fault of the program, not of the payer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// There is nothing to buy.
    #[error("an order without lines or seats cannot be paid")]
    Empty,
    /// There is nothing to pay; orders without price never reach the gateway.
    #[error("an order of nothing or less cannot be paid")]
    NothingToPay,
    /// Lines and totals of the order disagree.
    #[error("the lines of the order do not add up to its totals")]
    TotalsDisagree,
}

/// A form for the payer's browser: post `fields` to `action`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostedCheckoutForm {
    /// Where to post.
    pub action: Url,
    /// Names and values in order, the signature last.
    pub fields: SignedFields,
}

impl HostedCheckoutForm {
    /// The value of a field.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl SecureAcceptance {
    /// The form of a learner's order (ecommerce.md 4.2).
    ///
    /// # Errors
    /// [`FormError`] when there is nothing to pay or the lines do not add up.
    pub fn learner_form(&self, order: &LearnerOrderForm) -> Result<HostedCheckoutForm, FormError> {
        check_totals(order)?;
        let first = order.lines.first().ok_or(FormError::Empty)?;
        let mut fields = self.head(&order.head, order.amount);
        put(&mut fields, "tax_amount", order.tax_amount);
        put(&mut fields, "consumer_id", clip(&order.username, TEXT));
        if let Some(ip) = order.customer_ip {
            put(&mut fields, "customer_ip_address", ip);
        }
        put(&mut fields, "line_item_count", order.lines.len());
        for (place, line) in order.lines.iter().enumerate() {
            put(&mut fields, &format!("item_{place}_code"), line.kind.as_str());
            put(&mut fields, &format!("item_{place}_name"), clip(&line.name, ITEM_TEXT));
            put(&mut fields, &format!("item_{place}_quantity"), line.quantity);
            put(&mut fields, &format!("item_{place}_sku"), line.object_id);
            put(&mut fields, &format!("item_{place}_tax_amount"), line.tax);
            put(&mut fields, &format!("item_{place}_unit_price"), line.unit_price);
        }
        put(&mut fields, "merchant_defined_data1", first.kind.as_str());
        put(&mut fields, "merchant_defined_data2", clip(&first.readable_id, TEXT));
        put(&mut fields, "merchant_defined_data3", 1);
        if let Some(coupon) = &order.coupon {
            let text = |value: &Option<String>| clip(value.as_deref().unwrap_or_default(), TEXT);
            put(&mut fields, "merchant_defined_data4", clip(&coupon.code, TEXT));
            put(&mut fields, "merchant_defined_data5", text(&coupon.company));
            put(&mut fields, "merchant_defined_data6", text(&coupon.payment_transaction));
            put(&mut fields, "merchant_defined_data7", text(&coupon.payment_type));
        }
        Ok(self.finish(fields))
    }

    /// The form of a bulk order (ecommerce.md 4.3). The unit price is the price of one seat when the total divides
    /// exactly; otherwise the order is shown as one item at the total price (D-32).
    ///
    /// # Errors
    /// [`FormError`] when there are no seats or there is nothing to pay.
    pub fn bulk_form(&self, order: &BulkOrderForm) -> Result<HostedCheckoutForm, FormError> {
        if order.seats == 0 {
            return Err(FormError::Empty);
        }
        if order.amount <= Money::ZERO {
            return Err(FormError::NothingToPay);
        }
        let each = Money::round(order.amount.amount() / rust_decimal::Decimal::from(order.seats));
        let exact = each.times(order.seats) == order.amount;
        let (quantity, unit_price) = if exact { (order.seats, each) } else { (1, order.amount) };
        let sku = format!("enrollment_code-{}-{}", order.kind.as_str(), order.object_id);
        let name = format!("Enrollment codes for {}", order.description);
        let contract = order.contract_number.as_deref().unwrap_or_default();
        let mut fields = self.head(&order.head, order.amount);
        put(&mut fields, "line_item_count", 1);
        put(&mut fields, "item_0_code", "enrollment_code");
        put(&mut fields, "item_0_name", clip(&name, ITEM_TEXT));
        put(&mut fields, "item_0_quantity", quantity);
        put(&mut fields, "item_0_sku", clip(&sku, ITEM_TEXT));
        put(&mut fields, "item_0_tax_amount", 0);
        put(&mut fields, "item_0_unit_price", unit_price);
        put(&mut fields, "merchant_defined_data1", clip(contract, TEXT));
        Ok(self.finish(fields))
    }

    fn head(&self, head: &FormHead, amount: Money) -> Fields {
        let mut fields = Fields::new();
        put(&mut fields, "access_key", &self.access_key);
        put(&mut fields, "profile_id", &self.profile_id);
        put(&mut fields, "amount", amount);
        put(&mut fields, "currency", "USD");
        put(&mut fields, "locale", "en-us");
        put(&mut fields, "transaction_type", "sale");
        put(&mut fields, "transaction_uuid", head.transaction_uuid.simple());
        put(&mut fields, "reference_number", &head.reference_number);
        put(&mut fields, "signed_date_time", wire_time(head.signed_at));
        put(&mut fields, "override_custom_receipt_page", &head.receipt_page);
        put(&mut fields, "override_custom_cancel_page", &head.cancel_page);
        put(&mut fields, "unsigned_field_names", "");
        fields
    }

    fn finish(&self, fields: Fields) -> HostedCheckoutForm {
        HostedCheckoutForm { action: self.endpoint.clone(), fields: self.sign(fields) }
    }
}

fn check_totals(order: &LearnerOrderForm) -> Result<(), FormError> {
    let net: Money = order.lines.iter().map(|line| line.unit_price.times(line.quantity)).sum();
    let tax: Money = order.lines.iter().map(|line| line.tax).sum();
    if order.amount <= Money::ZERO {
        return Err(FormError::NothingToPay);
    }
    if net + tax != order.amount || tax != order.tax_amount {
        return Err(FormError::TotalsDisagree);
    }
    Ok(())
}

fn put(fields: &mut Fields, name: &str, value: impl ToString) {
    fields.insert(name.to_owned(), value.to_string());
}

/// The first `length` characters, with line breaks and other control characters as blanks: a browser rewrites line
/// breaks when it posts a form, and the signature would no longer hold.
fn clip(text: &str, length: usize) -> String {
    let plain = |character: char| {
        if character.is_control() { ' ' } else { character }
    };
    text.chars().take(length).map(plain).collect()
}

/// UTC to the second, as in `2026-03-01T12:34:56Z`.
fn wire_time(at: OffsetDateTime) -> String {
    let layout = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
    at.to_offset(time::UtcOffset::UTC).format(layout).expect("a date and time has all these parts")
}
