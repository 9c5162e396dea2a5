//! The content API, version 2 (cms.md 6): reading pages, images and documents in the shapes of the reference, and what it
//! asks for besides. The doors in `server` decode, call one function of this module, and encode.
//!
//! `fields` holds the grammar, `schema` what there is to show, `params` what was asked, `project` the way from documents to
//! shapes, `store` the statements.

mod caller;
mod fields;
mod files;
mod json;
mod openapi;
mod pages;
mod params;
mod problem;
mod project;
mod reader;
mod schema;
mod select;
mod store;
mod token;
mod webhook;
pub mod write;

pub use caller::{Caller, Scope};
pub use fields::{Base, Fields, MAX_DEPTH, MAX_LENGTH, Named};
pub use files::{Files, find_file, list_files, show_file};
pub use json::Json;
pub use openapi::openapi;
pub use pages::{find_page, list_pages, show_page};
pub use params::Pairs;
pub use problem::ApiProblem;
pub use reader::Reader;
pub use token::{
    INTEGRATIONS_CHANGE, IssuedToken, NewToken, PREFIX, Presented, TokenError, TokenRow, issue_token, list_tokens,
    present_token, revoke_token,
};

pub(crate) use webhook::announce;
pub use webhook::{
    Attempt, DeliverWebhook, DeliveryRow, Ending, Endpoint, EndpointRow, Outgoing, PageEvent, SYSTEM as WEBHOOKS,
    WebhookError, create_webhook, delete_webhook, list_deliveries, list_webhooks, note_attempt, open_delivery,
    purge_deliveries, resend_delivery, sign, test_webhook, update_webhook,
};

use json::object;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// What `find/` answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// A body.
    Body(Json),
    /// It is elsewhere.
    Redirect(String),
}

/// `{"meta": {"total_count": …}, "items": […]}`
fn listing(items: Vec<Json>, total: i64) -> Json {
    object! { "meta" => object! { "total_count" => total }, "items" => Json::List(items) }
}

/// An address with these parameters.
fn with_query(url: &str, pairs: &Pairs) -> String {
    let escaped = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let query: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
    if query.is_empty() { url.to_owned() } else { format!("{url}?{}", query.join("&")) }
}

#[cfg(test)]
mod tests;
