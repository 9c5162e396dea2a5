//! The rooms of the studio.

use crate::paths;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use xpro_ui::{Icon, IconName};

/// Links to what exists, and back to the site.
#[component]
pub fn Navigation() -> impl IntoView {
    let path = use_location().pathname;
    let at = move |room: &'static str| move || path.with(|path| path.starts_with(room)).then_some("page");
    view! {
        <nav class="desk-nav" aria-label="Studio">
            <ul class="desk-nav__list">
                <li>
                    <a class="desk-nav__link" href=paths::ORDERS aria-current=at(paths::ORDERS)>
                        <Icon name=IconName::Basket />
                        "Orders"
                    </a>
                </li>
                <li>
                    <a class="desk-nav__link" href=paths::IMAGES aria-current=at(paths::IMAGES)>
                        <Icon name=IconName::Layers />
                        "Images"
                    </a>
                </li>
                <li>
                    <a class="desk-nav__link" href=paths::DOCUMENTS aria-current=at(paths::DOCUMENTS)>
                        <Icon name=IconName::Document />
                        "Documents"
                    </a>
                </li>
            </ul>
            <ul class="desk-nav__list desk-nav__list--end">
                <li>
                    <a class="desk-nav__link" href="/" rel="external">
                        <Icon name=IconName::ArrowOut />
                        "Open the site"
                    </a>
                </li>
            </ul>
        </nav>
    }
}
