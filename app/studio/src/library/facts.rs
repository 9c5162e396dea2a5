//! Fields of the libraries' forms.

use leptos::prelude::*;
use xpro_ui::{Button, ButtonKind, ButtonSize, Icon, IconName};

/// A line of text bound to a signal.
#[component]
pub fn LineField(
    /// What it is called.
    label: &'static str,
    /// `id` of the control.
    id: &'static str,
    /// How to fill it in.
    #[prop(optional)]
    hint: &'static str,
    /// What it holds.
    value: RwSignal<String>,
    /// Cannot be changed.
    #[prop(into)]
    readonly: Signal<bool>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let described = (!hint.is_empty()).then(|| hint_id.clone());
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
            <input
                class="input"
                id=id
                type="text"
                maxlength="255"
                aria-describedby=described
                readonly=readonly
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
}

/// Tags as chips, with a field that takes new ones at Enter or a comma.
#[component]
pub fn TagsField(
    /// `id` of the control.
    id: &'static str,
    /// The tags.
    tags: RwSignal<Vec<String>>,
    /// Tags that others have, to choose from.
    #[prop(into)]
    known: Signal<Vec<String>>,
    /// Cannot be changed.
    #[prop(into)]
    readonly: Signal<bool>,
) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let take = move || {
        let words = text.get_untracked();
        tags.update(|tags| {
            for tag in words.split(',').map(|tag| tag.trim().to_lowercase()).filter(|tag| !tag.is_empty()) {
                if !tags.contains(&tag) {
                    tags.push(tag);
                }
            }
        });
        text.set(String::new());
    };
    let on_key = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        "Enter" | "," if !event.is_composing() => {
            event.prevent_default();
            take();
        }
        "Backspace" if text.with_untracked(String::is_empty) => tags.update(|tags| {
            tags.pop();
        }),
        _ => {}
    };
    let chips = move || {
        tags.get()
            .into_iter()
            .map(|tag| {
                let gone = tag.clone();
                let label = format!("Remove the tag {tag}");
                view! {
                    <li class="tag-chip">
                        {tag}
                        <Button
                            press="button"
                            kind=ButtonKind::Quiet
                            size=ButtonSize::Small
                            attr:aria-label=label
                            disabled=readonly
                            on_press=move |_| tags.update(|tags| tags.retain(|tag| *tag != gone))
                        >
                            <Icon name=IconName::Close />
                        </Button>
                    </li>
                }
            })
            .collect_view()
    };
    let list = format!("{id}-known");
    let options = move || known.get().into_iter().map(|tag| view! { <option value=tag></option> }).collect_view();
    view! {
        <div class="field">
            <label class="field__label" for=id>"Tags"</label>
            <p class="field__hint" id=format!("{id}-hint")>"Words to find it by. Enter or a comma adds one."</p>
            <ul class="tag-chips" role="list" hidden=move || tags.with(Vec::is_empty)>{chips}</ul>
            <input
                class="input"
                id=id
                type="text"
                maxlength="50"
                autocomplete="off"
                list=list.clone()
                aria-describedby=format!("{id}-hint")
                readonly=readonly
                prop:value=text
                on:input=move |event| text.set(event_target_value(&event))
                on:keydown=on_key
                on:blur=move |_| take()
            />
            <datalist id=list>{options}</datalist>
        </div>
    }
}
