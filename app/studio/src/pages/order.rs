//! Arranging pages: by dragging a row, or with the arrow keys on its handle.

use super::desk::PagesDesk;
use leptos::prelude::*;
use web_sys::{DragEvent, KeyboardEvent};
use xpro_api::SiblingPlace;
use xpro_ui::{Icon, IconName};

/// What is being arranged.
#[derive(Clone, Copy)]
pub struct Order {
    desk: PagesDesk,
    dragged: RwSignal<Option<i64>>,
    over: RwSignal<Option<i64>>,
    /// The page that was chosen last, for choosing a stretch.
    pub last_picked: StoredValue<Option<i64>>,
}

impl Order {
    /// Nothing is.
    pub fn new(desk: PagesDesk) -> Self {
        Order { desk, dragged: RwSignal::new(None), over: RwSignal::new(None), last_picked: StoredValue::new(None) }
    }

    /// For those who do not see it.
    pub fn said(self) -> String {
        self.desk.moves.said.get()
    }

    /// A row is held over this one.
    pub fn is_over(self, page: i64) -> bool {
        self.over.get() == Some(page)
    }

    /// A row is held over this one: whether it may be dropped.
    pub fn drag_over(self, event: &DragEvent, page: i64) {
        if self.dragged.get_untracked().is_some_and(|dragged| dragged != page) {
            event.prevent_default();
            if self.over.get_untracked() != Some(page) {
                self.over.set(Some(page));
            }
        }
    }

    /// A row is dropped on this one: from above it goes behind it, from below before it.
    pub fn drop_on(self, event: &DragEvent, page: i64) {
        let Some(dragged) = self.dragged.get_untracked().filter(|dragged| *dragged != page) else { return };
        event.prevent_default();
        self.end();
        let ids = self.desk.list.ids();
        if let Some(place) = place_on(&ids, dragged, page) {
            self.put(dragged, place, String::new());
        }
    }

    fn end(self) {
        self.dragged.set(None);
        self.over.set(None);
    }

    fn step(self, page: i64, title: &str, down: bool) {
        let ids = self.desk.list.ids();
        let Some(at) = ids.iter().position(|id| *id == page) else { return };
        let neighbor = if down { ids.get(at + 1) } else { at.checked_sub(1).and_then(|at| ids.get(at)) };
        match neighbor {
            Some(neighbor) if down => {
                self.put(page, SiblingPlace::After(*neighbor), format!("{title} is at place {} now.", at + 2));
            }
            Some(neighbor) => {
                self.put(page, SiblingPlace::Before(*neighbor), format!("{title} is at place {} now.", at));
            }
            None => self
                .desk
                .moves
                .said
                .set(format!("{title} is at the {} already.", if down { "end" } else { "beginning" })),
        }
    }

    /// Shows the new order at once; the list is asked for again if the server refuses it.
    fn put(self, page: i64, place: SiblingPlace, said: String) {
        self.desk.list.loaded.value.update(|loaded| {
            if let Some(loaded) = loaded {
                let mut ids: Vec<i64> = loaded.part.rows.iter().map(|row| row.id).collect();
                rearrange(&mut ids, page, place);
                loaded.part.rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
            }
        });
        request_animation_frame(move || focus_handle(page));
        self.desk.moves.add(self.desk, page, place, said);
    }
}

/// Where a dragged page goes when it is dropped on another.
fn place_on(ids: &[i64], dragged: i64, on: i64) -> Option<SiblingPlace> {
    let place = |page: i64| ids.iter().position(|id| *id == page);
    let (from, to) = (place(dragged)?, place(on)?);
    Some(if from < to { SiblingPlace::After(on) } else { SiblingPlace::Before(on) })
}

fn rearrange(ids: &mut Vec<i64>, page: i64, place: SiblingPlace) {
    ids.retain(|id| *id != page);
    let beside = |sibling: i64, ids: &[i64]| ids.iter().position(|id| *id == sibling);
    let at = match place {
        SiblingPlace::First => 0,
        SiblingPlace::Last => ids.len(),
        SiblingPlace::Before(sibling) => beside(sibling, ids).unwrap_or(ids.len()),
        SiblingPlace::After(sibling) => beside(sibling, ids).map_or(ids.len(), |at| at + 1),
    };
    ids.insert(at, page);
}

fn handle_id(page: i64) -> String {
    format!("handle-{page}")
}

fn focus_handle(page: i64) {
    use wasm_bindgen::JsCast as _;
    let handle = document().get_element_by_id(&handle_id(page));
    if let Some(handle) = handle.and_then(|handle| handle.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Without it the focus starts at the top again.
        let _ = handle.focus();
    }
}

/// What is dragged, or moved with the arrow keys.
#[component]
pub fn Handle(page: i64, title: String, order: Order) -> impl IntoView {
    let label = format!("Move {title}: arrow keys up and down");
    let on_keydown = move |event: KeyboardEvent| {
        let down = match event.key().as_str() {
            "ArrowUp" => false,
            "ArrowDown" => true,
            _ => return,
        };
        event.prevent_default();
        order.step(page, &title, down);
    };
    view! {
        <button
            class="pages__handle"
            type="button"
            id=handle_id(page)
            draggable="true"
            aria-label=label
            data-testid="handle"
            on:keydown=on_keydown
            on:dragstart=move |event: DragEvent| {
                if let Some(data) = event.data_transfer() {
                    // Some browsers drag nothing that carries nothing.
                    let _ = data.set_data("text/plain", &page.to_string());
                }
                order.dragged.set(Some(page));
            }
            on:dragend=move |_| order.end()
        >
            <Icon name=IconName::Dots />
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_page_takes_the_place_it_is_dropped_on() {
        assert_eq!(place_on(&[1, 2, 3], 1, 3), Some(SiblingPlace::After(3)));
        assert_eq!(place_on(&[1, 2, 3], 3, 1), Some(SiblingPlace::Before(1)));
        assert_eq!(place_on(&[1, 2, 3], 9, 1), None);
    }

    #[test]
    fn the_order_is_shown_at_once() {
        let arranged = |page, place| {
            let mut ids = vec![1, 2, 3];
            rearrange(&mut ids, page, place);
            ids
        };
        assert_eq!(arranged(3, SiblingPlace::Before(1)), [3, 1, 2]);
        assert_eq!(arranged(1, SiblingPlace::After(2)), [2, 1, 3]);
        assert_eq!(arranged(1, SiblingPlace::Last), [2, 3, 1]);
        assert_eq!(arranged(3, SiblingPlace::First), [3, 1, 2]);
    }
}
