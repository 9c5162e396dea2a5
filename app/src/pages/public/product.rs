//! Course and program pages (cms.md 3.4, 3.5).

use super::{enroll, product_hero, sections};
use leptos::prelude::*;
use xpro_cms::delivery::{ProductModel, Section};
use xpro_site::SectionSpy;
use xpro_ui::ButtonSize;

/// Lays out a course or program page; the FAQ names the support address.
pub fn product(model: &ProductModel, support_email: &str) -> AnyView {
    view! {
        <article class="product">
            {product_hero::hero(model)}
            {product_hero::facts(model)}
            {navigation(model)}
            {sections::all(&model.sections, support_email)}
            {last_call(model)}
        </article>
    }
    .into_any()
}

/// The sticky navigation: only sections that are there, in the order of cms.md 3.5.5.
fn navigation(model: &ProductModel) -> Option<AnyView> {
    let links: Vec<_> = ORDER
        .iter()
        .filter(|(_, anchor)| {
            model
                .sections
                .iter()
                .filter(|section| sections::is_shown(section))
                .any(|section| anchor_of(section) == Some(*anchor))
        })
        .map(|(label, anchor)| view! { <li><a class="section-nav__link" href=format!("#{anchor}")>{*label}</a></li> })
        .collect();
    if links.is_empty() {
        return None;
    }
    Some(
        view! {
            <nav class="section-nav" aria-label="On this page">
                <div class="section-nav__bar">
                    <ul class="section-nav__list">{links}</ul>
                    <div class="section-nav__action">{enroll::button(&model.enroll, ButtonSize::Small)}</div>
                </div>
            </nav>
            <SectionSpy />
        }
        .into_any(),
    )
}

/// Labels and anchors of the navigation, in order.
const ORDER: [(&str, &str); 10] = [
    ("Overview", "courseOverview"),
    ("What You Will Learn", "learningOutcomes"),
    ("Who Should Enroll", "targetAudience"),
    ("How You Will Learn", "learningTechniques"),
    ("What Learners Are Saying", "testimonials"),
    ("Your MIT Faculty", "faculty"),
    ("Courses In This Program", "courseLineup"),
    ("News and Events", "news-and-events"),
    ("Enterprise", "forTeams"),
    ("FAQs", "faq"),
];

fn anchor_of(section: &Section) -> Option<&'static str> {
    match section {
        Section::Text { .. } | Section::TextVideo { .. } | Section::ImageCarousel { .. } => None,
        section => Some(sections::anchor(section)),
    }
}

/// The offer once more, where the reading ends.
fn last_call(model: &ProductModel) -> Option<AnyView> {
    let button = enroll::button(&model.enroll, ButtonSize::Large)?;
    Some(
        view! {
            <section class="last-call" aria-labelledby="last-call">
                <div class="wrap last-call__inner">
                    <h2 class="last-call__title" id="last-call">{model.title.clone()}</h2>
                    {button}
                </div>
            </section>
        }
        .into_any(),
    )
}
