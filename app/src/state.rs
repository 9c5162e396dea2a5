//! What every page needs at hand.

use crate::{content::LiveContent, shell};
use std::{net::IpAddr, ops::Deref, pin::Pin, sync::Arc};
use time::OffsetDateTime;
use xpro_accounts::AccountSettings;
use xpro_commerce::{checkout::LearnerOrderForm, receipt::Issuer};
use xpro_platform::{db::Database, mail::Brand};

/// Facts of this installation that pages use.
#[derive(Debug, Clone)]
pub struct SiteConfig {
    /// Public origin without a trailing slash.
    pub base_url: String,
    /// `dev`, `ci`, `rc` or `production`; part of gateway reference numbers.
    pub environment: String,
    /// Whether cookies travel over https only.
    pub secure_cookies: bool,
    /// Name of the session cookie.
    pub session_cookie: &'static str,
    /// Where people get help.
    pub support_email: String,
    /// Where learners find the courseware, without a trailing slash.
    pub courseware_url: String,
    /// Where a sign-out leads.
    pub after_logout: String,
    /// Tax by the profile's country only.
    pub force_profile_country: bool,
    /// Peers whose `X-Forwarded-For` is believed (ecommerce.md D-20).
    pub trusted_proxies: Vec<IpAddr>,
    /// Lifetimes and limits of sign-in and registration.
    pub accounts: AccountSettings,
    /// Who issues receipts.
    pub issuer: Issuer,
}

/// A gateway form, signed, to be posted by the payer's browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedForm {
    /// Where it is posted.
    pub action: String,
    /// Names and values in order.
    pub fields: Vec<(String, String)>,
}

/// Signs forms for the payment gateway and checks what it sends back by the payer's browser. Given by the server,
/// so that pages know no gateway.
pub trait PaymentForms: Send + Sync {
    /// The signed form of a payment attempt.
    ///
    /// # Errors
    /// A text for the log when the order cannot be put into a form.
    fn learner_form(&self, order: &LearnerOrderForm, signed_at: OffsetDateTime) -> Result<SignedForm, String>;

    /// The reference number of a genuine, signed return; `None` for anything else (ecommerce.md D-40).
    fn genuine_return(&self, fields: &[(String, String)]) -> Option<String>;
}

/// Asks the courseware whether it would take a full name (accounts_ops.md 1.7). Given by the server, so that pages know
/// no outside system.
pub trait NameCheck: Send + Sync {
    /// False when it would not, or cannot say; true as well when it cannot be reached at all.
    fn accepts<'a>(&'a self, full_name: &'a str) -> Pin<Box<dyn Future<Output = bool> + Send + 'a>>;
}

/// The state handed to every page; cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

/// What [`AppState`] holds.
pub struct Inner {
    /// Database and clock.
    pub db: Database,
    /// This installation.
    pub config: SiteConfig,
    /// Published content and what was rendered from it.
    pub content: LiveContent,
    /// Addresses of built assets.
    pub assets: shell::Assets,
    /// The gateway's forms.
    pub payment: Arc<dyn PaymentForms>,
    /// The courseware's word on names.
    pub names: Arc<dyn NameCheck>,
}

impl AppState {
    /// State of these parts.
    pub fn new(inner: Inner) -> Self {
        AppState(Arc::new(inner))
    }

    /// Who writes mails.
    pub fn brand(&self) -> Brand {
        let generation = self.content.current();
        let settings = generation.site().settings();
        Brand {
            site_name: settings.site_name.clone(),
            base_url: self.config.base_url.clone(),
            support_email: settings.support_email(&self.config.support_email).to_owned(),
            postal_address: settings.footer_address.join(", "),
        }
    }
}

impl Deref for AppState {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl std::fmt::Debug for AppState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AppState")
    }
}
