//! The learner's dashboard (courseware.md 8): what they learn, and the truth about what is still being set up.

mod cards;
pub(super) mod gateway_return;
pub(super) mod show;
mod view;
