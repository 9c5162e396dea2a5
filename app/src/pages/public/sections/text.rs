//! Sections of text, alone or beside a picture or film.

use super::{
    super::picture::{Loading, Shape, picture},
    frame::{action, prose, section},
};
use leptos::prelude::*;
use xpro_cms::delivery::{Action, Picture};
use xpro_ui::{ButtonKind, Icon, IconName, LinkButton};

fn dark_class(dark: bool) -> &'static str {
    if dark { " band--dark" } else { "" }
}

pub(super) fn overview(anchor: &'static str, heading: &str, body_html: &str) -> AnyView {
    section(anchor, "band--overview", heading, "Overview", view! { {prose(body_html)} }.into_any())
}

pub(super) fn centered(anchor: &'static str, heading: &str, body_html: &str, button: &Action, dark: bool) -> AnyView {
    let class = ["band--centered", dark_class(dark)].concat();
    section(anchor, &class, heading, "More", view! { {prose(body_html)}{action(button)} }.into_any())
}

pub(super) fn with_picture(
    anchor: &'static str,
    heading: &str,
    body_html: &str,
    button: &Action,
    image: Option<&Picture>,
    picture_first: bool,
    dark: bool,
) -> AnyView {
    let class = if picture_first { "split split--turned" } else { "split" };
    let image = image.map(|image| view! { <div class="split__picture">{picture(image, "cover", Shape::Whole, "(min-width: 820px) 50vw, 100vw", Loading::Later)}</div> });
    beside(
        anchor,
        heading,
        dark,
        class,
        view! { {prose(body_html)}{action(button)} }.into_any(),
        view! { {image} }.into_any(),
    )
}

/// Where a film is, and whether its button stands before the text.
pub(super) struct Film<'a> {
    pub(super) url: &'a str,
    pub(super) is_first: bool,
}

pub(super) fn with_film(
    anchor: &'static str,
    heading: &str,
    body_html: &str,
    button: &Action,
    film: Option<Film<'_>>,
    dark: bool,
) -> AnyView {
    let is_first = film.as_ref().is_some_and(|film| film.is_first);
    let watch = film.map(|film| {
        view! {
            <p class="section-action">
                <LinkButton href=film.url.to_owned() kind=ButtonKind::Secondary attr:target="_blank" attr:rel="noopener"><Icon name=IconName::Play />"Watch the video"</LinkButton>
            </p>
        }
    });
    let (before, after) = if is_first { (watch, None) } else { (None, watch) };
    beside(
        anchor,
        heading,
        dark,
        "split split--text",
        view! { {before}{prose(body_html)}<div class="section-actions">{after}{action(button)}</div> }.into_any(),
        ().into_any(),
    )
}

/// Heading and text on one side, something to see on the other.
fn beside(
    anchor: &'static str,
    heading: &str,
    dark: bool,
    class: &'static str,
    text: AnyView,
    seen: AnyView,
) -> AnyView {
    let title_id = format!("{anchor}-title");
    let labelled = (!heading.is_empty()).then(|| title_id.clone());
    let band = ["band band--split", dark_class(dark)].concat();
    view! {
        <section class=band id=anchor aria-labelledby=labelled>
            <div class="wrap">
                <div class=class>
                    <div class="split__text">
                        {(!heading.is_empty()).then(|| view! { <h2 class="section-head__title" id=title_id>{heading.to_owned()}</h2> })}
                        {text}
                    </div>
                    {seen}
                </div>
            </div>
        </section>
    }
    .into_any()
}
