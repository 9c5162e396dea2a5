//! The blog: posts that are read on another site (cms.md 3.7).

use super::{
    banner::banner_with,
    carousel::carousel,
    picture::{Loading, Shape, picture},
};
use leptos::prelude::*;
use xpro_cms::delivery::{BlogCard, BlogModel, Link};
use xpro_ui::{Icon, IconName};

/// Who publishes the posts.
const BYLINE: &str = "By MIT xPRO";

/// Lays out the blog.
pub fn blog(model: &BlogModel) -> AnyView {
    let cards = || model.posts.iter().map(card);
    let posts = if model.posts.is_empty() {
        view! { <div class="wrap blog__none"><p>"There are no posts to show at the moment. Please come back a little later."</p></div> }.into_any()
    } else {
        let label = heading(&model.recent_heading, "Recent posts");
        let all: Vec<_> = cards().map(|card| view! { <li>{card}</li> }).collect();
        view! {
            {part("recent-posts", "band", &label, carousel(label.clone(), "rail--cards", cards().collect()))}
            {part("all-posts", "band band--mist", &heading(&model.more_heading, "All posts"), view! { <ul class="blog-posts">{all}</ul> }.into_any())}
        }
        .into_any()
    };
    view! {
        {banner_with(
            &model.title,
            model.banner.as_ref(),
            &[(&model.subhead, "page-banner__lead")],
            subscribe(&model.subscribe),
        )}
        {posts}
    }
    .into_any()
}

fn subscribe(link: &Link) -> AnyView {
    view! {
        <p class="page-banner__action">
            <a class="button button--secondary" href=link.url.clone() target="_blank" rel="noopener">
                {link.title.clone()}<span class="visually-hidden">" (opens in a new tab)"</span><Icon name=IconName::ArrowOut />
            </a>
        </p>
    }
    .into_any()
}

/// What the editor wrote, or a usual heading: every part has one.
fn heading(written: &str, usual: &str) -> String {
    if written.is_empty() { usual.to_owned() } else { written.to_owned() }
}

fn part(id: &'static str, class: &'static str, heading: &str, content: AnyView) -> AnyView {
    view! {
        <section class=class aria-labelledby=id>
            <div class="wrap">
                <header class="section-head"><h2 class="section-head__title" id=id>{heading.to_owned()}</h2></header>
                {content}
            </div>
        </section>
    }
    .into_any()
}

/// A card whose whole area leads to the post.
fn card(post: &BlogCard) -> AnyView {
    let image = match &post.picture {
        Some(image) => picture(image, "cover", Shape::Card, "(min-width: 820px) 380px, 86vw", Loading::Later),
        None => view! { <span class="cover cover--none" aria-hidden="true"></span> }.into_any(),
    };
    let topics: Vec<_> =
        post.categories.iter().cloned().map(|name| view! { <li class="blog-card__topic">{name}</li> }).collect();
    view! {
        <article class="card blog-card">
            <div class="card__picture">{image}<ul class="blog-card__topics" aria-label="Topics">{topics}</ul></div>
            <div class="card__text">
                <h3 class="card__title blog-card__title">
                    <a class="blog-card__link" href=post.url.clone() target="_blank" rel="noopener">
                        {post.title.clone()}<span class="visually-hidden">" (opens in a new tab)"</span>
                    </a>
                </h3>
                <p class="card__subhead blog-card__text">{post.description.clone()}</p>
                <p class="eyebrow">{format!("{BYLINE} | {}", post.when)}</p>
                <p class="arrow-link" aria-hidden="true">"Read more"<Icon name=IconName::ArrowOut /></p>
            </div>
        </article>
    }
    .into_any()
}
