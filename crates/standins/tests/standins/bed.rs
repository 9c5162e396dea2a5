//! A running set of stand-ins with a small xPRO of the test's own behind it.

use reqwest::{Client, Response, redirect};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use url::Url;
use xpro_standins::{Config, CyberSourceConfig, EdxConfig, MailgunConfig};

use crate::fake_xpro::FakeXpro;

pub(crate) const SERVICE_TOKEN: &str = "service-token-0001";
pub(crate) const REGISTRATION_TOKEN: &str = "registration-token-0001";
pub(crate) const API_CLIENT: (&str, &str) = ("xpro-at-edx", "xpro-at-edx-secret");
pub(crate) const SSO_CLIENT: (&str, &str) = ("edx-at-xpro", "edx-at-xpro-secret");
pub(crate) const SECRET_KEY: &str = "test-security-key-0001";
pub(crate) const ACCESS_KEY: &str = "f00dfacef00dfacef00dfacef00dface";
pub(crate) const PROFILE_ID: &str = "0A1B2C3D-1111-2222-3333-444455556666";
pub(crate) const MAIL_KEY: &str = "key-0001";
pub(crate) const MAIL_DOMAIN: &str = "mail.xpro.example";
pub(crate) const COURSE: &str = "course-v1:xPRO+SysEngx1+R4";

/// Everything a test needs; the servers end with it.
pub(crate) struct Bed {
    pub(crate) url: Url,
    pub(crate) xpro: FakeXpro,
    /// Keeps cookies and follows redirects, like a browser.
    pub(crate) browser: Client,
    /// Follows nothing and keeps nothing.
    pub(crate) http: Client,
    _stop: oneshot::Sender<()>,
}

impl Bed {
    /// Starts xPRO and the stand-ins on free ports.
    pub(crate) async fn start() -> Self {
        let xpro = FakeXpro::start().await;
        let (listener, url) = listen().await;
        let (stop, stopped) = oneshot::channel();
        let config = config(&url, &xpro.url);
        tokio::spawn(async move {
            let until = async move {
                let _ = stopped.await;
            };
            xpro_standins::serve(listener, config, until).await.expect("the stand-ins serve");
        });
        Self {
            url,
            xpro,
            browser: client().cookie_store(true).build().expect("a client"),
            http: client().redirect(redirect::Policy::none()).build().expect("a client"),
            _stop: stop,
        }
    }

    /// An address of the stand-ins.
    pub(crate) fn at(&self, path: &str) -> Url {
        self.url.join(path).expect("a valid path")
    }

    /// Gets JSON from the control API.
    pub(crate) async fn control(&self, path: &str) -> Value {
        let answer = self.http.get(self.at(path)).send().await;
        answer.expect("the control API answers").json().await.expect("the control API answers JSON")
    }

    /// Posts JSON to the control API.
    pub(crate) async fn order(&self, path: &str, order: Value) -> Response {
        let request = self.http.post(self.at(path)).json(&order);
        request.send().await.expect("the control API answers")
    }

    /// Switches a fault on.
    pub(crate) async fn fault(&self, fault: Value) {
        let answer = self.order("/control/faults", fault).await;
        assert_eq!(answer.status(), 201);
    }

    /// The accounts call of the service worker, the simplest call to Open edX.
    pub(crate) async fn find_account(&self, email: &str) -> reqwest::Result<Response> {
        let mut address = self.at("/api/user/v1/accounts");
        address.query_pairs_mut().append_pair("email", email);
        let request = self.http.get(address).bearer_auth(SERVICE_TOKEN);
        request.send().await
    }

    /// Puts an account into Open edX, linked to the xPRO user of the same name.
    pub(crate) async fn add_edx_user(&self, username: &str) {
        let user = serde_json::json!({
            "username": username,
            "email": format!("{username}@example.com"),
            "name": "Some One",
            "linked_to": username,
        });
        let answer = self.order("/control/edx/users", user).await;
        assert_eq!(answer.status(), 204);
    }
}

/// A listener on a free port with its address.
pub(crate) async fn listen() -> (TcpListener, Url) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let url = format!("http://127.0.0.1:{port}/");
    (listener, url.parse().expect("a valid address"))
}

/// The settings of all tests.
pub(crate) fn config(url: &Url, xpro: &Url) -> Config {
    Config {
        public_url: url.clone(),
        xpro_url: xpro.clone(),
        edx: EdxConfig {
            service_token: SERVICE_TOKEN.into(),
            registration_access_token: Some(REGISTRATION_TOKEN.into()),
            api_client_id: API_CLIENT.0.into(),
            api_client_secret: API_CLIENT.1.into(),
            sso_client_id: SSO_CLIENT.0.into(),
            sso_client_secret: SSO_CLIENT.1.into(),
            provider: "ol-oauth2".into(),
        },
        cybersource: CyberSourceConfig {
            access_key: ACCESS_KEY.into(),
            profile_id: PROFILE_ID.into(),
            secret_key: SECRET_KEY.into(),
            notify_url: xpro.join("/api/order_fulfillment/").expect("a valid path"),
        },
        mailgun: MailgunConfig { api_key: MAIL_KEY.into(), domain: MAIL_DOMAIN.into() },
    }
}

/// A client that needs no TLS and no proxy.
pub(crate) fn client() -> reqwest::ClientBuilder {
    // Fails only when another test of this process was first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().tls_certs_only(std::iter::empty())
}
