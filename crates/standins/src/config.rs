//! What the stand-ins must know about themselves and about xPRO.

use url::Url;

/// Settings of all stand-ins together.
#[derive(Clone)]
pub struct Config {
    /// Address under which the stand-ins themselves are reached, for example
    /// `http://127.0.0.1:8090/`.
    pub public_url: Url,
    /// Address of xPRO: its OAuth2 provider and `/api/users/me` are called there.
    pub xpro_url: Url,
    /// The stand-in for Open edX.
    pub edx: EdxConfig,
    /// The stand-in for CyberSource Secure Acceptance Hosted Checkout.
    pub cybersource: CyberSourceConfig,
    /// The stand-in for Mailgun.
    pub mailgun: MailgunConfig,
}

/// Credentials on both sides of the trust between xPRO and Open edX (courseware spec, section 2).
#[derive(Clone)]
pub struct EdxConfig {
    /// Static staff bearer token (`OPENEDX_SERVICE_WORKER_API_TOKEN`).
    pub service_token: String,
    /// Expected `X-Access-Token` on registration; `None` accepts any request.
    pub registration_access_token: Option<String>,
    /// Id of the OAuth2 client that xPRO has inside edX.
    pub api_client_id: String,
    /// Secret of the OAuth2 client that xPRO has inside edX.
    pub api_client_secret: String,
    /// Id of the OAuth2 client that edX has inside xPRO.
    pub sso_client_id: String,
    /// Secret of the OAuth2 client that edX has inside xPRO.
    pub sso_client_secret: String,
    /// Name of the third-party-auth backend, usually `ol-oauth2`.
    pub provider: String,
}

/// The merchant's profile at the payment gateway (commerce spec, section 4).
#[derive(Clone)]
pub struct CyberSourceConfig {
    /// Access key of the profile; public, travels in the form.
    pub access_key: String,
    /// Profile id; public, travels in the form.
    pub profile_id: String,
    /// Secret that signs forms and results.
    pub secret_key: String,
    /// The merchant's server-to-server address, usually `{xpro}/api/order_fulfillment/`.
    pub notify_url: Url,
}

/// The sending account at Mailgun (accounts spec, section 5.1).
#[derive(Clone)]
pub struct MailgunConfig {
    /// API key: the password of the user `api`.
    pub api_key: String,
    /// Sending domain, part of the path.
    pub domain: String,
}
