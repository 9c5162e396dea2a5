//! The signature over named values (ecommerce.md 4.4).

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use xpro_outbound::Secret;

/// Names and values, sorted by name.
pub type Fields = BTreeMap<String, String>;

/// Names and values in the order in which they are put into a form; the signature comes last.
pub type SignedFields = Vec<(String, String)>;

pub(crate) const SIGNATURE: &str = "signature";
pub(crate) const SIGNED_FIELD_NAMES: &str = "signed_field_names";

/// `name=value` of each pair joined by commas. Values are not escaped.
pub(crate) fn message<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let pairs: Vec<String> = pairs.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join(",")
}

/// Base64 of the HMAC-SHA256 of a message.
pub(crate) fn signature(key: &Secret, message: &str) -> String {
    STANDARD.encode(mac(key, message))
}

/// Compares in constant time. The signature is decoded first, so that its spelling does not matter.
pub(crate) fn is_signature_of(key: &Secret, message: &str, signature: &str) -> bool {
    let given = STANDARD.decode(signature.trim()).unwrap_or_default();
    mac(key, message).as_slice().ct_eq(&given).into()
}

fn mac(key: &Secret, message: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose().as_bytes()).expect("HMAC takes a key of any length");
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// Signs all fields: adds the list of names, which names itself, and the signature.
pub(crate) fn sign(key: &Secret, mut fields: Fields) -> SignedFields {
    fields.remove(SIGNATURE);
    fields.insert(SIGNED_FIELD_NAMES.to_owned(), String::new());
    let names: Vec<&str> = fields.keys().map(String::as_str).collect();
    let names = names.join(",");
    fields.insert(SIGNED_FIELD_NAMES.to_owned(), names);
    let message = message(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let signature = signature(key, &message);
    fields.into_iter().chain([(SIGNATURE.to_owned(), signature)]).collect()
}

#[cfg(test)]
mod tests;
