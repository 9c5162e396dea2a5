//! The magazine whose feed xPRO's blog shows (cms.md 3.7): an RSS 2.0 document as Drupal writes it, with escaped HTML in the
//! descriptions, `dc:date`, several categories, and items that lack something.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::state::Shared;

/// Addresses of the stand-in.
pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/rss.xml", get(feed)).route("/feed/pictures/{name}", get(picture))
}

struct Story {
    slug: &'static str,
    title: &'static str,
    text: &'static str,
    picture: Option<&'static str>,
    date: &'static str,
    categories: &'static [&'static str],
}

const STORIES: [Story; 7] = [
    Story {
        slug: "cities-that-listen",
        title: "Cities that listen: what sensors can and cannot tell a planner",
        text: "Traffic counters, air monitors and smart meters fill dashboards in every city hall. Three planners explain which of the numbers changed a decision, which only looked as if they had, and what they ask of a vendor before the first sensor is screwed to a lamp post.",
        picture: Some("cities.webp"),
        date: "2026-10-21T09:00:00-04:00",
        categories: &["Systems", "Data"],
    },
    Story {
        slug: "a-robot-for-the-second-shift",
        title: "A robot for the second shift",
        text: "A small foundry bought one arm, not twenty. Its people tell how they chose the first task, who teaches the machine now, and why the night shift asked for another one.",
        picture: Some("robotics.webp"),
        date: "2026-10-06T15:35:00-04:00",
        categories: &["Robotics", "Leadership"],
    },
    Story {
        slug: "water-under-pressure",
        title: "Water under pressure: <em>less</em> energy for every liter",
        text: "Pumps use most of the power of a water works. An engineer walks through the pressure zones of a mid-sized town and shows where a weekend of modeling saved a year of arguments.",
        picture: Some("water.webp"),
        date: "2026-09-17T08:15:00-04:00",
        categories: &["Sustainability"],
    },
    Story {
        slug: "draw-it-before-you-build-it",
        title: "Draw it before you build it",
        text: "Why one page of boxes and arrows finds mistakes that a hundred pages of requirements hide, and how to tell a useful diagram from a decorative one.",
        picture: Some("design.webp"),
        date: "2026-08-27T10:00:00-04:00",
        categories: &["Systems", "Design"],
    },
    Story {
        slug: "ten-minutes-a-day",
        title: "Ten minutes a day",
        text: "Learners who come back often get further than learners who stay long. What the logs of six courses say about habit, and what they do not say.",
        picture: Some("learning.webp"),
        date: "2026-07-30",
        categories: &["Learning"],
    },
    Story {
        slug: "letters-from-readers",
        title: "Letters from readers",
        text: "Questions about last month's story on batteries, answered by its author.",
        picture: None,
        date: "2026-07-02T12:00:00-04:00",
        categories: &["Energy"],
    },
    Story {
        slug: "an-item-without-a-category",
        title: "A draft that slipped out",
        text: "It has no category yet, so that readers of the feed leave it out.",
        picture: None,
        date: "2026-06-25T12:00:00-04:00",
        categories: &[],
    },
];

async fn feed(State(shared): State<Shared>) -> Response {
    let origin = shared.config.public_url.origin().ascii_serialization();
    let items: String = STORIES.iter().map(|story| item(&origin, story)).collect();
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <rss version=\"2.0\" xml:base=\"{origin}/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
         <channel><title>The magazine</title><link>{origin}/</link><description/><language>en</language>\n{items}</channel></rss>\n"
    );
    ([(header::CONTENT_TYPE, "application/rss+xml; charset=utf-8")], document).into_response()
}

fn item(origin: &str, story: &Story) -> String {
    let address = format!("{origin}/feed/{}", story.slug);
    let picture =
        story.picture.map(|name| format!("<p><img src=\"/feed/pictures/{name}\" alt=\"\"></p>")).unwrap_or_default();
    let html = escaped(&format!("<div class=\"field\">{picture}<p>{}</p></div>", story.text));
    let categories: String =
        story.categories.iter().map(|name| format!("<category>{}</category>", escaped(name))).collect();
    format!(
        "<item><title>{title}</title><link>{address}</link><description>{html}</description>\
         <dc:date>{date}</dc:date><dc:creator>The magazine</dc:creator>{categories}<guid isPermaLink=\"true\">{address}</guid></item>\n",
        title = escaped(story.title),
        date = story.date,
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

async fn picture(Path(name): Path<String>) -> Response {
    let bytes: &'static [u8] = match name.as_str() {
        "cities.webp" => include_bytes!("../../../public/demo/cities-800.webp"),
        "robotics.webp" => include_bytes!("../../../public/demo/robotics-800.webp"),
        "water.webp" => include_bytes!("../../../public/demo/water-800.webp"),
        "design.webp" => include_bytes!("../../../public/demo/design-800.webp"),
        "learning.webp" => include_bytes!("../../../public/demo/learning-800.webp"),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    ([(header::CONTENT_TYPE, "image/webp")], bytes).into_response()
}
