//! The OAuth2 provider (13.6).

mod authorize;
mod provider;
mod tokens;
