//! `xpro standins`: the outside systems, behaving, on this machine.

use crate::settings::{Environment, Settings};
use anyhow::{Context as _, bail};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use xpro_standins::{Config, CyberSourceConfig, EdxConfig, MailgunConfig};

pub(super) async fn run(settings: &Settings) -> anyhow::Result<()> {
    let asked = super::stop::Asked::listen();
    asked.unless_hurried(serve(settings, listen(settings).await?, asked.to_stop.clone())).await
}

pub(super) async fn listen(settings: &Settings) -> anyhow::Result<TcpListener> {
    if settings.environment == Environment::Production {
        bail!("there are no stand-ins in production");
    }
    TcpListener::bind(&settings.standins_listen)
        .await
        .with_context(|| format!("listening on {} for the stand-ins (XPRO_STANDINS_LISTEN)", settings.standins_listen))
}

pub(super) async fn serve(settings: &Settings, listener: TcpListener, stop: CancellationToken) -> anyhow::Result<()> {
    let config = config(settings)?;
    Ok(xpro_standins::serve(listener, config, async move { stop.cancelled().await }).await?)
}

/// The stand-ins know the secrets that the real systems would share with us.
fn config(settings: &Settings) -> anyhow::Result<Config> {
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
