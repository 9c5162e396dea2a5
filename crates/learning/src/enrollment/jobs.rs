//! What learning asks the queue for.

use serde::{Deserialize, Serialize};
use xpro_kernel::RunEnrollmentId;
use xpro_platform::{Subject, jobs::Job};

/// Tells Open edX about one enrollment.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PushEnrollment {
    /// The enrollment.
    pub enrollment_id: RunEnrollmentId,
}

impl Job for PushEnrollment {
    const KIND: &'static str = "push_enrollment";
    const MAX_ATTEMPTS: i32 = 12;
    const PRIORITY: i16 = 20;
    const WAITS_FOR: Option<&'static str> = Some("openedx");

    fn unique_key(&self) -> Option<String> {
        Some(format!("push_enrollment:{}", self.enrollment_id))
    }

    fn subject(&self) -> Option<Subject> {
        Some(Subject::new("run_enrollment", self.enrollment_id.0))
    }
}

/// Scheduled: asks again for every enrollment that Open edX does not know (courseware.md 2.8).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RetryEnrollments {}

impl Job for RetryEnrollments {
    const KIND: &'static str = "retry_enrollments";

    fn unique_key(&self) -> Option<String> {
        Some("retry_enrollments".to_owned())
    }
}

/// Scheduled: asks again for the Open edX account of everyone who lacks one (courseware.md 2.8).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RepairCoursewareUsers {}

impl Job for RepairCoursewareUsers {
    const KIND: &'static str = "repair_courseware_users";

    fn unique_key(&self) -> Option<String> {
        Some("repair_courseware_users".to_owned())
    }
}
