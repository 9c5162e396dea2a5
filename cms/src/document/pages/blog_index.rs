//! `/blog/` (cms.md 1.4.2).

use super::{Place, Promote, page_body, page_title, promote_tab};
use crate::document::ImageUse;
use xpro_form::{Form, form, image_of, line};

form! {
    /// The blog: its posts come from a feed.
    BlogIndexPage {
        /// Its heading.
        title: String = page_title(),
        /// Search engines.
        promote: Promote = promote_tab(),
        /// Second line.
        sub_heading: String = line(250).starts_as("Online learning stories for professionals, from MIT"),
        /// Above the newest posts.
        recent_posts_heading: String = line(250).starts_as("Top Most Recent Posts"),
        /// Above all posts.
        more_posts_heading: String = line(250).starts_as("More From MIT"),
        /// Behind the heading. Without one the site's own is shown.
        banner_image: Option<ImageUse> = image_of(1440, 300),
    }
}
page_body!(BlogIndexPage);

/// Where it stands.
pub(in super::super) const PLACE: Place = Place {
    label: "Blog index page",
    help: "Posts of the blog, read from its feed.",
    form: BlogIndexPage::form,
    ..Place::only_one_at("blog")
};
