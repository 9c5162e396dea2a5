//! The rooms of the studio.

use super::Me;
use crate::{integrations, pages::address, paths, workflow::WORKFLOW};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use xpro_api::StaffMe;
use xpro_ui::{Icon, IconName};

/// A way into a room.
struct Way {
    label: &'static str,
    path: &'static str,
    icon: IconName,
    may: fn(&StaffMe) -> bool,
}

const fn way(label: &'static str, path: &'static str, icon: IconName, may: fn(&StaffMe) -> bool) -> Way {
    Way { label, path, icon, may }
}

fn edits(me: &StaffMe) -> bool {
    me.may_edit_content
}

fn enters(me: &StaffMe, room: &str) -> bool {
    me.rooms.iter().any(|open| open == room)
}

/// Groups of ways, with their headings.
const WAYS: [(&str, &[Way]); 5] = [
    (
        "Content",
        &[
            way("Pages", address::PAGES, IconName::Home, edits),
            way("Workflow", WORKFLOW, IconName::CheckCircle, edits),
            way("Calendar", paths::CALENDAR, IconName::Calendar, edits),
            way("Releases", paths::RELEASES, IconName::Check, edits),
            way("Images", paths::IMAGES, IconName::Layers, edits),
            way("Documents", paths::DOCUMENTS, IconName::Document, edits),
            way("Snippets", "/studio/snippets", IconName::Tag, |me| enters(me, "snippets")),
        ],
    ),
    (
        "Catalog",
        &[
            way("Courses", "/studio/courses", IconName::Book, |me| enters(me, "courses")),
            way("Products", "/studio/products", IconName::Card, |me| enters(me, "products")),
            way("Topics", "/studio/topics", IconName::Filter, |me| enters(me, "topics")),
            way("Languages", "/studio/languages", IconName::Globe, |me| enters(me, "languages")),
            way("Platforms", "/studio/platforms", IconName::Layers, |me| enters(me, "platforms")),
        ],
    ),
    ("Shop", &[way("Orders", paths::ORDERS, IconName::Basket, |me| me.may_view_orders)]),
    (
        "Site",
        &[
            way("Reports", "/studio/reports", IconName::Eye, |me| enters(me, "reports")),
            way("Redirects", address::REDIRECTS, IconName::ArrowRight, |me| me.may_change_redirects),
            way("Integrations", integrations::PATH, IconName::Link, |me| me.may_change_integrations),
            way("Settings", "/studio/settings", IconName::Sliders, |me| enters(me, "settings")),
        ],
    ),
    (
        "People",
        &[
            way("People", "/studio/users", IconName::User, |me| enters(me, "users")),
            way("Groups", "/studio/groups", IconName::Users, |me| enters(me, "groups")),
        ],
    ),
];

/// The rooms that the person may enter: name, address, icon.
pub fn ways(me: Me) -> Vec<(&'static str, &'static str, IconName)> {
    let all = WAYS.iter().flat_map(|(_, ways)| ways.iter());
    all.filter(|way| me.may(way.may)).map(|way| (way.label, way.path, way.icon)).collect()
}

/// Links to what exists, and back to the site. On narrow screens they are behind a button.
#[component]
pub fn Navigation() -> impl IntoView {
    let path = use_location().pathname;
    let me = expect_context::<Me>();
    let open = RwSignal::new(false);
    // Whoever chose a room wants to see it.
    Effect::new(move |_| {
        path.track();
        open.set(false);
    });
    let groups: Vec<_> = WAYS.iter().map(|(heading, ways)| group(me, path, heading, ways)).collect();
    view! {
        <nav class="desk-nav" class:desk-nav--open=open aria-label="Studio">
            <button
                class="desk-nav__toggle"
                type="button"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls="desk-nav-rooms"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <Icon name=IconName::Menu />
                "Menu"
            </button>
            <div class="desk-nav__rooms" id="desk-nav-rooms">
                {groups}
                <ul class="desk-nav__list desk-nav__list--end">
                    <li>
                        <a class="desk-nav__link" href="/" rel="external">
                            <Icon name=IconName::ArrowOut />
                            "Open the site"
                        </a>
                    </li>
                </ul>
            </div>
        </nav>
    }
}

fn group(me: Me, path: Memo<String>, heading: &'static str, ways: &'static [Way]) -> AnyView {
    // As long as nobody knows, the orders stay where they always were.
    let may = move |way: &Way| me.may(way.may) || (!me.is_known() && way.path == paths::ORDERS);
    let is_any = Memo::new(move |_| ways.iter().any(may));
    let links: Vec<_> = ways
        .iter()
        .map(|way| {
            let at = move || path.with(|path| path.starts_with(way.path)).then_some("page");
            view! {
                <Show when=move || may(way)>
                    <li>
                        <a class="desk-nav__link" href=way.path aria-current=at>
                            <Icon name=way.icon />
                            {way.label}
                        </a>
                    </li>
                </Show>
            }
        })
        .collect();
    view! {
        <div class="desk-nav__group" hidden=move || !is_any.get()>
            <h2 class="desk-nav__heading">{heading}</h2>
            <ul class="desk-nav__list">{links}</ul>
        </div>
    }
    .into_any()
}
