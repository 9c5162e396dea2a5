//! The words every room of the house shares: money, ids, e-mail addresses, courseware keys, the clock, the actors.
//!
//! No I/O and no framework: this crate also builds for wasm.

mod actor;
mod clock;
mod courseware_id;
mod email;
mod ids;
mod money;
mod text;

pub use actor::{Actor, Learner, Staff, System};
pub use clock::Clock;
pub use courseware_id::{CoursewareId, InvalidCoursewareId, split_run_tag};
pub use email::{Email, InvalidEmail};
pub use ids::*;
pub use money::Money;
pub use text::{is_plain_text, plain_text};
