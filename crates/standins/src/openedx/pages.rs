//! Pages for people: what edX knows, its login page, its dashboard, and a courseware page.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum_extra::extract::CookieJar;
use serde::Deserialize;
use url::form_urlencoded;

use super::control::CountedEnrollment;
use super::sso::SESSION_COOKIE;
use super::state::User;
use crate::page::{self, Message};
use crate::state::Shared;

#[derive(Template)]
#[template(path = "edx.html")]
struct Overview {
    users: Vec<User>,
    enrollments: Vec<CountedEnrollment>,
}

/// `GET /edx/`: all users and enrollments.
pub(crate) async fn overview(State(shared): State<Shared>) -> Response {
    let edx = shared.edx();
    let enrollments = edx
        .enrollments
        .values()
        .map(|row| CountedEnrollment { posts: edx.posts(&row.username, &row.course_id), row: row.clone() });
    let page = Overview { users: edx.users.values().cloned().collect(), enrollments: enrollments.collect() };
    page::show(&page)
}

/// Query of the login page.
#[derive(Deserialize)]
pub(crate) struct LoginQuery {
    next: Option<String>,
    unlinked: Option<String>,
}

/// `GET /login`: where edX sends a browser that is not logged in.
pub(crate) async fn login(State(shared): State<Shared>, Query(query): Query<LoginQuery>) -> Response {
    let mut lines = vec!["This stand-in lets people in through xPRO only.".to_owned()];
    if query.unlinked.is_some() {
        lines.insert(0, "xPRO knows you, but no courseware account is linked to you yet.".to_owned());
    }
    let href = login_link(&shared, query.next.as_deref());
    page::show(&Message { title: "Sign in to the courseware", lines, link: Some((&href, "Sign in with xPRO")) })
}

/// `GET /dashboard`: where a login ends when it was not on the way elsewhere.
pub(crate) async fn dashboard(State(shared): State<Shared>, jar: CookieJar) -> Response {
    let session_id = jar.get(SESSION_COOKIE).map(|cookie| cookie.value());
    let user = shared.edx().logged_in(session_id).cloned();
    let Some(user) = user else {
        return page::found("/login?next=/dashboard");
    };
    page::show(&Message {
        title: "Courseware dashboard",
        lines: vec![format!("Signed in as {}.", user.username)],
        link: Some(("/edx/", "Users and enrollments")),
    })
}

#[derive(Template)]
#[template(path = "courseware.html")]
struct Courseware {
    title: String,
    key: String,
    user: Option<User>,
    mode: Option<String>,
    sign_in: String,
}

/// `GET /courses/{key}/course/`: the door of a course.
pub(crate) async fn courseware(State(shared): State<Shared>, Path(key): Path<String>, jar: CookieJar) -> Response {
    let session_id = jar.get(SESSION_COOKIE).map(|cookie| cookie.value());
    let edx = shared.edx();
    let Some(course) = edx.course(&key) else {
        let page = Message {
            title: "No such course",
            lines: vec![format!("The courseware has no course {key}.")],
            link: None,
        };
        return page::show_with(StatusCode::NOT_FOUND, &page, &[]);
    };
    let user = edx.logged_in(session_id).cloned();
    let mode = user.as_ref().and_then(|user| {
        let row = edx.enrollments.get(&(user.username.clone(), key.clone()))?;
        row.is_active.then(|| row.mode.clone())
    });
    page::show(&Courseware {
        title: course.title().to_owned(),
        sign_in: login_link(&shared, Some(&format!("/courses/{key}/course/"))),
        key,
        user,
        mode,
    })
}

fn login_link(shared: &Shared, next: Option<&str>) -> String {
    let provider = &shared.config.edx.provider;
    let mut link = format!("/auth/login/{provider}/?auth_entry=login");
    if let Some(next) = next {
        let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
        link.push_str("&next=");
        link.push_str(&next);
    }
    link
}
