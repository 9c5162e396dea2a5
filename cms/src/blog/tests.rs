//! What is kept of a feed, and what visitors see of it.

use super::{
    BlogPost, FeedState, PostPicture, Reading, SkippedItem, keep_failure, keep_picture, keep_reading, known_pictures,
    read_state, refresh_if_due,
};
use crate::{
    access::Permission,
    delivery::{self, SiteData},
    media::Darkroom,
    reports::{Report, ReportWish, read_report},
    testing::{SYSTEM, Site, begin, editor_of},
};
use sqlx::PgPool;
use std::{io::Cursor, sync::Arc};
use time::{Duration, macros::date};
use xpro_platform::{content, db::Tx, files::Files};

const FEED: &str = "https://stories.example/rss.xml";

fn post(title: &str) -> BlogPost {
    BlogPost {
        title: title.to_owned(),
        url: format!("https://stories.example/{title}"),
        description: "Words".to_owned(),
        published_on: date!(2023 - 10 - 06),
        categories: vec!["AI".to_owned()],
        picture_url: Some(format!("https://stories.example/{title}.png")),
        picture: Some(PostPicture { copies: vec![(format!("images/feed-{title}-320.webp"), 320)], height: 200 }),
    }
}

fn reading(titles: &[&str]) -> Reading {
    let skipped = SkippedItem { position: 9, title: "Draft".to_owned(), reason: "It has no category.".to_owned() };
    Reading { posts: titles.iter().map(|title| post(title)).collect(), skipped: vec![skipped] }
}

async fn keep(tx: &mut Tx, reading: &Reading) -> bool {
    keep_reading(tx, SYSTEM, FEED, reading).await.expect("kept")
}

async fn state(tx: &mut Tx) -> FeedState {
    read_state(tx).await.expect("read").expect("a row")
}

#[sqlx::test(migrations = "../migrations")]
async fn visitors_see_the_last_good_copy_whatever_the_feed_does(pool: PgPool) {
    let mut tx = begin(&pool).await;
    Site::build(&mut tx).await;
    let shown = async |tx: &mut Tx| {
        let site = SiteData::load(tx).await.expect("loaded");
        delivery::blog(&site, "/blog/").expect("a blog").posts.into_iter().map(|post| post.title).collect::<Vec<_>>()
    };
    assert_eq!(shown(&mut tx).await, [""; 0], "before the first reading there is nothing, and no error");

    let before = content::version(&mut tx).await.expect("a version");
    assert!(keep(&mut tx, &reading(&["one", "two"])).await);
    assert!(content::version(&mut tx).await.expect("a version") > before, "every process hears of it");
    assert_eq!(shown(&mut tx).await, ["one", "two"]);

    let heard = content::version(&mut tx).await.expect("a version");
    assert!(!keep(&mut tx, &reading(&["one", "two"])).await, "the same again is nothing new");
    keep_failure(&mut tx, FEED, "answered 503").await.expect("kept");
    assert!(!keep(&mut tx, &Reading::default()).await, "an empty feed is a failure");
    assert!(!keep(&mut tx, &Reading { posts: vec![], ..reading(&[]) }).await);
    assert_eq!(content::version(&mut tx).await.expect("a version"), heard);
    assert_eq!(shown(&mut tx).await, ["one", "two"]);
    let (_, why) = state(&mut tx).await.failing.expect("it fails");
    assert_eq!(why, "none of the feed's 1 items can be shown");

    assert!(keep(&mut tx, &reading(&["three"])).await, "one item is enough");
    assert_eq!(shown(&mut tx).await, ["three"]);
    assert_eq!(state(&mut tx).await.failing, None);
}

#[sqlx::test(migrations = "../migrations")]
async fn pictures_are_fetched_once_and_deleted_when_nobody_shows_them(pool: PgPool) {
    let mut tx = begin(&pool).await;
    keep(&mut tx, &reading(&["one", "two"])).await;
    let known = known_pictures(&mut tx).await.expect("read");
    assert_eq!(known["https://stories.example/one.png"], post("one").picture.expect("a picture"));

    keep(&mut tx, &reading(&["two"])).await;
    let jobs: Vec<(serde_json::Value, bool)> =
        sqlx::query_as("select payload, run_at > now() + interval '6 days' from job where kind = 'delete_files'")
            .fetch_all(&mut *tx)
            .await
            .expect("read");
    assert_eq!(jobs, [(serde_json::json!({ "keys": ["images/feed-one-320.webp"] }), true)]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_row_that_a_hand_changed_hides_only_what_cannot_be_read(pool: PgPool) {
    let mut tx = begin(&pool).await;
    Site::build(&mut tx).await;
    keep(&mut tx, &reading(&["one"])).await;
    sqlx::query("update blog_feed set posts = posts || '[{\"title\": 7}, 3]'")
        .execute(&mut *tx)
        .await
        .expect("changed");
    let site = SiteData::load(&mut tx).await.expect("the site works");
    assert_eq!(delivery::blog(&site, "/blog/").expect("a blog").posts.len(), 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_header_links_the_blog_only_when_there_is_something_to_read(pool: PgPool) {
    let mut tx = begin(&pool).await;
    Site::build(&mut tx).await;
    let places = async |tx: &mut Tx| {
        delivery::header_places(&SiteData::load(tx).await.expect("loaded"))
            .into_iter()
            .map(|link| link.url)
            .collect::<Vec<_>>()
    };
    assert_eq!(places(&mut tx).await, [""; 0]);
    keep(&mut tx, &reading(&["one"])).await;
    assert_eq!(places(&mut tx).await, ["/blog/"]);
    let site = SiteData::load(&mut tx).await.expect("loaded");
    assert!(delivery::sitemap(&site, tx.now()).iter().any(|entry| entry.path == "/blog/"));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_site_asks_for_the_feed_at_once_and_a_busy_one_does_not(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let waiting = async |tx: &mut Tx| -> i64 {
        sqlx::query_scalar("select count(*) from job where kind = 'refresh_blog'")
            .fetch_one(&mut **tx)
            .await
            .expect("counted")
    };
    refresh_if_due(&mut tx, Duration::DAY).await.expect("asked");
    refresh_if_due(&mut tx, Duration::DAY).await.expect("asked again");
    assert_eq!(waiting(&mut tx).await, 1);
    sqlx::query("delete from job").execute(&mut *tx).await.expect("done");
    keep(&mut tx, &reading(&["one"])).await;
    refresh_if_due(&mut tx, Duration::DAY).await.expect("not due");
    assert_eq!(waiting(&mut tx).await, 0);
    refresh_if_due(&mut tx, Duration::ZERO).await.expect("due");
    assert_eq!(waiting(&mut tx).await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn editors_read_in_a_report_what_is_shown_and_why_the_rest_is_not(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let admin = Site::admin(&mut tx).await;
    let now = tx.now();
    let report = async |tx: &mut Tx, editor: &crate::access::Editor| {
        let found =
            read_report(tx, editor, (Report::BlogFeed, &ReportWish::default()), now, 0).await.expect("read").rows;
        found.into_iter().map(|row| row.cells).collect::<Vec<_>>()
    };
    assert_eq!(report(&mut tx, &admin).await, [["The feed", "", "It was not read yet."]]);
    let no_picture = BlogPost { picture: None, ..post("two") };
    let mut read = reading(&["one"]);
    read.posts.push(no_picture);
    keep(&mut tx, &read).await;
    keep_failure(&mut tx, FEED, "answered 503").await.expect("kept");
    let rows = report(&mut tx, &admin).await;
    assert!(rows[0][2].starts_with("Failing since ") && rows[0][2].contains("answered 503. Last read "), "{rows:?}");
    assert_eq!(rows[1], ["9. Draft", "", "Not shown. It has no category."]);
    assert_eq!(rows[2], ["one", "2023-10-06", "Shown."]);
    assert_eq!(rows[3], ["two", "2023-10-06", "Shown. Its picture could not be copied."]);

    let elsewhere = editor_of(&mut tx, "elsewhere", &[(site.root.courses, None, Permission::Change)]).await;
    assert_eq!(report(&mut tx, &elsewhere).await, [[""; 3]; 0]);
}

fn darkroom() -> Darkroom {
    let files: Files = Arc::new(object_store::memory::InMemory::new());
    Darkroom::new(files, 1)
}

#[tokio::test]
async fn copies_fit_cards_and_are_never_enlarged() {
    let png = |wide, high| {
        let mut file = Cursor::new(Vec::new());
        image::DynamicImage::new_rgb8(wide, high).write_to(&mut file, image::ImageFormat::Png).expect("a file");
        file.into_inner()
    };
    let darkroom = darkroom();
    let large = keep_picture(&darkroom, png(1600, 900)).await.expect("kept");
    assert_eq!((large.copies.iter().map(|copy| copy.1).collect::<Vec<_>>(), large.height), (vec![320, 480, 800], 500));
    let small = keep_picture(&darkroom, png(160, 100)).await.expect("kept");
    assert_eq!((small.copies.len(), small.width(), small.height), (1, 160, 100));
    for (key, _) in large.copies.iter().chain(&small.copies) {
        assert!(crate::media::is_file_key(key), "{key} is given out under /media/");
        assert!(xpro_platform::files::read(darkroom.files(), key).await.is_ok_and(|bytes| !bytes.is_empty()));
    }
    assert!(keep_picture(&darkroom, b"<html>Not found</html>".to_vec()).await.is_err());
}
