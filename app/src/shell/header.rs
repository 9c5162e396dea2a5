//! The header: logo, courses with their topics, search, the person (accounts_ops.md 8.2). Menus are disclosures
//! that work without scripts; an island adds Escape, outside clicks and the focus trap.

use super::{Bundle, Frame, Person, SiteFrame, Viewer};
use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use xpro_cms::delivery::Facet;
use xpro_site::{HeaderAccount, NavMenu};
use xpro_ui::{Icon, IconName};

pub(super) fn header(frame: &Frame) -> AnyView {
    let has_islands = frame.bundle != Bundle::None && frame.viewer == Viewer::Everybody;
    view! {
        <header class="site-header">
            <div class="site-header__bar">
                {logo(&frame.site)}
                <nav class="site-nav" aria-label="Main">
                    <details class="menu" data-menu="">
                        <summary class="site-nav__link">"Courses"<Icon name=IconName::ChevronDown /></summary>
                        <div class="menu__panel menu__panel--wide">{topic_panel(&frame.topics)}</div>
                    </details>
                    <a class="site-nav__link" href="/catalog/?active-tab=programs-tab">"Programs"</a>
                    {frame.site.places.iter().map(|place| view! { <a class="site-nav__link" href=place.url.clone()>{place.title.clone()}</a> }).collect::<Vec<_>>()}
                </nav>
                {search("header-search", "site-search")}
                {account(&frame.viewer, has_islands)}
                {drawer(frame)}
            </div>
            {has_islands.then(|| view! { <NavMenu /> })}
        </header>
    }
    .into_any()
}

fn logo(site: &SiteFrame) -> AnyView {
    let mark = match &site.logo_url {
        Some(url) => view! { <img src=url.clone() alt=site.name.clone() height="35" /> }.into_any(),
        None => view! { <span class="wordmark">{site.name.clone()}</span> }.into_any(),
    };
    view! { <a class="site-header__logo" href="/">{mark}<span class="visually-hidden">" home"</span></a> }.into_any()
}

/// The catalog narrowed to a topic.
fn topic_url(name: &str) -> String {
    format!("/catalog/?topic={}", utf8_percent_encode(name, NON_ALPHANUMERIC))
}

fn topic_links(topics: &[Facet]) -> Vec<AnyView> {
    topics
        .iter()
        .map(|Facet { name, count }| {
            view! { <li><a class="menu__link" href=topic_url(name)>{name.clone()}" "<span class="menu__count">"("{count.to_string()}")"</span></a></li> }.into_any()
        })
        .collect()
}

fn topic_panel(topics: &[Facet]) -> AnyView {
    view! {
        <a class="menu__link menu__link--lead" href="/catalog/">"All topics"<Icon name=IconName::ArrowRight /></a>
        <ul class="menu__list menu__list--columns">{topic_links(topics)}</ul>
    }
    .into_any()
}

/// The search of the catalog; `id` keeps the field's label unique.
fn search(id: &'static str, class: &'static str) -> AnyView {
    view! {
        <form class=class role="search" aria-label="Site" action="/catalog/" method="get">
            <label class="visually-hidden" for=id>"Search the catalog"</label>
            <Icon name=IconName::Search />
            <input class="site-search__input" id=id type="search" name="q" placeholder="Search courses" autocomplete="off" />
            <button class="visually-hidden" type="submit">"Search"</button>
        </form>
    }
    .into_any()
}

fn account(viewer: &Viewer, has_islands: bool) -> AnyView {
    match viewer {
        Viewer::Everybody if has_islands => view! { <HeaderAccount /> }.into_any(),
        Viewer::Everybody | Viewer::Anonymous => view! {
            <div class="account">
                <a class="account__sign-in" href="/signin/">"Sign in"</a>
                <a class="button button--secondary button--small" href="/create-account/">"Create account"</a>
            </div>
        }
        .into_any(),
        Viewer::Person(person) => person_menu(person),
    }
}

fn person_menu(person: &Person) -> AnyView {
    view! {
        <div class="account">
            <details class="menu menu--end" data-menu="">
                <summary class="account__person" aria-label=format!("Your account, {}", person.name)><Icon name=IconName::User /><span class="account__name">{person.name.clone()}</span><Icon name=IconName::ChevronDown /></summary>
                <div class="menu__panel">
                    <ul class="menu__list">
                        <li><a class="menu__link" href="/dashboard/">"Dashboard"</a></li>
                        <li><a class="menu__link" href="/profile/">"Profile"</a></li>
                        <li><a class="menu__link" href="/account-settings/">"Settings"</a></li>
                        {person.is_staff.then(|| view! { <li><a class="menu__link" href="/studio/">"Staff desk"</a></li> })}
                    </ul>
                    <form method="post" action="/logout/"><button class="menu__link menu__link--button" type="submit">"Sign out"</button></form>
                </div>
            </details>
        </div>
    }
    .into_any()
}

fn drawer(frame: &Frame) -> AnyView {
    let is_person = matches!(frame.viewer, Viewer::Person(_));
    view! {
        <details class="drawer" data-menu="" data-drawer="">
            <summary class="drawer__toggle"><Icon name=IconName::Menu /><Icon name=IconName::Close /><span>"Menu"</span></summary>
            <div class="drawer__panel">
                {search("drawer-search", "site-search site-search--drawer")}
                <nav aria-label="Menu">
                    {(!is_person).then(|| view! {
                        <p class="drawer__account" data-anonymous="">
                            <a class="button button--primary" href="/signin/">"Sign in"</a>
                            <a class="button button--secondary" href="/create-account/">"Create account"</a>
                        </p>
                    })}
                    <p class="drawer__heading">"Courses"</p>
                    <ul class="menu__list">
                        <li><a class="menu__link" href="/catalog/">"All topics"</a></li>
                        {topic_links(&frame.topics)}
                    </ul>
                    <p class="drawer__heading"><a class="drawer__link" href="/catalog/?active-tab=programs-tab">"Programs"</a></p>
                    {frame.site.places.iter().map(|place| view! { <p class="drawer__heading"><a class="drawer__link" href=place.url.clone()>{place.title.clone()}</a></p> }).collect::<Vec<_>>()}
                </nav>
            </div>
        </details>
    }
    .into_any()
}
