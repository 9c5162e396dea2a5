//! What the controls share.

use crate::editor::{reveal::field_id, store::Store, together::mark};
use leptos::{ev::MouseEvent, prelude::*};
use xpro_form::FieldSpec;
use xpro_ui::{Icon, IconName, is_repeated};

/// What is wrong with one field; errors first.
pub fn flaws_at(store: Store, at: String) -> Memo<Vec<(bool, String)>> {
    Memo::new(move |_| {
        let mut found: Vec<(bool, String)> = store
            .known_flaws()
            .into_iter()
            .filter(|flaw| flaw.path == at)
            .map(|flaw| (flaw.is_error, flaw.message))
            .collect();
        found.sort_by_key(|(is_error, _)| !is_error);
        found.dedup();
        found
    })
}

/// Ids of what describes a control: its help and its flaws.
pub fn described(at: &str) -> String {
    format!("{0}-help {0}-flaw", field_id(at))
}

/// Label above, help and flaws below, around one control.
pub fn framed(store: Store, spec: &'static FieldSpec, at: &str, control: AnyView) -> AnyView {
    let id = field_id(at);
    let label = (!spec.label.is_empty()).then(|| {
        view! {
            <label class="edit-field__label" for=id.clone()>
                {spec.label.to_string()}
                {spec.required.then(|| view! { <span class="edit-field__need">"Required"</span> })}
            </label>
        }
    });
    view! {
        <div class="edit-field" data-path=at.to_owned()>
            {mark(at)}
            {label}
            {control}
            {below(store, spec, at)}
        </div>
    }
    .into_any()
}

/// The same for several controls with one name.
pub fn grouped(store: Store, spec: &'static FieldSpec, at: &str, controls: AnyView) -> AnyView {
    let id = field_id(at);
    view! {
        <fieldset class="edit-field edit-field--group" id=id data-path=at.to_owned()>
            {(!spec.label.is_empty()).then(|| view! {
                <legend class="edit-field__label">
                    {spec.label.to_string()}
                    {spec.required.then(|| view! { <span class="edit-field__need">"Required"</span> })}
                </legend>
            })}
            {mark(at)}
            {controls}
            {below(store, spec, at)}
        </fieldset>
    }
    .into_any()
}

/// What is wrong at an address, told where it stands.
pub fn flaws(store: Store, at: String) -> AnyView {
    let id = format!("{}-flaw", field_id(&at));
    let flaws = flaws_at(store, at);
    view! {
        <div id=id>
            {move || {
                flaws.get().into_iter().map(|(is_error, message)| {
                    let class = if is_error { "edit-field__flaw edit-field__flaw--error" } else { "edit-field__flaw" };
                    let icon = if is_error { IconName::Alert } else { IconName::Warning };
                    view! { <p class=class><Icon name=icon />{message}</p> }
                }).collect::<Vec<_>>()
            }}
        </div>
    }
    .into_any()
}

/// Help and flaws.
pub fn below(store: Store, spec: &'static FieldSpec, at: &str) -> AnyView {
    let id = field_id(at);
    view! {
        {(!spec.help.is_empty()).then(|| view! { <p class="edit-field__help" id=format!("{id}-help")>{spec.help.to_string()}</p> })}
        {flaws(store, at.to_owned())}
    }
    .into_any()
}

/// `aria-invalid` of a control.
pub fn invalid(store: Store, at: String) -> impl Fn() -> Option<&'static str> + Clone + Send + 'static {
    let flaws = flaws_at(store, at);
    move || flaws.with(|flaws| flaws.iter().any(|(is_error, _)| *is_error)).then_some("true")
}

/// Tells where the person is, so that the preview can follow.
pub fn entered(store: Store, at: String) -> impl Fn(web_sys::FocusEvent) + Clone + 'static {
    move |_| {
        if store.focused.with_untracked(|focused| focused.as_ref() != Some(&at)) {
            store.focused.set(Some(at.clone()));
        }
    }
}

/// A small button with an icon and a name for those who do not see it.
pub struct Tool {
    /// What it shows.
    pub icon: IconName,
    /// What it does.
    pub name: String,
}

/// Draws a small button.
pub fn mini_tool(tool: Tool, press: impl Fn() + 'static) -> AnyView {
    // Whoever clicks twice in one place means to step twice, but not to delete what has moved under the pointer.
    let is_once = tool.icon == IconName::Trash;
    let pressed = move |event: MouseEvent| {
        if !(is_once && is_repeated(&event)) {
            press();
        }
    };
    view! {
        <button class="mini" type="button" title=tool.name.clone() aria-label=tool.name on:click=pressed>
            <Icon name=tool.icon />
        </button>
    }
    .into_any()
}
