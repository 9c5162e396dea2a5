//! Sections that list things.

use super::{About, BlockBody, about};
use crate::document::{ImageUse, Item, Markdown};
use xpro_form::{Feature, any_of, flag, form, image, image_of, line, lines, list, list_of, markdown, page, snippet};
use xpro_kernel::{PageId, SnippetId};

/// What may be formatted in the entries of a list.
const PLAIN: &[Feature] = &[Feature::Bold, Feature::Italic, Feature::Ol, Feature::Ul];
/// The same, with headings.
const WITH_HEADINGS: &[Feature] =
    &[Feature::Bold, Feature::Italic, Feature::Ol, Feature::Ul, Feature::H2, Feature::H3, Feature::H4];

form! {
    /// "What you will learn".
    Outcomes {
        /// Above the list.
        heading: String = line(250).required().starts_as("What you will learn"),
        /// Between heading and list.
        lead: Markdown = markdown(),
        /// One thing that people will be able to do each.
        items: Vec<Item<String>> = list(lines().required()).required().label("Outcomes"),
    }
}
impl BlockBody for Outcomes {
    const ABOUT: About =
        about("Learning outcomes", "check-list", "learningOutcomes", "What people will be able to do.");
}

form! {
    /// "Who should enroll".
    Audience {
        /// Above the list.
        heading: String = line(255).required().starts_as("Who Should Enroll"),
        /// One group of people each.
        items: Vec<Item<Markdown>> = list(markdown().only(PLAIN).required()).required().label("People"),
        /// Beside the list; at least 870×500.
        image: Option<ImageUse> = image_of(870, 500),
        /// The image stands on the left.
        image_first: bool = flag(),
    }
}
impl BlockBody for Audience {
    const ABOUT: About = about("Who should enroll", "people", "targetAudience", "Whom this is made for.");
}

form! {
    /// One cell of the icon grid.
    Technique {
        /// Below the icon.
        heading: String = line(100).required(),
        /// A sentence or two.
        text: String = line(250).required(),
        /// The icon.
        image: Option<ImageUse> = image().label("Icon").required(),
    }
}
form! {
    /// "How you will learn".
    IconGrid {
        /// Above the grid.
        heading: String = line(255).required().starts_as("How you will learn"),
        /// In the order of the grid.
        items: Vec<Item<Technique>> = list_of::<Technique>().required().label("Cells"),
    }
}
impl BlockBody for IconGrid {
    const ABOUT: About = about("Icon grid", "grid", "learningTechniques", "Short points, each with an icon.");
}

form! {
    /// The carousel of courses.
    Lineup {
        /// Above the carousel.
        heading: String = line(255).required(),
        /// Between heading and carousel.
        body: Markdown = markdown().only(WITH_HEADINGS).label("Text"),
        /// Show the pages chosen below, not those that follow from the page itself.
        override_contents: bool = flag().label("Choose pages"),
        /// In the order of the carousel.
        pages: Vec<Item<Option<PageId>>> =
            list(page(&["CoursePage", "ProgramPage", "ExternalCoursePage", "ExternalProgramPage"])),
    }
}
impl BlockBody for Lineup {
    const ABOUT: About = about("Course carousel", "carousel", "courseLineup", "Cards of courses and programs.");
}

form! {
    /// One question.
    Question {
        /// As people ask it.
        question: String = lines().required(),
        /// The answer.
        answer: Markdown = markdown().required(),
    }
}
form! {
    /// Questions and answers; its heading is fixed.
    Faq {
        /// Of this page.
        items: Vec<Item<Question>> = list_of::<Question>().label("Questions"),
        /// Sets of questions that several pages share; they follow the page's own.
        sets: Vec<Item<Option<SnippetId>>> = list(snippet("faq_set").required()).label("Shared sets"),
    }
    rules {
        any_of(&["items", "sets"], "Add at least one entry."),
    }
}
impl BlockBody for Faq {
    const ABOUT: About = about("Questions and answers", "question", "faq", "Frequently asked questions.");
}

form! {
    /// Logos in a row.
    ImageCarousel {
        /// Above the images.
        heading: String = line(255).required(),
        /// In order.
        images: Vec<Item<Option<ImageUse>>> = list(image().required()).required(),
    }
}
impl BlockBody for ImageCarousel {
    const ABOUT: About = about("Image carousel", "images", "imageCarousel", "Logos or images in a row.");
}
