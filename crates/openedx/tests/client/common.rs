//! A client against a scripted Open edX.

use std::sync::Arc;

use url::Url;
use xpro_openedx::{OpenEdx, OpenEdxConfig, Secret};
use xpro_outbound::Gateway;
use xpro_outbound::testing::{ManualPace, ScriptedServer};

/// A client whose waits take no time. Every token is set.
pub fn client(edx: &Url, site: &Url) -> OpenEdx {
    changed_client(edx, site, |_| {})
}

/// As [`client`], with some settings changed.
pub fn changed_client(edx: &Url, site: &Url, change: impl FnOnce(&mut OpenEdxConfig)) -> OpenEdx {
    let secret = Secret::from("client-secret");
    let mut config = OpenEdxConfig::new(edx.clone(), site.clone(), "client-id", secret);
    config.service_token = Some(Secret::from("service-token"));
    config.registration_access_token = Some(Secret::from("registration-token"));
    change(&mut config);
    let gateway = Gateway::with_pace(config.gateway(), Arc::new(()), ManualPace::new());
    OpenEdx::with_gateway(config, gateway.expect("a plain client builds"))
}

/// A scripted edX and a client for it.
pub async fn edx() -> (ScriptedServer, OpenEdx) {
    let server = ScriptedServer::start().await;
    let client = client(&server.url, &server.url);
    (server, client)
}
