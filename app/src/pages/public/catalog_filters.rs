//! The catalog's addresses, filters, chips, tabs and sort form. All of them links and GET forms.

use leptos::prelude::*;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use xpro_cms::delivery::{CatalogModel, CatalogQuery, CatalogTab, Facet, SortBy};
use xpro_ui::{Icon, IconName};

/// What is written in other ways in a query string; the unreserved marks stay as they are.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Address of a query; defaults are left out, so that equal views have equal addresses.
pub(super) fn url(query: &CatalogQuery) -> String {
    let mut pairs = Vec::new();
    let mut add = |name: &str, value: &str| pairs.push(format!("{name}={}", utf8_percent_encode(value, ENCODED)));
    if let Some(topic) = &query.topic {
        add("topic", topic);
    }
    if let Some(language) = &query.language {
        add("language", language);
    }
    if !query.search.is_empty() {
        add("q", &query.search);
    }
    if query.sort_by != SortBy::default() {
        add("sort-by", query.sort_by.name());
    }
    if query.tab != CatalogTab::default() {
        add("active-tab", query.tab.name());
    }
    if pairs.is_empty() { "/catalog/".to_owned() } else { format!("/catalog/?{}", pairs.join("&")) }
}

/// Both lists of filters.
pub(super) fn filters(model: &CatalogModel) -> AnyView {
    let query = &model.query;
    let by_topic = |topic: Option<&str>| url(&CatalogQuery { topic: topic.map(str::to_owned), ..query.clone() });
    let by_language =
        |language: Option<&str>| url(&CatalogQuery { language: language.map(str::to_owned), ..query.clone() });
    view! {
        {list("topic", "Topic", "All topics", &model.topics, query.topic.as_deref(), by_topic)}
        {(model.languages.len() > 1 || query.language.is_some())
            .then(|| list("language", "Course language", "All languages", &model.languages, query.language.as_deref(), by_language))}
    }
    .into_any()
}

fn list(
    id: &'static str,
    title: &'static str,
    all: &'static str,
    facets: &[Facet],
    chosen: Option<&str>,
    url: impl Fn(Option<&str>) -> String,
) -> AnyView {
    let link = |at: usize, name: String, count: Option<u32>, href: String, is_chosen: bool| {
        view! {
            <li>
                <a class="filter__link" id=format!("filter-{id}-{at}") href=href data-filter="" aria-current=is_chosen.then_some("true")>
                    <span>{name}</span>
                    {count.map(|count| view! { <span class="filter__count">{count.to_string()}</span> })}
                </a>
            </li>
        }
    };
    let mut links = vec![link(0, all.to_owned(), None, url(None), chosen.is_none())];
    links.extend(facets.iter().enumerate().map(|(at, Facet { name, count })| {
        link(at + 1, name.clone(), Some(*count), url(Some(name)), chosen == Some(name))
    }));
    let title_id = format!("filter-{id}");
    view! {
        <nav class="filter" aria-labelledby=title_id>
            <p class="filter__title" id=title_id.clone()>{title}</p>
            <ul class="filter__list">{links}</ul>
        </nav>
    }
    .into_any()
}

/// What is narrowed down, each with a link that undoes it.
pub(super) fn chips(query: &CatalogQuery) -> Option<AnyView> {
    let mut chips = Vec::new();
    if !query.search.is_empty() {
        chips.push(chip(format!("“{}”", query.search), url(&CatalogQuery { search: String::new(), ..query.clone() })));
    }
    if let Some(topic) = &query.topic {
        chips.push(chip(topic.clone(), url(&CatalogQuery { topic: None, ..query.clone() })));
    }
    if let Some(language) = &query.language {
        chips.push(chip(language.clone(), url(&CatalogQuery { language: None, ..query.clone() })));
    }
    if chips.is_empty() {
        return None;
    }
    let clear = url(&CatalogQuery { tab: query.tab, sort_by: query.sort_by, ..CatalogQuery::default() });
    Some(
        view! {
            <ul class="chips" aria-label="Active filters">
                {chips}
                <li><a class="chips__clear" href=clear data-filter="">"Clear all"</a></li>
            </ul>
        }
        .into_any(),
    )
}

fn chip(text: String, href: String) -> AnyView {
    view! { <li><a class="chips__chip" href=href data-filter=""><span class="visually-hidden">"Remove filter: "</span>{text}<Icon name=IconName::Close /></a></li> }.into_any()
}

/// The tabs with their counts.
pub(super) fn tabs(model: &CatalogModel) -> AnyView {
    let (all, programs, courses) = model.counts;
    let tab = |tab: CatalogTab, title: &'static str, hint: Option<&'static str>, count: u32| {
        let href = url(&CatalogQuery { tab, ..model.query.clone() });
        let current = (model.query.tab == tab).then_some("true");
        view! { <li><a class="tabs__tab" id=tab.name() href=href title=hint data-filter="" aria-current=current>{title}" "<span class="tabs__count">{count.to_string()}</span></a></li> }
    };
    view! {
        <nav class="tabs" aria-label="Kind">
            <ul class="tabs__list">
                {tab(CatalogTab::All, "All", None, all)}
                {tab(CatalogTab::Programs, "Programs", Some("Multi-course offerings"), programs)}
                {tab(CatalogTab::Courses, "Courses", Some("Single course offerings"), courses)}
            </ul>
        </nav>
    }
    .into_any()
}

/// What the query holds besides search and order, carried along by the forms.
fn carried(query: &CatalogQuery, with_search: bool, with_sort: bool) -> Vec<AnyView> {
    let sort = query.sort_by != SortBy::default();
    let tab = query.tab != CatalogTab::default();
    [
        ("topic", query.topic.clone()),
        ("language", query.language.clone()),
        ("q", (with_search && !query.search.is_empty()).then(|| query.search.clone())),
        ("sort-by", (with_sort && sort).then(|| query.sort_by.name().to_owned())),
        ("active-tab", tab.then(|| query.tab.name().to_owned())),
    ]
    .into_iter()
    .filter_map(|(name, value)| value.map(|value| view! { <input type="hidden" name=name value=value /> }.into_any()))
    .collect()
}

/// The order; the button is for those without scripts.
pub(super) fn sort_form(query: &CatalogQuery) -> AnyView {
    let options: Vec<_> = SortBy::ALL
        .into_iter()
        .map(|sort| view! { <option value=sort.name() selected=sort == query.sort_by>{sort.label()}</option> })
        .collect();
    view! {
        <form class="sort" action="/catalog/" method="get" data-filter="">
            {carried(query, true, false)}
            <label class="sort__label" for="sort-by">"Sort by"</label>
            <select class="sort__select" id="sort-by" name="sort-by">{options}</select>
            <button class="sort__go button button--secondary button--small" type="submit">"Sort"</button>
        </form>
    }
    .into_any()
}

/// The search inside the catalog.
pub(super) fn search_form(query: &CatalogQuery) -> AnyView {
    view! {
        <form class="catalog-search" role="search" aria-label="Courses and programs" action="/catalog/" method="get" data-filter="">
            {carried(query, false, true)}
            <label class="visually-hidden" for="catalog-q">"Search courses and programs"</label>
            <Icon name=IconName::Search />
            <input class="catalog-search__input" id="catalog-q" type="search" name="q" value=query.search.clone() placeholder="Search by title, topic or skill" />
            <button class="button button--primary" type="submit">"Search"</button>
        </form>
    }
    .into_any()
}
