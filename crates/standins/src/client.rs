//! The HTTP client with which the stand-ins call xPRO back.

use std::time::Duration;

use reqwest::{Client, ClientBuilder, redirect};

/// Builds the client: no redirects (a redirected callback is a mistake worth seeing), no system
/// proxy (xPRO is local), 30 seconds at most.
pub(crate) fn build() -> Client {
    // reqwest wants a process-wide TLS provider even for plain http. An error only says that the
    // host program has installed one already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    base()
        .build()
        // A machine without CA certificates cannot build the default client; plain http to the
        // local xPRO must work there too.
        .or_else(|_| base().tls_certs_only(std::iter::empty()).build())
        .expect("a client without certificates needs nothing from the machine")
}

fn base() -> ClientBuilder {
    Client::builder().redirect(redirect::Policy::none()).no_proxy().tcp_nodelay(true).timeout(Duration::from_secs(30))
}
