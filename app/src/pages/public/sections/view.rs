//! From a section to its view.

use super::{
    course_cards, faq, lists, media, people,
    shown::{anchor, is_shown},
    text,
};
use leptos::prelude::*;
use xpro_cms::delivery::Section;

/// All sections that have content. The anchor of a kind that comes twice stays with the first.
pub(in super::super) fn all(sections: &[Section], support_email: &str) -> Vec<AnyView> {
    sections.iter().filter(|section| is_shown(section)).map(|section| one(section, support_email)).collect()
}

fn one(section: &Section, support_email: &str) -> AnyView {
    let anchor = anchor(section);
    match section {
        Section::Overview { heading, body_html } => text::overview(anchor, heading, body_html),
        Section::Outcomes { heading, lead_html, items } => lists::outcomes(anchor, heading, lead_html, items),
        Section::Audience { heading, items_html, picture, picture_first } => {
            lists::audience(anchor, heading, items_html, picture.as_ref(), *picture_first)
        }
        Section::IconGrid { heading, items } => lists::icon_grid(anchor, heading, items),
        Section::Testimonials { heading, subhead, quotes } => people::testimonials(anchor, heading, subhead, quotes),
        Section::Faculty { heading, subhead, members } => people::faculty(anchor, heading, subhead, members),
        Section::Lineup { heading, body_html, cards, action } => {
            course_cards::lineup(anchor, heading, body_html, cards, action)
        }
        Section::News { heading, items } => media::news(anchor, heading, items),
        Section::TextImage { heading, body_html, action, picture, picture_first, dark } => {
            text::with_picture(anchor, heading, body_html, action, picture.as_ref(), *picture_first, *dark)
        }
        Section::Faq { items } => faq::faq(anchor, items, support_email),
        Section::Text { heading, body_html, action, dark } => text::centered(anchor, heading, body_html, action, *dark),
        Section::TextVideo { heading, body_html, action, video_url, video_first, dark } => {
            let film = video_url.as_deref().map(|url| text::Film { url, is_first: *video_first });
            text::with_film(anchor, heading, body_html, action, film, *dark)
        }
        Section::ImageCarousel { heading, pictures } => media::logos(anchor, heading, pictures),
    }
}
