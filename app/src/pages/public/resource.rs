//! Plain text pages such as the terms of service (cms.md 3.8).

use leptos::prelude::*;
use std::collections::HashSet;
use xpro_cms::delivery::ResourceModel;

/// Lays out a text page.
pub fn resource(model: &ResourceModel) -> AnyView {
    let ids = anchors(&model.parts);
    let parts: Vec<_> =
        model.parts.iter().zip(&ids).map(|((heading, body_html), id)| part(heading, body_html, id)).collect();
    view! {
        <header class="page-banner">
            <div class="wrap">
                <h1 class="page-banner__title">{model.title.clone()}</h1>
                {(!model.subhead.is_empty()).then(|| view! { <p class="page-banner__lead">{model.subhead.clone()}</p> })}
            </div>
        </header>
        <div class="wrap resource">
            {contents(&model.parts, &ids)}
            <div class="resource__parts">{parts}</div>
        </div>
    }
    .into_any()
}

fn part(heading: &str, body_html: &str, id: &str) -> AnyView {
    view! {
        <section class="resource__part prose">
            {(!heading.is_empty()).then(|| view! { <h2 id=id.to_owned()>{heading.to_owned()}</h2> })}
            <div inner_html=body_html.to_owned()></div>
            <p class="resource__top"><a href="#main">"Back to top"</a></p>
        </section>
    }
    .into_any()
}

fn contents(parts: &[(String, String)], ids: &[String]) -> Option<AnyView> {
    let links: Vec<_> = parts
        .iter()
        .zip(ids)
        .filter(|((heading, _), _)| !heading.is_empty())
        .map(|((heading, _), id)| view! { <li><a href=format!("#{id}")>{heading.clone()}</a></li> })
        .collect();
    (links.len() > 1)
        .then(|| view! { <nav class="resource__contents" aria-label="On this page"><ul>{links}</ul></nav> }.into_any())
}

/// One anchor per heading; equal headings get different ones.
fn anchors(parts: &[(String, String)]) -> Vec<String> {
    let mut taken = HashSet::new();
    parts
        .iter()
        .map(|(heading, _)| {
            let slug = slug(heading);
            let free = std::iter::once(slug.clone())
                .chain((2..).map(|at| format!("{slug}-{at}")))
                .find(|id| !taken.contains(id))
                .unwrap_or(slug);
            taken.insert(free.clone());
            free
        })
        .collect()
}

fn slug(heading: &str) -> String {
    let words: Vec<String> =
        heading.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    if words.is_empty() { "part".to_owned() } else { words.join("-") }
}
