//! The listing. Of a long list only the rows in view are drawn; more are asked for as one comes near the end.

use super::{
    address,
    badges::PageBadges,
    desk::PagesDesk,
    menu::RowMenu,
    order::{Handle, Order},
    window::rows_in_view,
};
use crate::{keys::on_key, moment::Moment};
use leptos::{ev, html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::ops::Range;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, MouseEvent};
use xpro_api::{PageFilter, PageItem, PageSort};
use xpro_ui::{Icon, IconName};

/// Rows left below the screen when the next part is asked for.
const AHEAD: usize = 40;

/// The table. `j` and `k` move the focus from page to page, `x` chooses the page, Enter opens, because the focus is on a link.
#[component]
pub fn PageTable(
    /// The filter in force.
    #[prop(into)]
    filter: Signal<PageFilter>,
    /// The person may arrange the pages listed.
    #[prop(into)]
    may_reorder: Signal<bool>,
) -> impl IntoView {
    let desk = expect_context::<PagesDesk>();
    let body = NodeRef::<html::Tbody>::new();
    let count = Memo::new(move |_| {
        desk.list.loaded.value.with(|loaded| loaded.as_ref().map_or(0, |loaded| loaded.part.rows.len()))
    });
    let (height, view) = follow_the_screen(body, count);
    Effect::new(move |_| {
        if view.get().end + AHEAD >= count.get() {
            desk.list.load_more();
        }
    });
    let rows = move || {
        let view = view.get();
        desk.list.loaded.value.with(|loaded| {
            let rows = loaded.as_ref().map(|loaded| loaded.part.rows.as_slice()).unwrap_or_default();
            rows.get(view.start.min(rows.len())..view.end.min(rows.len())).unwrap_or_default().to_vec()
        })
    };
    let order = Order::new(desk);
    // Until the answer is here, the rows on the screen are in another order, and a place among them means nothing.
    let is_arranged = Memo::new(move |_| {
        may_reorder.get() && filter.with(|filter| filter.is_menu_order() && desk.list.answers(filter))
    });
    let is_search = Memo::new(move |_| filter.with(PageFilter::is_search));
    on_key(move |key| match key {
        "j" => move_focus(1),
        "k" => move_focus(-1),
        "x" => focused_page().is_some_and(|page| {
            desk.chosen.update(|chosen| chosen.toggle(page, &desk.list.ids()));
            true
        }),
        _ => false,
    });
    let all = move |_| desk.chosen.update(|chosen| chosen.toggle_loaded(&desk.list.ids()));
    let has_all = move || {
        count.track();
        desk.chosen.with(|chosen| chosen.has_all(&desk.list.ids()))
    };
    let space = move |rows: usize| format!("{}px", rows as f64 * height.get());
    view! {
        <table
            class="table pages"
            class:pages--arranged=is_arranged
            data-testid="pages"
            aria-rowcount=move || desk.list.total().unwrap_or(-1).to_string()
            aria-busy=move || desk.list.loaded.is_loading.get().then_some("true")
        >
            <caption class="visually-hidden">"Pages"</caption>
            <thead>
                <tr>
                    <th scope="col" class="pages__pick">
                        <input type="checkbox" aria-label="Choose all listed pages" data-testid="choose-all" prop:checked=has_all on:change=all />
                    </th>
                    <SortHead filter=filter by=PageSort::Title label="Title" class="pages__title-head" />
                    <SortHead filter=filter by=PageSort::Kind label="Type" class="pages__wide" />
                    <SortHead filter=filter by=PageSort::Updated label="Updated" class="pages__wide" />
                    <SortHead filter=filter by=PageSort::Status label="Status" class="pages__status" />
                    <th scope="col" class="pages__more"><span class="visually-hidden">"Acts"</span></th>
                </tr>
            </thead>
            <tbody node_ref=body>
                <tr aria-hidden="true" class="pages__space" style:height=move || space(view.get().start)><td colspan="6"></td></tr>
                // The whole row is the key: a row that changed is drawn anew.
                <For each=rows key=PageItem::clone let:row>
                    <Row page=row order=order is_arranged=is_arranged is_search=is_search />
                </For>
                <tr aria-hidden="true" class="pages__space" style:height=move || space(count.get().saturating_sub(view.get().end))>
                    <td colspan="6"></td>
                </tr>
            </tbody>
        </table>
        <p class="pages__end" role="status">
            {move || (desk.list.loaded.is_loading.get() && count.get() > 0).then_some("Loading more…")}
        </p>
        <p class="visually-hidden" role="status" aria-live="assertive">{move || order.said()}</p>
    }
}

/// Height of a row, and which rows are in view, as the window is scrolled and resized.
fn follow_the_screen(body: NodeRef<html::Tbody>, count: Memo<usize>) -> (RwSignal<f64>, Memo<Range<usize>>) {
    let height = RwSignal::new(57.0);
    let top = RwSignal::new((0.0, 900.0));
    let look = move || {
        let Some(body) = body.get_untracked() else { return };
        let screen = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(900.0);
        top.set((-body.get_bounding_client_rect().top(), screen));
        if let Ok(Some(row)) = body.query_selector(".pages__row") {
            let measured = row.get_bounding_client_rect().height();
            if measured > 1.0 && (measured - height.get_untracked()).abs() > 0.5 {
                height.set(measured);
            }
        }
    };
    let scroll = window_event_listener(ev::scroll, move |_| look());
    let resize = window_event_listener(ev::resize, move |_| look());
    on_cleanup(move || {
        scroll.remove();
        resize.remove();
    });
    Effect::new(move |_| {
        count.track();
        request_animation_frame(look);
    });
    let view = Memo::new(move |_| {
        let (top, screen) = top.get();
        rows_in_view(top, screen, height.get(), count.get())
    });
    (height, view)
}

#[component]
fn SortHead(filter: Signal<PageFilter>, by: PageSort, label: &'static str, class: &'static str) -> impl IntoView {
    let url = move || filter.with(|filter| address::pages(&address::sorted(filter, by)));
    let is_current = move || filter.with(|filter| filter.order() == by);
    let is_down = move || filter.with(|filter| filter.desc);
    let sort = move || match (is_current(), is_down()) {
        (false, _) => "none",
        (true, true) => "descending",
        (true, false) => "ascending",
    };
    let arrow = move || {
        is_current().then(|| {
            let name = if is_down() { IconName::ChevronDown } else { IconName::ChevronUp };
            view! { <Icon name=name /> }
        })
    };
    view! {
        <th scope="col" class=class aria-sort=sort>
            <a class="pages__sort" href=url data-noscroll="">{label}{arrow}</a>
        </th>
    }
}

#[component]
fn Row(page: PageItem, order: Order, is_arranged: Memo<bool>, is_search: Memo<bool>) -> AnyView {
    let desk = expect_context::<PagesDesk>();
    let id = page.id;
    let remember = move || desk.list.opened.set_value(Some(id));
    let navigate = use_navigate();
    let open = move |event: MouseEvent| {
        if is_meant_for_the_row(&event) {
            remember();
            navigate(&address::editor(id), NavigateOptions { resolve: false, ..NavigateOptions::default() });
        }
    };
    let last_picked = order.last_picked;
    let pick = move |event: MouseEvent| {
        let ids = desk.list.ids();
        let from = last_picked.get_value().filter(|_| event.shift_key());
        desk.chosen.update(|chosen| match from {
            Some(from) => chosen.extend(from, id, &ids),
            None => chosen.toggle(id, &ids),
        });
        last_picked.set_value(Some(id));
    };
    let is_chosen = Memo::new(move |_| desk.chosen.with(|chosen| chosen.has(id)));
    let below = (page.child_count > 0).then(|| {
        let label = if page.child_count == 1 {
            format!("1 page below {}", page.title)
        } else {
            format!("{} pages below {}", page.child_count, page.title)
        };
        view! {
            <a class="pages__below" href=address::below(id) aria-label=label>
                {page.child_count}
                <Icon name=IconName::ChevronRight />
            </a>
        }
    });
    let parent = page.parent_title.clone().zip(page.parent);
    let where_it_is = move || match &parent {
        Some((title, parent)) if is_search.get() => {
            Some(view! { " in "<a href=address::below(*parent)>{title.clone()}</a> })
        }
        _ => None,
    };
    let title = page.title.clone();
    let by = page.updated_by.clone();
    view! {
        <tr
            class="pages__row"
            class:pages__row--chosen=is_chosen
            class:pages__row--over=move || order.is_over(id)
            data-testid="page-row"
            data-page=id.to_string()
            on:click=open
            on:dragover=move |event| order.drag_over(&event, id)
            on:drop=move |event| order.drop_on(&event, id)
        >
            <td class="pages__pick">
                {move || is_arranged.get().then(|| view! { <Handle page=id title=title.clone() order=order /> })}
                <input type="checkbox" aria-label=format!("Choose {}", page.title) prop:checked=is_chosen on:click=pick />
            </td>
            <th scope="row" class="pages__title">
                <span class="pages__line">
                    <a class="pages__link" id=link_id(id) href=address::editor(id) data-page-link="" on:click=move |_| remember()>
                        {page.title.clone()}
                    </a>
                    {below}
                </span>
                <span class="pages__sub">{page.url_path.clone()}{where_it_is}</span>
            </th>
            <td class="pages__wide">{page.kind_label.clone()}</td>
            <td class="pages__wide pages__date">
                <Moment at=page.updated_at />
                {by.map(|by| view! { <span class="pages__sub">{by}</span> })}
            </td>
            <td class="pages__status"><PageBadges page=page.clone() /></td>
            <td class="pages__more"><RowMenu page=id title=page.title /></td>
        </tr>
    }
    .into_any()
}

/// A plain click beside the controls opens the page too; marking text to copy it does not.
fn is_meant_for_the_row(event: &MouseEvent) -> bool {
    let has_marked = window().get_selection().ok().flatten().is_some_and(|marked| !marked.is_collapsed());
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_on_control = target
        .and_then(|element| element.closest("a, button, input, .pages__pick, .row-menu").ok().flatten())
        .is_some();
    !(has_marked || is_on_control || event.ctrl_key() || event.meta_key() || event.shift_key())
}

/// `id` of the link in a page's row.
pub fn link_id(page: i64) -> String {
    format!("page-{page}")
}

/// Puts the focus back on a page's row, when the row is there and nothing else was chosen in the meantime.
pub fn focus_row(page: i64) {
    let is_free =
        document().active_element().is_none_or(|focused| focused.tag_name() == "BODY" || focused.id() == "content");
    if !is_free {
        return;
    }
    if let Some(link) = document().get_element_by_id(&link_id(page)) {
        focus(&link);
    }
}

/// The page whose link has the focus.
fn focused_page() -> Option<i64> {
    let focused = document().active_element()?;
    focused.closest("[data-page]").ok().flatten()?.get_attribute("data-page")?.parse().ok()
}

/// Moves the focus to the link `step` rows further, or to the first when none has it.
fn move_focus(step: isize) -> bool {
    let Ok(links) = document().query_selector_all("[data-page-link]") else { return false };
    let links: Vec<Element> = (0..links.length()).filter_map(|at| links.get(at)?.dyn_into().ok()).collect();
    let focused = document().active_element();
    let at = focused.and_then(|focused| links.iter().position(|link| *link == focused));
    let next = match at {
        None => Some(0),
        Some(at) => at.checked_add_signed(step),
    };
    next.and_then(|next| links.get(next)).is_some_and(focus)
}

fn focus(element: &Element) -> bool {
    element.dyn_ref::<HtmlElement>().is_some_and(|element| element.focus().is_ok())
}
