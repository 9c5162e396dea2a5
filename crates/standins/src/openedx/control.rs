//! The control API of the stand-in for Open edX.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::course::Course;
use super::state::{Enrollment, Grade, User};
use crate::clock;
use crate::state::Shared;

/// `GET /control/edx/users`.
pub(crate) async fn list_users(State(shared): State<Shared>) -> Json<Vec<User>> {
    Json(shared.edx().users.values().cloned().collect())
}

/// An account to be there beforehand.
#[derive(Deserialize)]
pub(crate) struct NewUser {
    username: String,
    email: String,
    #[serde(default)]
    name: String,
    /// The xPRO username it is linked to, if any.
    #[serde(default)]
    linked_to: Option<String>,
}

/// `POST /control/edx/users`: adds or replaces an account without asking xPRO.
pub(crate) async fn add_user(State(shared): State<Shared>, body: Result<Json<NewUser>, JsonRejection>) -> Response {
    accept(body, |user| {
        shared.edx().add_user(&user.username, &user.email, &user.name, user.linked_to);
        Ok(())
    })
}

/// Which enrollments are wanted.
#[derive(Deserialize)]
pub(crate) struct EnrollmentQuery {
    user: Option<String>,
    course: Option<String>,
}

/// An enrollment with the number of POSTs received for it.
#[derive(Serialize)]
pub(crate) struct CountedEnrollment {
    #[serde(flatten)]
    pub(crate) row: Enrollment,
    pub(crate) posts: u32,
}

/// `GET /control/edx/enrollments?user=&course=`.
pub(crate) async fn list_enrollments(
    State(shared): State<Shared>,
    Query(query): Query<EnrollmentQuery>,
) -> Json<Vec<CountedEnrollment>> {
    let edx = shared.edx();
    let wanted = edx.enrollments.values().filter(|row| {
        query.user.as_deref().is_none_or(|user| row.username == user)
            && query.course.as_deref().is_none_or(|course| row.course_id == course)
    });
    let rows =
        wanted.map(|row| CountedEnrollment { posts: edx.posts(&row.username, &row.course_id), row: row.clone() });
    Json(rows.collect())
}

/// `GET /control/edx/courses`: the courses about which something was set.
pub(crate) async fn list_courses(State(shared): State<Shared>) -> Json<Vec<Course>> {
    Json(shared.edx().courses.values().cloned().collect())
}

/// `POST /control/edx/courses`: sets a course, replacing what was set before.
pub(crate) async fn set_course(State(shared): State<Shared>, body: Result<Json<Course>, JsonRejection>) -> Response {
    accept(body, |course| {
        if let Some(date) = course.bad_date() {
            return Err(format!("{date} is not an RFC 3339 instant"));
        }
        shared.edx().courses.insert(course.key.clone(), course);
        Ok(())
    })
}

/// `GET /control/edx/grades`: the grades that were set.
pub(crate) async fn list_grades(State(shared): State<Shared>) -> Json<Vec<Grade>> {
    Json(shared.edx().grades.values().cloned().collect())
}

/// `POST /control/edx/grades`: sets a grade.
pub(crate) async fn set_grade(State(shared): State<Shared>, body: Result<Json<Grade>, JsonRejection>) -> Response {
    accept(body, |grade| {
        let key = (grade.course_id.clone(), grade.username.clone());
        shared.edx().grades.insert(key, grade);
        Ok(())
    })
}

/// Whose tokens end, and which.
#[derive(Deserialize)]
pub(crate) struct ExpireTokens {
    /// Everybody's when absent.
    #[serde(default)]
    username: Option<String>,
    /// Also the refresh tokens, so that only a new login dance helps.
    #[serde(default)]
    refresh_too: bool,
}

/// `POST /control/edx/tokens/expire`: ends user tokens now.
pub(crate) async fn expire_tokens(
    State(shared): State<Shared>,
    body: Result<Json<ExpireTokens>, JsonRejection>,
) -> Response {
    accept(body, |order| {
        let now = clock::now();
        for pair in &mut shared.edx().tokens {
            let wanted = order.username.as_ref();
            if wanted.is_none_or(|username| *username == pair.username) {
                pair.expires = now;
                if order.refresh_too {
                    pair.refresh = None;
                }
            }
        }
        Ok(())
    })
}

/// 204 when the order was carried out, 400 with the reason when not.
fn accept<T>(body: Result<Json<T>, JsonRejection>, act: impl FnOnce(T) -> Result<(), String>) -> Response {
    let outcome = body.map_err(|rejection| rejection.body_text()).and_then(|Json(order)| act(order));
    match outcome {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(reason) => (StatusCode::BAD_REQUEST, Json(json!({"error": reason}))).into_response(),
    }
}
