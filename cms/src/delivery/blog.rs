//! `/blog/` (cms.md 3.7): the posts as they are kept; the feed itself is never asked for a page.

use super::{Link, Picture, SiteData, SitePage};
use crate::{
    blog::{BlogPost, PostPicture},
    document::{PageDocument, PageKind},
    media,
};
use time::Date;

/// Where people subscribe to the letter behind the feed.
const SUBSCRIBE: &str = "https://learn-xpro.mit.edu/the-curve-subscribe";

/// The blog.
#[derive(Debug, Clone, PartialEq)]
pub struct BlogModel {
    /// Its heading.
    pub title: String,
    /// Second line.
    pub subhead: String,
    /// Title tag; empty takes the heading.
    pub seo_title: String,
    /// For search engines.
    pub search_description: String,
    /// Behind the heading.
    pub banner: Option<Picture>,
    /// Of shared links.
    pub share_picture: Option<Picture>,
    /// Where people subscribe.
    pub subscribe: Link,
    /// Above the row of posts.
    pub recent_heading: String,
    /// Above all posts.
    pub more_heading: String,
    /// In the feed's order.
    pub posts: Vec<BlogCard>,
}

/// A post in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct BlogCard {
    /// What it is called.
    pub title: String,
    /// Where it is read, on its own site.
    pub url: String,
    /// How it begins.
    pub description: String,
    /// What it is about.
    pub categories: Vec<String>,
    /// `October 6th, 2023`.
    pub when: String,
    /// Its picture.
    pub picture: Option<Picture>,
}

/// The blog; none when there is no such page.
pub fn blog(site: &SiteData, url_path: &str) -> Option<BlogModel> {
    let PageDocument::BlogIndexPage(page) = &site.live_page(url_path)?.document else { return None };
    let banner = site.picture(page.banner_image.as_ref());
    Some(BlogModel {
        title: page.title.clone(),
        subhead: page.sub_heading.clone(),
        seo_title: page.promote.seo_title.clone(),
        search_description: page.promote.search_description.clone(),
        share_picture: site.picture(page.promote.search_image.as_ref()).or_else(|| banner.clone()),
        banner,
        subscribe: Link { title: "Subscribe".to_owned(), url: SUBSCRIBE.to_owned() },
        recent_heading: page.recent_posts_heading.clone(),
        more_heading: page.more_posts_heading.clone(),
        posts: site.blog_posts.iter().map(card).collect(),
    })
}

/// The live page of the blog, as long as there is something to read.
pub(super) fn place(site: &SiteData) -> Option<&SitePage> {
    let page = site.pages.iter().find(|page| page.live && page.document.kind() == PageKind::BlogIndexPage)?;
    (!site.blog_posts.is_empty()).then_some(page)
}

fn card(post: &BlogPost) -> BlogCard {
    BlogCard {
        title: post.title.clone(),
        url: post.url.clone(),
        description: post.description.clone(),
        categories: post.categories.clone(),
        when: when(post.published_on),
        picture: post.picture.as_ref().map(picture),
    }
}

/// Copies in the shape of cards, all there already.
fn picture(kept: &PostPicture) -> Picture {
    let sources: Vec<(String, u32)> = kept.copies.iter().map(|(key, wide)| (media::url(key), *wide)).collect();
    Picture {
        url: sources.last().map(|(url, _)| url.clone()).unwrap_or_default(),
        sources,
        // The title beside it says what the post is about.
        alt: String::new(),
        width: kept.width(),
        height: kept.height,
        focus: (0.5, 0.5),
        renditions: None,
        is_drawing: false,
    }
}

/// `October 6th, 2023`.
fn when(date: Date) -> String {
    let day = date.day();
    let ending = match (day / 10, day % 10) {
        (1, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{} {day}{ending}, {}", date.month(), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn days_have_their_endings() {
        let shown = [
            date!(2023 - 10 - 06),
            date!(2024 - 01 - 01),
            date!(2024 - 01 - 22),
            date!(2024 - 01 - 13),
            date!(2024 - 01 - 23),
            date!(2024 - 01 - 11),
        ]
        .map(when);
        assert_eq!(
            shown,
            [
                "October 6th, 2023",
                "January 1st, 2024",
                "January 22nd, 2024",
                "January 13th, 2024",
                "January 23rd, 2024",
                "January 11th, 2024"
            ]
        );
    }
}
