//! Errors that belong to fields of a form.

use std::collections::BTreeMap;

/// Field name → what is wrong with it and how to put it right. Names of the address are those of
/// [`ADDRESS_FIELDS`]; the JSON API nests them under `legal_address`, forms use them as they are.
pub type FieldErrors = BTreeMap<&'static str, String>;

/// The fields that the JSON API nests under `legal_address`.
pub const ADDRESS_FIELDS: [&str; 8] =
    ["first_name", "last_name", "street_address", "city", "country", "state_or_territory", "postal_code", "vat_id"];

pub(crate) fn one(field: &'static str, message: impl Into<String>) -> FieldErrors {
    FieldErrors::from([(field, message.into())])
}
