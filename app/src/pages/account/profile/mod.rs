//! One's own data: shown and edited, and the fields that registration shares with it.

pub(super) mod address;
pub(super) mod edit;
pub(super) mod fields;
pub(super) mod show;
