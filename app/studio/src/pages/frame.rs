//! The frame of the explorer's dialogs.

use crate::{page, pages::desk::Attempt};
use leptos::{ev::SubmitEvent, html, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use xpro_ui::{Button, ButtonKind, Icon, IconName, Notice, Tone};

/// A dialog with a form in it, shown as long as it is there. The browser keeps the focus inside and closes it with Escape.
#[component]
pub fn FormDialog(
    /// Its heading.
    #[prop(into)]
    title: String,
    /// What the button says that does it.
    #[prop(into)]
    submit: Signal<String>,
    /// It loses something.
    #[prop(optional)]
    danger: bool,
    /// It can be done as it stands.
    #[prop(into)]
    ready: Signal<bool>,
    /// How it goes.
    attempt: Attempt,
    /// Does it.
    #[prop(into)]
    act: Callback<()>,
    /// Hears that it is closed.
    #[prop(into)]
    closed: Callback<()>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let before = StoredValue::new_local(document().active_element());
    on_cleanup(move || {
        let element = before.try_get_value().flatten().and_then(|element| element.dyn_into::<HtmlElement>().ok());
        // What had the focus may be gone with what was done.
        match element.filter(|element| element.is_connected() && element.tag_name() != "BODY") {
            Some(element) => drop(element.focus()),
            None => page::focus_content(),
        }
    });
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get().filter(|dialog| !dialog.open()) {
            // A dialog that cannot be modal is not shown; its page works without it.
            let _ = dialog.show_modal();
        }
    });
    let close = move || match dialog.get_untracked() {
        Some(dialog) => dialog.close(),
        None => closed.run(()),
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if ready.get_untracked() {
            act.run(());
        }
    };
    let heading = title.clone();
    let kind = if danger { ButtonKind::Danger } else { ButtonKind::Primary };
    view! {
        <dialog
            class="shortcuts form-dialog"
            node_ref=dialog
            aria-label=title
            data-testid="dialog"
            on:close=move |_| closed.run(())
        >
            <form on:submit=on_submit novalidate>
                <header class="chooser__head">
                    <h2 class="shortcuts__title">{heading}</h2>
                    <Button press="button" kind=ButtonKind::Quiet attr:aria-label="Close" on_press=move |_| close()>
                        <Icon name=IconName::Close />
                    </Button>
                </header>
                <div class="form-dialog__body">
                    {children()}
                    {move || attempt.error.get().map(|error| view! {
                        <Notice tone=Tone::Danger announce=true><p>{error.to_string()}</p></Notice>
                    })}
                </div>
                <footer class="form-dialog__foot">
                    <Button press="button" kind=ButtonKind::Secondary on_press=move |_| close()>"Cancel"</Button>
                    <Button
                        kind=kind
                        disabled=Signal::derive(move || !ready.get())
                        busy=attempt.busy
                        attr:data-testid="dialog-submit"
                    >
                        {submit}
                    </Button>
                </footer>
            </form>
        </dialog>
    }
}
