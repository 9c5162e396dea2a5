//! People: registration and sign-in, passwords, sessions, roles, profile, and the OAuth2 provider for Open edX.
//! Spec: accounts_ops.md 1 to 3.

pub mod account;
pub mod auth;
pub mod countries;
mod fields;
pub mod jobs;
pub mod next;
pub mod oauth;
pub mod password;
pub mod person;
mod purge;
pub mod seed;
pub mod session;
pub mod session_store;
mod settings;
mod store;
pub mod throttles;
mod token;

pub use fields::{ADDRESS_FIELDS, FieldErrors};
pub use purge::purge;
pub use settings::{AccountSettings, Call};
pub use token::Token;
