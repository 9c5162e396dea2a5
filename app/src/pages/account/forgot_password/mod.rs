//! A forgotten password: asking for a link, and using it.

pub(super) mod confirm;
pub(super) mod request;
