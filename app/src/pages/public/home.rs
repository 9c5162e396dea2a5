//! The home page (cms.md 3.2).

use super::{
    picture::{Loading, Shape, picture},
    sections,
};
use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use xpro_cms::delivery::{Facet, HomeModel, Section};
use xpro_ui::{ButtonKind, ButtonSize, Icon, IconName, LinkButton};

/// Lays out the home page.
pub fn home(model: &HomeModel) -> AnyView {
    // The topics follow the first section, which is the carousel of courses when there is one.
    let (first, rest) =
        model.sections.split_at(usize::from(matches!(model.sections.first(), Some(Section::Lineup { .. }))));
    view! {
        {hero(model)}
        {sections::all(first, "")}
        {topics(&model.topics)}
        {sections::all(rest, "")}
    }
    .into_any()
}

fn hero(model: &HomeModel) -> AnyView {
    let class = if model.hero.is_some() { "home-hero" } else { "home-hero home-hero--plain" };
    let film = model.sections.iter().find_map(|section| match section {
        Section::TextVideo { video_url, .. } => video_url.clone(),
        _ => None,
    });
    view! {
        <section class=class>
            <div class="home-hero__inner">
                <div class="home-hero__text">
                    <h1 class="home-hero__title">{model.title.clone()}</h1>
                    {(!model.subhead.is_empty()).then(|| view! { <p class="home-hero__subhead">{model.subhead.clone()}</p> })}
                    <p class="home-hero__actions">
                        <LinkButton href="/catalog/" size=ButtonSize::Large>"Explore the catalog"<Icon name=IconName::ArrowRight /></LinkButton>
                        {film.map(|url| view! { <LinkButton href=url kind=ButtonKind::Quiet size=ButtonSize::Large><Icon name=IconName::Play />"Watch now"</LinkButton> })}
                    </p>
                </div>
                {model.hero.as_ref().map(|hero| view! {
                    <div class="home-hero__picture">{picture(hero, "cover", Shape::Whole, "(min-width: 1080px) 640px, 100vw", Loading::Now)}</div>
                })}
            </div>
        </section>
    }
    .into_any()
}

fn topics(topics: &[Facet]) -> Option<AnyView> {
    if topics.is_empty() {
        return None;
    }
    let pills: Vec<_> = topics
        .iter()
        .map(|Facet { name, count }| {
            let url = format!("/catalog/?topic={}", utf8_percent_encode(name, NON_ALPHANUMERIC));
            view! { <li><a class="topics__link" href=url><span class="topics__name">{name.clone()}</span><span class="topics__count">{courses(*count)}</span></a></li> }
        })
        .collect();
    Some(
        view! {
            <section class="band" aria-labelledby="topics">
                <div class="wrap">
                    <header class="section-head">
                        <h2 class="section-head__title" id="topics">"Discover the catalog"</h2>
                        <a class="arrow-link" href="/catalog/">"View catalog"<Icon name=IconName::ArrowRight /></a>
                    </header>
                    <ul class="topics">{pills}</ul>
                </div>
            </section>
        }
        .into_any(),
    )
}

fn courses(count: u32) -> String {
    if count == 1 { "1 course".to_owned() } else { format!("{count} courses") }
}
