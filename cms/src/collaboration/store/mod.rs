//! The statements of this room.

pub(super) mod comment;
pub(super) mod notice;
pub(super) mod presence;
pub(super) mod preview_link;
pub(super) mod review;
pub(super) mod workflow;
