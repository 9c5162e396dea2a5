//! People on a real database: the paths and attacks of accounts_ops.md 13.1-13.6. Time is moved, never waited for.

mod email_change;
mod login;
mod me;
mod oauth;
mod password;
mod registration;
mod seed;
mod sessions;
mod throttles;
mod world;
