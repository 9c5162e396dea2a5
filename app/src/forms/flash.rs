//! A message for the next page: what the form just posted has done.

use crate::respond::PageError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use xpro_ui::{Notice, Tone};

const KEY: &str = "flash";

/// What the message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FlashTone {
    /// Something worked.
    Success,
    /// Worth knowing.
    Info,
    /// Something was not done.
    Danger,
}

/// A message that is shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    tone: FlashTone,
    text: String,
}

impl Flash {
    /// Something worked.
    pub fn success(text: impl Into<String>) -> Self {
        Flash { tone: FlashTone::Success, text: text.into() }
    }

    /// Worth knowing.
    pub fn info(text: impl Into<String>) -> Self {
        Flash { tone: FlashTone::Info, text: text.into() }
    }

    /// Something was not done.
    pub fn danger(text: impl Into<String>) -> Self {
        Flash { tone: FlashTone::Danger, text: text.into() }
    }

    /// Keeps it for the next page of this visitor.
    ///
    /// # Errors
    /// When the session store refuses.
    pub async fn keep(self, session: &Session) -> Result<(), PageError> {
        session.insert(KEY, self).await.map_err(PageError::internal)
    }

    /// The message kept for this page, which is then forgotten. Without one the session is not written.
    ///
    /// # Errors
    /// When the session store refuses.
    pub async fn take(session: &Session) -> Result<Option<Self>, PageError> {
        let kept: Option<Flash> = session.get(KEY).await.map_err(PageError::internal)?;
        if kept.is_some() {
            session.remove_value(KEY).await.map_err(PageError::internal)?;
        }
        Ok(kept)
    }

    /// The message on the page, read out by screen readers.
    pub fn view(self) -> AnyView {
        let tone = match self.tone {
            FlashTone::Success => Tone::Success,
            FlashTone::Info => Tone::Info,
            FlashTone::Danger => Tone::Danger,
        };
        view! { <div class="flash" data-testid="flash"><Notice tone=tone title=self.text announce=true /></div> }
            .into_any()
    }
}
