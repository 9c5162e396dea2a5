//! Reads the XML of a feed.

use crate::{
    html,
    post::{Feed, Flaw, LONGEST_DESCRIPTION, MOST_POSTS, Post, Skipped},
};
use rss::{Channel, Item};
use time::{
    Date, OffsetDateTime,
    format_description::{
        BorrowedFormatItem,
        well_known::{Rfc2822, Rfc3339},
    },
    macros::format_description,
};
use url::Url;

/// The document is no RSS.
#[derive(Debug, thiserror::Error)]
#[error("the answer is no RSS document: {0}")]
pub struct NotAFeed(#[from] rss::Error);

/// What of a feed can be shown. `address` is the feed's own; relative addresses start there.
///
/// # Errors
/// When the document is no RSS. An item that lacks something is skipped, not an error.
pub fn read(document: &[u8], address: &Url) -> Result<Feed, NotAFeed> {
    let channel = Channel::read_from(document)?;
    let (mut posts, mut skipped) = (Vec::new(), Vec::new());
    for (at, item) in channel.items.iter().enumerate().take(MOST_POSTS) {
        match post(item, address) {
            Ok(post) => posts.push(post),
            Err(flaw) => skipped.push(Skipped { position: at + 1, title: title(item).unwrap_or_default(), flaw }),
        }
    }
    Ok(Feed { posts, skipped })
}

fn post(item: &Item, address: &Url) -> Result<Post, Flaw> {
    let url = link(item, address).ok_or(Flaw::NoLink)?;
    let description = item.description.as_deref().unwrap_or_default();
    let (description, picture) = html::words_and_picture(description, &url);
    let post = Post {
        title: title(item).ok_or(Flaw::NoTitle)?,
        description: filled(html::shortened(description, LONGEST_DESCRIPTION)).ok_or(Flaw::NoDescription)?,
        picture,
        published_on: date(item).ok_or(Flaw::NoDate)?,
        categories: categories(item),
        url,
    };
    if post.categories.is_empty() { Err(Flaw::NoCategory) } else { Ok(post) }
}

fn title(item: &Item) -> Option<String> {
    filled(html::words(item.title.as_deref()?))
}

fn link(item: &Item, address: &Url) -> Option<Url> {
    let link = filled(item.link.as_deref()?.trim().to_owned())?;
    address.join(&link).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

fn categories(item: &Item) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in item.categories.iter().filter_map(|category| filled(html::words(&category.name))) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

fn date(item: &Item) -> Option<Date> {
    let text = item.dublin_core_ext.as_ref()?.dates.first()?.trim();
    OffsetDateTime::parse(text, &Rfc3339)
        .or_else(|_| OffsetDateTime::parse(text, &Rfc2822))
        .map(OffsetDateTime::date)
        .or_else(|_| Date::parse(text.get(..10).unwrap_or(text), DAY))
        .ok()
}

fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    const HEAD: &str = r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Stories</title>"#;

    fn feed(items: &str) -> Feed {
        let address = "https://stories.example/rss.xml".parse().expect("an address");
        read(format!("{HEAD}{items}</channel></rss>").as_bytes(), &address).expect("a feed")
    }

    fn item(parts: &str) -> String {
        format!("<item>{parts}</item>")
    }

    const TITLE: &str = "<title>Why &amp;lt;AI&amp;gt; matters</title>";
    const LINK: &str = "<link>https://stories.example/ai</link>";
    const TEXT: &str = "<description>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;two&lt;img src=\"/a.png\"&gt;&lt;img src=\"/b.png\"&gt;&lt;/p&gt;&lt;script&gt;bad()&lt;/script&gt;</description>";
    const DATE: &str = "<dc:date>2023-10-06T23:30:00-04:00</dc:date>";
    const TOPIC: &str = "<category>AI</category>";

    #[test]
    fn one_item_is_read_whole() {
        let feed = feed(&item(&[TITLE, LINK, TEXT, DATE, TOPIC].concat()));
        let expected = Post {
            title: "Why <AI> matters".to_owned(),
            url: "https://stories.example/ai".parse().expect("an address"),
            description: "One two".to_owned(),
            picture: Some("https://stories.example/a.png".parse().expect("an address")),
            // The day of the feed's own time zone, not of ours.
            published_on: date!(2023 - 10 - 06),
            categories: vec!["AI".to_owned()],
        };
        assert_eq!(feed, Feed { posts: vec![expected], skipped: vec![] });
    }

    #[test]
    fn an_item_that_lacks_something_is_skipped_with_the_reason_and_the_others_stay() {
        let lacking = [
            (vec![LINK, TEXT, DATE, TOPIC], Flaw::NoTitle),
            (vec![TITLE, TEXT, DATE, TOPIC], Flaw::NoLink),
            (vec![TITLE, "<link>javascript:alert(1)</link>", TEXT, DATE, TOPIC], Flaw::NoLink),
            (vec![TITLE, LINK, DATE, TOPIC], Flaw::NoDescription),
            (vec![TITLE, LINK, "<description>&lt;img src=x&gt;</description>", DATE, TOPIC], Flaw::NoDescription),
            (vec![TITLE, LINK, TEXT, TOPIC], Flaw::NoDate),
            (vec![TITLE, LINK, TEXT, "<dc:date>soon</dc:date>", TOPIC], Flaw::NoDate),
            (vec![TITLE, LINK, TEXT, DATE], Flaw::NoCategory),
            (vec![TITLE, LINK, TEXT, DATE, "<category> </category>"], Flaw::NoCategory),
        ];
        let good = item(&[TITLE, LINK, TEXT, DATE, TOPIC].concat());
        let items: String = lacking.iter().map(|(parts, _)| item(&parts.concat())).chain([good]).collect();

        let feed = feed(&items);

        let flaws: Vec<(usize, Flaw)> = feed.skipped.iter().map(|skipped| (skipped.position, skipped.flaw)).collect();
        let expected: Vec<(usize, Flaw)> = (1..).zip(lacking.iter().map(|(_, flaw)| *flaw)).collect();
        assert_eq!(flaws, expected);
        assert_eq!(feed.posts.len(), 1);
    }

    #[test]
    fn several_categories_are_a_list_without_repetition() {
        let topics = "<category>AI</category><category>Work</category><category>AI</category>";
        let feed = feed(&item(&[TITLE, LINK, TEXT, "<dc:date>2024-02-29</dc:date>", topics].concat()));
        assert_eq!(feed.posts[0].categories, ["AI", "Work"]);
        assert_eq!(feed.posts[0].published_on, date!(2024 - 02 - 29));
    }

    #[test]
    fn what_is_no_feed_is_an_error_and_entities_are_not_expanded() {
        let address: Url = "https://stories.example/rss.xml".parse().expect("an address");
        for document in ["", "<html><body>Sign in</body></html>", "{\"a\":1}", "<rss><channel>", "\u{0}\u{1}"] {
            assert!(read(document.as_bytes(), &address).is_err(), "{document:?}");
        }
        let bomb = r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
            <rss version="2.0"><channel><title>x</title><item><title>&c;&f;</title></item></channel></rss>"#;
        if let Ok(feed) = read(bomb.as_bytes(), &address) {
            assert!(feed.posts.is_empty() && feed.skipped.iter().all(|skipped| !skipped.title.contains("bbbb")));
        }
    }

    #[test]
    fn long_texts_and_long_feeds_are_cut() {
        let text = format!("<description>{}</description>", "word ".repeat(1_000));
        let items = item(&[TITLE, LINK, &text, DATE, TOPIC].concat()).repeat(MOST_POSTS + 5);
        let feed = feed(&items);
        assert_eq!(feed.posts.len(), MOST_POSTS);
        assert!(feed.posts[0].description.ends_with("word…"));
        assert!(feed.posts[0].description.chars().count() <= LONGEST_DESCRIPTION);
    }
}
