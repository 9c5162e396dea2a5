//! The page with the tree and the list.

use super::{
    address::{self, filter_words},
    badges::PageBadges,
    desk::{Dialog, PagesDesk},
    filters::FilterBar,
    many::ManyBar,
    menu::RowMenu,
    selection::Selection,
    table::{PageTable, focus_row, link_id},
    tree::TreeBrowser,
};
use crate::{failure::Failure, keys::on_key, page, remote::Remote};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use xpro_api::{PageFilter, PageItem, PagePlace, page_place};
use xpro_ui::{Button, ButtonKind, ButtonSize, EmptyState, Icon, IconName, LinkButton};

/// Tree, filters, list, and what comes in the list's place while there is none.
#[component]
pub fn PagesView() -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let (path, query) = (use_location().pathname, use_location().search);
    // The address of the next screen comes before this one goes; what it says is no list.
    let filter = Memo::new(move |before: Option<&PageFilter>| match before {
        Some(before) if !path.with(|path| address::is_explorer(path)) => before.clone(),
        _ => query.with(|query| address::page_filter(query)),
    });
    let place = Remote::<Option<PagePlace>>::new();
    let root = RwSignal::new(None::<PageItem>);
    let parent = Memo::new(move |_| filter.with(|filter| filter.parent));
    Effect::new(move |_| {
        desk.changed.track();
        place.ask(page_place(parent.get()));
    });
    learn_the_root(desk, place, parent, root);
    Effect::new(move |_| {
        let wanted = filter.get();
        if wanted != desk.list.wanted.get_untracked() {
            desk.chosen.set(Selection::default());
        }
        desk.list.enter(wanted);
    });
    return_to_the_opened_row(desk);
    go_on_beside_what_left(desk);
    let here = Signal::derive(move || place.value.get().flatten());
    let title = Memo::new(move |_| {
        here.with(|here| here.as_ref().map_or_else(|| "Pages".to_owned(), |here| here.item.title.clone()))
    });
    page::name(move || format!("{} | Pages", title.get()));
    shortcuts(here);
    let is_tree_open = RwSignal::new(false);
    let may_reorder = Signal::derive(move || here.with(|here| here.as_ref().is_some_and(|here| here.rights.reorder)));
    let has_no_pages = Memo::new(move |_| place.value.with(|place| matches!(place, Some(None))));
    let again = move |()| {
        place.ask(page_place(parent.get_untracked()));
        desk.list.reload();
    };
    let error = move || place.error.get().or_else(|| desk.list.loaded.error.get());
    let body = move || {
        if has_no_pages.get() {
            let text = "No group of yours has a right to any page yet. Somebody who manages groups can give it one.";
            return view! { <EmptyState title="No pages for you yet" text=text icon=IconName::Layers /> }.into_any();
        }
        view! {
            <FilterBar filter=filter branch=title />
            <Body filter=filter may_reorder=may_reorder />
        }
        .into_any()
    };
    view! {
        <div class="explorer" class:explorer--tree=is_tree_open>
            <aside class="explorer__tree">
                <button
                    class="explorer__tree-toggle"
                    type="button"
                    aria-expanded=move || if is_tree_open.get() { "true" } else { "false" }
                    on:click=move |_| is_tree_open.update(|open| *open = !*open)
                >
                    <Icon name=IconName::Layers />
                    "Page tree"
                    <Icon name=IconName::ChevronDown />
                </button>
                <div class="explorer__tree-body" on:click=move |_| is_tree_open.set(false)>
                    <TreeBrowser root=root here=here />
                </div>
            </aside>
            <div class="desk-page explorer__page">
                <Head here=here />
                {move || error().map(|error| view! { <Failure error=error again=again /> })}
                {body}
            </div>
            <ManyBar />
        </div>
    }
}

/// The tree begins where the explorer opens; that is asked for apart when the address names a page.
fn learn_the_root(
    desk: PagesDesk,
    place: Remote<Option<PagePlace>>,
    parent: Memo<Option<i64>>,
    root: RwSignal<Option<PageItem>>,
) {
    let apart = Remote::<Option<PagePlace>>::new();
    Effect::new(move |_| {
        desk.changed.track();
        if parent.get_untracked().is_some() {
            apart.ask(page_place(None));
        }
    });
    Effect::new(move |_| {
        let own = place.value.get().flatten().filter(|_| parent.get_untracked().is_none());
        let found = own.or_else(|| apart.value.get().flatten()).map(|place| place.item);
        if found.is_some() && root.with_untracked(|root| *root != found) {
            root.set(found);
        }
    });
}

/// `u` goes up, `n` makes a page here.
fn shortcuts(here: Signal<Option<PagePlace>>) {
    let desk = expect_context::<PagesDesk>();
    let navigate = use_navigate();
    on_key(move |key| {
        let Some(here) = here.get_untracked() else { return false };
        match (key, here.above.last()) {
            ("u", Some((above, _))) => {
                navigate(&address::below(*above), NavigateOptions { resolve: false, ..NavigateOptions::default() });
                true
            }
            ("n", _) if !here.kinds.is_empty() => {
                desk.dialog.set(Some(Dialog::Add(here.item.id)));
                true
            }
            _ => false,
        }
    });
}

/// The way down to the page whose pages are listed, and what can be done to it.
#[component]
fn Head(here: Signal<Option<PagePlace>>) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let crumbs = move || {
        let here = here.get()?;
        let steps: Vec<_> = here
            .above
            .into_iter()
            .map(|(id, title)| view! { <li class="breadcrumbs__step"><a href=address::below(id)>{title}</a></li> })
            .collect();
        Some(view! {
            <nav class="breadcrumbs" aria-label="Breadcrumb">
                <ol class="breadcrumbs__list">
                    {steps}
                    <li class="breadcrumbs__step"><span aria-current="page">{here.item.title}</span></li>
                </ol>
            </nav>
        })
    };
    let acts = move || {
        let here = here.get()?;
        let id = here.item.id;
        let edit = (here.rights.view).then(|| {
            view! {
                <LinkButton href=address::editor(id) kind=ButtonKind::Secondary size=ButtonSize::Small>
                    <Icon name=IconName::Pencil />
                    {if here.rights.edit { "Edit" } else { "Open" }}
                </LinkButton>
            }
        });
        let add = (!here.kinds.is_empty()).then(|| {
            view! {
                <Button
                    press="button"
                    size=ButtonSize::Small
                    attr:data-testid="add-page"
                    on_press=move |_| desk.dialog.set(Some(Dialog::Add(id)))
                >
                    <Icon name=IconName::Plus />
                    "Add a page"
                </Button>
            }
        });
        Some(view! {
            {edit}
            {add}
            <RowMenu page=id title=here.item.title />
        })
    };
    let status = move || here.get().map(|here| view! { <PageBadges page=here.item /> });
    view! {
        <header class="explorer__head">
            <div class="explorer__crumbs">
                {crumbs}
                <p class="explorer__links">
                    <a href=address::RUNS>"Acts on many pages"</a>
                    <a href=address::TRASH>"Trash"</a>
                </p>
            </div>
            <div class="desk-page__head">
                <h1 class="desk-page__title">
                    {move || here.with(|here| here.as_ref().map_or_else(|| "Pages".to_owned(), |here| here.item.title.clone()))}
                </h1>
                {status}
                <p class="desk-page__count" role="status" data-testid="page-count">{move || count_text(desk)}</p>
                <div class="desk-page__acts explorer__acts">{acts}</div>
            </div>
        </header>
    }
}

fn count_text(desk: PagesDesk) -> String {
    let is_search = desk.list.wanted.with(PageFilter::is_search);
    match (desk.list.total(), is_search) {
        (None, _) => String::new(),
        (Some(0), false) => "No pages below".to_owned(),
        (Some(0), true) => "No page found".to_owned(),
        (Some(1), false) => "1 page below".to_owned(),
        (Some(1), true) => "1 page found".to_owned(),
        (Some(total), false) => format!("{total} pages below"),
        (Some(total), true) => format!("{total} pages found"),
    }
}

/// What the list's place shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scene {
    Waiting,
    Nothing,
    Table,
    Empty,
}

#[component]
fn Body(#[prop(into)] filter: Signal<PageFilter>, may_reorder: Signal<bool>) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let scene = Memo::new(move |_| match (desk.list.total(), desk.list.loaded.is_loading.get()) {
        (Some(1..), _) => Scene::Table,
        (_, true) => Scene::Waiting,
        (Some(_), false) => Scene::Empty,
        (None, false) => Scene::Nothing,
    });
    move || {
        match scene.get() {
        Scene::Waiting => view! { <Waiting what="pages" /> }.into_any(),
        Scene::Nothing => ().into_any(),
        Scene::Table => view! {
            {move || (filter.with(PageFilter::is_menu_order) && may_reorder.get()).then(|| view! {
                <p class="page-filters__words">"Drag a page by its handle, or press the arrow keys on it. Menus and lists of the site follow this order."</p>
            })}
            <PageTable filter=filter may_reorder=may_reorder />
        }
        .into_any(),
        Scene::Empty => view! { <Empty filter=filter.get() /> }.into_any(),
    }
    }
}

/// Gray lines where the rows will be, so that nothing jumps.
#[component]
pub fn Waiting(
    /// What is awaited, for those who do not see it.
    what: &'static str,
) -> impl IntoView {
    let lines: Vec<_> = (0..8).map(|_| view! { <div class="waiting__line"></div> }).collect();
    view! {
        <div class="waiting" data-testid="waiting">
            <p class="visually-hidden" role="status">{format!("Loading {what}")}</p>
            {lines}
        </div>
    }
}

#[component]
fn Empty(filter: PageFilter) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    if !filter.is_search() {
        let text = "Pages that are made below this one are listed here.";
        return view! { <EmptyState title="No pages below" text=text icon=IconName::Layers /> }.into_any();
    }
    let clear = address::pages(&address::unfiltered(&filter));
    let everywhere = (!filter.everywhere && filter.parent.is_some())
        .then(|| address::pages(&PageFilter { everywhere: true, ..filter.clone() }));
    let words = desk.choices.value.with(|choices| filter_words(&filter, choices.as_ref())).join(", ");
    view! {
        <EmptyState title="No page fits" text=format!("Filtered by {words}.")>
            {everywhere.map(|href| view! { <LinkButton href=href>"Search everywhere"</LinkButton> })}
            <LinkButton href=clear kind=ButtonKind::Secondary>"Show all pages here"</LinkButton>
        </EmptyState>
    }
    .into_any()
}

/// After a page left the list, the focus is on the row beside it, and not at the top of everything.
fn go_on_beside_what_left(desk: PagesDesk) {
    desk.list.leaving.set_value(None);
    Effect::new(move |_| {
        desk.list.loaded.value.track();
        let Some((page, beside)) = desk.list.leaving.try_update_value(Option::take).flatten() else { return };
        if desk.list.ids().contains(&page) {
            return;
        }
        match beside {
            Some(beside) => page::focus_after_dialog(link_id(beside)),
            None => page::focus_content(),
        }
    });
}

/// Coming back from a page, the focus is where it was.
fn return_to_the_opened_row(desk: PagesDesk) {
    Effect::new(move |_| {
        let has_rows = desk.list.total().is_some_and(|total| total > 0);
        let Some(opened) = desk.list.opened.get_value().filter(|_| has_rows) else { return };
        desk.list.opened.set_value(None);
        request_animation_frame(move || focus_row(opened));
    });
}
