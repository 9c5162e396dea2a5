//! Reads the feed of the blog, copies its pictures, and keeps what it says.

use super::{JobState, decide};
use std::collections::HashMap;
use url::Url;
use xpro_cms::blog::{self, BlogPost, PostPicture, Reading, RefreshBlog, SkippedItem};
use xpro_feed::{Feed, Pictures, Post, SYSTEM};
use xpro_kernel::System;
use xpro_platform::jobs::{Job as _, JobContext, JobError};

pub(super) async fn run(state: JobState, context: JobContext, _: RefreshBlog) -> Result<(), JobError> {
    let client = &state.gateways.feed;
    let url = client.url().as_str();
    let feed = match client.read().await {
        Ok(feed) => feed,
        Err(error) => {
            let mut tx = context.db.begin(&context.request_id).await?;
            blog::keep_failure(&mut tx, url, &error.to_string()).await?;
            tx.commit().await?;
            return Err(decide(SYSTEM, &error));
        }
    };
    let mut known = blog::known_pictures(&mut *context.db.read().await?).await?;
    copy_pictures(&state, client.pictures(), &feed.posts, &mut known).await;
    let reading = reading(feed, &known);
    for item in &reading.skipped {
        tracing::warn!(item.position, item.title, item.reason, "an item of the blog's feed cannot be shown");
    }
    let mut tx = context.db.begin(&context.request_id).await?;
    let is_new = blog::keep_reading(&mut tx, System(RefreshBlog::KIND), url, &reading).await?;
    tx.commit().await?;
    tracing::info!(posts = reading.posts.len(), skipped = reading.skipped.len(), is_new, "read the blog's feed");
    Ok(())
}

/// Fetches the pictures that are not kept yet. A post without its picture is still a post.
async fn copy_pictures(
    state: &JobState,
    mut pictures: Pictures,
    posts: &[Post],
    known: &mut HashMap<String, PostPicture>,
) {
    for url in posts.iter().filter_map(|post| post.picture.as_ref()) {
        if known.contains_key(url.as_str()) {
            continue;
        }
        match copy_picture(state, &mut pictures, url).await {
            Ok(picture) => drop(known.insert(url.as_str().to_owned(), picture)),
            Err(error) => tracing::warn!(picture = url.path(), %error, "a picture of the blog's feed was not copied"),
        }
    }
}

async fn copy_picture(state: &JobState, pictures: &mut Pictures, url: &Url) -> anyhow::Result<PostPicture> {
    let bytes = pictures.fetch(url).await?;
    Ok(blog::keep_picture(&state.darkroom, bytes).await?)
}

fn reading(feed: Feed, pictures: &HashMap<String, PostPicture>) -> Reading {
    let post = |post: Post| BlogPost {
        title: post.title,
        url: post.url.into(),
        description: post.description,
        published_on: post.published_on,
        categories: post.categories,
        picture: post.picture.as_ref().and_then(|url| pictures.get(url.as_str())).cloned(),
        picture_url: post.picture.map(String::from),
    };
    let skipped = |item: xpro_feed::Skipped| SkippedItem {
        position: item.position,
        title: item.title,
        reason: item.flaw.to_string(),
    };
    Reading {
        posts: feed.posts.into_iter().map(post).collect(),
        skipped: feed.skipped.into_iter().map(skipped).collect(),
    }
}
