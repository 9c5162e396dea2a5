//! `/webinars/<slug>/` (cms.md 1.4.3).

use super::{Place, Promote, page_body, page_title, promote_tab};
use crate::document::{Day, ImageUse, Markdown, PageKind};
use serde::{Deserialize, Serialize};
use xpro_form::{
    Form, Target, choice, date, form, image_of, line, lines, markdown, reference, required_when, web_address,
};
use xpro_kernel::{CourseId, ProgramId};

/// Whether a webinar is still to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum WebinarCategory {
    /// People can reserve a seat.
    #[default]
    #[serde(rename = "UPCOMING")]
    Upcoming,
    /// A recording.
    #[serde(rename = "ON-DEMAND")]
    OnDemand,
}

impl WebinarCategory {
    /// As stored and printed.
    pub fn name(self) -> &'static str {
        match self {
            WebinarCategory::Upcoming => "UPCOMING",
            WebinarCategory::OnDemand => "ON-DEMAND",
        }
    }
}

form! {
    /// One webinar.
    WebinarPage {
        /// The course it is about; its page is linked.
        course: Option<CourseId> = reference(Target::Course),
        /// The program it is about; it wins over the course.
        program: Option<ProgramId> = reference(Target::Program),
        /// Upcoming ones need a date and a time.
        category: WebinarCategory = choice(&[("UPCOMING", "Upcoming"), ("ON-DEMAND", "On demand")])
            .required()
            .starts_as("UPCOMING"),
        /// What it is called.
        title: String = page_title(),
        /// Search engines.
        promote: Promote = promote_tab(),
        /// Second line.
        sub_heading: String = line(250),
        /// Behind the heading, and on its card.
        banner_image: Option<ImageUse> = image_of(1440, 200),
        /// The day it begins.
        date: Option<Day> = date().label("Start date"),
        /// Free text such as “11 AM - 12 PM ET”.
        time: String = line(255),
        /// Text of its card.
        description: String = lines(),
        /// Text of its page.
        body_text: Markdown = markdown(),
        /// Where a seat is reserved; for a recording the address of a player that can be embedded.
        action_url: String = web_address().label("Registration or player address"),
    }
    rules {
        required_when("date", "category", "UPCOMING"),
        required_when("time", "category", "UPCOMING"),
    }
}
page_body!(WebinarPage);

/// Where it stands.
pub(in super::super) const PLACE: Place = Place {
    label: "Webinar page",
    help: "A webinar to come, or the recording of one.",
    parents: &[PageKind::WebinarIndexPage],
    form: WebinarPage::form,
    ..Place::PLAIN
};
