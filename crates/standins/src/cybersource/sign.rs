//! The signature over ordered fields (commerce spec, section 4.4).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::fields::Fields;
use crate::secret;

/// Signs the named fields: Base64 of HMAC-SHA256 over `name=value` joined with commas, in the
/// order of `signed_field_names` (a comma-separated list). A name without a field counts as empty.
///
/// ```
/// let fields = [("abc", "def"), ("x", "y")];
/// let signature = xpro_standins::cybersource::sign("security", "abc,x", &fields);
/// assert_eq!(signature, "gV5OkUNLnBDT93xyzr+3VRb8yGaET0naR7YxGJyFRtc=");
/// ```
#[must_use]
pub fn sign(secret_key: &str, signed_field_names: &str, fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = signed_field_names
        .split(',')
        .map(|name| {
            let field = fields.iter().find(|(key, _)| *key == name);
            format!("{name}={}", field.map_or("", |(_, value)| value))
        })
        .collect();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret_key.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(pairs.join(",").as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

/// Signs fields by their own `signed_field_names`.
pub(crate) fn sign_fields(secret_key: &str, fields: &Fields) -> String {
    let pairs: Vec<(&str, &str)> = fields.iter().collect();
    sign(secret_key, fields.text("signed_field_names"), &pairs)
}

/// Whether fields carry the signature that their own `signed_field_names` asks for.
pub(crate) fn is_signed(secret_key: &str, fields: &Fields) -> bool {
    fields.get("signature").is_some_and(|given| secret::same(given, &sign_fields(secret_key, fields)))
}
