//! Judging the form that the merchant's page submits.

use url::Url;

use super::sign::is_signed;
use crate::clock;
use crate::config::CyberSourceConfig;
use crate::fields::Fields;

/// Must be there, filled, and signed.
const REQUIRED: [&str; 10] = [
    "access_key",
    "profile_id",
    "transaction_uuid",
    "signed_field_names",
    "signed_date_time",
    "locale",
    "transaction_type",
    "reference_number",
    "amount",
    "currency",
];

/// Addresses of the merchant that the payer's browser is sent to.
const PAGES: [&str; 2] = ["override_custom_receipt_page", "override_custom_cancel_page"];

/// Why a form is refused.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The gateway's reason code; `None` when it would not even look at the fields.
    pub(crate) reason_code: Option<&'static str>,
    pub(crate) text: String,
}

impl Refusal {
    fn denied(text: &str) -> Self {
        Self { reason_code: None, text: text.to_owned() }
    }

    fn invalid(text: String) -> Self {
        Self { reason_code: Some("102"), text }
    }
}

/// Checks a submitted form: profile, signature, then the fields.
pub(crate) fn check(config: &CyberSourceConfig, form: &Fields) -> Result<(), Refusal> {
    if let Some(name) = form.repeated() {
        return Err(Refusal::invalid(format!("The field {name} was sent twice.")));
    }
    if form.text("access_key") != config.access_key {
        return Err(Refusal::denied("The access key is not known."));
    }
    if form.text("profile_id") != config.profile_id {
        return Err(Refusal::denied("The profile is not known."));
    }
    if !is_signed(&config.secret_key, form) {
        return Err(Refusal::denied("The signature does not fit the fields."));
    }
    check_names(form)?;
    check_values(form)
}

fn check_names(form: &Fields) -> Result<(), Refusal> {
    let signed: Vec<&str> = form.text("signed_field_names").split(',').collect();
    let unsigned: Vec<&str> = form.text("unsigned_field_names").split(',').collect();
    for name in REQUIRED {
        if form.filled(name).is_none() {
            return Err(Refusal::invalid(format!("The field {name} is missing.")));
        }
        if !signed.contains(&name) {
            return Err(Refusal::invalid(format!("The field {name} is not signed.")));
        }
    }
    for (name, _) in form.iter() {
        let listed = signed.contains(&name) || unsigned.contains(&name);
        if name != "signature" && !listed {
            return Err(Refusal::invalid(format!(
                "The field {name} is neither in signed_field_names nor in unsigned_field_names."
            )));
        }
    }
    Ok(())
}

fn check_values(form: &Fields) -> Result<(), Refusal> {
    for (name, value) in form.iter() {
        let longest = match name {
            "signed_field_names" | "unsigned_field_names" => usize::MAX,
            "reference_number" | "transaction_uuid" => 50,
            _ => 255,
        };
        if value.chars().count() > longest {
            return Err(Refusal::invalid(format!("The field {name} is longer than {longest} characters.")));
        }
    }
    let wrong = |name: &str| {
        let value = form.text(name);
        Refusal::invalid(format!("The field {name} is not valid: “{value}”."))
    };
    if cents(form.text("amount")).is_none() {
        return Err(wrong("amount"));
    }
    let currency = form.text("currency");
    if currency.len() != 3 || !currency.chars().all(|letter| letter.is_ascii_uppercase()) {
        return Err(wrong("currency"));
    }
    if form.text("transaction_type") != "sale" {
        return Err(wrong("transaction_type"));
    }
    let date = form.text("signed_date_time");
    if date.len() != 20 || clock::parse(date).is_none() {
        return Err(wrong("signed_date_time"));
    }
    for name in PAGES {
        if form.filled(name).is_some() && merchant_page(form, name).is_none() {
            return Err(wrong(name));
        }
    }
    check_line_items(form)
}

fn check_line_items(form: &Fields) -> Result<(), Refusal> {
    let Some(count) = form.filled("line_item_count") else {
        return Ok(());
    };
    let count: usize =
        count.parse().map_err(|_| Refusal::invalid(format!("The line_item_count “{count}” is no number.")))?;
    for at in 0..count.min(200) {
        for part in ["unit_price", "quantity"] {
            let name = format!("item_{at}_{part}");
            if form.filled(&name).is_none() {
                return Err(Refusal::invalid(format!("The field {name} is missing.")));
            }
        }
    }
    Ok(())
}

/// An address of the merchant: absolute, http or https.
pub(crate) fn merchant_page(form: &Fields, name: &str) -> Option<Url> {
    let url = Url::parse(form.filled(name)?).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

/// An amount like `810.00` or `5` in cents.
pub(crate) fn cents(amount: &str) -> Option<u64> {
    let (whole, part) = amount.split_once('.').unwrap_or((amount, "00"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 2 {
        return None;
    }
    let part = format!("{part:0<2}").parse::<u64>().ok()?;
    whole.parse::<u64>().ok()?.checked_mul(100)?.checked_add(part)
}
