//! The catalog (cms.md 3.3). Everything between the two marks is swapped by the island when filters change.

use super::{card, catalog_filters as filters, picture::Loading};
use leptos::prelude::*;
use xpro_cms::delivery::{CatalogModel, CatalogQuery, CatalogTab};
use xpro_site::CatalogLive;
use xpro_ui::{ButtonKind, EmptyState, Icon, IconName, LinkButton};

/// Lays out the catalog.
pub fn catalog(model: &CatalogModel) -> AnyView {
    view! {
        <div data-catalog="" data-catalog-start="">
            {banner(model)}
            <div class="wrap catalog">
                {filter_column(model)}
                <section class="catalog__results" aria-labelledby="results">
                    <h2 class="visually-hidden" id="results">"Results"</h2>
                    <div class="catalog__bar">{filters::tabs(model)}{filters::sort_form(&model.query)}</div>
                    {filters::chips(&model.query)}
                    <p class="catalog__count" data-catalog-count="">{count(model)}</p>
                    {results(model)}
                </section>
            </div>
            <i data-catalog-end="" hidden></i>
        </div>
        <CatalogLive />
    }
    .into_any()
}

fn banner(model: &CatalogModel) -> AnyView {
    view! {
        <header class="catalog-banner">
            <div class="wrap">
                <h1 class="catalog-banner__title">{model.title.clone()}</h1>
                {filters::search_form(&model.query)}
            </div>
        </header>
    }
    .into_any()
}

/// Beside the results on wide screens; behind a switch on narrow ones.
fn filter_column(model: &CatalogModel) -> AnyView {
    view! {
        <aside class="catalog__filters" aria-label="Filters">
            <input class="catalog__switch" type="checkbox" id="show-filters" autocomplete="off" />
            <label class="catalog__toggle button button--secondary" for="show-filters"><Icon name=IconName::Filter />"Filters"</label>
            <div class="catalog__lists">{filters::filters(model)}</div>
        </aside>
    }
    .into_any()
}

fn count(model: &CatalogModel) -> String {
    match model.cards.len() {
        1 => "1 result".to_owned(),
        count => format!("{count} results"),
    }
}

fn results(model: &CatalogModel) -> AnyView {
    if model.cards.is_empty() {
        return nothing(&model.query);
    }
    let shows_featured = model.featured.is_some();
    let entries: Vec<_> = model
        .cards
        .iter()
        .enumerate()
        .map(|(at, offer)| {
            let loading = if at < 2 && !shows_featured { Loading::Now } else { Loading::Later };
            view! { <li>{card::entry(offer, format!("offer-{at}"), loading)}</li> }
        })
        .collect();
    view! {
        {model.featured.as_ref().map(card::featured)}
        <ul class="entries">{entries}</ul>
    }
    .into_any()
}

/// Never an empty gray page: says what was asked and offers ways out.
fn nothing(query: &CatalogQuery) -> AnyView {
    let wider = CatalogQuery { language: None, tab: CatalogTab::All, ..query.clone() };
    let is_narrow = wider != *query;
    view! {
        <EmptyState title="No results found" text=asked(query) level=3>
            {is_narrow.then(|| view! { <LinkButton href=filters::url(&wider) kind=ButtonKind::Secondary attr:data-filter="">"Look in all kinds and languages"</LinkButton> })}
            <LinkButton href="/catalog/" kind=if is_narrow { ButtonKind::Quiet } else { ButtonKind::Secondary } attr:data-filter="">"See the whole catalog"</LinkButton>
        </EmptyState>
    }
    .into_any()
}

fn asked(query: &CatalogQuery) -> String {
    let mut asked = match query.tab {
        CatalogTab::Programs => "No program".to_owned(),
        CatalogTab::Courses => "No course".to_owned(),
        CatalogTab::All => "No course or program".to_owned(),
    };
    if let Some(topic) = &query.topic {
        asked.push_str(&format!(" about {topic}"));
    }
    if let Some(language) = &query.language {
        asked.push_str(&format!(" in {language}"));
    }
    if !query.search.is_empty() {
        asked.push_str(&format!(" that mentions “{}”", query.search));
    }
    asked.push_str(" is open for enrollment at the moment.");
    asked
}
