//! What every page says at its top (cms.md 4.1).

use super::About;
use crate::document::{Item, Markdown, Moment};
use serde::{Deserialize, Serialize};
use xpro_form::{Feature, choice, date_time, form, line, list, markdown};

/// How loud it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeColor {
    /// Something to know.
    #[default]
    Info,
    /// Something to mind.
    Warning,
    /// Something is broken.
    Alert,
}

form! {
    /// What every page says at its top. The newest that holds now is shown.
    SiteNotification {
        /// One sentence.
        message: Markdown = markdown()
            .only(&[Feature::Bold, Feature::Italic, Feature::Link, Feature::DocumentLink])
            .longest(255)
            .required(),
        /// Shown from then on; empty for at once.
        starts_at: Option<Moment> = date_time(),
        /// Shown until then; empty for as long as it exists.
        ends_at: Option<Moment> = date_time(),
        /// Only on addresses that begin like this; none for everywhere.
        paths: Vec<Item<String>> = list(line(200).required()).label("Only on these addresses"),
        /// How loud it is.
        color: NoticeColor = choice(&[("info", "Information"), ("warning", "Warning"), ("alert", "Alert")])
            .required()
            .starts_as("info"),
    }
}

/// What the editor says of it.
pub(super) const ABOUT: About = About {
    label: "Site notification",
    plural: "Site notifications",
    help: "What every page says at its top. The newest that holds now is shown.",
    icon: "bell",
    named_by: "message",
};
