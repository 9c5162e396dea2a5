//! The posts of the blog: the last good copy of a feed of another site (cms.md 3.7). A job reads the feed and keeps what it
//! says here; visitors see what is kept, whether the feed answers or not.

mod acts;
mod picture;
mod refresh_job;
#[cfg(test)]
mod tests;

pub(crate) use acts::read_posts;
pub use acts::{FeedState, keep_failure, keep_reading, known_pictures, read_state, refresh_if_due};
pub use picture::{PostPicture, keep_picture};
pub use refresh_job::RefreshBlog;

use serde::{Deserialize, Serialize};
use time::Date;

/// A post as visitors see it. All texts are plain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlogPost {
    /// What it is called.
    pub title: String,
    /// Where it is read, on its own site.
    pub url: String,
    /// How it begins.
    pub description: String,
    /// Its day.
    pub published_on: Date,
    /// What it is about; at least one.
    pub categories: Vec<String>,
    /// Where its picture came from.
    pub picture_url: Option<String>,
    /// Our copies of its picture; none when it could not be fetched.
    pub picture: Option<PostPicture>,
}

/// An item of the feed that cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedItem {
    /// From 1.
    pub position: usize,
    /// As far as it has one.
    pub title: String,
    /// Why.
    pub reason: String,
}

/// What a feed said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// In the feed's order.
    pub posts: Vec<BlogPost>,
    /// The rest.
    pub skipped: Vec<SkippedItem>,
}
