//! The fields of the "Promote" tab (cms.md 1.3).

use crate::document::ImageUse;
use xpro_form::{flag, form, image, line, lines};

form! {
    /// What search engines and shared links say of a page.
    Promote {
        /// Shown in the browser's tab and in search results. Empty takes the page's title.
        seo_title: String = line(255).label("Title tag"),
        /// A sentence or two for search results and shared links.
        search_description: String = lines().label("Description for search engines"),
        /// Shown where somebody shares a link to the page.
        search_image: Option<ImageUse> = image().label("Picture of shared links"),
        /// Reserved for menus.
        show_in_menus: bool = flag(),
    }
}
