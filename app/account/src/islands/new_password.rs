//! A new password, with its rules ticked off while it is typed.

use leptos::prelude::*;
use xpro_ui::{Field, InputKind};

/// Shortest password, in characters (accounts_ops.md 1.10).
const MIN_LENGTH: usize = 8;

/// The field for a new password. The server checks the same rules.
#[island]
pub fn NewPassword(name: String, label: String, error: Option<String>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let is_long = move || typed.with(|text| text.chars().count() >= MIN_LENGTH);
    let is_mixed =
        move || typed.with(|text| text.chars().any(char::is_alphabetic) && text.chars().any(char::is_numeric));
    let rules = format!("{name}-rules");
    view! {
        <div class="new-password">
            <Field label=label name=name kind=InputKind::Password required=true autocomplete="new-password" error=error
                on_input=move |event| typed.set(event_target_value(&event)) />
            <ul class="new-password__rules" id=rules>
                <li class="new-password__rule" class:new-password__rule--met=is_long>"At least 8 characters"</li>
                <li class="new-password__rule" class:new-password__rule--met=is_mixed>"At least one letter and one number"</li>
            </ul>
        </div>
    }
}
