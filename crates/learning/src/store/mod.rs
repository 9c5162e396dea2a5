//! The statements of this context, one module per noun.

pub(crate) mod courseware_user;
pub(crate) mod dashboard;
pub(crate) mod program_enrollment;
pub(crate) mod run_enrollment;
