//! The web server: layers, routes, static files, the REST API, webhooks.

mod api;
mod assets;
mod content_api;
mod health;
mod large_bodies;
mod layers;
mod oauth;
mod pictures;
mod router;
mod serve;
mod server_fns;
mod shop;
mod uploads;
pub(crate) mod webhooks;

pub use pictures::SiteSigner;
pub use router::router;
pub use serve::serve;
pub use uploads::UploadTurns;

use crate::{gateways::Gateways, settings::Settings};
use std::sync::Arc;
use xpro_app::state::AppState;
use xpro_cms::media::Darkroom;
use xpro_platform::files::Files;

/// What the server's own handlers need besides the pages' state.
#[derive(Clone)]
pub struct WebState {
    /// The pages' state.
    pub app: AppState,
    /// Settings.
    pub settings: Arc<Settings>,
    /// Outside systems.
    pub gateways: Gateways,
    /// Object storage.
    pub files: Files,
    /// Where renditions are made.
    pub darkroom: Darkroom,
    /// Checks the addresses of renditions.
    pub signer: SiteSigner,
    /// Turns at taking files in.
    pub uploads: UploadTurns,
}

impl std::fmt::Debug for WebState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WebState")
    }
}

impl axum::extract::FromRef<WebState> for AppState {
    fn from_ref(state: &WebState) -> AppState {
        state.app.clone()
    }
}
