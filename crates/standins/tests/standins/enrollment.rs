//! E7 to E9 and E12 to E14: enrollments, the course list and grades.

use reqwest::Response;
use serde_json::{Value, json};

use crate::bed::{Bed, COURSE, SERVICE_TOKEN};

async fn post(bed: &Bed, body: Value) -> Response {
    bed.http
        .post(bed.at("/api/enrollment/v1/enrollment"))
        .bearer_auth(SERVICE_TOKEN)
        .json(&body)
        .send()
        .await
        .expect("edX answers")
}

fn enroll(username: &str, course: &str, mode: &str) -> Value {
    json!({
        "mode": mode,
        "course_details": {"course_id": course},
        "user": username,
        "force_enrollment": true,
    })
}

async fn json_of(answer: Response) -> Value {
    answer.json().await.expect("JSON")
}

async fn service_get(bed: &Bed, path: &str) -> Response {
    let request = bed.http.get(bed.at(path)).bearer_auth(SERVICE_TOKEN);
    request.send().await.expect("edX answers")
}

#[tokio::test]
async fn enrolling_twice_is_one_enrollment_of_two_posts() {
    let bed = Bed::start().await;
    bed.add_edx_user("ada").await;

    let first = post(&bed, enroll("ada", COURSE, "no-id-professional")).await;
    let second = post(&bed, enroll("ada", COURSE, "no-id-professional")).await;

    assert_eq!(first.status(), 200);
    let body = json_of(first).await;
    assert_eq!(body["is_active"], true);
    assert_eq!(body["mode"], "no-id-professional");
    assert_eq!(body["user"], "ada");
    assert_eq!(body["course_details"]["course_id"], COURSE);
    assert_eq!(second.status(), 200);
    let rows = bed.control("/control/edx/enrollments?user=ada").await;
    assert_eq!(rows.as_array().map(Vec::len), Some(1));
    assert_eq!(rows[0]["posts"], 2);
}

#[tokio::test]
async fn unenrolling_keeps_the_mode() {
    let bed = Bed::start().await;
    bed.add_edx_user("ada").await;
    post(&bed, enroll("ada", COURSE, "no-id-professional")).await;

    let body = json!({"course_details": {"course_id": COURSE}, "is_active": false, "user": "ada"});
    let answer = json_of(post(&bed, body).await).await;

    assert_eq!(answer["is_active"], false);
    assert_eq!(answer["mode"], "no-id-professional");
}

#[tokio::test]
async fn a_mode_that_is_not_offered_is_refused_in_both_wordings() {
    let bed = Bed::start().await;
    bed.add_edx_user("ada").await;
    let wordings = [
        (
            "expired",
            format!(
                "The [no-id-professional] course mode is expired or otherwise unavailable for \
                 course run [{COURSE}]."
            ),
        ),
        (
            "specified",
            format!(
                "Specified course mode 'no-id-professional' unavailable for course {COURSE}.  \
                 Available modes were: audit"
            ),
        ),
    ];
    for (refusal, text) in wordings {
        let course = json!({"key": COURSE, "modes": ["audit"], "mode_refusal": refusal});
        bed.order("/control/edx/courses", course).await;

        let answer = post(&bed, enroll("ada", COURSE, "no-id-professional")).await;

        assert_eq!(answer.status(), 400);
        assert_eq!(answer.headers()["content-type"], "application/json");
        assert_eq!(json_of(answer).await["message"], text);
    }
    let audit = post(&bed, enroll("ada", COURSE, "audit")).await;
    assert_eq!(audit.status(), 200);
    let rows = bed.control("/control/edx/enrollments").await;
    assert_eq!(rows[0]["posts"], 3);
}

#[tokio::test]
async fn unknown_users_and_courses_are_refused_as_edx_does() {
    let bed = Bed::start().await;
    bed.add_edx_user("ada").await;
    let gone = json!({"key": COURSE, "exists": false});
    bed.order("/control/edx/courses", gone).await;

    let course = post(&bed, enroll("ada", COURSE, "audit")).await;
    let key = post(&bed, enroll("ada", "course-v1:a+b", "audit")).await;
    let user = post(&bed, enroll("bob", "course-v1:a+b+c", "audit")).await;

    assert_eq!(course.status(), 400);
    let text = format!("No course '{COURSE}' found for enrollment");
    assert_eq!(json_of(course).await["message"], text);
    assert_eq!(key.status(), 400);
    assert_eq!(user.status(), 406);
    let text = "The user bob does not exist.";
    assert_eq!(json_of(user).await["message"], text);
    assert_eq!(bed.control("/control/edx/enrollments").await, json!([]));
}

#[tokio::test]
async fn a_closed_course_takes_forced_enrollments_only() {
    let bed = Bed::start().await;
    bed.add_edx_user("ada").await;
    let closed = json!({"key": COURSE, "enrollment_end": "2020-01-01T00:00:00Z"});
    bed.order("/control/edx/courses", closed).await;
    let mut unforced = enroll("ada", COURSE, "audit");
    unforced["force_enrollment"] = json!(false);

    assert_eq!(post(&bed, unforced).await.status(), 400);
    let forced = post(&bed, enroll("ada", COURSE, "audit")).await;
    assert_eq!(forced.status(), 200);
}

#[tokio::test]
async fn the_course_list_shows_set_courses_in_pages() {
    let bed = Bed::start().await;
    for run in ["R1", "R2", "R3"] {
        let course = json!({
            "key": format!("course-v1:xPRO+A+{run}"),
            "name": format!("Course {run}"),
            "start": "2026-09-07T05:00:00Z",
        });
        bed.order("/control/edx/courses", course).await;
    }
    let keys = "course_keys=course-v1:xPRO%2BA%2BR1&course_keys=course-v1:xPRO%2BA%2BR3\
                &course_keys=course-v1:xPRO%2BA%2BR9";
    let path = format!("/api/courses/v1/courses/?page_size=1&username=worker&{keys}");

    let first = json_of(service_get(&bed, &format!("{path}&page=1")).await).await;
    let second = json_of(service_get(&bed, &format!("{path}&page=2")).await).await;
    let third = service_get(&bed, &format!("{path}&page=3")).await;

    assert_eq!(first["results"][0]["id"], "course-v1:xPRO+A+R1");
    assert_eq!(first["results"][0]["start"], "2026-09-07T05:00:00Z");
    assert_eq!(first["results"][0]["end"], Value::Null);
    assert!(first["pagination"]["next"].is_string());
    assert_eq!(second["results"][0]["name"], "Course R3");
    assert_eq!(second["pagination"]["next"], Value::Null);
    assert_eq!(third.status(), 404);
}

#[tokio::test]
async fn grades_come_for_one_learner_or_in_pages() {
    let bed = Bed::start().await;
    for username in ["ada", "bob"] {
        bed.add_edx_user(username).await;
        post(&bed, enroll(username, COURSE, "audit")).await;
    }
    let grade = json!({
        "username": "ada", "course_id": COURSE, "passed": true, "percent": 0.93,
        "letter_grade": "A",
    });
    bed.order("/control/edx/grades", grade).await;
    let path = format!("/api/grades/v1/courses/{COURSE}/");

    let ada = json_of(service_get(&bed, &format!("{path}?username=ada")).await).await;
    let first = json_of(service_get(&bed, &format!("{path}?page_size=1")).await).await;
    let next = first["next"].as_str().expect("a next page");
    let second = json_of(service_get(&bed, next).await).await;
    let stranger = service_get(&bed, &format!("{path}?username=eve")).await;

    assert_eq!(ada[0]["percent"], 0.93);
    assert_eq!(ada[0]["email"], "ada@example.com");
    assert_eq!(first["results"][0]["username"], "ada");
    assert_eq!(second["results"][0]["username"], "bob");
    assert_eq!(second["results"][0]["passed"], false);
    assert_eq!(second["next"], Value::Null);
    assert_eq!(stranger.status(), 404);
}

#[tokio::test]
async fn the_page_for_people_shows_users_and_enrollments() {
    let bed = Bed::start().await;
    bed.add_edx_user("ada").await;
    post(&bed, enroll("ada", COURSE, "audit")).await;

    let answer = bed.http.get(bed.at("/edx/")).send().await.expect("a page");
    let policy = answer.headers()["content-security-policy"].clone();
    let html = answer.text().await.expect("text");

    assert!(html.contains(r#"data-testid="edx-user" data-username="ada""#));
    assert!(html.contains(&format!(r#"data-course="{COURSE}" data-mode="audit" data-active="true" data-posts="1""#)));
    let policy = policy.to_str().expect("text");
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
}
