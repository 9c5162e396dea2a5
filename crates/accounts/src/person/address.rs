//! Legal addresses (accounts_ops.md 1.8).

use super::name::{check_address_name, normalized};
use crate::{FieldErrors, countries};
use serde::{Deserialize, Serialize};

const LINES_MAX: usize = 5;
const LINE_MAX: usize = 60;
const CITY_MAX: usize = 50;
const POSTAL_MAX: usize = 10;
const VAT_MAX: usize = 30;

/// A stored address; old accounts have blank ones.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LegalAddress {
    /// Given name, used in letters.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// One to five lines, none of them blank.
    pub street_address: Vec<String>,
    /// City.
    pub city: String,
    /// ISO 3166-2, such as `US-MA`; blank outside the US and Canada.
    pub state_or_territory: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Postal code.
    pub postal_code: String,
    /// VAT id.
    pub vat_id: String,
}

impl LegalAddress {
    /// Whether it holds what buying needs.
    pub fn is_complete(&self) -> bool {
        AddressInput::from(self).check().is_ok()
    }
}

/// An address as a form or the JSON API sends it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are those of LegalAddress")]
pub struct AddressInput {
    pub first_name: String,
    pub last_name: String,
    pub street_address: Vec<String>,
    pub city: String,
    pub country: String,
    #[serde(deserialize_with = "blank_for_null")]
    pub state_or_territory: String,
    #[serde(deserialize_with = "blank_for_null")]
    pub postal_code: String,
    #[serde(deserialize_with = "blank_for_null")]
    pub vat_id: String,
}

impl From<&LegalAddress> for AddressInput {
    fn from(address: &LegalAddress) -> Self {
        AddressInput {
            first_name: address.first_name.clone(),
            last_name: address.last_name.clone(),
            street_address: address.street_address.clone(),
            city: address.city.clone(),
            country: address.country.clone(),
            state_or_territory: address.state_or_territory.clone(),
            postal_code: address.postal_code.clone(),
            vat_id: address.vat_id.clone(),
        }
    }
}

impl AddressInput {
    /// The address, or everything that is wrong with it, all at once.
    ///
    /// # Errors
    /// A message per field, under the names of [`crate::ADDRESS_FIELDS`].
    pub fn check(&self) -> Result<LegalAddress, FieldErrors> {
        let mut errors = FieldErrors::new();
        let mut keep = |field: &'static str, checked: Result<String, String>| {
            checked.unwrap_or_else(|message| {
                errors.insert(field, message);
                String::new()
            })
        };
        let first_name = keep("first_name", check_address_name(&self.first_name, "Your first name"));
        let last_name = keep("last_name", check_address_name(&self.last_name, "Your last name"));
        let city = keep("city", required(&self.city, CITY_MAX, "Enter your city."));
        let country = keep("country", check_country(&self.country));
        let state_or_territory = keep("state_or_territory", check_state(&self.state_or_territory, &country));
        let postal_code = keep("postal_code", check_postal_code(&self.postal_code, &country));
        let vat_id = keep("vat_id", optional(&self.vat_id, VAT_MAX));
        let street_address = check_street(&self.street_address).unwrap_or_else(|message| {
            errors.insert("street_address", message);
            Vec::new()
        });
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(LegalAddress {
            first_name,
            last_name,
            street_address,
            city,
            state_or_territory,
            country,
            postal_code,
            vat_id,
        })
    }
}

fn blank_for_null<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

fn optional(text: &str, max: usize) -> Result<String, String> {
    let text = normalized(text);
    if text.chars().count() > max {
        return Err(format!("Use at most {max} characters."));
    }
    if text.contains(char::is_control) {
        return Err("Use one line without control characters.".to_owned());
    }
    Ok(text)
}

fn required(text: &str, max: usize, message: &str) -> Result<String, String> {
    optional(text, max).and_then(|text| if text.is_empty() { Err(message.to_owned()) } else { Ok(text) })
}

fn check_street(lines: &[String]) -> Result<Vec<String>, String> {
    let lines: Vec<String> = lines.iter().map(|line| normalized(line)).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() {
        return Err("Enter your street address as a list of lines.".to_owned());
    }
    if lines.len() > LINES_MAX {
        return Err(format!("Use at most {LINES_MAX} lines."));
    }
    lines
        .into_iter()
        .map(|line| optional(&line, LINE_MAX).map_err(|message| format!("{message} This holds for each line.")))
        .collect()
}

fn check_country(code: &str) -> Result<String, String> {
    match code.trim() {
        "" => Err("Choose your country.".to_owned()),
        code if countries::find(code).is_some() => Ok(code.to_owned()),
        _ => Err("Choose one of the countries.".to_owned()),
    }
}

fn check_state(code: &str, country: &str) -> Result<String, String> {
    let code = code.trim();
    let Some(country) = countries::find(country) else { return Ok(String::new()) };
    if country.states.is_empty() {
        // Other countries keep no state: a left-over of a country chosen before is dropped.
        return Ok(String::new());
    }
    if code.is_empty() {
        return Err(format!("Choose the state or territory; {} needs one.", country.name));
    }
    if country.states.iter().any(|state| state.code == code) {
        return Ok(code.to_owned());
    }
    let shown: String = code.chars().filter(|c| !c.is_control()).take(10).collect();
    Err(format!("{shown} is not a state or territory of {}. Choose one from the list.", country.name))
}

fn check_postal_code(text: &str, country: &str) -> Result<String, String> {
    let code = optional(text, POSTAL_MAX)?;
    match country {
        "US" | "CA" if code.is_empty() => Err(format!(
            "Enter the postal code; {} needs one.",
            countries::find(country).map_or("the country", |found| found.name)
        )),
        "US" if !is_us_postal_code(&code) => {
            Err("Enter a US postal code: five digits, or five digits, a hyphen and four digits.".to_owned())
        }
        "CA" if !is_ca_postal_code(&code) => Err("Enter a Canadian postal code such as K0M 2K0.".to_owned()),
        _ => Ok(code),
    }
}

fn is_us_postal_code(code: &str) -> bool {
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    match code.split_once('-') {
        Some((five, four)) => digits(five, 5) && digits(four, 4),
        None => digits(code, 5),
    }
}

fn is_ca_postal_code(code: &str) -> bool {
    let kinds = code.bytes().map(|b| match b {
        b if b.is_ascii_alphabetic() => b'A',
        b if b.is_ascii_digit() => b'9',
        b => b,
    });
    kinds.eq(*b"A9A 9A9")
}
