//! The image library: tiles or rows, search, tags, upload.

use super::{
    parts::{Pages, count_text},
    queue::Uploads,
    size::{size_text, uses_text},
    upload::UploadPlace,
};
use crate::{failure::Failure, moment::Moment, page, paths, remote::Remote, search_field::SearchField, typed::Typed};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use xpro_api::{ImageFilter, ImageItem, LibraryPage, list_images};
use xpro_ui::{EmptyState, Icon, IconName, LinkButton};

/// The page.
#[component]
pub fn ImagesView() -> impl IntoView {
    let query = use_location().search;
    let filter = Memo::new(move |_| query.with(|query| paths::image_filter(query)));
    let loaded = Remote::<LibraryPage<ImageItem>>::new();
    let ask = move || loaded.ask(list_images(filter.get_untracked()));
    Effect::new(move |before: Option<ImageFilter>| {
        let now = filter.get();
        // Tiles or rows is no question to the server.
        let same = before.is_some_and(|before| ImageFilter { rows: now.rows, ..before } == now);
        if !same {
            ask();
        }
        now
    });
    page::name(|| "Images".to_owned());
    let navigate = use_navigate();
    let open = {
        let navigate = navigate.clone();
        Callback::new(move |item: ImageItem| navigate(&paths::image(item.id), plain()))
    };
    let go = Callback::new(move |filter: ImageFilter| navigate(&paths::images(&filter), plain()));
    let uploads = Uploads::<ImageItem>::shared(ask);
    let total = move || loaded.value.with(|page| page.as_ref().map(|page| page.total));
    let may_change = Memo::new(move |_| loaded.value.with(|page| page.as_ref().is_some_and(|page| page.may_change)));
    let body = move || view! { <Found loaded=loaded filter=filter go=go /> };
    view! {
        <div class="desk-page">
            <header class="desk-page__head">
                <h1 class="desk-page__title">"Images"</h1>
                <p class="desk-page__count" role="status" data-testid="image-count">
                    {move || count_text(total(), "image", "images")}
                </p>
            </header>
            {move || loaded.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
            {move || {
                if may_change.get() {
                    view! {
                        <UploadPlace uploads=uploads open=open open_label="Add alt text">
                            {body()}
                        </UploadPlace>
                    }
                    .into_any()
                } else {
                    body().into_any()
                }
            }}
        </div>
    }
}

fn plain() -> NavigateOptions {
    NavigateOptions { resolve: false, ..NavigateOptions::default() }
}

/// Filters, list and pages.
#[component]
fn Found(
    loaded: Remote<LibraryPage<ImageItem>>,
    filter: Memo<ImageFilter>,
    go: Callback<ImageFilter>,
) -> impl IntoView {
    let rows = Memo::new(move |_| filter.with(|filter| filter.rows));
    let list = move || {
        let page = loaded.value.get()?;
        Some(if page.items.is_empty() {
            view! { <Nothing filter=filter.get() /> }.into_any()
        } else if rows.get() {
            view! { <Rows items=page.items /> }.into_any()
        } else {
            view! { <Tiles items=page.items /> }.into_any()
        })
    };
    view! {
        <ImageFilters loaded=loaded filter=filter go=go />
        <div class="library" aria-busy=move || loaded.is_loading.get().then_some("true")>
            {list}
        </div>
        <Pages
            page=Signal::derive(move || filter.with(|filter| filter.page))
            total=Signal::derive(move || loaded.value.with(|page| page.as_ref().map_or(0, |page| page.total)))
            go=Callback::new(move |page| go.run(ImageFilter { page, ..filter.get_untracked() }))
        />
    }
}

#[component]
fn ImageFilters(
    loaded: Remote<LibraryPage<ImageItem>>,
    filter: Memo<ImageFilter>,
    go: Callback<ImageFilter>,
) -> impl IntoView {
    let search = Callback::new(move |q| go.run(ImageFilter { q, page: 0, ..filter.get_untracked() }));
    let typed = Typed::new(|| (), Signal::derive(move || filter.with(|filter| filter.q.clone())), search);
    let switch = move |label: &'static str, on: fn(&ImageFilter) -> bool, turned: fn(ImageFilter) -> ImageFilter| {
        let class = move || {
            if filter.with(on) { "filters__switch filters__switch--on" } else { "filters__switch" }
        };
        let href = move || paths::images(&turned(ImageFilter { page: 0, ..filter.get() }));
        view! { <a class=class href=href aria-current=move || filter.with(on).then_some("true")>{label}</a> }
    };
    let tags = move || {
        let known = loaded.value.with(|page| page.as_ref().map(|page| page.tags.clone()).unwrap_or_default());
        known
            .into_iter()
            .take(12)
            .map(|(tag, count)| {
                let chosen = filter.with(|filter| filter.tag == tag);
                let wanted = if chosen { String::new() } else { tag.clone() };
                let href = paths::images(&ImageFilter { tag: wanted, page: 0, ..filter.get() });
                let class = if chosen { "filters__switch filters__switch--on" } else { "filters__switch" };
                view! {
                    <a class=class href=href aria-current=chosen.then_some("true")>
                        {tag}<span class="library-muted">{count}</span>
                    </a>
                }
            })
            .collect_view()
    };
    let layout = move |label: &'static str, icon: IconName, rows: bool| {
        let href = move || paths::images(&ImageFilter { rows, ..filter.get() });
        let here = move || (filter.with(|filter| filter.rows) == rows).then_some("true");
        view! { <a class="library-layout__choice" href=href aria-current=here aria-label=label title=label><Icon name=icon /></a> }
    };
    view! {
        <div class="library-filters">
            <SearchField label="Search images" placeholder="Title, alt text, file name, tag" testid="image-search" typed=typed />
            <div class="library-switches">
                {switch("Without alt text", |filter| filter.without_alt, |filter| ImageFilter { without_alt: !filter.without_alt, ..filter })}
                {switch("Not used", |filter| filter.unused, |filter| ImageFilter { unused: !filter.unused, ..filter })}
                {tags}
            </div>
            <div class="library-layout" role="group" aria-label="Layout">
                {layout("Tiles", IconName::Layers, false)}
                {layout("Rows", IconName::Menu, true)}
            </div>
        </div>
    }
}

/// Tiles.
#[component]
fn Tiles(items: Vec<ImageItem>) -> impl IntoView {
    let tiles = items
        .into_iter()
        .map(|item| {
            let href = paths::image(item.id);
            view! { <li><a class="tile" href=href><TileContent item=item /></a></li> }
        })
        .collect_view();
    view! { <ul class="tiles" role="list" data-testid="tiles">{tiles}</ul> }
}

/// What a tile shows.
#[component]
pub fn TileContent(
    /// The picture.
    item: ImageItem,
) -> impl IntoView {
    let no_alt = item.alt.is_empty();
    view! {
        <span class="tile__frame">
            <img class="tile__image" src=item.thumbnail alt="" loading="lazy" decoding="async" />
        </span>
        <span class="tile__title">{item.title}</span>
        <span class="tile__facts">
            {format!("{}×{} · {}", item.width, item.height, size_text(item.file_size))}
            {no_alt.then(|| view! { <span class="tile__warning">"No alt text"</span> })}
        </span>
    }
}

#[component]
fn Rows(items: Vec<ImageItem>) -> impl IntoView {
    let rows = items
        .into_iter()
        .map(|item| {
            view! {
                <tr class="library-row">
                    <td class="library-row__picture"><img src=item.thumbnail alt="" loading="lazy" decoding="async" /></td>
                    <th scope="row">
                        <a class="library-row__link" href=paths::image(item.id)>{item.title}</a>
                        <span class="library-muted">{item.file_name}</span>
                    </th>
                    <td class="library-wide">{if item.alt.is_empty() { "No alt text".to_owned() } else { item.alt }}</td>
                    <td class="library-wide">{format!("{}×{}", item.width, item.height)}</td>
                    <td class="library-wide">{size_text(item.file_size)}</td>
                    <td>{uses_text(item.uses)}</td>
                    <td class="library-wide"><Moment at=item.created_at /></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-frame">
            <table class="table library-table" data-testid="image-rows">
                <thead>
                    <tr>
                        <th scope="col"><span class="visually-hidden">"Picture"</span></th>
                        <th scope="col">"Title"</th>
                        <th scope="col" class="library-wide">"Alt text"</th>
                        <th scope="col" class="library-wide">"Pixels"</th>
                        <th scope="col" class="library-wide">"Size"</th>
                        <th scope="col">"Used"</th>
                        <th scope="col" class="library-wide">"Added"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Nothing(filter: ImageFilter) -> impl IntoView {
    let unfiltered = ImageFilter { rows: filter.rows, ..ImageFilter::default() };
    if filter == unfiltered {
        return view! {
            <EmptyState title="No images yet" text="Drop some here, or press “Upload images”." icon=IconName::Layers />
        }
        .into_any();
    }
    view! {
        <EmptyState title="No image matches" text="Try another word, or take a filter off.">
            <LinkButton href=paths::images(&unfiltered)>"Show all images"</LinkButton>
        </EmptyState>
    }
    .into_any()
}
