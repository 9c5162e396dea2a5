//! Buttons, and links that look like buttons.

use leptos::{ev::MouseEvent, prelude::*};

/// How loud a button is. A view has at most one `Primary`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// The one thing to do here.
    #[default]
    Primary,
    /// Another good choice.
    Secondary,
    /// Text only.
    Quiet,
    /// Loses something.
    Danger,
}

impl ButtonKind {
    fn name(self) -> &'static str {
        match self {
            ButtonKind::Primary => "primary",
            ButtonKind::Secondary => "secondary",
            ButtonKind::Quiet => "quiet",
            ButtonKind::Danger => "danger",
        }
    }
}

/// How large a button is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonSize {
    /// 36 px high, for tables and toolbars.
    Small,
    /// 44 px high.
    #[default]
    Medium,
    /// 52 px high, for heroes and the pay button.
    Large,
}

fn class(kind: ButtonKind, size: ButtonSize, wide: bool) -> String {
    let size = match size {
        ButtonSize::Small => " button--small",
        ButtonSize::Medium => "",
        ButtonSize::Large => " button--large",
    };
    let wide = if wide { " button--wide" } else { "" };
    ["button button--", kind.name(), size, wide].concat()
}

/// A button. It submits its form unless `press` says otherwise.
///
/// What a press does is the prop `on_press`, never `on:click`: a listener spread onto a component keeps its first
/// handler when the view is drawn anew in place, and the button of one row then acts on the row that stood there
/// before (docs/development.md, "Listeners on components").
#[component]
pub fn Button(
    /// How loud it is.
    #[prop(optional)]
    kind: ButtonKind,
    /// How large it is.
    #[prop(optional)]
    size: ButtonSize,
    /// As wide as what holds it.
    #[prop(optional)]
    wide: bool,
    /// The HTML type: `submit` (default), `button` or `reset`.
    #[prop(default = "submit")]
    press: &'static str,
    /// Name sent with the form when this button was the one pressed.
    #[prop(optional, into)]
    name: Option<String>,
    /// Value sent with the form when this button was the one pressed.
    #[prop(optional, into)]
    value: Option<String>,
    /// Cannot be pressed. Prefer an enabled button with a message that helps.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Is working: shows a spinner, stays focusable, says so to screen readers.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Takes something off a list: the second click of a double click would meet the button of the next row.
    #[prop(optional)]
    once: bool,
    /// What a press does.
    #[prop(optional, into)]
    on_press: Option<Callback<MouseEvent>>,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let pressed = move |event: MouseEvent| {
        if let Some(on_press) = on_press.filter(|_| !(once && is_repeated(&event))) {
            on_press.try_run(event);
        }
    };
    view! {
        <button
            class=class(kind, size, wide)
            type=press
            name=name
            value=value
            disabled=disabled
            aria-busy=move || busy.get().then_some("true")
            on:click=pressed
        >
            {children()}
        </button>
    }
}

/// Whether a click is the second of a double click, or a later one; never so for the keyboard.
pub fn is_repeated(event: &MouseEvent) -> bool {
    event.detail() > 1
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// How loud it is.
    #[prop(optional)]
    kind: ButtonKind,
    /// How large it is.
    #[prop(optional)]
    size: ButtonSize,
    /// As wide as what holds it.
    #[prop(optional)]
    wide: bool,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <a class=class(kind, size, wide) href=href>
            {children()}
        </a>
    }
}
