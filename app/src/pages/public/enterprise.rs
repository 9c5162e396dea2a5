//! The page for companies (cms.md 3.9).

use super::{
    picture::{Loading, Shape, picture},
    sections,
};
use leptos::prelude::*;
use xpro_cms::delivery::{Action, EnterpriseModel, EnterpriseSection, Link, Picture, Story};
use xpro_ui::{ButtonKind, ButtonSize, Icon, IconName, LinkButton};

/// Where the buttons lead.
const FORM: &str = "b2bform";

/// Lays out the page for companies.
pub fn enterprise(model: &EnterpriseModel) -> AnyView {
    let sections: Vec<_> = model.sections.iter().map(section).collect();
    view! {
        {banner(model)}
        <section class="band">
            <div class="wrap enterprise__offer">
                <div class="prose" inner_html=model.description_html.clone()></div>
                {to_form(model, &model.action_title)}
            </div>
        </section>
        {sections}
    }
    .into_any()
}

fn banner(model: &EnterpriseModel) -> AnyView {
    let first = model.headings.first().cloned();
    let [upper, middle, bottom] = first.unwrap_or_else(|| [String::new(), model.title.clone(), String::new()]);
    let more: Vec<_> = model
        .headings
        .iter()
        .skip(1)
        .map(|lines| view! { <p class="enterprise-banner__more">{lines.join(" ")}</p> })
        .collect();
    let line =
        |text: String| (!text.is_empty()).then(|| view! { <span class="enterprise-banner__line">{text}" "</span> });
    view! {
        <section class="home-hero enterprise-banner">
            <div class="home-hero__inner">
                <div class="home-hero__text">
                    <h1 class="enterprise-banner__title">
                        {line(upper)}<span class="enterprise-banner__middle">{middle}" "</span>{line(bottom)}
                    </h1>
                    {more}
                    {to_form(model, "Inquire now")}
                </div>
                {model.overlay.as_ref().or(model.background.as_ref()).map(|image| view! {
                    <div class="home-hero__picture">{picture(image, "cover", Shape::Whole, "(min-width: 1080px) 544px, 100vw", Loading::Now)}</div>
                })}
            </div>
        </section>
    }
    .into_any()
}

/// No button where there is no form.
fn to_form(model: &EnterpriseModel, title: &str) -> Option<AnyView> {
    let title = title.to_owned();
    (model.has_form && !title.is_empty()).then(|| {
        view! { <p class="section-action"><LinkButton href=format!("#{FORM}") size=ButtonSize::Large>{title}</LinkButton></p> }
            .into_any()
    })
}

fn section(section: &EnterpriseSection) -> AnyView {
    match section {
        EnterpriseSection::Logos { heading_html, pictures } => logos(heading_html, pictures),
        EnterpriseSection::Journey { heading_html, items, description_html, picture, action } => {
            journey(heading_html, items, description_html, picture.as_ref(), action)
        }
        EnterpriseSection::Stories { heading_html, subhead_html, stories } => {
            let stories: Vec<_> = stories.iter().map(story).collect();
            let body = view! { {prose(subhead_html)}<ul class="enterprise-stories">{stories}</ul> };
            band("successStories", "band--mist", heading_html, body.into_any())
        }
        EnterpriseSection::Form { heading_html, subhead_html, consent_html, contact } => {
            let Link { title, url } = contact.clone();
            let body = view! {
                {prose(subhead_html)}
                <p class="section-action"><LinkButton href=url size=ButtonSize::Large>{title}<Icon name=IconName::ArrowRight /></LinkButton></p>
                <div class="enterprise__consent">{prose(consent_html)}</div>
            };
            band(FORM, "band--mist", heading_html, body.into_any())
        }
        EnterpriseSection::Other(section) => sections::all(std::slice::from_ref(section), "").into_any(),
    }
}

/// A section whose heading is rich text.
fn band(anchor: &'static str, class: &str, heading_html: &str, body: AnyView) -> AnyView {
    view! {
        <section class=format!("band {class}") id=anchor>
            <div class="wrap">
                {(!heading_html.is_empty()).then(|| view! {
                    <header class="section-head"><h2 class="section-head__title" inner_html=heading_html.to_owned()></h2></header>
                })}
                {body}
            </div>
        </section>
    }
    .into_any()
}

fn prose(html: &str) -> Option<AnyView> {
    (!html.is_empty()).then(|| view! { <div class="prose" inner_html=html.to_owned()></div> }.into_any())
}

fn logos(heading_html: &str, pictures: &[Picture]) -> AnyView {
    let logos: Vec<_> = pictures
        .iter()
        .map(|logo| view! { <li class="logos__logo">{picture(logo, "", Shape::Whole, "160px", Loading::Later)}</li> })
        .collect();
    band("companies", "band--logos", heading_html, view! { <ul class="logos">{logos}</ul> }.into_any())
}

fn journey(
    heading_html: &str,
    items: &[String],
    description_html: &str,
    image: Option<&Picture>,
    action: &Action,
) -> AnyView {
    let steps: Vec<_> = items.iter().map(|step| view! { <li>{step.clone()}</li> }).collect();
    let button = action.clone().map(|Link { title, url }| {
        view! { <p class="section-action"><LinkButton href=url kind=ButtonKind::Secondary>{title}<Icon name=IconName::ArrowRight /></LinkButton></p> }
    });
    let body = view! {
        <div class="enterprise-journey">
            <div>
                <ol class="enterprise-journey__steps">{steps}</ol>
                {prose(description_html)}
                {button}
            </div>
            {image.map(|image| picture(image, "enterprise-journey__picture", Shape::Whole, "(min-width: 820px) 560px, 100vw", Loading::Later))}
        </div>
    };
    band("learningJourney", "", heading_html, body.into_any())
}

fn story(story: &Story) -> AnyView {
    let link = story.action.clone().map(|link| {
        view! { <p><a class="arrow-link" href=link.url>{link.title}<span class="visually-hidden">{format!(": {}", story.title)}</span><Icon name=IconName::ArrowRight /></a></p> }
    });
    view! {
        <li class="card">
            {story.picture.as_ref().map(|image| view! { <div class="card__picture">{picture(image, "cover", Shape::Card, "(min-width: 820px) 380px, 86vw", Loading::Later)}</div> })}
            <div class="card__text">
                <h3 class="card__title">{story.title.clone()}</h3>
                <p class="card__subhead">{story.text.clone()}</p>
                {link}
            </div>
        </li>
    }
    .into_any()
}
