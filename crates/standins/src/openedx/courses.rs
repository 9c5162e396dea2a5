//! Exchange E12: the course list in pages.

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};

use super::auth::Caller;
use super::course::Course;
use super::error::EdxError;
use crate::fields::Fields;
use crate::state::Shared;

/// `GET /api/courses/v1/courses/?page_size=&page=&username=&course_keys=…`.
///
/// Only courses set over the control API are listed. A key about which nothing was set can be
/// enrolled in, but its name and dates are unknown here, and an invented answer would overwrite
/// those that xPRO has.
pub(crate) async fn list(
    State(shared): State<Shared>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, EdxError> {
    if headers.contains_key(header::AUTHORIZATION) {
        Caller::identify(&shared, &headers)?;
    }
    let query = Fields::parse(query.unwrap_or_default().as_bytes());
    let size = number(&query, "page_size", 10)?.clamp(1, 100);
    let page = number(&query, "page", 1)?;
    let keys: Vec<&str> = query.all("course_keys").collect();
    let courses: Vec<Course> = shared
        .edx()
        .courses
        .values()
        .filter(|course| course.exists)
        .filter(|course| keys.is_empty() || keys.contains(&course.key.as_str()))
        .cloned()
        .collect();
    let pages = courses.len().div_ceil(size).max(1);
    if page == 0 || page > pages {
        return Err(EdxError::detail(StatusCode::NOT_FOUND, "Invalid page."));
    }
    let results: Vec<Value> =
        courses.iter().skip((page - 1) * size).take(size).map(|course| shape(&shared, course)).collect();
    let link = |wanted: usize| (1..=pages).contains(&wanted).then(|| page_link(&shared, &query, wanted));
    Ok(Json(json!({
        "results": results,
        "pagination": {
            "next": link(page + 1),
            "previous": link(page - 1),
            "count": courses.len(),
            "num_pages": pages,
        },
    })))
}

fn number(query: &Fields, name: &str, usual: usize) -> Result<usize, EdxError> {
    match query.filled(name) {
        None => Ok(usual),
        Some(text) => text.parse().map_err(|_| EdxError::detail(StatusCode::NOT_FOUND, "Invalid page.")),
    }
}

fn page_link(shared: &Shared, query: &Fields, page: usize) -> String {
    let mut fields: Fields = query
        .iter()
        .filter(|(name, _)| *name != "page")
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    fields.push("page", page.to_string());
    let path = format!("/api/courses/v1/courses/?{}", fields.encode());
    shared.config.public_url.join(&path).map_or(path, |address| address.to_string())
}

fn shape(shared: &Shared, course: &Course) -> Value {
    let path = format!("/api/courses/v1/courses/{}", course.key);
    let address = shared.config.public_url.join(&path).ok();
    json!({
        "id": course.key,
        "course_id": course.key,
        "name": course.title(),
        "start": course.start,
        "end": course.end,
        "enrollment_start": course.enrollment_start,
        "enrollment_end": course.enrollment_end,
        "blocks_url": address.map(String::from),
        "pacing": "instructor",
        "hidden": false,
        "invitation_only": false,
    })
}
