//! Proof Key for Code Exchange (RFC 7636): the code is worthless to whoever intercepts it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// A challenge as it may be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Challenge {
    pub value: String,
    pub method: &'static str,
}

/// Reads the two parameters; `Ok(None)` when PKCE is not used.
pub(super) fn parse(challenge: Option<&str>, method: Option<&str>) -> Result<Option<Challenge>, &'static str> {
    let Some(value) = challenge.filter(|value| !value.is_empty()) else {
        return if method.is_some_and(|method| !method.is_empty()) {
            Err("code_challenge is missing")
        } else {
            Ok(None)
        };
    };
    if !is_well_formed(value) {
        return Err("code_challenge is malformed");
    }
    match method.unwrap_or("plain") {
        "S256" => Ok(Some(Challenge { value: value.to_owned(), method: "S256" })),
        "plain" | "" => Ok(Some(Challenge { value: value.to_owned(), method: "plain" })),
        _ => Err("code_challenge_method must be S256 or plain"),
    }
}

/// Whether the verifier fits what was stored with the code. A verifier without a challenge is refused as well: it tells
/// of a challenge that somebody stripped from the first request.
pub(super) fn fits(challenge: Option<&str>, method: Option<&str>, verifier: Option<&str>) -> bool {
    match (challenge, verifier.filter(|verifier| !verifier.is_empty())) {
        (None, None) => true,
        (Some(challenge), Some(verifier)) if is_well_formed(verifier) => {
            let actual = if method == Some("S256") {
                URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
            } else {
                verifier.to_owned()
            };
            actual.as_bytes().ct_eq(challenge.as_bytes()).into()
        }
        _ => false,
    }
}

fn is_well_formed(text: &str) -> bool {
    (43..=128).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~'))
}

#[cfg(test)]
mod tests {
    use super::*;

    // The example of RFC 7636, appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_verifier_must_fit() {
        assert!(fits(Some(CHALLENGE), Some("S256"), Some(VERIFIER)));
        assert!(!fits(Some(CHALLENGE), Some("S256"), Some(CHALLENGE)));
        assert!(!fits(Some(CHALLENGE), Some("S256"), None));
        assert!(fits(Some(VERIFIER), Some("plain"), Some(VERIFIER)));
        assert!(!fits(Some(VERIFIER), Some("plain"), Some("short")));
        assert!(!fits(None, None, Some(VERIFIER)));
        assert!(fits(None, None, None));
    }

    #[test]
    fn malformed_challenges_are_refused() {
        assert_eq!(parse(None, None), Ok(None));
        assert!(
            parse(Some(CHALLENGE), Some("S256"))
                .is_ok_and(|challenge| challenge.is_some_and(|challenge| challenge.method == "S256"))
        );
        assert!(
            parse(Some(CHALLENGE), None)
                .is_ok_and(|challenge| challenge.is_some_and(|challenge| challenge.method == "plain"))
        );
        for (challenge, method) in
            [(Some("short"), Some("S256")), (Some(CHALLENGE), Some("S512")), (None, Some("S256")), (Some("a b"), None)]
        {
            assert!(parse(challenge, method).is_err());
        }
    }
}
