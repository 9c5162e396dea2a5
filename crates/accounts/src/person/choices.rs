//! The lists of the profile form (accounts_ops.md 2.4).

/// One entry of a list: the stored value and what people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice<T> {
    /// Stored.
    pub value: T,
    /// Shown.
    pub label: &'static str,
}

const fn choice<T: Copy>(value: T, label: &'static str) -> Choice<T> {
    Choice { value, label }
}

/// In the order of the form.
pub const GENDERS: [Choice<&str>; 3] =
    [choice("f", "Female"), choice("m", "Male"), choice("o", "Other/Prefer Not to Say")];

/// Number of employees, upper end.
pub const COMPANY_SIZES: [Choice<i32>; 7] = [
    choice(1, "Small/Start-up (1+ employees)"),
    choice(9, "Small/Home office (1-9 employees)"),
    choice(99, "Small (10-99 employees)"),
    choice(999, "Small to medium-sized (100-999 employees)"),
    choice(9999, "Medium-sized (1000-9999 employees)"),
    choice(10000, "Large Enterprise (10,000+ employees)"),
    choice(0, "Other (N/A or Don't know)"),
];

/// Years of work, upper end.
pub const YEARS_EXPERIENCE: [Choice<i32>; 7] = [
    choice(2, "Less than 2 years"),
    choice(5, "2-5 years"),
    choice(10, "6 - 10 years"),
    choice(15, "11 - 15 years"),
    choice(20, "16 - 20 years"),
    choice(21, "More than 20 years"),
    choice(0, "Prefer not to say"),
];

/// Stored as shown.
pub const INDUSTRIES: [&str; 18] = [
    "Association, Nonprofit Organization, NGO",
    "Business and Professional Services",
    "Construction and Engineering",
    "Education",
    "Energy",
    "Financials",
    "Government / Armed Forces",
    "Food, Beverages and Tobacco",
    "Government",
    "Health Care",
    "Industrials",
    "Retailing",
    "Materials",
    "Media",
    "Information technology",
    "Transportation",
    "Other",
    "Prefer not to say",
];

/// Stored as shown.
pub const JOB_FUNCTIONS: [&str; 24] = [
    "Accounting",
    "Administrative",
    "Arts and Design",
    "Business Development/Sales",
    "Community & Social Services",
    "Consulting",
    "Education",
    "Engineering",
    "Entrepreneurship",
    "Finance",
    "Healthcare Services",
    "Human Resources",
    "Information Technology",
    "Legal",
    "Media/Communications/Marketing",
    "Military & Protective Services",
    "Operations",
    "Program & Product Management",
    "Purchasing",
    "Quality Assurance",
    "Real Estate",
    "Research",
    "Support",
    "Other",
];

/// Stored as shown.
pub const LEADERSHIP_LEVELS: [&str; 8] = [
    "Upper Management",
    "Middle Management",
    "Junior First Line Management",
    "Individual Contributor",
    "Consultant/Contractor",
    "Temporary Employee",
    "Other",
    "Prefer not to say",
];

/// Stored as shown.
pub const HIGHEST_EDUCATION: [&str; 9] = [
    "Doctorate",
    "Master's or professional degree",
    "Bachelor's degree",
    "Associate degree",
    "Secondary/high school",
    "Junior secondary/junior high/middle school",
    "Elementary/primary school",
    "No formal education",
    "Other education",
];

/// All lists together, for a form.
#[derive(Debug, Clone, Copy)]
pub struct ProfileChoices {
    /// See [`GENDERS`].
    pub genders: &'static [Choice<&'static str>],
    /// See [`COMPANY_SIZES`].
    pub company_sizes: &'static [Choice<i32>],
    /// See [`YEARS_EXPERIENCE`].
    pub years_experience: &'static [Choice<i32>],
    /// See [`INDUSTRIES`].
    pub industries: &'static [&'static str],
    /// See [`JOB_FUNCTIONS`].
    pub job_functions: &'static [&'static str],
    /// See [`LEADERSHIP_LEVELS`].
    pub leadership_levels: &'static [&'static str],
    /// See [`HIGHEST_EDUCATION`].
    pub highest_education: &'static [&'static str],
}

/// All lists together.
pub const CHOICES: ProfileChoices = ProfileChoices {
    genders: &GENDERS,
    company_sizes: &COMPANY_SIZES,
    years_experience: &YEARS_EXPERIENCE,
    industries: &INDUSTRIES,
    job_functions: &JOB_FUNCTIONS,
    leadership_levels: &LEADERSHIP_LEVELS,
    highest_education: &HIGHEST_EDUCATION,
};

/// The years of the birth year select, newest first (accounts_ops.md 1.14).
pub fn birth_years(current_year: i32) -> impl Iterator<Item = i32> {
    (current_year - 120..=current_year - 15).rev()
}
