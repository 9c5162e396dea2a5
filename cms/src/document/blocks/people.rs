//! Sections about people.

use super::{About, BlockBody, about};
use crate::document::{ImageUse, Item, Markdown};
use xpro_form::{any_of, form, image, image_of, line, lines, list, list_of, markdown, snippet};
use xpro_kernel::SnippetId;

form! {
    /// One learner's words.
    Testimonial {
        /// Who says it.
        name: String = line(100).required(),
        /// What they do; shown after the name.
        title: String = line(255).required(),
        /// Their photograph.
        image: Option<ImageUse> = image().label("Photograph"),
        /// What they say.
        quote: String = lines().required(),
    }
}
form! {
    /// What learners say.
    Testimonials {
        /// Above the quotes.
        heading: String = line(255).required(),
        /// Below the heading.
        subhead: String = line(255),
        /// Of this page.
        items: Vec<Item<Testimonial>> = list_of::<Testimonial>().label("Testimonials"),
        /// Testimonials that several pages share; they follow the page's own.
        chosen: Vec<Item<Option<SnippetId>>> = list(snippet("testimonial").required()).label("Shared testimonials"),
    }
    rules {
        any_of(&["items", "chosen"], "Add at least one entry."),
    }
}
impl BlockBody for Testimonials {
    const ABOUT: About = about("Testimonials", "quote", "testimonials", "What learners say.");
}

form! {
    /// One teacher.
    Member {
        /// With title.
        name: String = line(100).required(),
        /// At least 300×300.
        image: Option<ImageUse> = image_of(300, 300).label("Photograph"),
        /// A few sentences.
        description: Markdown = markdown(),
    }
}
form! {
    /// Who teaches. The names are the instructors of the course everywhere else too (cms.md 3.13).
    Faculty {
        /// Above the people.
        heading: String = line(255).required(),
        /// Below the heading.
        subhead: String = line(255),
        /// In order; feeds and receipts name them too.
        members: Vec<Item<Member>> = list_of::<Member>().required(),
    }
}
impl BlockBody for Faculty {
    const ABOUT: About = about("Faculty", "people", "faculty", "Who teaches.");
}
