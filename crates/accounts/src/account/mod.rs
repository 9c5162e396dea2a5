//! What people do with an account they have: reset and change the password, change the e-mail address, see and edit
//! their own record (accounts_ops.md 1.10-1.12).

mod adopt_username;
mod block;
mod email_change;
mod ends;
mod me;
mod password_change;
mod password_reset;
mod update_me;

pub use adopt_username::{AdoptUsernameError, adopt_username};
pub use block::block_email;
pub use email_change::{EmailChangeError, change_email, confirm_email_change};
pub use me::{Me, TokenIdentity, anonymous_me, find_me};
pub use password_change::{PasswordChangeError, change_password};
pub use password_reset::{PasswordResetError, confirm_password_reset, request_password_reset, reset_uid};
pub use update_me::{UpdateMe, UpdateMeError, find_legal_address, update_legal_address, update_me};
