//! Opening enrollments and keeping the truth about the push to Open edX.

mod jobs;
mod open;
mod push;

pub use jobs::{PushEnrollment, RepairCoursewareUsers, RetryEnrollments};
pub use open::{OpenOrder, Opened, open_enrollments};
pub use push::{
    PushFailure, PushTarget, enqueue_unpushed, find_push_target, record_push, record_push_failure, request_push,
};
