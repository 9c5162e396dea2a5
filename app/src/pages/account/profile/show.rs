//! `/profile/`: one's own data.

use super::{
    super::{layout, visit::Visit},
    fields::label_of,
};
use crate::{respond::PageError, visitor::SignedIn};
use axum::response::Response;
use leptos::prelude::*;
use xpro_accounts::{
    account::{Me, find_me},
    countries,
    person::{CHOICES, ProfileInput},
};
use xpro_ui::{ButtonKind, Fact, Facts, LinkButton, Panel};

/// Shows everything that is known of the person.
pub(in super::super) async fn show(visit: Visit, SignedIn(learner): SignedIn) -> Result<Response, PageError> {
    let mut conn = visit.state.db.read().await?;
    let me = find_me(&mut conn, learner.id, Vec::new()).await?.ok_or(PageError::NotFound)?;
    drop(conn);
    visit.page(Some(&learner), "View Profile", move || page(&me)).await
}

fn page(me: &Me) -> AnyView {
    let joined = format!("Joined {} {}", me.created_on.month(), me.created_on.year());
    let (account, address, work) = (facts(account(me)), facts(address(me)), facts(work(me)));
    let body = view! {
        <div class="profile">
            <Panel title="Account">{account}</Panel>
            <Panel title="Legal address">{address}</Panel>
            <Panel title="Work and education">{work}</Panel>
            <p class="profile__acts">
                <LinkButton href="/profile/edit/">"Edit profile"</LinkButton>" "
                <LinkButton href="/account-settings/" kind=ButtonKind::Secondary>"Email and password"</LinkButton>
            </p>
        </div>
    };
    layout::narrow(&me.name, &joined, body.into_any())
}

/// Labels and values; what is not known is left out.
fn facts(rows: Vec<(&'static str, String)>) -> AnyView {
    let facts: Vec<Fact> =
        rows.into_iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| Fact::new(label, value)).collect();
    if facts.is_empty() {
        return view! { <p>"Nothing entered yet."</p> }.into_any();
    }
    view! { <Facts facts=facts stacked=true /> }.into_any()
}

fn account(me: &Me) -> Vec<(&'static str, String)> {
    vec![("Full name", me.name.clone()), ("Email", me.email.clone()), ("Username", me.username.clone())]
}

fn address(me: &Me) -> Vec<(&'static str, String)> {
    let address = &me.legal_address;
    vec![
        ("Name", format!("{} {}", address.first_name, address.last_name).trim().to_owned()),
        ("Street", address.street_address.join(", ")),
        ("City", address.city.clone()),
        ("State or territory", countries::state_name(&address.state_or_territory).unwrap_or_default().to_owned()),
        ("Postal code", address.postal_code.clone()),
        ("Country", countries::find(&address.country).map_or("", |country| country.name).to_owned()),
        ("VAT ID", address.vat_id.clone()),
    ]
}

fn work(me: &Me) -> Vec<(&'static str, String)> {
    let profile = ProfileInput::from(&me.profile);
    vec![
        ("Gender", label_of(CHOICES.genders, &profile.gender)),
        ("Year of birth", profile.birth_year),
        ("Company", profile.company),
        ("Job title", profile.job_title),
        ("Industry", profile.industry),
        ("Job function", profile.job_function),
        ("Company size", label_of(CHOICES.company_sizes, &profile.company_size)),
        ("Years of work experience", label_of(CHOICES.years_experience, &profile.years_experience)),
        ("Leadership level", profile.leadership_level),
        ("Highest level of education", profile.highest_education),
    ]
}
