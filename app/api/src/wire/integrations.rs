//! Tokens of the API and webhooks.

use super::Instant;
use serde::{Deserialize, Serialize};

/// Everything about integrations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Integrations {
    /// Tokens, newest first; those that ended are last.
    pub tokens: Vec<TokenItem>,
    /// Webhooks.
    pub webhooks: Vec<WebhookItem>,
    /// What tokens can be good for.
    pub scopes: Vec<NamedChoice>,
    /// What webhooks can hear of.
    pub events: Vec<NamedChoice>,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedChoice {
    /// On the wire: `pages:read`.
    pub name: String,
    /// What a person reads.
    pub label: String,
}

/// A token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenItem {
    /// Key.
    pub id: i64,
    /// What it begins with.
    pub begins: String,
    /// What it is for.
    pub name: String,
    /// In whose name it acts.
    pub owner: String,
    /// What it is good for.
    pub scopes: Vec<String>,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: Instant,
    /// When it ends.
    pub ends_at: Option<Instant>,
    /// When it was last used.
    pub used_at: Option<Instant>,
    /// When somebody ended it.
    pub revoked_at: Option<Instant>,
}

/// A token to make.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TokenInput {
    /// What it is for.
    pub name: String,
    /// E-mail address of whose name it acts in; empty is one's own.
    pub owner: String,
    /// What it is good for.
    pub scopes: Vec<String>,
    /// How many days it lives; empty is until it is revoked.
    pub days: Option<i64>,
}

/// A webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookItem {
    /// Key.
    pub id: i64,
    /// What it is for.
    pub name: String,
    /// Where it listens.
    pub url: String,
    /// What it hears of.
    pub events: Vec<String>,
    /// Whether anything is sent.
    pub active: bool,
    /// Since when every delivery failed.
    pub failing_since: Option<Instant>,
    /// Deliveries that have not ended.
    pub waiting: i64,
}

/// A webhook as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WebhookInput {
    /// What it is for.
    pub name: String,
    /// Where it listens.
    pub url: String,
    /// What it hears of.
    pub events: Vec<String>,
    /// Whether anything is sent.
    pub active: bool,
}

/// What came of making or changing a token or a webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum IntegrationOutcome {
    /// It is made; the secret is shown this once.
    Made {
        /// The token, or what signs the deliveries.
        secret: String,
    },
    /// It is changed.
    Saved,
    /// A field is wrong.
    Refused {
        /// Its name.
        field: String,
        /// Why.
        message: String,
    },
}

/// An act on a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookAct {
    /// Send something that says nothing.
    Test,
    /// Send nothing any more.
    Delete,
}

/// A delivery, with its last try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryItem {
    /// Key.
    pub id: i64,
    /// What it tells.
    pub event: String,
    /// The page that it is about.
    pub page: Option<i64>,
    /// What was sent, for reading.
    pub payload: String,
    /// How it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i32,
    /// When it happened.
    pub at: Instant,
    /// When it was last tried.
    pub tried_at: Option<Instant>,
    /// Status of the last answer.
    pub status: Option<i32>,
    /// Why the last try failed.
    pub error: String,
    /// Beginning of the last answer.
    pub answer: String,
    /// How long the last try took.
    pub duration_ms: Option<i32>,
}

/// How a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It will be tried.
    Waiting,
    /// It arrived.
    Delivered,
    /// It was given up.
    Failed,
}
