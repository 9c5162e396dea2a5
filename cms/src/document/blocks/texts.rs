//! Sections of text.

use super::{About, BlockBody, about};
use crate::document::{CallToAction, ImageUse, Markdown};
use xpro_form::{action, flag, form, image_of, line, markdown, web_address};

form! {
    /// "Overview".
    Overview {
        /// May be empty.
        heading: String = line(255),
        /// Empty takes the page's description.
        body: Markdown = markdown().label("Text"),
    }
}
impl BlockBody for Overview {
    const ABOUT: About = about("Overview", "text", "courseOverview", "What the course or program is about.");
}

form! {
    /// A text with an image, for instance for teams.
    TextImage {
        /// Above the text.
        heading: String = line(255).required(),
        /// The text.
        body: Markdown = markdown().required().label("Text"),
        /// Shown when both its title and its address are filled.
        action: CallToAction = action(255).label("Button"),
        /// Beside the text; at least 750×505. Without one the site's own is shown.
        image: Option<ImageUse> = image_of(750, 505),
        /// The image stands on the left.
        image_first: bool = flag(),
        /// Light text on a dark ground.
        dark: bool = flag().label("Dark theme"),
    }
}
impl BlockBody for TextImage {
    const ABOUT: About = about("Text and image", "text-image", "forTeams", "A text beside an image, with a button.");
}

form! {
    /// A text with a centered button.
    Text {
        /// Above the text.
        heading: String = line(255).required(),
        /// The text.
        body: Markdown = markdown().required().label("Text"),
        /// Shown when both its title and its address are filled.
        action: CallToAction = action(255).label("Button"),
        /// Light text on a dark ground.
        dark: bool = flag().label("Dark theme"),
    }
}
impl BlockBody for Text {
    const ABOUT: About = about("Text", "text", "textSection", "A text with a button below it.");
}

form! {
    /// A text with a video.
    TextVideo {
        /// Above the text.
        heading: String = line(255).required(),
        /// The text.
        body: Markdown = markdown().required().label("Text"),
        /// Shown when both its title and its address are filled.
        action: CallToAction = action(255).label("Button"),
        /// HLS playlist or YouTube address.
        video_url: String = web_address().label("Video"),
        /// Its button stands before the text.
        video_first: bool = flag(),
        /// Light text on a dark ground.
        dark: bool = flag().label("Dark theme"),
    }
}
impl BlockBody for TextVideo {
    const ABOUT: About = about("Text and video", "video", "textVideo", "A text beside a video, with a button.");
}
