//! Questions that several pages answer.

use super::About;
use crate::document::{Item, Question};
use xpro_form::{form, line, list_of};

form! {
    /// Questions that several pages answer.
    FaqSet {
        /// Only editors read it.
        name: String = line(255).required(),
        /// In order.
        items: Vec<Item<Question>> = list_of::<Question>().required().label("Questions"),
    }
}

/// What the editor says of it.
pub(super) const ABOUT: About = About {
    label: "Set of questions",
    plural: "Sets of questions",
    help: "Questions that several pages answer.",
    icon: "question",
    named_by: "name",
};
