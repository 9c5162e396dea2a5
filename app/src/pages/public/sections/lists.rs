//! Learning outcomes, who should enroll, how you will learn.

use super::{
    super::picture::{Loading, Shape, picture},
    frame::{prose, section},
};
use leptos::prelude::*;
use xpro_cms::delivery::Picture;
use xpro_ui::{Icon, IconName};

pub(super) fn outcomes(anchor: &'static str, heading: &str, lead_html: &str, items: &[String]) -> AnyView {
    let items: Vec<_> = items
        .iter()
        .cloned()
        .map(|item| view! { <li class="outcomes__item"><Icon name=IconName::Check /><span>{item}</span></li> })
        .collect();
    let list = (!items.is_empty()).then(|| view! { <ul class="outcomes">{items}</ul> });
    section(anchor, "band--mist", heading, "What you will learn", view! { {prose(lead_html)}{list} }.into_any())
}

pub(super) fn audience(
    anchor: &'static str,
    heading: &str,
    items_html: &[String],
    image: Option<&Picture>,
    picture_first: bool,
) -> AnyView {
    let class = match (image, picture_first) {
        (None, _) => "split split--text",
        (Some(_), true) => "split split--turned",
        (Some(_), false) => "split",
    };
    let items: Vec<_> = items_html
        .iter()
        .cloned()
        .map(|html| view! { <li class="audience__item prose" inner_html=html></li> })
        .collect();
    let image = image.map(|image| view! { <div class="split__picture">{picture(image, "cover", Shape::Whole, "(min-width: 820px) 50vw, 100vw", Loading::Later)}</div> });
    section(
        anchor,
        "",
        heading,
        "Who should enroll",
        view! { <div class=class><ul class="audience split__text">{items}</ul>{image}</div> }.into_any(),
    )
}

pub(super) fn icon_grid(anchor: &'static str, heading: &str, items: &[(Option<Picture>, String, String)]) -> AnyView {
    let items: Vec<_> = items
        .iter()
        .map(|(image, title, text)| {
            // Beside its own heading the drawing is decoration.
            let image = image.as_ref().map(|image| {
                picture(
                    &Picture { alt: String::new(), ..image.clone() },
                    "icon-grid__picture",
                    Shape::Whole,
                    "64px",
                    Loading::Later,
                )
            });
            view! {
                <li class="icon-grid__item">
                    {image}
                    <h3 class="icon-grid__title">{title.clone()}</h3>
                    {(!text.is_empty()).then(|| view! { <p class="icon-grid__text">{text.clone()}</p> })}
                </li>
            }
        })
        .collect();
    section(anchor, "", heading, "How you will learn", view! { <ul class="icon-grid">{items}</ul> }.into_any())
}
