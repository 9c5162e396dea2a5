//! The statements of this context, one module per noun. Nobody else writes SQL here.

pub(crate) mod attempt;
pub(crate) mod blocked_email;
pub(crate) mod demo;
pub(crate) mod email_change;
pub(crate) mod legal_address;
pub(crate) mod oauth_application;
pub(crate) mod oauth_grant;
pub(crate) mod oauth_token;
pub(crate) mod password_reset;
pub(crate) mod profile;
pub(crate) mod session;
pub(crate) mod user;
pub(crate) mod verification;
