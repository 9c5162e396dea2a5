//! Statements of the API.

pub(super) mod build;
pub(super) mod files;
pub(super) mod pages;
pub(super) mod tokens;
pub(super) mod webhooks;
