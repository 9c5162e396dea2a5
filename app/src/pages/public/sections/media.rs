//! News and events, and rows of logos.

use super::{
    super::{
        carousel::carousel,
        picture::{Loading, Shape, picture},
        text::cut,
    },
    frame::section,
};
use leptos::prelude::*;
use xpro_cms::delivery::{NewsItem, Picture};
use xpro_ui::{Icon, IconName};

/// Longer texts and link texts are cut (cms.md 3.5.12).
const MAX_TEXT: usize = 150;
const MAX_LINK: usize = 30;

pub(super) fn news(anchor: &'static str, heading: &str, items: &[NewsItem]) -> AnyView {
    let label = if heading.is_empty() { "News and events" } else { heading };
    let slides = items.iter().map(item).collect();
    section(anchor, "", heading, "News and events", carousel(label.to_owned(), "rail--news", slides))
}

fn item(item: &NewsItem) -> AnyView {
    let image = item.picture.as_ref().map(|image| {
        let image = Picture { alt: item.title.clone(), ..image.clone() };
        view! { <div class="card__picture">{picture(&image, "cover", Shape::Card, "(min-width: 820px) 380px, 86vw", Loading::Later)}</div> }
    });
    let text = cut(&item.text, MAX_TEXT).unwrap_or_else(|| item.text.clone());
    let link = item.action.clone().map(|link| {
        let title = cut(&link.title, MAX_LINK).unwrap_or(link.title);
        view! { <p><a class="arrow-link" href=link.url>{title}<span class="visually-hidden">{format!(": {}", item.title)}</span><Icon name=IconName::ArrowRight /></a></p> }
    });
    view! {
        <article class="card">
            {image}
            <div class="card__text">
                <p class="eyebrow">{item.kind.clone()}</p>
                <h3 class="card__title">{item.title.clone()}</h3>
                <p class="card__subhead">{text}</p>
                {link}
            </div>
        </article>
    }
    .into_any()
}

pub(super) fn logos(anchor: &'static str, heading: &str, pictures: &[Picture]) -> AnyView {
    let logos: Vec<_> = pictures
        .iter()
        .map(|logo| view! { <li class="logos__logo">{picture(logo, "", Shape::Whole, "160px", Loading::Later)}</li> })
        .collect();
    section(anchor, "band--logos", heading, "Companies", view! { <ul class="logos">{logos}</ul> }.into_any())
}
