//! The pages as markup: every control has its label, what was typed comes back, passwords do not.

use super::{
    layout,
    profile::{
        address::address_fields,
        fields::{PROFILE_ORDER, profile_fields},
    },
};
use crate::forms::FormErrors;
use leptos::prelude::*;
use xpro_accounts::{
    FieldErrors,
    person::{AddressInput, ProfileInput},
};

/// A view as the server writes it.
pub(super) fn render(view: impl FnOnce() -> AnyView) -> String {
    Owner::new().with(|| view().to_html())
}

/// Ids of controls without a label of their own.
pub(super) fn unlabeled(html: &str) -> Vec<String> {
    let tags = html.split('<').filter(|tag| tag.starts_with("input") || tag.starts_with("select"));
    let wants_label = |tag: &&str| !["type=\"hidden\"", "aria-hidden=\"true\""].iter().any(|quiet| tag.contains(quiet));
    let id =
        |tag: &str| tag.split("id=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("(none)").to_owned();
    tags.filter(wants_label).map(id).filter(|id| !html.contains(&format!("for=\"{id}\""))).collect()
}

fn wrong(field: &'static str) -> FormErrors {
    FieldErrors::from([(field, "Please check.".to_owned())]).into()
}

#[test]
fn the_address_keeps_what_was_typed_and_points_at_what_is_wrong() {
    let input = AddressInput {
        first_name: "<Ada>".to_owned(),
        street_address: vec!["1 Main St".to_owned(), String::new(), "Back house".to_owned()],
        country: "US".to_owned(),
        state_or_territory: "US-MA".to_owned(),
        vat_id: "DE1".to_owned(),
        ..AddressInput::default()
    };
    let html = render(|| address_fields(&input, &wrong("postal_code"), ().into_any()));

    assert!(html.contains("&lt;Ada&gt;") && html.contains("value=\"Back house\""), "{html}");
    assert!(html.contains("value=\"US\" selected") && html.contains("value=\"US-MA\" selected"), "{html}");
    assert_eq!(html.matches("<details open").count(), 2, "filled in parts are not folded away");
    assert!(html.contains("id=\"postal_code-error\""), "{html}");
    assert_eq!(unlabeled(&html), Vec::<String>::new());
}

#[test]
fn countries_without_states_offer_none_of_their_own() {
    let html = render(|| address_fields(&AddressInput::default(), &FormErrors::default(), ().into_any()));

    assert_eq!(html.matches("<optgroup").count(), 2);
    assert_eq!(html.matches("<details class=\"form__more\">").count(), 2);
}

#[test]
fn registration_asks_for_four_answers_and_the_profile_for_none() {
    let required = |is_registration| {
        let html = render(|| profile_fields(&ProfileInput::default(), &FormErrors::default(), 2026, is_registration));
        assert_eq!(unlabeled(&html), Vec::<String>::new());
        html.matches(" required").count()
    };

    assert_eq!((required(true), required(false)), (4, 0));
}

#[test]
fn what_older_accounts_hold_is_not_lost_by_saving() {
    let address = AddressInput {
        street_address: ["1 Main St", "Wing B", "Floor 2", "Room 3", "Desk 4"].map(str::to_owned).to_vec(),
        ..AddressInput::default()
    };
    let html = render(|| address_fields(&address, &FormErrors::default(), ().into_any()));
    assert!(html.contains("value=\"Desk 4\""), "{html}");

    let profile =
        ProfileInput { birth_year: "2012".to_owned(), industry: "Whaling".to_owned(), ..ProfileInput::default() };
    let html = render(|| profile_fields(&profile, &FormErrors::default(), 2026, false));
    assert!(html.contains("value=\"2012\" selected") && html.contains("value=\"Whaling\" selected"), "{html}");
}

#[test]
fn birth_years_begin_fifteen_years_ago() {
    let html = render(|| profile_fields(&ProfileInput::default(), &FormErrors::default(), 2026, true));
    let years: Vec<&str> =
        ["2011", "2010", "1906"].into_iter().filter(|year| html.contains(&format!("value=\"{year}\""))).collect();

    assert_eq!(years, ["2011", "2010", "1906"]);
    assert!(!html.contains("value=\"2012\"") && !html.contains("value=\"1905\""));
}

#[test]
fn the_summary_follows_the_form() {
    let fields = FieldErrors::from([("company", "Enter it.".to_owned()), ("gender", "Choose.".to_owned())]);
    let html = render(|| layout::summary(&fields.into(), &PROFILE_ORDER));

    let (gender, company) = (html.find("#gender"), html.find("#company"));
    assert!(gender.is_some() && gender < company, "{html}");
}
