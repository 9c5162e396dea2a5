//! Tokens of the API and webhooks. All of it needs `integrations.change`.

use crate::{ApiError, DeliveryItem, IntegrationOutcome, Integrations, TokenInput, WebhookAct, WebhookInput};
use leptos::prelude::server;
use server_fn::codec::{GetUrl, Json};
#[cfg(feature = "ssr")]
use {
    crate::{DeliveryState, NamedChoice, TokenItem, WebhookItem, convert_library::editor as load_editor, door::Desk},
    xpro_cms::content_api::{
        self, DeliveryRow, Endpoint, EndpointRow, NewToken, PREFIX, PageEvent, Scope, TokenError, TokenRow,
        WebhookError,
    },
};

/// Tokens and webhooks, with what can be chosen.
///
/// # Errors
/// See [`ApiError`].
#[server(name = IntegrationsCall, prefix = "/api/studio", endpoint = "integrations", input = GetUrl)]
pub async fn list_integrations() -> Result<Integrations, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    let choice = |name: &str, label: &str| NamedChoice { name: name.to_owned(), label: label.to_owned() };
    Ok(Integrations {
        tokens: content_api::list_tokens(&mut conn, &editor).await?.into_iter().map(token).collect(),
        webhooks: content_api::list_webhooks(&mut conn, &editor).await?.into_iter().map(webhook).collect(),
        scopes: Scope::ALL.iter().map(|scope| choice(scope.name(), scope.help())).collect(),
        events: PageEvent::ALL.iter().map(|event| choice(event.name(), event_label(*event))).collect(),
    })
}

/// Makes a token. It is in this answer and nowhere else.
///
/// # Errors
/// See [`ApiError`].
#[server(name = IssueTokenCall, prefix = "/api/studio", endpoint = "token-issue", input = Json)]
pub async fn issue_token(input: TokenInput) -> Result<IntegrationOutcome, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    let new = NewToken {
        name: input.name,
        owner: Some(input.owner),
        scopes: input.scopes.iter().filter_map(|name| Scope::from_name(name)).collect(),
        days: input.days,
    };
    match content_api::issue_token(&mut tx, &editor, &new).await {
        Ok(issued) => {
            tx.commit().await?;
            Ok(IntegrationOutcome::Made { secret: issued.token })
        }
        Err(TokenError::Field(field, message)) => Ok(refused(field, message)),
        Err(error) => Err(error.into()),
    }
}

/// Ends a token.
///
/// # Errors
/// `not_found` when it ended already; else see [`ApiError`].
#[server(name = RevokeTokenCall, prefix = "/api/studio", endpoint = "token-revoke", input = Json)]
pub async fn revoke_token(id: i64) -> Result<(), ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    content_api::revoke_token(&mut tx, &editor, id).await?;
    Ok(tx.commit().await?)
}

/// Makes a webhook, or changes one.
///
/// # Errors
/// `not_found` when it is gone; else see [`ApiError`].
#[server(name = SaveWebhookCall, prefix = "/api/studio", endpoint = "webhook-save", input = Json)]
pub async fn save_webhook(id: Option<i64>, input: WebhookInput) -> Result<IntegrationOutcome, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    let endpoint = Endpoint {
        name: input.name,
        url: input.url,
        events: input.events.iter().filter_map(|name| PageEvent::from_name(name)).collect(),
        active: input.active,
    };
    let saved = match id {
        None => {
            let made = content_api::create_webhook(&mut tx, &editor, &endpoint).await;
            made.map(|(_, secret)| IntegrationOutcome::Made { secret })
        }
        Some(id) => {
            let changed = content_api::update_webhook(&mut tx, &editor, id, &endpoint).await;
            changed.map(|()| IntegrationOutcome::Saved)
        }
    };
    match saved {
        Ok(outcome) => {
            tx.commit().await?;
            Ok(outcome)
        }
        Err(WebhookError::Field(field, message)) => Ok(refused(field, message)),
        Err(error) => Err(error.into()),
    }
}

/// Tries a webhook, or deletes it.
///
/// # Errors
/// `not_found` when it is gone; else see [`ApiError`].
#[server(name = ActOnWebhookCall, prefix = "/api/studio", endpoint = "webhook-act", input = Json)]
pub async fn act_on_webhook(id: i64, act: WebhookAct) -> Result<(), ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    match act {
        WebhookAct::Test => content_api::test_webhook(&mut tx, &editor, id).await?,
        WebhookAct::Delete => content_api::delete_webhook(&mut tx, &editor, id).await?,
    }
    Ok(tx.commit().await?)
}

/// What was sent to a webhook, newest first, from before a delivery on.
///
/// # Errors
/// See [`ApiError`].
#[server(name = WebhookLogCall, prefix = "/api/studio", endpoint = "webhook-log", input = GetUrl)]
pub async fn webhook_log(id: i64, #[server(default)] before: Option<i64>) -> Result<Vec<DeliveryItem>, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = load_editor(&mut conn, &desk.staff).await?;
    Ok(content_api::list_deliveries(&mut conn, &editor, id, before).await?.into_iter().map(delivery).collect())
}

/// Sends a delivery that ended once more.
///
/// # Errors
/// `not_found` when it waits already or its webhook is off; else see [`ApiError`].
#[server(name = ResendDeliveryCall, prefix = "/api/studio", endpoint = "webhook-resend", input = Json)]
pub async fn resend_delivery(id: i64) -> Result<(), ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = load_editor(&mut tx, &desk.staff).await?;
    content_api::resend_delivery(&mut tx, &editor, id).await?;
    Ok(tx.commit().await?)
}

#[cfg(feature = "ssr")]
fn refused(field: &str, message: &str) -> IntegrationOutcome {
    IntegrationOutcome::Refused { field: field.to_owned(), message: message.to_owned() }
}

#[cfg(feature = "ssr")]
fn event_label(event: PageEvent) -> &'static str {
    match event {
        PageEvent::Published => "A page was published",
        PageEvent::Unpublished => "A page was taken off the site",
        PageEvent::Deleted => "A page was deleted",
    }
}

#[cfg(feature = "ssr")]
fn token(row: TokenRow) -> TokenItem {
    TokenItem {
        id: row.id,
        begins: format!("{PREFIX}{}", row.key),
        name: row.name,
        owner: row.owner_name,
        scopes: row.scopes,
        made_by: row.created_by_name,
        made_at: row.created_at.into(),
        ends_at: row.expires_at.map(Into::into),
        used_at: row.last_used_at.map(Into::into),
        revoked_at: row.revoked_at.map(Into::into),
    }
}

#[cfg(feature = "ssr")]
fn webhook(row: EndpointRow) -> WebhookItem {
    WebhookItem {
        id: row.id,
        name: row.name,
        url: row.url,
        events: row.events,
        active: row.active,
        failing_since: row.failing_since.map(Into::into),
        waiting: row.waiting,
    }
}

#[cfg(feature = "ssr")]
fn delivery(row: DeliveryRow) -> DeliveryItem {
    DeliveryItem {
        id: row.id,
        event: row.event,
        page: Some(row.page_id).filter(|id| *id != 0),
        payload: serde_json::to_string_pretty(&row.payload).unwrap_or_default(),
        state: match row.state.as_str() {
            "delivered" => DeliveryState::Delivered,
            "failed" => DeliveryState::Failed,
            _ => DeliveryState::Waiting,
        },
        attempts: row.attempts,
        at: row.created_at.into(),
        tried_at: row.last_at.map(Into::into),
        status: row.last_status,
        error: row.last_error.unwrap_or_default(),
        answer: row.last_answer.unwrap_or_default(),
        duration_ms: row.last_duration_ms,
    }
}

#[cfg(feature = "ssr")]
impl From<TokenError> for ApiError {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Denied => ApiError::Forbidden,
            TokenError::NotFound => ApiError::NotFound,
            TokenError::Field(_, message) => ApiError::invalid(message),
            TokenError::Internal(error) => error.into(),
        }
    }
}

#[cfg(feature = "ssr")]
impl From<WebhookError> for ApiError {
    fn from(error: WebhookError) -> Self {
        match error {
            WebhookError::Denied => ApiError::Forbidden,
            WebhookError::NotFound => ApiError::NotFound,
            WebhookError::Field(_, message) => ApiError::invalid(message),
            WebhookError::Internal(error) => error.into(),
        }
    }
}
