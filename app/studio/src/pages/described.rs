//! What a new page describes: a course or a program, found by its name.

use crate::finder::Finder;
use leptos::prelude::*;
use xpro_api::{Thing, ThingQuery};
use xpro_form::Target;
use xpro_ui::{Button, ButtonKind, ButtonSize};

/// `id` of its search field.
const ID: &str = "new-describes";

/// Chooses what the page describes, when pages of its kind describe something. The title follows while it is empty.
#[component]
pub fn Described(
    /// Kind of the page.
    kind: RwSignal<String>,
    /// What pages of this kind describe.
    target: Memo<Option<Target>>,
    /// What is chosen.
    chosen: RwSignal<Option<Thing>>,
    /// Title of the page.
    title: RwSignal<String>,
) -> impl IntoView {
    Effect::new(move |_| {
        kind.track();
        chosen.set(None);
    });
    let choose = Callback::new(move |thing: Thing| {
        if title.with_untracked(|title| title.trim().is_empty()) {
            title.set(thing.title.clone());
        }
        chosen.set(Some(thing));
    });
    move || {
        // What was found for another kind does not fit this one.
        kind.track();
        let to = target.get()?;
        let label = if to == Target::Course { "Course" } else { "Program" };
        let body = match chosen.get() {
            Some(thing) => view! {
                <p class="edit-ref">
                    <span class="edit-ref__title">{thing.title}</span>
                    <span class="edit-ref__detail">{thing.detail}</span>
                    <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small on_press=move |_| chosen.set(None)>"Choose another"</Button>
                </p>
            }
            .into_any(),
            None => {
                // No page asks: it is not made yet.
                let query = move |text| ThingQuery {
                    to: to.clone(),
                    text,
                    page: 0,
                    course: None,
                    kind: kind.get_untracked(),
                };
                view! { <Finder query=query id=ID.to_owned() placeholder="Search by name or id" at_once=false chosen=choose /> }
                    .into_any()
            }
        };
        Some(view! {
            <div class="field">
                <label class="field__label" for=ID>{label}</label>
                <p class="field__hint">"It gives the page its address, dates and price. You can choose it later."</p>
                {body}
            </div>
        })
    }
}
