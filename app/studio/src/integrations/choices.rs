//! Check boxes for several things to choose.

use leptos::prelude::*;
use xpro_api::NamedChoice;

/// What is chosen, by name.
#[component]
pub fn Choices(
    /// What they are called together.
    label: &'static str,
    /// Begins the `id`s.
    id: &'static str,
    /// What there is.
    choices: Vec<NamedChoice>,
    /// What is chosen.
    chosen: RwSignal<Vec<String>>,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let error_id = format!("{id}-error");
    let described = error_id.clone();
    let boxes: Vec<_> = choices
        .into_iter()
        .enumerate()
        .map(|(at, choice)| {
            let box_id = format!("{id}-{at}");
            let (name, label_for) = (choice.name.clone(), box_id.clone());
            let is_on = {
                let name = name.clone();
                move || chosen.with(|chosen| chosen.contains(&name))
            };
            let turn = move |event| {
                let on = event_target_checked(&event);
                chosen.update(|chosen| {
                    chosen.retain(|other| *other != name);
                    if on {
                        chosen.push(name.clone());
                    }
                });
            };
            view! {
                <div class="choice">
                    <input class="choice__box" type="checkbox" id=box_id prop:checked=is_on on:change=turn />
                    <label class="choice__label" for=label_for>
                        {choice.label}" "<code class="integrations__code">{choice.name}</code>
                    </label>
                </div>
            }
        })
        .collect();
    view! {
        <fieldset class="field" aria-describedby=described>
            <legend class="field__label">{label}</legend>
            {boxes}
            <p class="field__error" id=error_id>{move || error.get()}</p>
        </fieldset>
    }
}
