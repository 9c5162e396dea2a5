//! Hashes imported from the former site: `pbkdf2_sha256$<iterations>$<salt>$<base64>`.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::Sha256;
use subtle::ConstantTimeEq;

const PREFIX: &str = "pbkdf2_sha256$";
/// A stored row must not be able to keep a processor busy for minutes.
const MAX_ITERATIONS: u32 = 5_000_000;

pub(super) fn is_django(hash: &str) -> bool {
    hash.starts_with(PREFIX)
}

/// Whether the password fits; a malformed hash fits nothing.
pub(super) fn verify(hash: &str, password: &str) -> bool {
    let Some((iterations, salt, expected)) = parse(hash) else { return false };
    let mut actual = vec![0; expected.len()];
    pbkdf2::pbkdf2_hmac::<Sha256>(password.as_bytes(), salt.as_bytes(), iterations, &mut actual);
    actual.ct_eq(&expected).into()
}

fn parse(hash: &str) -> Option<(u32, &str, Vec<u8>)> {
    let mut parts = hash.strip_prefix(PREFIX)?.split('$');
    let (iterations, salt, digest, None) = (parts.next()?.parse().ok()?, parts.next()?, parts.next()?, parts.next())
    else {
        return None;
    };
    let digest = STANDARD.decode(digest).ok().filter(|bytes| bytes.len() == 32)?;
    (1..=MAX_ITERATIONS).contains(&iterations).then_some((iterations, salt, digest))
}
