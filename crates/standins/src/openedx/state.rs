//! What the stand-in for Open edX remembers.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use time::OffsetDateTime;

use super::course::{Course, is_course_key};
use crate::clock;

/// A user account.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct User {
    pub(crate) username: String,
    pub(crate) email: String,
    pub(crate) name: String,
    /// The xPRO username to which the account is linked for third-party login.
    pub(crate) linked_to: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) joined: OffsetDateTime,
    /// How often the user came in through the login dance.
    pub(crate) logins: u32,
}

/// An enrollment of a user in a course.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Enrollment {
    pub(crate) username: String,
    pub(crate) course_id: String,
    pub(crate) mode: String,
    pub(crate) is_active: bool,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) created: OffsetDateTime,
}

/// A grade as the grades API gives it.
#[derive(Clone, Debug, Serialize, serde::Deserialize)]
pub(crate) struct Grade {
    pub(crate) username: String,
    pub(crate) course_id: String,
    #[serde(default)]
    pub(crate) email: String,
    pub(crate) passed: bool,
    /// Between 0 and 1.
    pub(crate) percent: f64,
    #[serde(default)]
    pub(crate) letter_grade: Option<String>,
}

/// A browser session.
#[derive(Clone, Debug, Default)]
pub(crate) struct Session {
    /// The user who is logged in.
    pub(crate) username: Option<String>,
    /// The `state` that the login dance must bring back.
    pub(crate) dance_state: Option<String>,
    /// Where to go after the dance.
    pub(crate) next: Option<String>,
}

/// An authorization code waiting to be redeemed.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub(crate) username: String,
    pub(crate) redirect_uri: String,
    pub(crate) scope: String,
}

/// A pair of tokens of a user.
#[derive(Clone, Debug)]
pub(crate) struct TokenPair {
    pub(crate) username: String,
    pub(crate) access: String,
    pub(crate) refresh: Option<String>,
    pub(crate) scope: String,
    pub(crate) expires: OffsetDateTime,
}

/// Everything.
#[derive(Default)]
pub(crate) struct EdxState {
    pub(crate) users: BTreeMap<String, User>,
    /// By username and course key.
    pub(crate) enrollments: BTreeMap<(String, String), Enrollment>,
    /// Enrollment POSTs that arrived for a username and course key, refused ones included.
    pub(crate) enrollment_posts: BTreeMap<(String, String), u32>,
    /// Only courses about which something was set.
    pub(crate) courses: BTreeMap<String, Course>,
    /// By course key and username.
    pub(crate) grades: BTreeMap<(String, String), Grade>,
    pub(crate) sessions: HashMap<String, Session>,
    pub(crate) codes: HashMap<String, Code>,
    pub(crate) tokens: Vec<TokenPair>,
}

impl EdxState {
    /// The account of an e-mail address; edX ignores case here.
    pub(crate) fn user_by_email(&self, email: &str) -> Option<&User> {
        self.users.values().find(|user| same_ignoring_case(&user.email, email))
    }

    /// The account whose username is taken by this one; edX's database ignores case here.
    pub(crate) fn user_by_name(&self, username: &str) -> Option<&User> {
        self.users.values().find(|user| same_ignoring_case(&user.username, username))
    }

    /// The account linked to an xPRO username.
    pub(crate) fn linked_user(&mut self, xpro_username: &str) -> Option<&mut User> {
        self.users.values_mut().find(|user| user.linked_to.as_deref() == Some(xpro_username))
    }

    /// Adds an account.
    pub(crate) fn add_user(&mut self, username: &str, email: &str, name: &str, linked_to: Option<String>) {
        let user = User {
            username: username.to_owned(),
            email: email.to_owned(),
            name: name.to_owned(),
            linked_to,
            joined: clock::now(),
            logins: 0,
        };
        self.users.insert(username.to_owned(), user);
    }

    /// A course: as set, or the usual one for any well-formed key.
    pub(crate) fn course(&self, key: &str) -> Option<Course> {
        match self.courses.get(key) {
            Some(course) => course.exists.then(|| course.clone()),
            None => is_course_key(key).then(|| Course::usual(key)),
        }
    }

    /// Enrollment POSTs received for a user and course.
    pub(crate) fn posts(&self, username: &str, course_id: &str) -> u32 {
        let key = (username.to_owned(), course_id.to_owned());
        self.enrollment_posts.get(&key).copied().unwrap_or(0)
    }

    /// The user logged in to a browser session.
    pub(crate) fn logged_in(&self, session_id: Option<&str>) -> Option<&User> {
        let session = self.sessions.get(session_id?)?;
        self.users.get(session.username.as_deref()?)
    }
}

fn same_ignoring_case(left: &str, right: &str) -> bool {
    left.to_lowercase() == right.to_lowercase()
}
