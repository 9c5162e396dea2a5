//! The top of a product page: what it is, when it starts, what it costs, the button; then the facts (cms.md 3.5.1
//! to 3.5.3).

use super::{
    card::thumbnail,
    enroll,
    picture::{Loading, Shape, picture},
};
use leptos::prelude::*;
use xpro_cms::delivery::{OfferKind, ProductModel, Section};
use xpro_ui::{Breadcrumbs, ButtonKind, ButtonSize, Crumb, DateText, Fact, Facts, Icon, IconName, LinkButton};

pub(super) fn hero(model: &ProductModel) -> AnyView {
    let kind = match model.kind {
        OfferKind::Course => "Course",
        OfferKind::Program => "Program",
    };
    view! {
        <header class="hero">
            <div class="hero__inner">
                <div class="hero__text">
                    <Breadcrumbs crumbs=crumbs(model) />
                    <p class="eyebrow">{kind}{(!model.format.is_empty()).then(|| format!(" · {}", model.format))}</p>
                    <h1 class="hero__title">{model.title.clone()}</h1>
                    {(!model.subhead.is_empty()).then(|| view! { <p class="hero__subhead">{model.subhead.clone()}</p> })}
                    {offer(model)}
                </div>
                <div class="hero__media">{media(model)}</div>
            </div>
        </header>
    }
    .into_any()
}

fn crumbs(model: &ProductModel) -> Vec<Crumb> {
    let mut crumbs = vec![Crumb::link("Catalog", "/catalog/")];
    if let Some(program) = model.program.as_ref().filter(|_| model.kind == OfferKind::Course) {
        crumbs.push(Crumb::link(program.title.clone(), program.url.clone()));
    }
    crumbs.push(Crumb::here(model.title.clone()));
    crumbs
}

/// Start, price and button, kept together so that they are above the fold.
fn offer(model: &ProductModel) -> AnyView {
    let question = enroll::question(model.enroll_target);
    let button = enroll::button(&model.enroll, ButtonSize::Large);
    let closed = button.is_none().then(|| view! { <p class="hero__closed">{closed(model)}</p> });
    view! {
        <div class="hero__offer">
            {model.start.map(|start| view! { <p class="hero__start"><span class="hero__label">{start_label(model)}</span><DateText at=start /></p> })}
            {model.price.map(|price| view! { <p class="hero__price"><span class="hero__label">"Price"</span>{price.whole_dollars()}</p> })}
            <div class="hero__action">{button}{closed}</div>
        </div>
        {question.map(|question| view! { <xpro_site::EnrollState question=question /> })}
    }
    .into_any()
}

/// Why there is no button, and what can be done instead.
fn closed(model: &ProductModel) -> AnyView {
    let has_lineup = model.sections.iter().any(|section| matches!(section, Section::Lineup { .. }));
    match (&model.opening, &model.program, model.kind) {
        (Some(opening), ..) => view! { "Enrollment opens "<DateText at=opening.opens />", the next start is "<DateText at=opening.start />"." }.into_any(),
        (None, Some(program), OfferKind::Course) if model.start.is_some() => {
            view! { "This course is sold as part of "<a href=program.url.clone()>{program.title.clone()}</a>"." }.into_any()
        }
        (None, _, OfferKind::Program) if model.start.is_some() && has_lineup => {
            view! { "Not sold as a whole at the moment. "<a href="#courseLineup">"See its courses"</a>"." }.into_any()
        }
        _ => "Enrollment is closed at the moment.".into_any(),
    }
}

fn start_label(model: &ProductModel) -> &'static str {
    if model.has_begun { "Started, open for late enrollment" } else { "Next start" }
}

/// The hero picture, else the thumbnail, else the kind's icon; the promo film is a link on it.
fn media(model: &ProductModel) -> AnyView {
    let source = model.hero.as_ref().or(model.thumbnail.as_ref());
    let image = match source {
        Some(source) => picture(source, "cover", Shape::Whole, "(min-width: 1080px) 560px, 100vw", Loading::Now),
        None => thumbnail(None, model.kind, "100vw", Loading::Now),
    };
    view! {
        {image}
        {model.video_url.clone().map(|url| view! {
            <p class="hero__film">
                <LinkButton href=url kind=ButtonKind::Secondary attr:target="_blank" attr:rel="noopener"><Icon name=IconName::Play />"Watch the video"</LinkButton>
                {(!model.video_caption_html.is_empty()).then(|| view! { <span class="hero__caption" inner_html=model.video_caption_html.clone()></span> })}
            </p>
        })}
    }
    .into_any()
}

/// The metadata tiles, in their fixed order (cms.md 3.5.3).
pub(super) fn facts(model: &ProductModel) -> AnyView {
    let mut facts = Vec::new();
    if let Some(start) = model.start {
        facts.push(Fact::new("Start date", view! { <DateText at=start />{enroll::more_dates(model)} }));
    }
    let texts = [
        ("Time commitment", model.time_commitment.clone()),
        ("Duration", model.duration.clone()),
        ("Format", model.format.clone()),
        ("CEUs", model.ceus.clone().unwrap_or_default()),
    ];
    facts.extend(texts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(label, text)| Fact::new(label, text)));
    if let Some(price) = model.price {
        facts.push(Fact::new("Price", price.whole_dollars()));
    }
    if !model.language.is_empty() && model.language != "English" {
        facts.push(Fact::new("Language", model.language.clone()));
    }
    let topics = model.topics.join(", ");
    view! {
        <section class="wrap product-facts" aria-label="Facts">
            <Facts facts=facts />
            {(!topics.is_empty()).then(|| view! { <p class="product-facts__topics"><span class="product-facts__label">"Topics"</span>{topics}</p> })}
        </section>
    }
    .into_any()
}
