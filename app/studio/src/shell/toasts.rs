//! Short messages about what was just done, with the way back.

use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;
use xpro_api::{ApiError, PageDone, Undo, undo_on_page};
use xpro_ui::{Button, ButtonKind, ButtonSize, Icon, IconName};

/// How long a message that can be taken back stays, unless somebody points at it.
const STAY: Duration = Duration::from_secs(12);

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Toast {
    id: u32,
    message: String,
    is_error: bool,
    undo: Option<Undo>,
    link: Option<(String, String)>,
}

/// The messages in view.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
    held: RwSignal<bool>,
    undone: RwSignal<u32>,
}

impl Toasts {
    /// None.
    pub fn new() -> Self {
        Toasts {
            shown: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            held: RwSignal::new(false),
            undone: RwSignal::new(0),
        }
    }

    /// Tells what was done.
    pub fn tell(self, message: impl Into<String>) {
        self.push(message.into(), false, None, None);
    }

    /// Tells what was done, with a link: its address and its words.
    pub fn tell_with_link(self, message: impl Into<String>, link: (String, String)) {
        self.push(message.into(), false, None, Some(link));
    }

    /// Tells what was done, with the way back.
    pub fn tell_done(self, done: PageDone) {
        self.push(done.message, false, done.undo, None);
    }

    /// Tells what was not done.
    pub fn tell_error(self, error: &ApiError) {
        self.push(error.to_string(), true, None, None);
    }

    /// Counts what was taken back; who shows pages asks again.
    pub fn undone(self) -> u32 {
        self.undone.get()
    }

    fn push(self, message: String, is_error: bool, undo: Option<Undo>, link: Option<(String, String)>) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        self.shown.update(|shown| {
            // The last three are enough; older ones are old news.
            let surplus = shown.len().saturating_sub(2);
            shown.drain(..surplus);
            shown.push(Toast { id, message, is_error, undo, link });
        });
        if !is_error {
            self.close_later(id);
        }
    }

    fn close_later(self, id: u32) {
        let act = move || if self.held.get_untracked() { self.close_later(id) } else { self.close(id) };
        // Without a timer the message stays until it is closed.
        let _ = set_timeout_with_handle(act, STAY);
    }

    fn close(self, id: u32) {
        self.shown.update(|shown| shown.retain(|toast| toast.id != id));
    }

    fn undo(self, id: u32, undo: Undo) {
        self.close(id);
        spawn_local(async move {
            match undo_on_page(undo).await {
                Ok(done) => {
                    self.tell_done(done);
                    self.undone.update(|count| *count += 1);
                }
                Err(error) => self.tell_error(&error),
            }
        });
    }
}

/// The messages, at the bottom of the screen; read out as they come.
#[component]
pub fn ToastList(toasts: Toasts) -> impl IntoView {
    view! {
        <div
            class="toasts"
            role="status"
            aria-live="polite"
            data-testid="toasts"
            on:mouseenter=move |_| toasts.held.set(true)
            on:mouseleave=move |_| toasts.held.set(false)
            on:focusin=move |_| toasts.held.set(true)
            on:focusout=move |_| toasts.held.set(false)
        >
            <For each=move || toasts.shown.get() key=|toast| toast.id let:toast>
                <ToastView toast=toast toasts=toasts />
            </For>
        </div>
    }
}

#[component]
fn ToastView(toast: Toast, toasts: Toasts) -> impl IntoView {
    let Toast { id, message, is_error, undo, link } = toast;
    let icon = if is_error { IconName::Alert } else { IconName::CheckCircle };
    let undo = undo.map(|undo| {
        view! {
            <Button
                press="button"
                kind=ButtonKind::Secondary
                size=ButtonSize::Small
                attr:data-testid="undo"
                on_press=move |_| toasts.undo(id, undo.clone())
            >
                "Undo"
            </Button>
        }
    });
    view! {
        <div class="toast" class:toast--error=is_error>
            <Icon name=icon />
            <p class="toast__text">
                {message}
                {link.map(|(href, words)| view! { " "<a href=href on:click=move |_| toasts.close(id)>{words}</a> })}
            </p>
            {undo}
            <Button
                press="button"
                kind=ButtonKind::Quiet
                size=ButtonSize::Small
                attr:aria-label="Close this message"
                on_press=move |_| toasts.close(id)
            >
                <Icon name=IconName::Close />
            </Button>
        </div>
    }
}
