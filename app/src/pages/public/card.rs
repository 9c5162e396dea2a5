//! An offer in a list: as an entry of the catalog, and as a card of a carousel.

use super::picture::{Loading, Shape, picture};
use leptos::prelude::*;
use xpro_cms::delivery::{Card, OfferKind, Picture};
use xpro_ui::{DateText, Icon, IconName};

fn is_hybrid(card: &Card) -> bool {
    card.format.eq_ignore_ascii_case("hybrid")
}

/// `Single Course Online` and its three siblings (cms.md 3.3.5).
pub(super) fn kind_label(card: &Card) -> &'static str {
    match (card.kind, is_hybrid(card)) {
        (OfferKind::Course, false) => "Single Course Online",
        (OfferKind::Course, true) => "Single Course Hybrid",
        (OfferKind::Program, false) => "Multi Course Online",
        (OfferKind::Program, true) => "Multi Course Hybrid",
    }
}

/// The thumbnail, or the kind's icon on the school's color where there is none.
pub(super) fn thumbnail(source: Option<&Picture>, kind: OfferKind, sizes: &'static str, loading: Loading) -> AnyView {
    match source {
        Some(source) => {
            picture(&Picture { alt: String::new(), ..source.clone() }, "cover", Shape::Card, sizes, loading)
        }
        None => {
            let icon = if kind == OfferKind::Course { IconName::Book } else { IconName::Layers };
            view! { <span class="cover cover--none"><Icon name=icon /></span> }.into_any()
        }
    }
}

/// The price to print; a price of zero is not shown.
pub(super) fn shown_price(card: &Card) -> Option<String> {
    card.price.filter(|price| !price.is_zero()).map(|price| price.whole_dollars())
}

/// One entry of the catalog. `id` makes the ids inside unique.
pub(super) fn entry(card: &Card, id: String, loading: Loading) -> AnyView {
    let title_id = format!("{id}-title");
    view! {
        <article class="entry" aria-labelledby=title_id>
            <a class="entry__picture" href=card.url.clone() tabindex="-1" aria-hidden="true">
                {thumbnail(card.picture.as_ref(), card.kind, "(min-width: 820px) 280px, 100vw", loading)}
            </a>
            <div class="entry__text">
                <p class="eyebrow">{kind_label(card)}</p>
                <h3 class="entry__title" id=title_id.clone()><a href=card.url.clone()>{card.title.clone()}</a></h3>
                {(!card.subhead.is_empty()).then(|| view! { <p class="entry__subhead">{card.subhead.clone()}</p> })}
                {details(card)}
            </div>
            {facts(card)}
        </article>
    }
    .into_any()
}

fn facts(card: &Card) -> AnyView {
    let fact =
        |label: &'static str, value: AnyView| view! { <div class="entry__fact"><dt>{label}</dt><dd>{value}</dd></div> };
    let mut facts = Vec::new();
    if let Some(start) = card.next_start {
        facts.push(fact("Next start", view! { <DateText at=start /> }.into_any()));
    }
    if let Some(count) = card.course_count.filter(|_| card.kind == OfferKind::Program) {
        facts.push(fact("Courses", count.to_string().into_any()));
    }
    if !card.duration.is_empty() {
        facts.push(fact("Duration", card.duration.clone().into_any()));
    }
    if !card.language.is_empty() && card.language != "English" {
        facts.push(fact("Language", card.language.clone().into_any()));
    }
    if let Some(price) = shown_price(card) {
        facts.push(fact("Price", view! { <span class="entry__price">{price}</span> }.into_any()));
    }
    view! { <dl class="entry__facts">{facts}</dl> }.into_any()
}

fn details(card: &Card) -> Option<AnyView> {
    if card.details_html.is_empty() && card.courses.is_empty() {
        return None;
    }
    let courses: Vec<_> = card
        .courses
        .iter()
        .map(|course| view! { <li><a href=course.url.clone()>{course.title.clone()}</a></li> })
        .collect();
    let verb = if card.kind == OfferKind::Program { "View program" } else { "View course" };
    let subject = card.title.clone();
    Some(
        view! {
            <details class="disclosure">
                <summary class="disclosure__toggle">"Details"<span class="visually-hidden">{format!(" of {}", card.title)}</span><Icon name=IconName::ChevronDown /></summary>
                <div class="disclosure__body prose">
                    <div inner_html=card.details_html.clone()></div>
                    {(!courses.is_empty()).then(|| view! { <ul>{courses}</ul> })}
                    <p><a href=card.url.clone()>{verb}<span class="visually-hidden">{format!(": {subject}")}</span></a></p>
                </div>
            </details>
        }
        .into_any(),
    )
}

/// The featured offer above the catalog's entries.
pub(super) fn featured(card: &Card) -> AnyView {
    view! {
        <article class="featured" aria-labelledby="featured-title">
            <a class="featured__picture" href=card.url.clone() tabindex="-1" aria-hidden="true">
                {thumbnail(card.picture.as_ref(), card.kind, "(min-width: 820px) 560px, 100vw", Loading::Now)}
            </a>
            <div class="featured__text">
                <p class="featured__ribbon">"Featured"</p>
                <h3 class="featured__title" id="featured-title"><a href=card.url.clone()>{card.title.clone()}</a></h3>
                {(!card.subhead.is_empty()).then(|| view! { <p class="featured__subhead">{card.subhead.clone()}</p> })}
                {facts(card)}
            </div>
        </article>
    }
    .into_any()
}

/// A card of a carousel.
pub(super) fn slide(card: &Card) -> AnyView {
    let price = shown_price(card);
    view! {
        <article class="card">
            <a class="card__picture" href=card.url.clone() tabindex="-1" aria-hidden="true">
                {thumbnail(card.picture.as_ref(), card.kind, "(min-width: 1080px) 380px, (min-width: 560px) 46vw, 86vw", Loading::Later)}
            </a>
            <div class="card__text">
                <p class="eyebrow">{kind_label(card)}</p>
                <h3 class="card__title"><a href=card.url.clone()>{card.title.clone()}</a></h3>
                {(!card.subhead.is_empty()).then(|| view! { <p class="card__subhead">{card.subhead.clone()}</p> })}
                <p class="card__facts">
                    {card.next_start.map(|start| view! { <span>"Starts "<DateText at=start /></span> })}
                    {price.map(|price| view! { <span class="card__price">{price}</span> })}
                </p>
            </div>
        </article>
    }
    .into_any()
}
