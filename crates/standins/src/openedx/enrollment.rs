//! Exchanges E7 to E9: enrolling, unenrolling and reading enrollments.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use serde_json::{Value, json};

use super::auth::Caller;
use super::course::Course;
use super::error::EdxError;
use super::state::{EdxState, Enrollment};
use crate::clock;
use crate::state::Shared;

/// Query of the enrollment list.
#[derive(Deserialize)]
pub(crate) struct ListQuery {
    user: Option<String>,
}

/// `GET /api/enrollment/v1/enrollment`: the caller's active and inactive enrollments; the service
/// worker may name a `user`.
pub(crate) async fn list(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Query(query): Query<ListQuery>,
) -> Result<Json<Value>, EdxError> {
    let wanted = match (Caller::identify(&shared, &headers)?, query.user) {
        (Caller::Service, wanted) => wanted,
        (Caller::User(own), Some(wanted)) if wanted != own => None,
        (Caller::User(own), _) => Some(own),
    };
    let edx = shared.edx();
    let rows: Vec<Value> = edx
        .enrollments
        .values()
        .filter(|row| wanted.as_deref() == Some(row.username.as_str()))
        .map(|row| shape(&edx, row))
        .collect();
    Ok(Json(Value::Array(rows)))
}

#[derive(Deserialize)]
struct EnrollRequest {
    user: Option<String>,
    mode: Option<String>,
    is_active: Option<bool>,
    #[serde(default)]
    force_enrollment: bool,
    course_details: Option<CourseDetails>,
}

#[derive(Deserialize)]
struct CourseDetails {
    course_id: Option<String>,
}

/// `POST /api/enrollment/v1/enrollment`: enrolls, changes the mode, or with `is_active` false
/// unenrolls.
pub(crate) async fn enroll(
    State(shared): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, EdxError> {
    let caller = Caller::identify(&shared, &headers)?;
    let request = read(&headers, &body)?;
    let course_id = request
        .course_details
        .as_ref()
        .and_then(|details| details.course_id.clone())
        .ok_or_else(|| EdxError::message("Course ID must be specified to create a new enrollment."))?;
    let username = match (&caller, &request.user) {
        (Caller::Service, Some(username)) => username.clone(),
        (Caller::Service, None) => return Err(EdxError::message("No user was named.")),
        (Caller::User(own), wanted) => {
            if wanted.as_ref().is_some_and(|wanted| wanted != own) {
                return Err(EdxError::new(StatusCode::NOT_FOUND, Value::Null));
            }
            own.clone()
        }
    };
    let mut edx = shared.edx();
    *edx.enrollment_posts.entry((username.clone(), course_id.clone())).or_default() += 1;
    let Some(course) = edx.course(&course_id) else {
        return Err(EdxError::message(format!("No course '{course_id}' found for enrollment")));
    };
    if !edx.users.contains_key(&username) {
        return Err(EdxError::new(
            StatusCode::NOT_ACCEPTABLE,
            json!({"message": format!("The user {username} does not exist.")}),
        ));
    }
    let row = apply(&mut edx, &course, &username, &request)?;
    Ok(Json(shape(&edx, &row)))
}

fn read(headers: &HeaderMap, body: &[u8]) -> Result<EnrollRequest, EdxError> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if !kind.starts_with("application/json") {
        return Err(EdxError::detail(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            format!("Unsupported media type \"{kind}\" in request."),
        ));
    }
    serde_json::from_slice(body).map_err(|error| EdxError::not_json(&error))
}

fn apply(edx: &mut EdxState, course: &Course, username: &str, request: &EnrollRequest) -> Result<Enrollment, EdxError> {
    let key = (username.to_owned(), course.key.clone());
    let current = edx.enrollments.get(&key).cloned();
    let is_active = request.is_active.unwrap_or(true);
    let mode = request
        .mode
        .clone()
        .or_else(|| current.as_ref().map(|row| row.mode.clone()))
        .unwrap_or_else(|| course.default_mode().to_owned());
    // Leaving is possible from an expired mode and after the window, entering is not.
    if is_active {
        if let Some(message) = course.refusal_of(&mode) {
            return Err(EdxError::new(
                StatusCode::BAD_REQUEST,
                json!({"message": message, "course_details": course_details(course)}),
            ));
        }
        if course.is_closed() && !request.force_enrollment {
            return Err(EdxError::message(format!(
                "An error occurred while creating the new course enrollment for user \
                 '{username}' in course '{}'",
                course.key
            )));
        }
    }
    let row = Enrollment {
        username: username.to_owned(),
        course_id: course.key.clone(),
        mode,
        is_active,
        created: current.map_or_else(clock::now, |row| row.created),
    };
    edx.enrollments.insert(key, row.clone());
    Ok(row)
}

fn shape(edx: &EdxState, row: &Enrollment) -> Value {
    let course = edx.course(&row.course_id).unwrap_or_else(|| Course::usual(&row.course_id));
    json!({
        "created": clock::stamp_of(row.created),
        "mode": row.mode,
        "is_active": row.is_active,
        "course_details": course_details(&course),
        "user": row.username,
    })
}

fn course_details(course: &Course) -> Value {
    let modes: Vec<Value> = course
        .modes
        .iter()
        .map(|mode| json!({"slug": mode, "name": mode, "min_price": 0, "currency": "usd"}))
        .collect();
    json!({
        "course_id": course.key,
        "course_name": course.title(),
        "course_start": course.start,
        "course_end": course.end,
        "enrollment_start": course.enrollment_start,
        "enrollment_end": course.enrollment_end,
        "course_modes": modes,
        "invite_only": false,
        "pacing_type": "Instructor Paced",
    })
}
