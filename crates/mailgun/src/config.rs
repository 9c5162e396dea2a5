//! Settings of the client (accounts_ops.md 9.5).

use std::time::Duration;

use url::Url;
use xpro_outbound::{GatewayConfig, Secret};

use crate::mailbox::Mailbox;

/// Where Mailgun is and which account to use.
#[derive(Debug, Clone)]
pub struct MailgunConfig {
    /// Base of the API, `https://api.mailgun.net/` or that of another region.
    pub base_url: Url,
    /// `MAILGUN_SENDER_DOMAIN`.
    pub domain: String,
    /// `MAILGUN_KEY`.
    pub key: Secret,
    /// `MAILGUN_RECIPIENT_OVERRIDE`: when set, every message goes to this address and to no other.
    pub recipient_override: Option<Mailbox>,
    /// Longest time for handing over one message.
    pub timeout: Duration,
}

impl MailgunConfig {
    /// An account with the house's timeout of ten seconds and no override.
    pub fn new(base_url: Url, domain: &str, key: Secret) -> Self {
        Self { base_url, domain: domain.to_owned(), key, recipient_override: None, timeout: Duration::from_secs(10) }
    }

    /// The gateway settings that go with these.
    pub fn gateway(&self) -> GatewayConfig {
        let mut gateway = GatewayConfig::new("mailgun", self.base_url.clone());
        gateway.timeout = self.timeout;
        gateway
    }
}
