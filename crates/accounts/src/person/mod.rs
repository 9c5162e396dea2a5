//! What is known of a person: name, username, legal address, profile. Rules only; statements live in `store`.

mod address;
mod choices;
mod name;
mod profile;
mod username;

pub use address::{AddressInput, LegalAddress};
pub use choices::{
    CHOICES, COMPANY_SIZES, Choice, GENDERS, HIGHEST_EDUCATION, INDUSTRIES, JOB_FUNCTIONS, LEADERSHIP_LEVELS,
    ProfileChoices, YEARS_EXPERIENCE, birth_years,
};
pub use name::{check_address_name, check_full_name};
pub use profile::{Profile, ProfileInput};
pub(crate) use username::{suffix_ranges, username_base};

#[cfg(test)]
mod tests;
