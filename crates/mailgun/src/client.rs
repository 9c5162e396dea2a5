//! The client.

use std::sync::Arc;

use reqwest::Method;
use serde::Deserialize;
use xpro_outbound::{CallObserver, CircuitState, Gateway, Retry, SetupError};

use crate::config::MailgunConfig;
use crate::error::SendError;
use crate::message::{Message, MessageId};

/// Speaks to one Mailgun account. Cheap to clone.
#[derive(Clone)]
pub struct Mailgun {
    gateway: Gateway,
    config: Arc<MailgunConfig>,
}

#[derive(Deserialize)]
struct Accepted {
    id: String,
}

impl Mailgun {
    /// A client with a gateway of its own.
    ///
    /// # Errors
    /// When the HTTP client cannot be built.
    pub fn new(config: MailgunConfig, observer: Arc<dyn CallObserver>) -> Result<Self, SetupError> {
        let gateway = Gateway::new(config.gateway(), observer)?;
        Ok(Self::with_gateway(config, gateway))
    }

    /// A client over a gateway that was built elsewhere, for instance with another sense of time.
    pub fn with_gateway(config: MailgunConfig, gateway: Gateway) -> Self {
        Self { gateway, config: Arc::new(config) }
    }

    /// What the circuit breaker lets through at present.
    pub fn circuit(&self) -> CircuitState {
        self.gateway.circuit()
    }

    /// Hands a message to Mailgun, once: the outbox tries again at its own pace with the same `idempotency`.
    ///
    /// # Errors
    /// [`SendError`]; ask it whether to try again.
    pub async fn send(&self, message: &Message) -> Result<MessageId, SendError> {
        let form = self.form(message)?;
        let path = format!("/v3/{}/messages", self.config.domain);
        let request =
            self.gateway.request(Method::POST, &path).basic_auth("api", Some(self.config.key.expose())).form(&form);
        let accepted: Result<Accepted, _> = self.gateway.execute_json("send_message", request, Retry::Never).await;
        accepted.map(|accepted| MessageId::from_wire(&accepted.id)).map_err(SendError::from_call)
    }

    fn form(&self, message: &Message) -> Result<Vec<(String, String)>, SendError> {
        let diverted = self.config.recipient_override.as_ref();
        let message_id = format!("<{}@{}>", message.idempotency, self.config.domain);
        let mut form = vec![
            ("from".to_owned(), message.from.to_string()),
            ("to".to_owned(), diverted.unwrap_or(&message.to).to_string()),
            ("subject".to_owned(), one_line(&message.subject)),
            ("text".to_owned(), message.text.clone()),
            ("html".to_owned(), message.html.clone()),
            ("h:Message-Id".to_owned(), message_id),
        ];
        if let Some(reply_to) = &message.reply_to {
            form.push(("h:Reply-To".to_owned(), reply_to.to_string()));
        }
        if diverted.is_some() {
            form.push(("h:X-Original-To".to_owned(), message.to.address().to_owned()));
        }
        form.extend(message.tags.iter().map(|tag| ("o:tag".to_owned(), tag.clone())));
        form.extend(message.variables.iter().map(|(name, value)| (format!("v:{name}"), value.clone())));
        for (name, value) in &message.headers {
            if !is_header_name(name) || value.contains(char::is_control) {
                return Err(SendError::InvalidHeader { name: name.clone() });
            }
            form.push((format!("h:{name}"), value.clone()));
        }
        Ok(form)
    }
}

fn one_line(subject: &str) -> String {
    let plain = |character: char| {
        if character.is_control() { ' ' } else { character }
    };
    subject.trim().chars().map(plain).collect()
}

fn is_header_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
