//! The rooms of the studio.

use super::Me;
use crate::{pages::address, paths};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use xpro_ui::{Icon, IconName};

/// Links to what exists, and back to the site.
#[component]
pub fn Navigation() -> impl IntoView {
    let path = use_location().pathname;
    let me = expect_context::<Me>();
    // As long as nobody knows, the orders stay where they always were.
    let may_view_orders = move || !me.is_known() || me.may(|me| me.may_view_orders);
    let at = move |room: &'static str| move || path.with(|path| path.starts_with(room)).then_some("page");
    view! {
        <nav class="desk-nav" aria-label="Studio">
            <ul class="desk-nav__list">
                <Show when=move || me.may(|me| me.may_edit_content)>
                    <li>
                        <a class="desk-nav__link" href=address::PAGES aria-current=at(address::PAGES)>
                            <Icon name=IconName::Home />
                            "Pages"
                        </a>
                    </li>
                </Show>
                <Show when=move || me.may(|me| me.may_edit_content)>
                    <li>
                        <a class="desk-nav__link" href=paths::CALENDAR aria-current=at(paths::CALENDAR)>
                            <Icon name=IconName::Calendar />
                            "Calendar"
                        </a>
                    </li>
                    <li>
                        <a class="desk-nav__link" href=paths::RELEASES aria-current=at(paths::RELEASES)>
                            <Icon name=IconName::Check />
                            "Releases"
                        </a>
                    </li>
                </Show>
                <Show when=may_view_orders>
                    <li>
                        <a class="desk-nav__link" href=paths::ORDERS aria-current=at(paths::ORDERS)>
                            <Icon name=IconName::Basket />
                            "Orders"
                        </a>
                    </li>
                </Show>
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
                <Show when=move || me.may(|me| me.may_change_redirects)>
                    <li>
                        <a class="desk-nav__link" href=address::REDIRECTS aria-current=at(address::REDIRECTS)>
                            <Icon name=IconName::ArrowRight />
                            "Redirects"
                        </a>
                    </li>
                </Show>
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
