//! Exchanges E13 and E14: grades of a course, of everybody or of one learner.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::auth::Caller;
use super::error::EdxError;
use super::state::{EdxState, Grade};
use crate::state::Shared;

/// Query of the grade list.
#[derive(Deserialize)]
pub(crate) struct GradeQuery {
    username: Option<String>,
    cursor: Option<usize>,
    page_size: Option<usize>,
}

/// `GET /api/grades/v1/courses/{key}/`: everybody in pages (`results`, `next`), or with
/// `username` a bare array of one.
pub(crate) async fn list(
    State(shared): State<Shared>,
    Path(key): Path<String>,
    headers: HeaderMap,
    Query(query): Query<GradeQuery>,
) -> Result<Json<Value>, EdxError> {
    Caller::service(&shared, &headers)?;
    let edx = shared.edx();
    if edx.course(&key).is_none() {
        return Err(unknown());
    }
    let grades = of_course(&edx, &key);
    if let Some(username) = query.username {
        return match grades.into_iter().find(|grade| grade.username == username) {
            Some(grade) => Ok(Json(json!([grade]))),
            None => Err(unknown()),
        };
    }
    let size = query.page_size.unwrap_or(50).clamp(1, 100);
    let from = query.cursor.unwrap_or(0);
    let link = |cursor: usize| {
        let path = format!("/api/grades/v1/courses/{key}/?cursor={cursor}&page_size={size}");
        shared.config.public_url.join(&path).ok().map(String::from)
    };
    let upto = from.saturating_add(size);
    let next = (upto < grades.len()).then(|| link(upto)).flatten();
    let previous = (from > 0).then(|| link(from.saturating_sub(size))).flatten();
    let results: Vec<Grade> = grades.into_iter().skip(from).take(size).collect();
    Ok(Json(json!({"next": next, "previous": previous, "results": results})))
}

/// Grades that were set, and a zero for everyone else who is enrolled.
fn of_course(edx: &EdxState, key: &str) -> Vec<Grade> {
    let set = edx.grades.values().filter(|grade| grade.course_id == key);
    let mut grades: Vec<Grade> = set.cloned().collect();
    for row in edx.enrollments.values() {
        let graded = grades.iter().any(|grade| grade.username == row.username);
        if row.course_id == key && row.is_active && !graded {
            grades.push(Grade {
                username: row.username.clone(),
                course_id: key.to_owned(),
                email: String::new(),
                passed: false,
                percent: 0.0,
                letter_grade: None,
            });
        }
    }
    for grade in &mut grades {
        if let Some(user) = edx.users.get(&grade.username)
            && grade.email.is_empty()
        {
            grade.email.clone_from(&user.email);
        }
    }
    grades.sort_by(|left, right| left.username.cmp(&right.username));
    grades
}

fn unknown() -> EdxError {
    EdxError::coded(
        StatusCode::NOT_FOUND,
        "user_or_course_does_not_exist",
        "The user, the course or both do not exist.",
    )
}
