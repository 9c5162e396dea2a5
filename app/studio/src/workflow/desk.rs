//! The desk: what waits for me, what became of mine, where I was (cms.md 5.8 W6).

use super::{WORKFLOW, review_row};
use crate::{failure::Failure, moment::Moment, page, pages::address, paths, remote::Remote};
use leptos::prelude::*;
use xpro_api::{DeskPage, DeskSummary, ReviewItem, desk_summary};
use xpro_ui::{Badge, Icon, IconName, Tone};

/// The page.
#[component]
pub fn DeskView() -> impl IntoView {
    let desk = Remote::<DeskSummary>::new();
    let ask = move || desk.ask(desk_summary());
    ask();
    page::name(|| "Desk".to_owned());
    let body = move || {
        let found = desk.value.get()?;
        let totals = [
            (found.pages, "pages", address::PAGES),
            (found.images, "images", paths::IMAGES),
            (found.documents, "documents", paths::DOCUMENTS),
        ];
        let totals: Vec<_> =
            totals.map(|(count, name, to)| view! { <li><a class="desk-total" href=to><strong>{count}</strong>" "{name}</a></li> }).into();
        Some(view! {
            {reviews("Awaiting your review", "Nothing waits for you.", found.awaiting)}
            {reviews("What you submitted", "Nothing of yours is in review.", found.mine)}
            <div class="desk-columns">
                {pages("Your last edits", "You have not written anything yet.", found.recent)}
                {pages("Pages you locked", "You locked no page.", found.locked)}
            </div>
            <ul class="desk-totals">{totals}</ul>
        })
    };
    view! {
        <div class="desk-page" data-testid="desk">
            <header class="desk-page__head">
                <h1 class="desk-page__title">"Desk"</h1>
                <a class="desk-page__acts" href=WORKFLOW>"All reviews "<Icon name=IconName::ArrowRight /></a>
            </header>
            {move || desk.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
            {body}
        </div>
    }
}

fn reviews(title: &'static str, none: &'static str, items: Vec<ReviewItem>) -> AnyView {
    let rows: Vec<_> = items.into_iter().map(review_row).collect();
    let list = if rows.is_empty() {
        view! { <p class="desk-none">{none}</p> }.into_any()
    } else {
        view! { <ol class="reviews">{rows}</ol> }.into_any()
    };
    view! { <section class="desk-part"><h2 class="desk-part__title">{title}</h2>{list}</section> }.into_any()
}

fn pages(title: &'static str, none: &'static str, items: Vec<DeskPage>) -> AnyView {
    let row = |item: DeskPage| {
        let (tone, word) = if item.live { (Tone::Success, "Live") } else { (Tone::Neutral, "Draft") };
        view! {
            <li class="reviews__one">
                <div>
                    <p class="reviews__title"><a href=paths::page(item.id)>{item.title}</a>" "<Badge tone=tone>{word}</Badge></p>
                    <p class="pages__sub">{item.url_path}" · "<Moment at=item.updated_at /></p>
                </div>
            </li>
        }
    };
    let rows: Vec<_> = items.into_iter().map(row).collect();
    let list = if rows.is_empty() {
        view! { <p class="desk-none">{none}</p> }.into_any()
    } else {
        view! { <ol class="reviews">{rows}</ol> }.into_any()
    };
    view! { <section class="desk-part"><h2 class="desk-part__title">{title}</h2>{list}</section> }.into_any()
}
