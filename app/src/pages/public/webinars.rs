//! The list of webinars and their pages (cms.md 3.6).

use super::{
    banner::banner,
    picture::{Loading, Shape, picture},
};
use leptos::prelude::*;
use xpro_cms::{
    delivery::{Link, Picture, WebinarCard, WebinarGroup, WebinarModel, WebinarsModel},
    document::WebinarCategory,
};
use xpro_ui::{ButtonKind, Icon, IconName, LinkButton};

/// Lays out the list.
pub fn webinars(model: &WebinarsModel) -> AnyView {
    let groups: Vec<_> = model.groups.iter().map(group).collect();
    let nothing = model.groups.is_empty().then(|| {
        view! { <div class="wrap webinars__none"><p>"There are no webinars at the moment. New ones are announced here."</p></div> }
    });
    view! {
        {banner(&model.title, model.banner.as_ref(), &[])}
        {groups}
        {nothing}
    }
    .into_any()
}

/// Lays out one webinar.
pub fn webinar(model: &WebinarModel) -> AnyView {
    let button = |link: Link, icon: IconName| {
        view! { <p class="section-action"><LinkButton href=link.url>{link.title}<Icon name=icon /></LinkButton></p> }
    };
    let player = model.player_url.clone().map(|url| Link { title: "Watch the recording".to_owned(), url });
    let about = model.about.clone().map(|link| {
        view! { <p><a class="arrow-link" href=link.url>{link.title}<Icon name=IconName::ArrowRight /></a></p> }
    });
    view! {
        {banner(&model.title, model.banner.as_ref(), &[(&model.subhead, "page-banner__lead"), (&model.when, "page-banner__when")])}
        <div class="wrap webinar">
            {player.map(|link| button(link, IconName::Play))}
            {(!model.body_html.is_empty()).then(|| view! { <div class="prose" inner_html=model.body_html.clone()></div> })}
            {model.reserve.clone().map(|link| button(link, IconName::ArrowRight))}
            <div class="webinar__links">
                {about}
                <p><a class="arrow-link" href="/webinars/">"Back to webinars"<Icon name=IconName::ArrowRight /></a></p>
            </div>
        </div>
    }
    .into_any()
}

fn group(group: &WebinarGroup) -> AnyView {
    let (id, heading) = match group.category {
        WebinarCategory::Upcoming => ("upcoming", "Upcoming webinars"),
        WebinarCategory::OnDemand => ("on-demand", "On-demand webinars"),
    };
    let cards: Vec<_> = group.cards.iter().map(card).collect();
    view! {
        <section class="band" aria-labelledby=id>
            <div class="wrap">
                <header class="section-head"><h2 class="section-head__title" id=id>{heading}</h2></header>
                <ul class="webinars">{cards}</ul>
            </div>
        </section>
    }
    .into_any()
}

fn card(card: &WebinarCard) -> AnyView {
    let image = match &card.picture {
        Some(image) => {
            let image = Picture { alt: String::new(), ..image.clone() };
            picture(&image, "cover", Shape::Card, "(min-width: 820px) 380px, 86vw", Loading::Later)
        }
        None => view! { <span class="cover cover--none" aria-hidden="true"></span> }.into_any(),
    };
    let of = format!(": {}", card.title);
    let action = card.action.clone().map(|link| {
        view! { <p><LinkButton href=link.url kind=ButtonKind::Secondary>{link.title}<span class="visually-hidden">{of}</span></LinkButton></p> }
    });
    view! {
        <li>
            <article class="card">
                <div class="card__picture">{image}</div>
                <div class="card__text">
                    {(!card.when.is_empty()).then(|| view! { <p class="eyebrow">{card.when.clone()}</p> })}
                    <h3 class="card__title"><a href=card.url.clone()>{card.title.clone()}</a></h3>
                    {(!card.description.is_empty()).then(|| view! { <p class="card__subhead">{card.description.clone()}</p> })}
                    {action}
                </div>
            </article>
        </li>
    }
    .into_any()
}
