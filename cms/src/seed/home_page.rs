//! The demo home page.

use super::{pictures::Pictures, shared::TECHNIQUES};
use crate::document::{
    Block, BlockContent, CallToAction, HomePage, IconGrid, ImageCarousel, Item, Lineup, Promote, Technique,
    Testimonial, Testimonials, TextImage, TextVideo, stable_id,
};
use xpro_kernel::PageId;

/// The home page; `chosen` are the product pages in its carousel.
pub(super) fn home_page(pictures: &Pictures, chosen: &[PageId]) -> HomePage {
    let sections = vec![
        BlockContent::Lineup(Lineup {
            heading: "Start with one of these".to_owned(),
            body: "Chosen by our editors, starting soon.".into(),
            override_contents: !chosen.is_empty(),
            pages: items("lineup", chosen.iter().copied().map(Some)),
        }),
        about(),
        techniques(pictures),
        testimonials(),
        for_teams(pictures),
        logos(pictures),
    ];
    HomePage {
        title: "Learn what your work will need next".to_owned(),
        promote: Promote {
            search_description: "Online courses and programs for professionals in engineering, technology and leadership.".to_owned(),
            search_image: pictures.get("horizon"),
            ..Promote::default()
        },
        subhead: "Courses and programs for people who design, build and lead. Taught by those who do the work, made for those with little time."
            .to_owned(),
        background_image: pictures.decorative("horizon"),
        background_video_url: String::new(),
        sections: sections.into_iter().map(|content| Block::named(&format!("home/{}", content.name()), content)).collect(),
    }
}

fn items<T>(section: &str, values: impl IntoIterator<Item = T>) -> Vec<Item<T>> {
    let item = |(at, value)| Item { id: stable_id(&format!("home/{section}/{at}")), value };
    values.into_iter().enumerate().map(item).collect()
}

fn about() -> BlockContent {
    BlockContent::TextVideo(TextVideo {
        heading: "A university that comes to your desk".to_owned(),
        body: "Our courses grow out of research and out of practice. Each is made by a small team, a teacher, a designer and a practitioner, and revised after every run. They ask for a few hours a week and give back something you can use the next morning."
            .into(),
        action: CallToAction { title: "Who we are".to_owned(), url: "/about-us/".to_owned() },
        ..TextVideo::default()
    })
}

fn techniques(pictures: &Pictures) -> BlockContent {
    let cell = |(heading, text, picture): &(&str, &str, &str)| Technique {
        heading: (*heading).to_owned(),
        text: (*text).to_owned(),
        image: pictures.decorative(picture),
    };
    BlockContent::IconGrid(IconGrid {
        heading: "How learning works here".to_owned(),
        items: items("icon_grid", TECHNIQUES.iter().take(3).map(cell)),
    })
}

fn testimonials() -> BlockContent {
    let quotes = [
        (
            "Ingrid Solheim",
            "Lead engineer, offshore wind",
            "I expected lectures. I got colleagues, deadlines and a model that settled an argument of a year.",
        ),
        (
            "Rafael Costa",
            "Manufacturing lead, orthopedics",
            "We now print eleven parts in series, and declined to print forty others for reasons I can finally explain.",
        ),
        (
            "Miriam Goldfarb",
            "Learning lead, insurance",
            "I rebuilt our onboarding with what I learned. Completion doubled, and nobody was forced.",
        ),
        (
            "Stefan Keller",
            "CIO, manufacturing",
            "The chapter on leaving a provider got us a better contract with the one we stayed with.",
        ),
    ];
    let quote = |(name, title, text): (&str, &str, &str)| Testimonial {
        name: name.to_owned(),
        title: title.to_owned(),
        image: None,
        quote: text.to_owned(),
    };
    BlockContent::Testimonials(Testimonials {
        heading: "What learners are saying".to_owned(),
        subhead: "From more than ninety countries".to_owned(),
        items: items("testimonials", quotes.map(quote)),
        ..Testimonials::default()
    })
}

fn for_teams(pictures: &Pictures) -> BlockContent {
    BlockContent::TextImage(TextImage {
        heading: "Bring your team".to_owned(),
        body: "Seats for five people or five hundred: one order, enrollment codes to hand out, and a report of who has started.".into(),
        action: CallToAction { title: "Talk to us".to_owned(), url: "/about-us/".to_owned() },
        image: pictures.decorative("cities"),
        image_first: true,
        dark: true,
    })
}

fn logos(pictures: &Pictures) -> BlockContent {
    let names = ["systems", "quantum", "materials", "mobility", "biology", "security"];
    let images = items("image_carousel", names.into_iter().filter_map(|name| pictures.get(name)).map(Some));
    BlockContent::ImageCarousel(ImageCarousel { heading: "Fields we teach".to_owned(), images })
}
