//! The client against a scripted Open edX.

mod common;
mod enrollments;
mod login_dance;
mod users;
