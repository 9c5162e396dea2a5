//! Open edX as xPRO meets it (courseware spec, section 2): registration, accounts, the login
//! dance, enrollments, the course list and grades.

mod accounts;
mod auth;
mod control;
mod course;
mod courses;
mod enrollment;
mod error;
mod grades;
mod oauth;
mod pages;
mod registration;
mod routes;
mod sso;
mod state;
mod xpro;

pub(crate) use routes::routes;
pub(crate) use state::EdxState;
