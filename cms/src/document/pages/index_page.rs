//! Pages that have nothing but a title.

use super::{Promote, page_body, page_title, promote_tab};
use xpro_form::form;

form! {
    /// A page that has nothing but a title: its children or the program fill it.
    IndexPage {
        /// Its heading.
        title: String = page_title(),
        /// Search engines.
        promote: Promote = promote_tab(),
    }
}
page_body!(IndexPage);
