//! Reading a feed over real sockets.

use std::{sync::Arc, time::Duration};
use xpro_feed::{BlogFeed, FeedConfig, FeedError, PictureError};
use xpro_outbound::{
    Fault, Retryable,
    testing::{Answer, ScriptedServer},
};

const FEED: &str = r#"<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>x</title><item>
    <title>One</title><link>/one</link><description>Words &lt;img src="/one.png"&gt;</description>
    <dc:date>2023-10-06T15:35:00-04:00</dc:date><category>AI</category></item></channel></rss>"#;

fn feed(server: &ScriptedServer) -> BlogFeed {
    let config = FeedConfig { url: server.at("/rss.xml").parse().expect("a URL"), timeout: Duration::from_millis(200) };
    BlogFeed::new(config, Arc::new(())).expect("a plain client builds")
}

#[tokio::test]
async fn a_feed_with_one_item_is_read_and_addresses_start_at_the_feed() {
    let server = ScriptedServer::start().await;
    server
        .on("/rss.xml", Answer::new(200, "application/rss+xml", FEED))
        .on("/one.png", Answer::new(200, "image/png", "PNG"));
    let feed = feed(&server);

    let read = feed.read().await.expect("a feed");

    assert_eq!(read.posts.len(), 1);
    assert_eq!(read.posts[0].url.as_str(), server.at("/one"));
    let picture = read.posts[0].picture.clone().expect("a picture");
    assert_eq!(feed.pictures().fetch(&picture).await.expect("fetched"), b"PNG");
}

#[tokio::test]
async fn what_is_no_feed_and_a_feed_that_hangs_are_worth_trying_again() {
    let server = ScriptedServer::start().await;
    server.on("/rss.xml", Answer::html(200, "<html><body>Sign in to the network</body></html>"));
    let error = feed(&server).read().await.expect_err("a page");
    assert!(matches!(error, FeedError::NotAFeed(_)) && error.is_retryable(), "{error}");

    let server = ScriptedServer::start().await;
    for _ in 0..3 {
        server.on("/rss.xml", Answer::Hang);
    }
    let error = feed(&server).read().await.expect_err("too slow");
    assert!(
        matches!(&error, FeedError::Call(call) if matches!(call.fault, Fault::Timeout)) && error.is_retryable(),
        "{error}"
    );

    let server = ScriptedServer::start().await;
    let error = feed(&server).read().await.expect_err("not there");
    assert!(matches!(&error, FeedError::Call(call) if call.status() == Some(404)) && !error.is_retryable(), "{error}");
}

#[tokio::test]
async fn a_feed_cannot_lead_into_our_own_network() {
    let server = ScriptedServer::start().await;
    let inside = ScriptedServer::start().await;
    inside.on("/secret.png", Answer::new(200, "image/png", "PNG"));
    let mut pictures = feed(&server).pictures();
    for address in [inside.at("/secret.png"), "http://169.254.169.254/latest/".to_owned(), "http://[::1]:1/".to_owned()]
    {
        let error = pictures.fetch(&address.parse().expect("a URL")).await.expect_err("out of reach");
        assert!(
            matches!(&error, PictureError::Call(call) if matches!(call.fault, Fault::OutOfReach)),
            "{address}: {error}"
        );
    }
    assert!(inside.seen().is_empty());
}
