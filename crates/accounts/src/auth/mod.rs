//! Registration and sign-in as one state machine (accounts_ops.md 1.3-1.6), for HTML forms and the JSON API alike.
//!
//! Each function is one call of a visitor: it counts the try, opens its own short transactions and answers with what
//! comes next. After [`AuthState::Success`] the door puts [`AuthOutcome::signed_in`] into the session
//! ([`crate::session::sign_in`]).

mod advance;
mod attempt;
mod details;
mod extra;
mod insert;
mod letters;
mod login;
mod outcome;
mod register;

pub use details::{Details, submit_details};
pub use extra::submit_extra;
pub use login::{login_with_password, start_login};
pub use outcome::{ATTEMPT_EXPIRED, AuthError, AuthOutcome, AuthState};
pub use register::{confirm_email, start_registration};

pub(crate) use advance::can_sign_in;
pub(crate) use attempt::purge as purge_attempts;
pub(crate) use insert::{Inserted, insert_user};
