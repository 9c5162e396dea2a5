//! The fields of the profile (accounts_ops.md 1.14, 2.4).

use crate::forms::{FormErrors, Pairs};
use leptos::prelude::*;
use xpro_accounts::person::{CHOICES, Choice, ProfileInput, birth_years};
use xpro_ui::{Field, Select, SelectOption};

/// Fields in the order of the form.
pub(in super::super) const PROFILE_ORDER: [&str; 10] = [
    "gender",
    "birth_year",
    "company",
    "job_title",
    "industry",
    "job_function",
    "company_size",
    "years_experience",
    "leadership_level",
    "highest_education",
];

/// The profile out of a posted form.
pub(in super::super) fn read_profile(posted: &Pairs) -> ProfileInput {
    ProfileInput {
        gender: posted.text("gender"),
        birth_year: posted.text("birth_year"),
        company: posted.text("company"),
        job_title: posted.text("job_title"),
        industry: posted.text("industry"),
        job_function: posted.text("job_function"),
        company_size: posted.text("company_size"),
        years_experience: posted.text("years_experience"),
        leadership_level: posted.text("leadership_level"),
        highest_education: posted.text("highest_education"),
    }
}

/// All fields; registration asks for the first four.
pub(in super::super) fn profile_fields(
    input: &ProfileInput,
    errors: &FormErrors,
    current_year: i32,
    is_registration: bool,
) -> AnyView {
    let years = birth_years(current_year).map(|year| SelectOption::new(year.to_string(), year.to_string())).collect();
    let years = with_stored(years, &input.birth_year);
    view! {
        <div class="form__row">
            <Select label="Gender" name="gender" options=labeled(CHOICES.genders) selected=input.gender.clone() prompt="Choose" required=is_registration error=errors.of("gender") />
            <Select label="Year of birth" name="birth_year" options=years selected=input.birth_year.clone() prompt="Choose" required=is_registration
                autocomplete="bday-year" error=errors.of("birth_year") />
        </div>
        <Field label="Company" name="company" value=input.company.clone() required=is_registration autocomplete="organization" maxlength=128_u32 error=errors.of("company") />
        <Field label="Job title" name="job_title" value=input.job_title.clone() required=is_registration autocomplete="organization-title" maxlength=128_u32 error=errors.of("job_title") />
        <hr class="form__divider" />
        {choice("Industry", "industry", plain(CHOICES.industries), &input.industry, errors)}
        {choice("Job function", "job_function", plain(CHOICES.job_functions), &input.job_function, errors)}
        {choice("Company size", "company_size", labeled(CHOICES.company_sizes), &input.company_size, errors)}
        {choice("Years of work experience", "years_experience", labeled(CHOICES.years_experience), &input.years_experience, errors)}
        {choice("Leadership level", "leadership_level", plain(CHOICES.leadership_levels), &input.leadership_level, errors)}
        {choice("Highest level of education", "highest_education", plain(CHOICES.highest_education), &input.highest_education, errors)}
    }
    .into_any()
}

fn choice(
    label: &'static str,
    name: &'static str,
    options: Vec<SelectOption>,
    selected: &str,
    errors: &FormErrors,
) -> AnyView {
    let options = with_stored(options, selected);
    view! { <Select label=label name=name options=options selected=selected.to_owned() prompt="Choose" error=errors.of(name) /> }.into_any()
}

/// The list, with a value in front that it does not have: older accounts hold such, and saving must not lose them.
fn with_stored(mut options: Vec<SelectOption>, stored: &str) -> Vec<SelectOption> {
    if !stored.is_empty() && options.iter().all(|option| option.value != stored) {
        options.insert(0, SelectOption::new(stored, stored));
    }
    options
}

fn labeled<T: ToString>(choices: &[Choice<T>]) -> Vec<SelectOption> {
    choices.iter().map(|choice| SelectOption::new(choice.value.to_string(), choice.label)).collect()
}

fn plain(choices: &[&str]) -> Vec<SelectOption> {
    choices.iter().map(|choice| SelectOption::new(*choice, *choice)).collect()
}

/// What people read for a stored choice.
pub(super) fn label_of<T: ToString>(choices: &[Choice<T>], value: &str) -> String {
    choices
        .iter()
        .find(|choice| choice.value.to_string() == value)
        .map(|choice| choice.label.to_owned())
        .unwrap_or_default()
}
