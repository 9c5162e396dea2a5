//! The page's sections: cards that open, move, hide, are copied and come from a list of types.

mod card;
mod clipboard;
mod drag;
mod icon;
mod insert;
mod tools;

pub use drag::{drop_zone, handle};
pub use icon::block_icon;
pub use tools::{EntryTools, keep_focus_on_handle};

use super::{
    fields::Tool,
    model::path,
    reveal::{add_id, field_id},
    store::Store,
};
use insert::InsertDialog;
use leptos::prelude::*;
use xpro_form::{FieldKind, FieldSpec, Text};
use xpro_ui::{Button, ButtonKind, Icon, IconName};

/// The list of sections.
pub fn sections(store: Store, spec: &'static FieldSpec, at: String, allowed: &'static [Text]) -> AnyView {
    let list = at.clone();
    let ids = Memo::new(move |_| store.ids(&list));
    // Where a new section comes; none while nobody asks.
    let inserting = RwSignal::new(None::<usize>);
    let (rows, all, add_button) = (at.clone(), at.clone(), add_id(&at));
    let set_all = move |open: bool| {
        for id in ids.get_untracked() {
            store.open(&path::join(&all, &id)).set(open);
        }
    };
    let (expand, collapse) = (set_all.clone(), set_all);
    let dialog_list = at.clone();
    let is_empty = move || ids.with(Vec::is_empty);
    let max = match &spec.kind {
        FieldKind::Sections { max, .. } => *max,
        _ => None,
    };
    let has_room = move || max.is_none_or(|max| ids.with(Vec::len) < max as usize);
    view! {
        <section class="blocks" id=field_id(&at) data-path=at.clone() tabindex="-1" aria-label=spec.label.to_string()>
            <header class="blocks__head">
                <h2 class="blocks__title">{spec.label.to_string()}</h2>
                <span class="blocks__count">{move || ids.with(Vec::len)}</span>
                <div class="blocks__acts">
                    {super::fields::mini_tool(Tool { icon: IconName::ChevronDown, name: "Expand all sections".to_owned() }, move || expand(true))}
                    {super::fields::mini_tool(Tool { icon: IconName::ChevronUp, name: "Collapse all sections".to_owned() }, move || collapse(false))}
                </div>
            </header>
            {super::fields::flaws(store, at.clone())}
            <Show when=is_empty>
                <p class="blocks__none">"No sections yet. Sections are what visitors read below the top of the page."</p>
            </Show>
            <ol class="blocks__list">
                <For
                    each=move || ids.get()
                    key=String::clone
                    children=move |id| card::card(store, rows.clone(), id, ids, inserting)
                />
            </ol>
            <Show when=move || !store.is_readonly() && has_room()>
                <Button
                    press="button"
                    kind=ButtonKind::Secondary
                    attr:data-testid="add-section"
                    attr:id=add_button.clone()
                    on_press=move |_| inserting.set(Some(usize::MAX))
                >
                    <Icon name=IconName::Plus />
                    "Add a section"
                </Button>
            </Show>
            <Show when=move || inserting.get().is_some()>
                <InsertDialog store=store list=dialog_list.clone() allowed=allowed at=inserting />
            </Show>
        </section>
    }
    .into_any()
}
