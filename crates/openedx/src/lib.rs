//! A typed client for Open edX, the courseware (courseware.md 2): users, tokens, enrollments, names.
//!
//! It speaks the exchanges E1 to E11 of courseware.md 2.1 and knows nothing of our database: what an answer means for
//! a learner's records is decided by the caller. Every error says whether trying again later may help.

mod client;
mod config;
mod enroll;
mod error;
mod login_dance;
mod profile;
mod register;
mod token;

pub use client::OpenEdx;
pub use config::OpenEdxConfig;
pub use enroll::{EnrollRequest, Enrollment, Mode, ModeRule};
pub use error::{DanceError, EnrollError, LookupError, NotConfigured, RefreshError, RegisterError};
pub use login_dance::SessionCookie;
pub use profile::NameDecision;
pub use register::NewUser;
pub use token::TokenPair;
pub use xpro_outbound::{CallError, Retryable, Secret, SetupError};
