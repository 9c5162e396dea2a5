//! What learners say, and who teaches.

use super::{
    super::{
        carousel::carousel,
        picture::{Loading, Shape, picture},
    },
    frame::{lead, section},
};
use leptos::prelude::*;
use xpro_cms::delivery::{FacultyMember, Quote};

/// Longer quotes are cut, with the whole behind "Continue Reading" (cms.md 3.5.9).
const MAX_QUOTE: usize = 150;

pub(super) fn testimonials(anchor: &'static str, heading: &str, subhead: &str, quotes: &[Quote]) -> AnyView {
    let slides = quotes.iter().map(quote).collect();
    let body = view! { {lead(subhead)}{carousel("What learners say".to_owned(), "rail--quotes", slides)} };
    section(anchor, "band--mist", heading, "What learners are saying", body.into_any())
}

fn quote(quote: &Quote) -> AnyView {
    let photo =
        quote.picture.as_ref().map(|photo| picture(photo, "quote__photo cover", Shape::Square, "75px", Loading::Later));
    let byline = if quote.title.is_empty() { quote.name.clone() } else { format!("{}, {}", quote.name, quote.title) };
    view! {
        <figure class="quote">
            <blockquote class="quote__text">{words(quote)}</blockquote>
            <figcaption class="quote__by">{photo}<span>{byline}</span></figcaption>
        </figure>
    }
    .into_any()
}

fn words(quote: &Quote) -> AnyView {
    let Some(cut) = super::super::text::cut(&quote.text, MAX_QUOTE) else {
        return view! { <p>{quote.text.clone()}</p> }.into_any();
    };
    view! {
        <p class="quote__cut">{cut}</p>
        <details class="quote__whole">
            <summary class="quote__toggle">"Continue Reading"<span class="visually-hidden">{format!(": {}", quote.name)}</span></summary>
            <p>{quote.text.clone()}</p>
        </details>
    }
    .into_any()
}

pub(super) fn faculty(anchor: &'static str, heading: &str, subhead: &str, members: &[FacultyMember]) -> AnyView {
    let slides = members.iter().map(member).collect();
    let body = view! { {lead(subhead)}{carousel("Faculty".to_owned(), "rail--faculty", slides)} };
    section(anchor, "", heading, "Faculty", body.into_any())
}

fn member(member: &FacultyMember) -> AnyView {
    let photo = match &member.picture {
        Some(photo) => {
            picture(photo, "faculty__photo cover", Shape::Square, "(min-width: 820px) 300px, 86vw", Loading::Later)
        }
        None => {
            view! { <span class="faculty__photo cover cover--none" aria-hidden="true">{initials(&member.name)}</span> }
                .into_any()
        }
    };
    view! {
        <article class="faculty">
            {photo}
            <h3 class="faculty__name">{member.name.clone()}</h3>
            <div class="faculty__text prose" inner_html=member.text_html.clone()></div>
        </article>
    }
    .into_any()
}

fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect()
}
