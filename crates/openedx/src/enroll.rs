//! E7 to E9: enrollments.

use reqwest::Method;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use xpro_outbound::{CallError, Retry, Secret};

use crate::client::OpenEdx;
use crate::error::EnrollError;

const PATH: &str = "/api/enrollment/v1/enrollment";

/// The texts by which edX says that a run does not offer the professional mode (courseware.md 2.6).
const MODE_NOT_OFFERED: [&str; 2] = [
    "The [no-id-professional] course mode is expired or otherwise unavailable for course run",
    "Specified course mode 'no-id-professional' unavailable for course",
];

/// The enrollment modes that we ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// What a buyer gets.
    NoIdProfessional,
    /// What is left when a run does not offer the professional mode.
    Audit,
}

impl Mode {
    /// edX's name of the mode.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoIdProfessional => "no-id-professional",
            Self::Audit => "audit",
        }
    }
}

/// Which mode to ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModeRule {
    /// [`Mode::NoIdProfessional`], and [`Mode::Audit`] when edX says that the run does not offer it.
    ProfessionalElseAudit,
    /// This mode or none.
    Only(Mode),
}

/// An enrollment to make.
#[derive(Debug, Clone, Copy)]
pub struct EnrollRequest<'a> {
    /// Our username, which edX shares.
    pub username: &'a str,
    /// edX's key of the run.
    pub course_key: &'a str,
    /// Which mode to ask for.
    pub mode: ModeRule,
    /// Whether edX should accept it after the enrollment window or upgrade deadline.
    pub force: bool,
}

/// An enrollment as edX reports it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "EnrollmentAnswer")]
pub struct Enrollment {
    /// The learner.
    pub username: String,
    /// edX's key of the run.
    pub course_key: String,
    /// edX's name of the mode; see [`Mode::as_str`] for those that we ask for.
    pub mode: String,
    /// Whether the learner has access.
    pub is_active: bool,
}

#[derive(Deserialize)]
struct EnrollmentAnswer {
    #[serde(default)]
    user: Option<String>,
    #[serde(default)]
    mode: Option<String>,
    #[serde(default, deserialize_with = "exactly_true")]
    is_active: bool,
    course_details: CourseDetails,
}

#[derive(Deserialize)]
struct CourseDetails {
    course_id: String,
}

impl From<EnrollmentAnswer> for Enrollment {
    fn from(answer: EnrollmentAnswer) -> Self {
        Self {
            username: answer.user.unwrap_or_default(),
            course_key: answer.course_details.course_id,
            mode: answer.mode.unwrap_or_default(),
            is_active: answer.is_active,
        }
    }
}

/// Anything but `true` means inactive.
fn exactly_true<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Value::deserialize(deserializer).map(|value| value == Value::Bool(true))
}

#[derive(Serialize)]
struct EnrollBody<'a> {
    mode: Mode,
    course_details: CourseRef<'a>,
    user: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    force_enrollment: bool,
}

#[derive(Serialize)]
struct UnenrollBody<'a> {
    course_details: CourseRef<'a>,
    is_active: bool,
    user: &'a str,
}

#[derive(Serialize)]
struct CourseRef<'a> {
    course_id: &'a str,
}

impl OpenEdx {
    /// E7: enrolls a learner with the mode rule of courseware.md 2.6. Repeating it is harmless.
    ///
    /// # Errors
    /// [`EnrollError::Refused`] for an error status, also of the audit attempt; [`EnrollError::NotApplied`] when the
    /// returned enrollment is inactive; [`EnrollError::Unknown`] otherwise.
    pub async fn enroll(&self, request: EnrollRequest<'_>) -> Result<Enrollment, EnrollError> {
        let EnrollRequest { username, course_key, .. } = request;
        let wrap = |error| EnrollError::from_call(username, course_key, error);
        let (first, fallback) = match request.mode {
            ModeRule::ProfessionalElseAudit => (Mode::NoIdProfessional, Some(Mode::Audit)),
            ModeRule::Only(mode) => (mode, None),
        };
        let token = self.service_token()?;
        let enrollment = match (self.post_enrollment(token, request, first).await, fallback) {
            (Err(error), Some(mode)) if says_mode_not_offered(&error) => {
                tracing::error!(
                    username,
                    course_key,
                    "the run does not offer the professional mode; enrolling in audit"
                );
                self.post_enrollment(token, request, mode).await.map_err(wrap)?
            }
            (outcome, _) => outcome.map_err(wrap)?,
        };
        applied(enrollment, true, username, course_key)
    }

    /// E8: withdraws a learner's access to a run. Repeating it is harmless.
    ///
    /// # Errors
    /// As for [`OpenEdx::enroll`]; [`EnrollError::NotApplied`] when the returned enrollment is still active.
    pub async fn unenroll(&self, username: &str, course_key: &str) -> Result<Enrollment, EnrollError> {
        let body =
            UnenrollBody { course_details: CourseRef { course_id: course_key }, is_active: false, user: username };
        let token = self.service_token()?.expose();
        let call = self.gateway.request(Method::POST, PATH).bearer_auth(token).json(&body);
        let outcome = self.gateway.execute_json("unenroll", call, Retry::Safe).await;
        let enrollment = outcome.map_err(|error| EnrollError::from_call(username, course_key, error))?;
        applied(enrollment, false, username, course_key)
    }

    /// E9: all enrollments of the user to whom the token belongs.
    ///
    /// # Errors
    /// When the call fails.
    pub async fn list_enrollments(&self, user_token: &Secret) -> Result<Vec<Enrollment>, CallError> {
        let call = self.gateway.request(Method::GET, PATH).bearer_auth(user_token.expose());
        self.gateway.execute_json("list_enrollments", call, Retry::Safe).await
    }

    async fn post_enrollment(
        &self,
        token: &Secret,
        request: EnrollRequest<'_>,
        mode: Mode,
    ) -> Result<Enrollment, CallError> {
        let body = EnrollBody {
            mode,
            course_details: CourseRef { course_id: request.course_key },
            user: request.username,
            force_enrollment: request.force,
        };
        let call = self.gateway.request(Method::POST, PATH).bearer_auth(token.expose()).json(&body);
        self.gateway.execute_json("enroll", call, Retry::Safe).await
    }
}

fn applied(enrollment: Enrollment, active: bool, username: &str, course_key: &str) -> Result<Enrollment, EnrollError> {
    if enrollment.is_active == active {
        return Ok(enrollment);
    }
    Err(EnrollError::NotApplied { username: username.to_owned(), course_key: course_key.to_owned() })
}

fn says_mode_not_offered(error: &CallError) -> bool {
    #[derive(Deserialize)]
    struct Message {
        message: String,
    }
    let Some(answer) = error.answer().filter(|answer| answer.is_json()) else {
        return false;
    };
    serde_json::from_slice::<Message>(&answer.body)
        .is_ok_and(|body| MODE_NOT_OFFERED.iter().any(|text| body.message.contains(text)))
}
