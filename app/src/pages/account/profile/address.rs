//! The fields of the legal address (accounts_ops.md 1.8).

use crate::forms::{FormErrors, Pairs};
use leptos::prelude::*;
use xpro_account::CountryStates;
use xpro_accounts::{
    countries::{self, Country},
    person::AddressInput,
};
use xpro_ui::{Field, FieldFrame, Select, SelectOption, describing_ids};

/// Fields after the names, in the order of the form.
pub(in super::super) const ADDRESS_ORDER: [&str; 6] =
    ["street_address", "city", "country", "state_or_territory", "postal_code", "vat_id"];

/// Street lines that the form offers; the second half only on demand.
const LINES: usize = 4;

/// Beside the fields that only some countries need.
const NEEDED_IN: &str = "Needed in the United States and Canada.";

/// The address out of a posted form.
pub(in super::super) fn read_address(posted: &Pairs) -> AddressInput {
    AddressInput {
        first_name: posted.text("first_name"),
        last_name: posted.text("last_name"),
        street_address: posted.all("street_address"),
        city: posted.text("city"),
        country: posted.text("country"),
        state_or_territory: posted.text("state_or_territory"),
        postal_code: posted.text("postal_code"),
        vat_id: posted.text("vat_id"),
    }
}

/// First and last name, then `between`, then the address.
pub(in super::super) fn address_fields(input: &AddressInput, errors: &FormErrors, between: AnyView) -> AnyView {
    view! {
        <div class="form__row">
            <Field label="First name" name="first_name" value=input.first_name.clone() required=true autocomplete="given-name" maxlength=60_u32
                hint="We use it in letters to you." error=errors.of("first_name") />
            <Field label="Last name" name="last_name" value=input.last_name.clone() required=true autocomplete="family-name" maxlength=60_u32 error=errors.of("last_name") />
        </div>
        {between}
        {street(&input.street_address, errors)}
        <Field label="City" name="city" value=input.city.clone() required=true autocomplete="address-level2" maxlength=50_u32 error=errors.of("city") />
        <Select label="Country" name="country" options=country_options() selected=input.country.clone() prompt="Choose your country" required=true
            autocomplete="country" error=errors.of("country") />
        <div class="form__row">
            {state(&input.state_or_territory, errors)}
            {postal_code(&input.postal_code, errors)}
        </div>
        {vat_id(&input.vat_id, errors)}
        <CountryStates />
    }
    .into_any()
}

fn street(lines: &[String], errors: &FormErrors) -> AnyView {
    let line = |at: usize| lines.get(at).cloned().unwrap_or_default();
    let has_more = lines.iter().skip(2).any(|line| !line.is_empty());
    // Older addresses have a fifth line, which saving must not lose.
    let count = if lines.get(LINES).is_some_and(|line| !line.is_empty()) { LINES + 1 } else { LINES };
    let more: Vec<_> = (2..count).map(|at| street_line(at, line(at))).collect();
    view! {
        <Field label="Street address" name="street_address" value=line(0) required=true autocomplete="address-line1" maxlength=60_u32
            hint="Your home address: no office and no post box." error=errors.of("street_address") />
        {street_line(1, line(1))}
        <details class="form__more" open=has_more>
            <summary>"More address lines"</summary>
            {more}
        </details>
    }
    .into_any()
}

fn street_line(at: usize, value: String) -> AnyView {
    let number = at + 1;
    view! {
        <Field label=format!("Street address, line {number}") name="street_address" id=format!("street_address-{number}") value=value
            autocomplete=format!("address-line{number}") maxlength=60_u32 />
    }
    .into_any()
}

fn country_options() -> Vec<SelectOption> {
    countries::all().iter().map(|country| SelectOption::new(country.code, country.name)).collect()
}

/// One select with a group per country; an island leaves only the chosen country's.
fn state(selected: &str, errors: &FormErrors) -> AnyView {
    let id = "state_or_territory";
    let error = errors.of(id);
    let described = describing_ids(id, true, error.is_some());
    let invalid = error.is_some().then_some("true");
    let groups: Vec<_> = countries::all()
        .iter()
        .filter(|country| !country.states.is_empty())
        .map(|country| state_group(country, selected))
        .collect();
    view! {
        <FieldFrame label="State or territory" id=id hint=NEEDED_IN error=error>
            <select class="input input--select" id=id name=id autocomplete="address-level1" aria-invalid=invalid aria-describedby=described>
                <option value="">"Choose your state"</option>
                {groups}
            </select>
        </FieldFrame>
    }
    .into_any()
}

/// Needed or not, depending on the country: it is neither marked as optional nor demanded by the browser.
fn postal_code(value: &str, errors: &FormErrors) -> AnyView {
    let (id, value) = ("postal_code", value.to_owned());
    let error = errors.of(id);
    let described = describing_ids(id, true, error.is_some());
    let invalid = error.is_some().then_some("true");
    view! {
        <FieldFrame label="Postal code" id=id hint=NEEDED_IN error=error>
            <input class="input" id=id name=id type="text" value=value autocomplete="postal-code" maxlength="10"
                aria-invalid=invalid aria-describedby=described />
        </FieldFrame>
    }
    .into_any()
}

fn state_group(country: &Country, selected: &str) -> AnyView {
    let options: Vec<_> = country
        .states
        .iter()
        .map(|state| {
            let is_selected = state.code == selected;
            view! { <option value=state.code selected=is_selected>{state.name}</option> }
        })
        .collect();
    view! { <optgroup id=format!("states-{}", country.code) label=country.name>{options}</optgroup> }.into_any()
}

fn vat_id(value: &str, errors: &FormErrors) -> AnyView {
    let error = errors.of("vat_id");
    let is_open = !value.is_empty() || error.is_some();
    view! {
        <details class="form__more" open=is_open>
            <summary>"Add a VAT ID"</summary>
            <Field label="VAT ID" name="vat_id" value=value maxlength=30_u32 hint="Printed on your receipts." error=error />
        </details>
    }
    .into_any()
}
