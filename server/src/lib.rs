//! Composition: settings, clients, routes, jobs and commands. Nothing here decides about the business.

// The studio's server functions register themselves only when their crate is linked.
use xpro_account as _;
use xpro_api as _;

pub mod cli;
pub mod flows;
pub mod gateways;
pub mod http;
pub mod jobs;
pub mod link_visitor;
pub mod names;
pub mod settings;
pub mod stand_ins;
pub mod webhook_sender;
pub mod wiring;
