//! Settings of the client (courseware.md 0.3).

use std::time::Duration;

use url::Url;
use xpro_outbound::{GatewayConfig, Secret};

/// Where Open edX is and how to speak to it. Build with [`OpenEdxConfig::new`] and set what differs.
#[derive(Debug, Clone)]
pub struct OpenEdxConfig {
    /// `OPENEDX_API_BASE_URL`: base of every call.
    pub base_url: Url,
    /// `SITE_BASE_URL`: our own public address; edX sends the login dance back to it.
    pub site_base_url: Url,
    /// `OPENEDX_API_CLIENT_ID`: our OAuth2 client inside edX.
    pub client_id: String,
    /// `OPENEDX_API_CLIENT_SECRET`: that client's secret.
    pub client_secret: Secret,
    /// `OPENEDX_OAUTH_PROVIDER`: the name under which edX knows us as a login provider.
    pub oauth_provider: String,
    /// `OPENEDX_SOCIAL_LOGIN_PATH`: first step of the login dance; may carry a query.
    pub social_login_path: String,
    /// `MITXPRO_REGISTRATION_ACCESS_TOKEN`: sent when users are created; left out when unset.
    pub registration_access_token: Option<Secret>,
    /// `OPENEDX_SERVICE_WORKER_API_TOKEN`: static staff token. Without it, calls that need it are refused here.
    pub service_token: Option<Secret>,
    /// `EDX_API_CLIENT_TIMEOUT`: longest time for one attempt of a call.
    pub timeout: Duration,
    /// Longest time for the name check, for which a person is waiting.
    pub name_check_timeout: Duration,
}

impl OpenEdxConfig {
    /// The defaults of courseware.md 0.3; no tokens.
    pub fn new(base_url: Url, site_base_url: Url, client_id: &str, client_secret: Secret) -> Self {
        Self {
            base_url,
            site_base_url,
            client_id: client_id.to_owned(),
            client_secret,
            oauth_provider: "ol-oauth2".to_owned(),
            social_login_path: "/auth/login/ol-oauth2/?auth_entry=login".to_owned(),
            registration_access_token: None,
            service_token: None,
            timeout: Duration::from_secs(60),
            name_check_timeout: Duration::from_secs(3),
        }
    }

    /// The gateway settings that go with these.
    pub fn gateway(&self) -> GatewayConfig {
        let mut gateway = GatewayConfig::new("openedx", self.base_url.clone());
        gateway.timeout = self.timeout;
        gateway
    }

    /// Where edX must send the browser at the end of the login dance.
    pub(crate) fn redirect_uri(&self) -> String {
        let site = self.site_base_url.as_str().trim_end_matches('/');
        format!("{site}/login/_private/complete")
    }
}
