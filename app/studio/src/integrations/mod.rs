//! Tokens of the API, and webhooks with what was sent to them.

mod choices;
mod log;
mod secret;
mod tokens;
mod view;
mod webhooks;

pub use log::DeliveriesView;
pub use view::IntegrationsView;

/// The room.
pub const PATH: &str = "/studio/integrations";

/// The log of one webhook.
pub fn log_path(id: i64) -> String {
    format!("{PATH}/webhooks/{id}")
}
