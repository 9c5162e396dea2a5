//! Keeping what was read, and telling how it went.

use super::{BlogPost, PostPicture, Reading, RefreshBlog};
use crate::{media::DeleteFiles, store::blog as store};
use serde::Serialize;
use serde_json::Value;
use sqlx::PgConnection;
use std::collections::{HashMap, HashSet};
use time::{Duration, OffsetDateTime};
use xpro_kernel::System;
use xpro_platform::{
    Subject,
    audit::{self, Change},
    content,
    db::Tx,
    jobs,
};

/// How the feed stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedState {
    /// Its address.
    pub url: String,
    /// What visitors see, and what they do not.
    pub reading: Reading,
    /// When it was last asked.
    pub tried_at: OffsetDateTime,
    /// When it last answered.
    pub read_at: Option<OffsetDateTime>,
    /// Since when it fails, and why.
    pub failing: Option<(OffsetDateTime, String)>,
}

/// How the feed stands; none before it was first asked.
///
/// # Errors
/// When the database refuses.
pub async fn read_state(conn: &mut PgConnection) -> Result<Option<FeedState>, sqlx::Error> {
    let row = store::get(conn).await?;
    Ok(row.map(|row| FeedState {
        url: row.url,
        reading: Reading {
            posts: read_posts(row.posts),
            skipped: serde_json::from_value(row.skipped).unwrap_or_default(),
        },
        tried_at: row.tried_at,
        read_at: row.read_at,
        failing: row.failing_since.zip(row.failure),
    }))
}

/// The posts of a row. One that an older program wrote otherwise, or a hand changed, is left out until the next reading.
pub(crate) fn read_posts(value: Value) -> Vec<BlogPost> {
    let Value::Array(posts) = value else { return Vec::new() };
    posts
        .into_iter()
        .filter_map(|post| {
            serde_json::from_value(post)
                .inspect_err(|error| tracing::warn!(%error, "a post of the blog cannot be read"))
                .ok()
        })
        .collect()
}

/// The pictures that are kept already, by the address that they came from.
///
/// # Errors
/// When the database refuses.
pub async fn known_pictures(conn: &mut PgConnection) -> Result<HashMap<String, PostPicture>, sqlx::Error> {
    let posts = store::posts(conn).await?.map(read_posts).unwrap_or_default();
    Ok(posts.into_iter().filter_map(|post| post.picture_url.zip(post.picture)).collect())
}

/// Keeps a reading in the place of the one before. A feed in which nothing can be shown is a failure: visitors keep the last
/// good copy. Tells whether visitors see something new.
///
/// # Errors
/// When the database refuses.
pub async fn keep_reading(tx: &mut Tx, system: System, url: &str, reading: &Reading) -> Result<bool, sqlx::Error> {
    if reading.posts.is_empty() {
        let why = match reading.skipped.len() {
            0 => "the feed has no items".to_owned(),
            many => format!("none of the feed's {many} items can be shown"),
        };
        keep_failure(tx, url, &why).await?;
        return Ok(false);
    }
    let now = tx.now();
    store::lock(tx, url, now).await?;
    let before = store::posts(tx).await?.map(read_posts).unwrap_or_default();
    let (posts, skipped) = (json(&reading.posts)?, json(&reading.skipped)?);
    store::put_reading(tx, (url, &posts, &skipped), now).await?;
    if before == reading.posts {
        return Ok(false);
    }
    let gone = files_of(&before).difference(&files_of(&reading.posts)).map(|key| (*key).to_owned()).collect::<Vec<_>>();
    if !gone.is_empty() {
        jobs::enqueue_at(tx, &DeleteFiles { keys: gone }, now + DeleteFiles::AFTER).await?;
    }
    let note = format!("{} posts, {} items skipped", reading.posts.len(), reading.skipped.len());
    let change = Change {
        act: "refresh_blog",
        actor: system.into(),
        subject: Subject::new("blog_feed", 1),
        before: None,
        after: None,
        note: &note,
    };
    audit::record(tx, change).await?;
    content::changed(tx).await?;
    Ok(true)
}

/// Writes down that the feed could not be read. Visitors keep seeing the last good copy.
///
/// # Errors
/// When the database refuses.
pub async fn keep_failure(tx: &mut Tx, url: &str, why: &str) -> Result<(), sqlx::Error> {
    let now = tx.now();
    store::lock(tx, url, now).await?;
    store::put_failure(tx, why, now).await
}

/// Has the feed read when that was not tried for `period`: at the very first start, and after a long standstill.
///
/// # Errors
/// When the database refuses.
pub async fn refresh_if_due(tx: &mut Tx, period: Duration) -> Result<(), sqlx::Error> {
    let tried = store::get(tx).await?.map(|row| row.tried_at);
    if tried.is_none_or(|tried| tried + period <= tx.now()) {
        jobs::enqueue(tx, &RefreshBlog {}).await?;
    }
    Ok(())
}

fn files_of(posts: &[BlogPost]) -> HashSet<&str> {
    posts
        .iter()
        .filter_map(|post| post.picture.as_ref())
        .flat_map(|picture| &picture.copies)
        .map(|copy| copy.0.as_str())
        .collect()
}

fn json<T: Serialize>(value: &T) -> Result<Value, sqlx::Error> {
    serde_json::to_value(value).map_err(|error| sqlx::Error::Encode(Box::new(error)))
}
