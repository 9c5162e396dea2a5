//! Addresses of the stand-in for Open edX.

use axum::Router;
use axum::routing::{get, patch, post};

use super::{accounts, control, courses, enrollment, grades, oauth, pages, registration, sso};
use crate::state::Shared;

/// The protocol, the pages for people and the control API of edX.
pub(crate) fn routes() -> Router<Shared> {
    Router::new().merge(protocol()).merge(for_people()).merge(for_tests())
}

fn protocol() -> Router<Shared> {
    Router::new()
        .route("/user_api/v1/account/registration/", post(registration::register))
        .route("/api/user/v1/accounts", get(accounts::find_by_email))
        .route("/api/user/v1/accounts/{username}", patch(accounts::rename))
        .route("/api/user/v1/validation/registration", post(accounts::validate_registration))
        .route("/auth/login/{provider}/", get(sso::begin))
        .route("/auth/complete/{provider}/", get(sso::complete))
        .route("/oauth2/authorize", get(oauth::authorize))
        .route("/oauth2/access_token", post(oauth::access_token))
        .route("/api/enrollment/v1/enrollment", get(enrollment::list).post(enrollment::enroll))
        .route("/api/courses/v1/courses/", get(courses::list))
        .route("/api/grades/v1/courses/{key}/", get(grades::list))
}

fn for_people() -> Router<Shared> {
    Router::new()
        .route("/edx/", get(pages::overview))
        .route("/login", get(pages::login))
        .route("/dashboard", get(pages::dashboard))
        .route("/courses/{key}/course/", get(pages::courseware))
}

fn for_tests() -> Router<Shared> {
    Router::new()
        .route("/control/edx/users", get(control::list_users).post(control::add_user))
        .route("/control/edx/enrollments", get(control::list_enrollments))
        .route("/control/edx/courses", get(control::list_courses).post(control::set_course))
        .route("/control/edx/grades", get(control::list_grades).post(control::set_grade))
        .route("/control/edx/tokens/expire", post(control::expire_tokens))
}
