//! What the stand-ins are told: the secrets that the real systems would share with us.

use crate::settings::Settings;
use anyhow::Context as _;
use xpro_standins::{Config, CyberSourceConfig, EdxConfig, MailgunConfig};

/// Stand-ins that fit this program.
///
/// # Errors
/// When the address for notices cannot be formed.
pub fn config(settings: &Settings) -> anyhow::Result<Config> {
    Ok(Config {
        public_url: settings.openedx_url.clone(),
        xpro_url: settings.base_url.clone(),
        edx: EdxConfig {
            service_token: settings.openedx_service_token.expose().to_owned(),
            registration_access_token: settings
                .openedx_registration_token
                .as_ref()
                .map(|token| token.expose().to_owned()),
            api_client_id: settings.openedx_client_id.clone(),
            api_client_secret: settings.openedx_client_secret.expose().to_owned(),
            sso_client_id: settings.openedx_oauth_client_id.clone(),
            sso_client_secret: settings.openedx_oauth_client_secret.expose().to_owned(),
            provider: settings.openedx_oauth_provider.clone(),
        },
        cybersource: CyberSourceConfig {
            access_key: settings.cybersource_access_key.clone(),
            profile_id: settings.cybersource_profile_id.clone(),
            secret_key: settings.cybersource_security_key.expose().to_owned(),
            notify_url: settings.base_url.join("/api/order_fulfillment/").context("the notice address")?,
        },
        mailgun: MailgunConfig {
            api_key: settings.mailgun_key.expose().to_owned(),
            domain: settings.mailgun_domain.clone(),
        },
    })
}
