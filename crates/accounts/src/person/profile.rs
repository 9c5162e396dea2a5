//! The profile of a person (accounts_ops.md 2.4).

use super::choices::{COMPANY_SIZES, GENDERS, HIGHEST_EDUCATION, YEARS_EXPERIENCE};
use crate::FieldErrors;
use serde::{Deserialize, Serialize};
use xpro_kernel::plain_text;

/// A stored profile. Blank and none mean "not said".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Profile {
    /// `m`, `f`, `o` or blank.
    pub gender: String,
    /// Year of birth.
    pub birth_year: Option<i32>,
    /// Employer.
    pub company: String,
    /// What they are there.
    pub job_title: String,
    /// See [`super::INDUSTRIES`].
    pub industry: String,
    /// See [`super::JOB_FUNCTIONS`].
    pub job_function: String,
    /// See [`COMPANY_SIZES`].
    pub company_size: Option<i32>,
    /// See [`YEARS_EXPERIENCE`].
    pub years_experience: Option<i32>,
    /// See [`super::LEADERSHIP_LEVELS`].
    pub leadership_level: String,
    /// See [`HIGHEST_EDUCATION`].
    pub highest_education: String,
}

impl Profile {
    /// Whether nothing that registration asks for is missing (accounts_ops.md 1.1).
    pub fn is_complete(&self) -> bool {
        !self.gender.is_empty()
            && self.birth_year.is_some_and(|year| year != 0)
            && !self.company.is_empty()
            && !self.job_title.is_empty()
    }
}

/// A profile as a form or the JSON API sends it: texts, blank for an empty select.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are those of Profile")]
pub struct ProfileInput {
    #[serde(deserialize_with = "text")]
    pub gender: String,
    #[serde(deserialize_with = "text")]
    pub birth_year: String,
    #[serde(deserialize_with = "text")]
    pub company: String,
    #[serde(deserialize_with = "text")]
    pub job_title: String,
    #[serde(deserialize_with = "text")]
    pub industry: String,
    #[serde(deserialize_with = "text")]
    pub job_function: String,
    #[serde(deserialize_with = "text")]
    pub company_size: String,
    #[serde(deserialize_with = "text")]
    pub years_experience: String,
    #[serde(deserialize_with = "text")]
    pub leadership_level: String,
    #[serde(deserialize_with = "text")]
    pub highest_education: String,
}

impl From<&Profile> for ProfileInput {
    fn from(profile: &Profile) -> Self {
        let number = |value: Option<i32>| value.map_or_else(String::new, |value| value.to_string());
        ProfileInput {
            gender: profile.gender.clone(),
            birth_year: number(profile.birth_year),
            company: profile.company.clone(),
            job_title: profile.job_title.clone(),
            industry: profile.industry.clone(),
            job_function: profile.job_function.clone(),
            company_size: number(profile.company_size),
            years_experience: number(profile.years_experience),
            leadership_level: profile.leadership_level.clone(),
            highest_education: profile.highest_education.clone(),
        }
    }
}

impl ProfileInput {
    /// What registration asks for and is blank: the caller answers HTTP 400 (accounts_ops.md 13.2 case 58).
    pub(crate) fn missing(&self) -> FieldErrors {
        let required = [
            ("gender", &self.gender, "Choose an answer."),
            ("birth_year", &self.birth_year, "Choose the year you were born."),
            ("company", &self.company, "Enter the company you work for."),
            ("job_title", &self.job_title, "Enter your job title."),
        ];
        required
            .into_iter()
            .filter(|(_, value, _)| plain_text(value).is_empty())
            .map(|(field, _, message)| (field, message.to_owned()))
            .collect()
    }

    /// The profile, or everything that is wrong with it. Blank is allowed everywhere.
    pub(crate) fn check(&self, current_year: i32) -> Result<Profile, FieldErrors> {
        let mut errors = FieldErrors::new();
        let profile = Profile {
            gender: one_of("gender", &self.gender, &GENDERS.map(|choice| choice.value), &mut errors),
            birth_year: birth_year(&self.birth_year, current_year, &mut errors),
            company: short("company", &self.company, 128, &mut errors),
            job_title: short("job_title", &self.job_title, 128, &mut errors),
            industry: short("industry", &self.industry, 60, &mut errors),
            job_function: short("job_function", &self.job_function, 60, &mut errors),
            company_size: number(
                "company_size",
                &self.company_size,
                &COMPANY_SIZES.map(|choice| choice.value),
                &mut errors,
            ),
            years_experience: number(
                "years_experience",
                &self.years_experience,
                &YEARS_EXPERIENCE.map(|choice| choice.value),
                &mut errors,
            ),
            leadership_level: short("leadership_level", &self.leadership_level, 60, &mut errors),
            highest_education: one_of("highest_education", &self.highest_education, &HIGHEST_EDUCATION, &mut errors),
        };
        if errors.is_empty() { Ok(profile) } else { Err(errors) }
    }
}

/// The JSON API sends numbers as numbers, as texts or as null; forms send texts.
fn text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::Null => Ok(String::new()),
        serde_json::Value::String(text) => Ok(text),
        serde_json::Value::Number(number) => Ok(number.to_string()),
        _ => Err(serde::de::Error::custom("expected a text or a number")),
    }
}

fn short(field: &'static str, text: &str, max: usize, errors: &mut FieldErrors) -> String {
    let text = plain_text(text);
    if text.chars().count() > max {
        errors.insert(field, format!("Use at most {max} characters."));
    }
    text
}

fn one_of(field: &'static str, text: &str, allowed: &[&str], errors: &mut FieldErrors) -> String {
    let text = plain_text(text);
    if !text.is_empty() && !allowed.contains(&text.as_str()) {
        errors.insert(field, "Choose one of the answers.".to_owned());
    }
    text
}

fn number(field: &'static str, text: &str, allowed: &[i32], errors: &mut FieldErrors) -> Option<i32> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let value = text.parse().ok().filter(|value| allowed.contains(value));
    if value.is_none() {
        errors.insert(field, "Choose one of the answers.".to_owned());
    }
    value
}

fn birth_year(text: &str, current_year: i32, errors: &mut FieldErrors) -> Option<i32> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let year = text.parse().ok().filter(|year| (current_year - 120..=current_year - 13).contains(year));
    if year.is_none() {
        errors.insert("birth_year", format!("Enter a year from {} to {}.", current_year - 120, current_year - 13));
    }
    year
}
