//! The courses of a program, or chosen offers.

use super::{
    super::{card::slide, carousel::carousel},
    frame::{action, prose, section},
};
use leptos::prelude::*;
use xpro_cms::delivery::{Action, Card};

pub(super) fn lineup(anchor: &'static str, heading: &str, body_html: &str, cards: &[Card], button: &Action) -> AnyView {
    let label = if heading.is_empty() { "Courses" } else { heading };
    let slides = cards.iter().map(slide).collect();
    let body = view! { {prose(body_html)}{carousel(label.to_owned(), "rail--courses", slides)}{action(button)} };
    section(anchor, "band--lineup", heading, "Courses", body.into_any())
}
