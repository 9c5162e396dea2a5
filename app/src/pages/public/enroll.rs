//! The enroll button (cms.md 3.5.1), as everybody sees it; an island tells the enrolled. And "More dates".

use leptos::prelude::*;
use xpro_cms::delivery::{EnrollOffer, EnrollTarget, OfferKind, ProductModel};
use xpro_ui::{ButtonSize, DateText, Icon, IconName, LinkButton};

/// The button; nothing when nothing is on sale.
pub(super) fn button(offer: &EnrollOffer, size: ButtonSize) -> Option<AnyView> {
    match offer {
        EnrollOffer::LearnMore(url) => Some(
            view! { <LinkButton href=url.clone() size=size>"Learn More"<Icon name=IconName::ArrowOut /></LinkButton> }
                .into_any(),
        ),
        EnrollOffer::Checkout { path, .. } => Some(
            view! { <LinkButton href=path.clone() size=size attr:data-enroll="">"Enroll Now"</LinkButton> }.into_any(),
        ),
        EnrollOffer::None => None,
    }
}

/// What the island asks, when there is somebody to be enrolled.
pub(super) fn question(target: Option<EnrollTarget>) -> Option<String> {
    target.map(|target| match target {
        EnrollTarget::Run(run) => format!("run={run}"),
        EnrollTarget::Program(program) => format!("program={program}"),
    })
}

/// The other dates, each a link to its checkout.
pub(super) fn more_dates(model: &ProductModel) -> Option<AnyView> {
    if model.more_dates.is_empty() {
        return None;
    }
    let title = match model.kind {
        OfferKind::Course => "More dates available for this course",
        OfferKind::Program => "More dates available for this program",
    };
    let dates: Vec<_> = model
        .more_dates
        .iter()
        .map(|date| {
            let price = date
                .price
                .filter(|price| !price.is_zero() && date.price != model.price)
                .map(|price| price.whole_dollars());
            view! {
                <li>
                    <a class="more-dates__date" href=date.url.clone()>
                        <span>"Start date "<DateText at=date.start /></span>
                        {price.map(|price| view! { <span>{price}</span> })}
                        <Icon name=IconName::ArrowRight />
                    </a>
                </li>
            }
        })
        .collect();
    Some(
        view! {
            <details class="menu more-dates" data-menu="">
                <summary class="more-dates__toggle">"More dates"<Icon name=IconName::ChevronDown /></summary>
                <div class="menu__panel more-dates__panel">
                    <p class="more-dates__title">{title}</p>
                    <p class="more-dates__hint">"Choose a start date to enroll."</p>
                    <ul class="menu__list">{dates}</ul>
                </div>
            </details>
        }
        .into_any(),
    )
}
