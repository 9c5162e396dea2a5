//! The gateway account and where its checkout page is.

use url::Url;
use xpro_outbound::Secret;

use crate::signature::{Fields, SignedFields, sign};

/// Settings of a Secure Acceptance profile.
#[derive(Debug, Clone)]
pub struct SecureAcceptance {
    /// `CYBERSOURCE_ACCESS_KEY`.
    pub access_key: String,
    /// `CYBERSOURCE_PROFILE_ID`.
    pub profile_id: String,
    /// `CYBERSOURCE_SECURITY_KEY`, the key of all signatures.
    pub secret_key: Secret,
    /// `CYBERSOURCE_SECURE_ACCEPTANCE_URL`, where the payer's browser posts the form.
    pub endpoint: Url,
}

/// The endpoint does not go with the environment: money would be lost, or taken in a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EndpointMismatch {
    /// A production system must not send payers anywhere but to the live gateway.
    #[error("a production environment needs the live CyberSource address (https://secureacceptance.cybersource.com)")]
    NotLiveInProduction,
    /// A test system must not take real money.
    #[error("the live CyberSource address must not be used outside production")]
    LiveOutsideProduction,
}

impl SecureAcceptance {
    /// Signs fields for the gateway: adds `signed_field_names` and `signature` (ecommerce.md 4.4).
    pub fn sign(&self, fields: Fields) -> SignedFields {
        sign(&self.secret_key, fields)
    }

    /// Checks that the live gateway is used in production (`prod` or `production`) and nowhere else (D-30).
    ///
    /// # Errors
    /// [`EndpointMismatch`]; the server must refuse to start.
    pub fn endpoint_matches_environment(&self, environment: &str) -> Result<(), EndpointMismatch> {
        let production = ["prod", "production"].iter().any(|name| environment.eq_ignore_ascii_case(name));
        match (production, self.is_live()) {
            (true, false) => Err(EndpointMismatch::NotLiveInProduction),
            (false, true) => Err(EndpointMismatch::LiveOutsideProduction),
            (true, true) if self.endpoint.scheme() != "https" => Err(EndpointMismatch::NotLiveInProduction),
            (true, true) | (false, false) => Ok(()),
        }
    }

    /// Regional gateways have a label between, as in `secureacceptance.in.cybersource.com`.
    fn is_live(&self) -> bool {
        let host = self.endpoint.host_str().unwrap_or_default();
        host.starts_with("secureacceptance.") && host.ends_with(".cybersource.com")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(environment: &str, endpoint: &str) -> Result<(), EndpointMismatch> {
        let acceptance = SecureAcceptance {
            access_key: "key".to_owned(),
            profile_id: "profile".to_owned(),
            secret_key: Secret::from("secret"),
            endpoint: endpoint.parse().expect("a URL"),
        };
        acceptance.endpoint_matches_environment(environment)
    }

    const LIVE: &str = "https://secureacceptance.cybersource.com/pay";
    const TEST: &str = "https://testsecureacceptance.cybersource.com/pay";

    #[test]
    fn production_needs_the_live_gateway() {
        assert_eq!(check("production", LIVE), Ok(()));
        assert_eq!(check("Prod", "https://secureacceptance.in.cybersource.com/pay"), Ok(()));
        for endpoint in [
            TEST,
            "http://127.0.0.1:8090/cybersource/pay",
            "http://secureacceptance.cybersource.com/pay",
            "https://secureacceptance.cybersource.com.example.net/pay",
        ] {
            assert_eq!(check("production", endpoint), Err(EndpointMismatch::NotLiveInProduction), "{endpoint}");
        }
    }

    #[test]
    fn nothing_else_may_use_it() {
        for environment in ["dev", "test", "rc", "preproduction"] {
            assert_eq!(check(environment, TEST), Ok(()));
            assert_eq!(check(environment, "http://127.0.0.1:8090/pay"), Ok(()));
            assert_eq!(check(environment, LIVE), Err(EndpointMismatch::LiveOutsideProduction));
        }
    }

    #[test]
    fn settings_do_not_show_the_key() {
        let acceptance = SecureAcceptance {
            access_key: "key".to_owned(),
            profile_id: "profile".to_owned(),
            secret_key: Secret::from("very-secret"),
            endpoint: TEST.parse().expect("a URL"),
        };

        assert!(!format!("{acceptance:?}").contains("very-secret"));
    }
}
