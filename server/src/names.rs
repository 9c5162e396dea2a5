//! The courseware's word on full names, for registration and the profile.

use std::{pin::Pin, sync::Arc};
use xpro_app::state::NameCheck;
use xpro_openedx::{NameDecision, OpenEdx};

/// Asks Open edX.
pub struct OpenEdxNames {
    openedx: Arc<OpenEdx>,
}

impl OpenEdxNames {
    /// Asks through this client.
    pub fn new(openedx: Arc<OpenEdx>) -> Self {
        OpenEdxNames { openedx }
    }
}

impl NameCheck for OpenEdxNames {
    fn accepts<'a>(&'a self, full_name: &'a str) -> Pin<Box<dyn Future<Output = bool> + Send + 'a>> {
        Box::pin(async move {
            match self.openedx.validate_name(full_name).await {
                Ok(NameDecision::Acceptable) => true,
                Ok(NameDecision::Refused { explanation }) => {
                    tracing::info!(explanation, "Open edX refuses a full name");
                    false
                }
                Err(error) => {
                    tracing::warn!(error = error.summary(), "Open edX gave no word on a full name");
                    false
                }
            }
        })
    }
}
