//! The blog's feed (cms.md 3.7): fetches an RSS 2.0 document and tells what of it can be shown, and why the rest cannot.
//!
//! The feed's address comes from an operator; what is written in the feed comes from strangers. Its texts leave here as plain
//! text, and its pictures are fetched from public addresses or from the feed's own host only.

mod client;
mod html;
mod post;
mod read;

pub use client::{BlogFeed, FeedConfig, FeedError, PictureError, Pictures, SYSTEM};
pub use post::{Feed, Flaw, LONGEST_DESCRIPTION, MOST_POSTS, Post, Skipped};
pub use read::{NotAFeed, read};
