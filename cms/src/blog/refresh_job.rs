//! The job that reads the feed.

use serde::{Deserialize, Serialize};
use xpro_platform::jobs::Job;

/// Reads the feed and keeps what it says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RefreshBlog {}

impl Job for RefreshBlog {
    const KIND: &'static str = "refresh_blog";
    // After some hours of trying the next day's reading takes over.
    const MAX_ATTEMPTS: i32 = 6;
    const PRIORITY: i16 = 150;
    const WAITS_FOR: Option<&'static str> = Some("blog_feed");

    fn unique_key(&self) -> Option<String> {
        Some("refresh_blog".to_owned())
    }
}
