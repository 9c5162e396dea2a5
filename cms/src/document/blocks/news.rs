//! News and events.

use super::{About, BlockBody, about};
use crate::document::{CallToAction, ImageUse, Item};
use xpro_form::{action, form, image, line, lines, list_of};

form! {
    /// One piece of news.
    NewsEntry {
        /// A label such as “News” or “Event”.
        kind: String = line(100).required(),
        /// Its headline.
        title: String = line(255).required(),
        /// Its picture.
        image: Option<ImageUse> = image(),
        /// A few sentences.
        text: String = lines().required(),
        /// Where to read on.
        action: CallToAction = action(100).required().label("Button"),
    }
}
form! {
    /// News and events.
    News {
        /// Above the cards.
        heading: String = line(255).required(),
        /// Newest first.
        items: Vec<Item<NewsEntry>> = list_of::<NewsEntry>().required().label("News and events"),
    }
}
impl BlockBody for News {
    const ABOUT: About = about(
        "News and events",
        "news",
        "news-and-events",
        "News and events. The courses of a program show those of its page.",
    );
}
