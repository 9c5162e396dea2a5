//! The tree beside the list: where one is, and the way elsewhere.

use super::{address, desk::PagesDesk};
use leptos::{prelude::*, task::spawn_local};
use std::collections::{BTreeMap, BTreeSet};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use xpro_api::{PAGES_PART, PageFilter, PageItem, PagePart, PagePlace, list_pages};
use xpro_ui::{Icon, IconName};

/// What is loaded and open.
#[derive(Clone, Copy)]
struct Tree {
    branches: RwSignal<BTreeMap<i64, PagePart>>,
    open: RwSignal<BTreeSet<i64>>,
    failed: RwSignal<BTreeSet<i64>>,
}

impl Tree {
    fn ask(self, page: i64) {
        spawn_local(async move {
            match list_pages(PageFilter::below(Some(page)), None).await {
                // The tree may be gone by now.
                Ok(part) => {
                    let _ = self.failed.try_update(|failed| failed.remove(&page));
                    let _ = self.branches.try_update(|branches| branches.insert(page, part));
                }
                Err(_) => {
                    let _ = self.failed.try_update(|failed| failed.insert(page));
                }
            }
        });
    }

    fn show(self, page: i64) {
        if self.open.with_untracked(|open| open.contains(&page)) {
            return;
        }
        self.open.update(|open| {
            open.insert(page);
        });
        if !self.branches.with_untracked(|branches| branches.contains_key(&page)) {
            self.ask(page);
        }
    }

    fn turn(self, page: i64) {
        if self.open.with_untracked(|open| open.contains(&page)) {
            self.open.update(|open| {
                open.remove(&page);
            });
        } else {
            self.show(page);
        }
    }

    fn ask_again(self) {
        for page in self.open.get_untracked() {
            self.ask(page);
        }
    }
}

/// The tree below where the explorer opens. The branch in view is open, and its page is marked.
#[component]
pub fn TreeBrowser(
    /// Where the explorer opens.
    #[prop(into)]
    root: Signal<Option<PageItem>>,
    /// The page whose pages are listed.
    #[prop(into)]
    here: Signal<Option<PagePlace>>,
) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let tree = Tree {
        branches: RwSignal::new(BTreeMap::new()),
        open: RwSignal::new(BTreeSet::new()),
        failed: RwSignal::new(BTreeSet::new()),
    };
    Effect::new(move |_| {
        if let Some(root) = root.get() {
            tree.show(root.id);
        }
    });
    Effect::new(move |_| {
        if let Some(here) = here.get() {
            for (page, _) in here.above {
                tree.show(page);
            }
            if here.item.child_count > 0 {
                tree.show(here.item.id);
            }
        }
    });
    Effect::new(move |before: Option<()>| {
        desk.changed.track();
        if before.is_some() {
            tree.ask_again();
        }
    });
    let current = Memo::new(move |_| here.with(|here| here.as_ref().map(|here| here.item.id)));
    view! {
        <nav class="page-tree" aria-label="Page tree" data-testid="page-tree" on:keydown=on_key_down>
            {move || root.get().map(|root| view! {
                <ul class="page-tree__list" role="list">
                    <Node page=root tree=tree current=current />
                </ul>
            })}
        </nav>
    }
}

#[component]
fn Node(page: PageItem, tree: Tree, current: Memo<Option<i64>>) -> AnyView {
    let id = page.id;
    let has_children = page.child_count > 0;
    let is_open = Memo::new(move |_| has_children && tree.open.with(|open| open.contains(&id)));
    let label = format!("Pages below {}", page.title);
    let toggle = has_children.then(|| {
        view! {
            <button
                class="page-tree__toggle"
                type="button"
                tabindex="-1"
                aria-label=label
                aria-expanded=move || if is_open.get() { "true" } else { "false" }
                on:click=move |_| tree.turn(id)
            >
                <Icon name=IconName::ChevronRight />
            </button>
        }
    });
    view! {
        <li class="page-tree__node">
            <div class="page-tree__line" class:page-tree__line--here=move || current.get() == Some(id)>
                {toggle}
                <a
                    class="page-tree__link"
                    class:page-tree__link--hidden=!page.state.is_live()
                    href=address::below(id)
                    data-tree-link=""
                    aria-current=move || (current.get() == Some(id)).then_some("page")
                >
                    {page.title}
                </a>
            </div>
            {move || is_open.get().then(|| view! { <Branch page=id tree=tree current=current /> })}
        </li>
    }
    .into_any()
}

#[component]
fn Branch(page: i64, tree: Tree, current: Memo<Option<i64>>) -> AnyView {
    let part = Memo::new(move |_| tree.branches.with(|branches| branches.get(&page).cloned()));
    let rows = move || part.get().map(|part| part.rows).unwrap_or_default();
    let rest = move || {
        let part = part.get()?;
        let shown = i64::from(PAGES_PART).min(part.total);
        (part.total > shown).then(|| {
            view! {
                <li class="page-tree__rest"><a href=address::below(page)>{format!("All {} in the list", part.total)}</a></li>
            }
        })
    };
    let state = move || {
        if tree.failed.with(|failed| failed.contains(&page)) {
            return Some(
                view! {
                    <li class="page-tree__rest">
                        <button class="link-button" type="button" on:click=move |_| tree.ask(page)>"Not loaded. Try again"</button>
                    </li>
                }
                .into_any(),
            );
        }
        part.get().is_none().then(|| view! { <li class="page-tree__rest" aria-busy="true">"Loading…"</li> }.into_any())
    };
    view! {
        <ul class="page-tree__list" role="list">
            <For each=rows key=PageItem::clone let:row>
                <Node page=row tree=tree current=current />
            </For>
            {rest}
            {state}
        </ul>
    }
    .into_any()
}

/// Up and down go from page to page, right opens a branch, left closes it.
fn on_key_down(event: KeyboardEvent) {
    let Some(link) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let Ok(Some(node)) = link.closest(".page-tree__node") else { return };
    let toggle = node.query_selector(":scope > .page-tree__line > .page-tree__toggle").ok().flatten();
    let is_open =
        toggle.as_ref().is_some_and(|toggle| toggle.get_attribute("aria-expanded").as_deref() == Some("true"));
    let is_handled = match event.key().as_str() {
        "ArrowDown" => move_focus(&link, 1),
        "ArrowUp" => move_focus(&link, -1),
        "ArrowRight" if !is_open => toggle.is_some_and(|toggle| press(&toggle)),
        "ArrowLeft" if is_open => toggle.is_some_and(|toggle| press(&toggle)),
        "ArrowLeft" => {
            let above = node.parent_element().and_then(|list| list.closest(".page-tree__node").ok().flatten());
            let link = above.and_then(|above| above.query_selector("[data-tree-link]").ok().flatten());
            link.is_some_and(|link| focus(&link))
        }
        _ => false,
    };
    if is_handled {
        event.prevent_default();
    }
}

fn move_focus(from: &Element, step: isize) -> bool {
    let Ok(links) = document().query_selector_all("[data-tree-link]") else { return false };
    let links: Vec<Element> = (0..links.length()).filter_map(|at| links.get(at)?.dyn_into().ok()).collect();
    let at = links.iter().position(|link| link == from);
    at.and_then(|at| links.get(at.checked_add_signed(step)?)).is_some_and(focus)
}

fn press(element: &Element) -> bool {
    element.dyn_ref::<HtmlElement>().map(HtmlElement::click).is_some()
}

fn focus(element: &Element) -> bool {
    element.dyn_ref::<HtmlElement>().is_some_and(|element| element.focus().is_ok())
}
