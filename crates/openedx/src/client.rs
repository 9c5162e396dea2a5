//! The client itself; its operations live beside their types.

use std::sync::Arc;

use xpro_outbound::{CallObserver, CircuitState, Gateway, Secret, SetupError};

use crate::config::OpenEdxConfig;
use crate::error::NotConfigured;

/// Speaks to one Open edX. Cheap to clone; clones share connections and circuit breaker.
#[derive(Clone)]
pub struct OpenEdx {
    pub(crate) gateway: Gateway,
    pub(crate) config: Arc<OpenEdxConfig>,
}

impl OpenEdx {
    /// A client with a gateway of its own.
    ///
    /// # Errors
    /// When the HTTP client cannot be built.
    pub fn new(config: OpenEdxConfig, observer: Arc<dyn CallObserver>) -> Result<Self, SetupError> {
        let gateway = Gateway::new(config.gateway(), observer)?;
        Ok(Self::with_gateway(config, gateway))
    }

    /// A client over a gateway that was built elsewhere, for instance with another sense of time.
    pub fn with_gateway(config: OpenEdxConfig, gateway: Gateway) -> Self {
        Self { gateway, config: Arc::new(config) }
    }

    /// What the circuit breaker lets through at present.
    pub fn circuit(&self) -> CircuitState {
        self.gateway.circuit()
    }

    pub(crate) fn service_token(&self) -> Result<&Secret, NotConfigured> {
        let token = self.config.service_token.as_ref();
        token.filter(|token| !token.is_empty()).ok_or(NotConfigured)
    }
}
