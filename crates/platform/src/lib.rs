//! The plumbing that all contexts share: transactions, audit, the job queue, the mail outbox, inbound notices,
//! throttles, the content version, files and the registry of flows. No business rule lives here.

pub mod audit;
pub mod content;
pub mod db;
pub mod files;
pub mod flows;
pub mod jobs;
pub mod mail;
pub mod notices;
pub mod outbound_log;
mod subject;
pub mod throttle;

pub use subject::Subject;
