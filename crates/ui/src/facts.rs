//! Labeled values.

use leptos::prelude::*;

/// One of [`Facts`].
pub struct Fact {
    label: String,
    value: AnyView,
}

impl Fact {
    /// A value with its label; the value may be any view.
    pub fn new(label: impl Into<String>, value: impl IntoAny) -> Self {
        Self { label: label.into(), value: value.into_any() }
    }
}

/// Labels with their values: a row on wide screens, a list on narrow ones.
#[component]
pub fn Facts(
    /// In order.
    facts: Vec<Fact>,
    /// One below the other on every screen, label on the left: for summaries such as an order's.
    #[prop(optional)]
    stacked: bool,
) -> impl IntoView {
    let class = if stacked { "facts facts--stacked" } else { "facts" };
    let entries: Vec<_> = facts
        .into_iter()
        .map(|Fact { label, value }| {
            view! {
                <div class="facts__fact">
                    <dt class="facts__label">{label}</dt>
                    <dd class="facts__value">{value}</dd>
                </div>
            }
        })
        .collect();
    view! { <dl class=class>{entries}</dl> }
}
