//! Where a link leads: a page, a document, or an address.

use super::{fields, store::Store};
use crate::library::{ChosenDocument, DocumentChooser};
use leptos::{html, prelude::*};
use std::sync::LazyLock;
use xpro_api::Thing;
use xpro_form::{Target, is_safe_link};
use xpro_ui::{Button, ButtonKind, ButtonSize, Icon, IconName};

/// The selected text, and who takes its new text and target.
type Asked = (String, Callback<(String, String)>);

/// Who waits for an answer.
#[derive(Clone, Copy)]
pub struct LinkChooser {
    asked: RwSignal<Option<Asked>>,
}

static ANY_PAGE: LazyLock<Target> = LazyLock::new(|| Target::Page { kinds: Vec::new() });

impl LinkChooser {
    /// Nobody asks.
    pub fn new() -> Self {
        LinkChooser { asked: RwSignal::new(None) }
    }

    /// Opens the dialog. The answer is the address and a text for the link.
    pub fn ask(self, words: String, answer: Callback<(String, String)>) {
        self.asked.set(Some((words, answer)));
    }
}

/// What an address of this site's own kind leads to, by name.
pub fn name_of(store: Store, address: &str) -> Option<String> {
    let (kind, id) = address.split_once(':')?;
    let id = id.split(['#', '?']).next()?.parse().ok()?;
    matches!(kind, "page" | "document").then_some(())?;
    Some(store.thing(kind, id).map_or_else(|| format!("{kind} {id}, which is not there any more"), |thing| thing.title))
}

/// The dialog, once for the whole editor.
#[component]
pub fn LinkDialog(store: Store) -> impl IntoView {
    let chooser = store.links.get_value();
    view! {
           {move || chooser.asked.get().map(|(words, answer)| {
               let done = Callback::new(move |link: Option<(String, String)>| {
                   chooser.asked.set(None);
                   if let Some(link) = link {
                       // Once the dialog is gone: what it covers takes no focus.
                       request_animation_frame(move || {
    let _ = answer.try_run(link);
    });
                   }
               });
               view! { <Asked store=store words=words done=done /> }
           })}
       }
}

#[component]
fn Asked(store: Store, words: String, done: Callback<Option<(String, String)>>) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // A dialog that is open already stays so.
            let _ = dialog.show_modal();
        }
    });
    let address = RwSignal::new(if is_safe_link(words.trim()) { words.trim().to_owned() } else { String::new() });
    let documents = RwSignal::new(false);
    let chosen_page = Callback::new(move |thing: Thing| {
        let link = (format!("page:{}", thing.id), thing.title.clone());
        store.know(thing);
        done.run(Some(link));
    });
    let chosen_document = Callback::new(move |document: ChosenDocument| {
        let link = (format!("document:{}", document.id), document.title.clone());
        store.know(Thing {
            kind: "document".to_owned(),
            id: document.id,
            title: document.title,
            detail: document.url,
            picture: None,
        });
        done.run(Some(link));
    });
    let is_wrong = RwSignal::new(false);
    let take = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let wanted = completed(address.get_untracked().trim());
        if is_safe_link(&wanted) {
            done.run(Some((wanted.clone(), wanted)));
        } else {
            is_wrong.set(true);
        }
    };
    view! {
        <dialog class="sheet sheet--small" node_ref=dialog aria-labelledby="link-title" on:close=move |_| done.run(None)>
            <header class="sheet__head">
                <h2 class="sheet__title" id="link-title">"Where does the link lead?"</h2>
                <button class="mini" type="button" aria-label="Close" on:click=move |_| done.run(None)><Icon name=IconName::Close /></button>
            </header>
            <form class="link-address" on:submit=take>
                <label class="edit-field__label" for="link-address">"Web address, e-mail or anchor"</label>
                <div class="link-address__line">
                    <input
                        class="input"
                        id="link-address"
                        autofocus=true
                        placeholder="https://…, name@example.com, #faq"
                        autocomplete="off"
                        prop:value=address
                        aria-invalid=move || is_wrong.get().then_some("true")
                        on:input=move |event| {
                            is_wrong.set(false);
                            address.set(event_target_value(&event));
                        }
                    />
                    <Button kind=ButtonKind::Primary size=ButtonSize::Small>"Use"</Button>
                </div>
                {move || is_wrong.get().then(|| view! {
                    <p class="edit-field__flaw edit-field__flaw--error" role="alert">
                        "That is no address that a link can lead to. Begin with https://, mailto:, tel:, / or #."
                    </p>
                })}
            </form>
            <h3 class="sheet__part">"Or a page of this site"</h3>
            <fields::ReferenceFinder store=store to=&ANY_PAGE chosen=chosen_page />
            <p class="link-document">
                <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small on_press=move |_| documents.set(true)>
                    <Icon name=IconName::Document />
                    "Or a document"
                </Button>
            </p>
            <Show when=move || documents.get()>
                <DocumentChooser open=documents on_choose=chosen_document />
            </Show>
        </dialog>
    }
}

/// `mit.edu/x` means an address, `a@b.org` a mail.
fn completed(address: &str) -> String {
    let is_whole = is_safe_link(address);
    if is_whole || address.is_empty() || address.contains(char::is_whitespace) {
        return address.to_owned();
    }
    match (address.contains('@'), address.contains('.'), address.contains(':')) {
        (true, true, false) => format!("mailto:{address}"),
        (false, true, false) => format!("https://{address}"),
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::completed;

    #[test]
    fn addresses_may_be_typed_short() {
        for (typed, meant) in [
            ("mit.edu/x", "https://mit.edu/x"),
            ("ada@mit.edu", "mailto:ada@mit.edu"),
            ("/catalog/", "/catalog/"),
            ("page:7", "page:7"),
            ("javascript:alert(1)", "javascript:alert(1)"),
            ("two words.x", "two words.x"),
        ] {
            assert_eq!(completed(typed), meant);
        }
    }
}
