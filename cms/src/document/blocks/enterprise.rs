//! Sections of the enterprise page (cms.md 1.4.5, 3.9).

use super::{About, BlockBody, about};
use crate::document::{CallToAction, ImageUse, Item, Markdown};
use xpro_form::{any_of, document, form, image, image_of, line, lines, list, list_of, markdown, web_address};
use xpro_kernel::DocumentId;

form! {
    /// Logos of companies.
    CompaniesLogos {
        /// Above the logos.
        heading: Markdown = markdown().required(),
        /// In order.
        images: Vec<Item<Option<ImageUse>>> = list(image().required()).required().label("Logos"),
    }
}
impl BlockBody for CompaniesLogos {
    const ABOUT: About = about("Companies' logos", "images", "companies", "Logos of companies that learn with us.");
}

form! {
    /// How a company's people learn.
    LearningJourney {
        /// Above the list.
        heading: Markdown = markdown().required(),
        /// Beside the list; at least 560×618.
        image: Option<ImageUse> = image_of(560, 618),
        /// Steps of the journey.
        items: Vec<Item<String>> = list(lines().required()).required().label("Steps"),
        /// Below the list.
        description: Markdown = markdown().required(),
        /// Text of the button.
        action_title: String = line(30).required().starts_as("View Full Diagram").label("Button"),
        /// Where the button leads, unless there is a document.
        action_url: String = web_address().label("Button address"),
        /// What the button opens.
        pdf: Option<DocumentId> = document().label("PDF"),
    }
    rules {
        any_of(&["action_url", "pdf"], "Enter an address, or choose a document."),
    }
}
impl BlockBody for LearningJourney {
    const ABOUT: About = about("Learning journey", "path", "learningJourney", "Steps, an image and a button.");
}

form! {
    /// One company's story.
    SuccessStory {
        /// Its headline.
        title: String = line(255).required(),
        /// Its picture.
        image: Option<ImageUse> = image().required(),
        /// A few sentences.
        text: String = lines().required(),
        /// Where to read on.
        action: CallToAction = xpro_form::action(100)
            .required()
            .label("Button")
            .starts_as(serde_json::json!({ "title": "Read More", "url": "" })),
    }
}
form! {
    /// Stories of companies.
    SuccessStories {
        /// Above the stories.
        heading: Markdown = markdown().required(),
        /// Below the heading.
        subhead: Markdown = markdown().required(),
        /// In order.
        items: Vec<Item<SuccessStory>> = list_of::<SuccessStory>().required().label("Stories"),
    }
}
impl BlockBody for SuccessStories {
    const ABOUT: About =
        about("Success stories", "quote", "successStories", "Stories of companies, one after the other.");
}

form! {
    /// The form for companies.
    LearningStrategyForm {
        /// Above the form.
        heading: Markdown = markdown().required(),
        /// Below the heading.
        subhead: Markdown = markdown().required(),
        /// What people agree to when they send it.
        consent: Markdown = markdown().required(),
    }
}
impl BlockBody for LearningStrategyForm {
    const ABOUT: About =
        about("Learning strategy form", "form", "b2bform", "The form by which companies ask for an offer.");
}
