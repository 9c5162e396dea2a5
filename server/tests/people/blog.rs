//! The blog: a feed of another site that is slow, wrong or down never shows on our pages (cms.md 3.7, cases 35 and 66).

use crate::world::Site;
use serde_json::json;
use sqlx::PgPool;
use tokio::net::TcpListener;
use xpro_cms::{blog::RefreshBlog, tree::ensure_root_pages};
use xpro_kernel::System;
use xpro_platform::jobs::enqueue;
use xpro_server::stand_ins;

/// A site with root pages and the feed's stand-in beside it.
struct World {
    site: Site,
    far: String,
}

impl World {
    async fn open(pool: PgPool) -> World {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let far = format!("http://{}", listener.local_addr().expect("address"));
        let mut config = None;
        let site = Site::open_with(pool, |settings| {
            settings.openedx_url = far.parse().expect("url");
            settings.blog_feed_url = format!("{far}/rss.xml").parse().expect("url");
            config = Some(stand_ins::config(settings).expect("a configuration"));
        })
        .await;
        tokio::spawn(xpro_standins::serve(listener, config.expect("made above"), std::future::pending()));
        let mut tx = site.database().begin("test").await.expect("begin");
        ensure_root_pages(&mut tx, System("test")).await.expect("the root pages");
        tx.commit().await.expect("commit");
        World { site, far }
    }

    /// Reads the feed now; the page as visitors get it afterwards.
    async fn blog_after_reading(&self) -> String {
        let mut tx = self.site.database().begin("test").await.expect("begin");
        enqueue(&mut tx, &RefreshBlog {}).await.expect("enqueued");
        tx.commit().await.expect("commit");
        self.site.work().await;
        self.blog().await
    }

    async fn blog(&self) -> String {
        self.site.reload().await;
        let page = self.site.visitor().get("/blog/").await;
        assert_eq!(page.status, 200);
        page.text
    }

    async fn fail(&self, fault: serde_json::Value) {
        let sent = reqwest::Client::new().post(format!("{}/control/faults", self.far)).json(&fault).send().await;
        assert_eq!(sent.expect("an answer").status(), 201);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn posts_are_shown_with_copies_of_their_pictures(pool: PgPool) {
    let world = World::open(pool).await;
    assert!(world.blog().await.contains("There are no posts to show"));

    let page = world.blog_after_reading().await;

    assert_eq!(page.matches("<h3").count(), 12, "six posts, in the row and in the list");
    assert!(page.contains("Water under pressure: less energy for every liter"), "markup in a title is not shown");
    assert!(page.contains("By MIT xPRO | October 6th, 2026"));
    assert!(!page.contains("A draft that slipped out"), "an item without a category is left out");
    assert!(page.contains(r#"target="_blank" rel="noopener""#));
    assert!(!page.contains("/feed/pictures/"), "pictures come from here");
    let picture = page.split("/media/images/feed-").nth(1).and_then(|rest| rest.split([' ', '"', ',']).next());
    let answer = get(&world, &format!("/media/images/feed-{}", picture.expect("a picture"))).await;
    assert_eq!((answer.0, answer.1.as_str()), (200, "image/webp"));

    let asked = requests(&world, "/feed/pictures/").await;
    assert_eq!(asked, 5, "each picture once");
    world.blog_after_reading().await;
    assert_eq!(requests(&world, "/feed/pictures/").await, asked, "known pictures are not fetched again");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_feed_that_fails_leaves_the_last_good_copy(pool: PgPool) {
    let world = World::open(pool).await;
    let good = world.blog_after_reading().await;
    for fault in [
        json!({ "system": "feed", "kind": "status", "code": 500, "path_prefix": "/rss.xml" }),
        json!({ "system": "feed", "kind": "status", "code": 404, "path_prefix": "/rss.xml" }),
        json!({ "system": "feed", "kind": "garbage", "path_prefix": "/rss.xml" }),
        json!({ "system": "feed", "kind": "drop", "path_prefix": "/rss.xml" }),
    ] {
        world.fail(fault.clone()).await;
        assert_eq!(world.blog_after_reading().await, good, "{fault}");
        assert_eq!(
            world.site.count("select count(*) from blog_feed where failing_since is not null").await,
            1,
            "{fault}"
        );
        heal(&world).await;
        world.site.execute("delete from job").await;
        assert_eq!(world.blog_after_reading().await, good);
        assert_eq!(world.site.count("select count(*) from blog_feed where failing_since is null").await, 1, "{fault}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_picture_that_fails_costs_only_itself_and_is_tried_again(pool: PgPool) {
    let world = World::open(pool).await;
    world.fail(json!({ "system": "feed", "kind": "garbage", "path_prefix": "/feed/pictures/water" })).await;
    let page = world.blog_after_reading().await;
    assert_eq!(page.matches("<h3").count(), 12);
    let with_pictures = page.matches("/media/images/feed-").count();
    heal(&world).await;
    assert!(world.blog_after_reading().await.matches("/media/images/feed-").count() > with_pictures);
}

async fn heal(world: &World) {
    let sent = reqwest::Client::new().delete(format!("{}/control/faults", world.far)).send().await;
    assert_eq!(sent.expect("an answer").status(), 204);
}

async fn get(world: &World, path: &str) -> (u16, String) {
    let answer = world.site.visitor().get(path).await;
    (answer.status, answer.header("content-type").to_owned())
}

async fn requests(world: &World, prefix: &str) -> usize {
    let address = format!("{}/control/requests?system=feed&path_prefix={prefix}", world.far);
    let log: Vec<serde_json::Value> = reqwest::get(address).await.expect("an answer").json().await.expect("JSON");
    log.len()
}
