//! Shows the states of the chosen country.

use crate::dom;
use leptos::prelude::*;

/// Hides the field `state_or_territory` unless the chosen `country` has states, offers only its own, and drops a state
/// and postal code of a country chosen before (accounts_ops.md 1.8).
#[island]
pub fn CountryStates() -> impl IntoView {
    dom::when_alive(|| {
        let mut country = dom::value_of("country");
        show_states_of(&country);
        dom::on_page("change", move |_| {
            let chosen = dom::value_of("country");
            if chosen == country {
                return;
            }
            dom::set_value("state_or_territory", "");
            dom::set_value("postal_code", "");
            show_states_of(&chosen);
            country = chosen;
        });
    });
}

fn show_states_of(country: &str) {
    let mut has_states = false;
    for of in ["US", "CA"] {
        let is_chosen = of == country;
        has_states |= is_chosen;
        dom::set_hidden(dom::element(&format!("states-{of}")), !is_chosen);
    }
    let field = dom::element("state_or_territory").and_then(|select| select.closest(".field").ok().flatten());
    dom::set_hidden(field, !has_states);
}
