//! What can be done to an entry of a list as a whole.

use super::clipboard;
use crate::editor::{
    browser,
    fields::{Tool, mini_tool},
    model::{document::Edit, path, sections::copy},
    reveal::{add_id, entry_id},
    store::Store,
};
use leptos::prelude::*;
use serde_json::{Value, json};
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, KeyboardEvent};
use xpro_ui::IconName;

/// One entry with what it is called.
#[derive(Clone)]
pub struct EntryTools {
    /// The document.
    pub store: Store,
    /// The list that it is in.
    pub list: String,
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: Signal<String>,
    /// Every entry of the list.
    pub ids: Memo<Vec<String>>,
}

impl EntryTools {
    /// Its address.
    pub fn at(&self) -> String {
        path::join(&self.list, &self.id)
    }

    fn place(&self) -> Option<(usize, usize)> {
        self.ids.with_untracked(|ids| Some((ids.iter().position(|id| *id == self.id)?, ids.len())))
    }

    /// Moves it by so many places, and says where it is.
    pub fn step(&self, by: isize) {
        let Some((at, count)) = self.place() else { return };
        let name = self.name.get_untracked();
        let Some(to) = at.checked_add_signed(by).filter(|to| *to < count) else {
            let end = if by < 0 { "first" } else { "last" };
            self.store.announced.set(format!("{name} is {end} already."));
            return;
        };
        self.move_to(to);
        self.store.announced.set(format!("{name} moved to place {} of {count}.", to + 1));
        let handle = handle_id(&self.at());
        request_animation_frame(move || {
            if let Some(handle) = browser::element(&handle) {
                // The element was moved, which takes the focus from it in some browsers.
                let _ = handle.focus();
            }
        });
    }

    /// Puts it at this place.
    pub fn move_to(&self, to: usize) {
        self.store.edit(Edit::Move { list: self.list.clone(), id: self.id.clone(), to });
    }

    /// Puts the same once more behind it.
    pub fn duplicate(&self) {
        let Some(entry) = self.whole() else { return };
        let Some((at, _)) = self.place() else { return };
        let entry = copy(&entry, &mut browser::new_id);
        let copied = path::id_of(&entry).map(|id| path::join(&self.list, id));
        self.store.edit(Edit::Insert { list: self.list.clone(), at: at + 1, entry });
        self.store.announced.set(format!("{} duplicated.", self.name.get_untracked()));
        self.store.wanted.set(copied);
    }

    /// Takes it away; it can be brought back.
    pub fn remove(&self) {
        let name = self.name.get_untracked();
        let neighbor = self.place().and_then(|(at, count)| neighbor(at, count));
        let next = neighbor.and_then(|at| self.ids.with_untracked(|ids| ids.get(at).cloned()));
        let target = next.map_or_else(|| add_id(&self.list), |id| handle_id(&path::join(&self.list, &id)));
        browser::focus_soon(move || Some(target.clone()));
        self.store.edit(Edit::Remove { list: self.list.clone(), id: self.id.clone() });
        self.store.removed.set(Some(name.clone()));
        self.store.announced.set(format!("{name} deleted. Undo brings it back."));
    }

    /// Hides it from visitors, or shows it again.
    pub fn hide(&self) {
        let is_hidden = self.whole().is_some_and(|entry| entry.get("hidden") == Some(&Value::Bool(true)));
        let value = (!is_hidden).then_some(json!(true));
        self.store.edit(Edit::Mark { list: self.list.clone(), id: self.id.clone(), key: "hidden", value });
        let word = if is_hidden { "shown" } else { "hidden" };
        self.store.announced.set(format!("{} is {word}.", self.name.get_untracked()));
    }

    /// Keeps it for pasting, here or on another page.
    pub fn copy(&self) {
        let is_kept = self.whole().is_some_and(|entry| clipboard::keep(&entry));
        let name = self.name.get_untracked();
        self.store.announced.set(if is_kept {
            format!("{name} copied. “Add a section” offers it on every page.")
        } else {
            "The browser keeps nothing for this site, so nothing was copied.".to_owned()
        });
    }

    /// Some sections stand on a page once.
    fn may_be_doubled(&self) -> bool {
        let whole = self.whole();
        let name = whole.as_ref().and_then(|entry| entry.get("type")).and_then(Value::as_str).unwrap_or_default();
        self.store.all.blocks.get(name).is_none_or(|block| block.max_per_page != Some(1))
    }

    fn whole(&self) -> Option<Value> {
        self.store.look(|document| crate::editor::model::document::entry(document, &self.list, &self.id).cloned())
    }

    /// The buttons; sections have more of them.
    pub fn acts(&self, is_section: bool) -> AnyView {
        let store = self.store;
        let [up, down, duplicate, remove, hide, copied] = std::array::from_fn(|_| self.clone());
        let tool = |icon, name: &str| Tool { icon, name: name.to_owned() };
        let more = is_section.then(|| {
            let is_hidden = {
                let (list, id) = (self.list.clone(), self.id.clone());
                Memo::new(move |_| store.entry(&list, &id).is_some_and(|entry| entry.get("hidden") == Some(&Value::Bool(true))))
            };
            view! {
                {move || {
                    let hide = hide.clone();
                    let (icon, name) = if is_hidden.get() { (IconName::EyeOff, "Show to visitors") } else { (IconName::Eye, "Hide from visitors") };
                    mini_tool(tool(icon, name), move || hide.hide())
                }}
                {mini_tool(tool(IconName::Document, "Copy for another page"), move || copied.copy())}
            }
        });
        view! {
            <div class="entry-acts" class:entry-acts--off=move || store.is_readonly()>
                {mini_tool(tool(IconName::ChevronUp, "Move up"), move || up.step(-1))}
                {mini_tool(tool(IconName::ChevronDown, "Move down"), move || down.step(1))}
                {more}
                {self.may_be_doubled().then(|| mini_tool(tool(IconName::Copy, "Duplicate"), move || duplicate.duplicate()))}
                {mini_tool(tool(IconName::Trash, "Delete"), move || remove.remove())}
            </div>
        }
        .into_any()
    }
}

/// The entry that is at hand once one is gone: the next, or else the one before.
fn neighbor(at: usize, count: usize) -> Option<usize> {
    if at + 1 < count { Some(at + 1) } else { at.checked_sub(1) }
}

/// `id` of an entry's handle.
pub fn handle_id(at: &str) -> String {
    format!("handle:{at}")
}

/// Alt and an arrow move the entry that has the focus on its handle or heading.
pub fn keep_focus_on_handle(tools: EntryTools) -> impl Fn(KeyboardEvent) + 'static {
    move |event| {
        let by = match event.key().as_str() {
            "ArrowUp" => -1,
            "ArrowDown" => 1,
            _ => return,
        };
        let is_own = browser::target_element(&event)
            .and_then(|element| element.closest("li").ok().flatten())
            .and_then(|row| row.dyn_into::<HtmlElement>().ok())
            .is_some_and(|row| row.id() == entry_id(&tools.at()));
        let is_button = browser::target_element(&event).is_some_and(|element| element.tag_name() == "BUTTON");
        if is_own && is_button && event.alt_key() {
            event.prevent_default();
            event.stop_propagation();
            tools.step(by);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::neighbor;

    #[test]
    fn after_an_entry_its_neighbor_is_at_hand() {
        assert_eq!((neighbor(0, 3), neighbor(1, 3), neighbor(2, 3)), (Some(1), Some(2), Some(1)));
        assert_eq!(neighbor(0, 1), None, "then the button that adds one");
    }
}
