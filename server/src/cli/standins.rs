//! `xpro standins`: the outside systems, behaving, on this machine.

use crate::{
    settings::{Environment, Settings},
    stand_ins,
};
use anyhow::{Context as _, bail};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

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
    let config = stand_ins::config(settings)?;
    Ok(xpro_standins::serve(listener, config, async move { stop.cancelled().await }).await?)
}
