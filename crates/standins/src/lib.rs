//! Local servers that behave like the outside systems xPRO talks to: Open edX, CyberSource's
//! hosted payment page, Mailgun and the feed of the blog, faults included.
//!
//! They share no code with xPRO's clients on purpose: when both sides agree, they agree because
//! each follows the published protocol, not because both carry the same mistake. One server on
//! one port carries all of them, since their real paths do not overlap. Everything is kept in
//! memory and is gone after a restart.
//!
//! | system | its paths | pages for people |
//! |---|---|---|
//! | Open edX | `/user_api/`, `/api/`, `/auth/`, `/oauth2/`, `/courses/`, `/login`, `/dashboard` | `/edx/` |
//! | CyberSource | `/pay` | `/payments/` |
//! | Mailgun | `/v3/` | `/inbox/` |
//! | feed of the blog | `/rss.xml`, `/feed/` | – |
//!
//! `/` and `/control/` steer the stand-ins: faults, the request log, seeded data, reset.

mod client;
mod clock;
mod config;
mod control;
mod cut;
pub mod cybersource;
mod elsewhere;
mod feed;
mod fields;
mod mailgun;
mod openedx;
mod page;
mod router;
mod secret;
mod serve;
mod state;
mod system;

pub use config::{Config, CyberSourceConfig, EdxConfig, MailgunConfig};
pub use elsewhere::{Asked, Elsewhere};
pub use router::router;
pub use serve::serve;
