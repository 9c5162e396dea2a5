//! Who the demo people are: a data file beside this one, and a home per country.

use crate::person::{
    COMPANY_SIZES, HIGHEST_EDUCATION, INDUSTRIES, JOB_FUNCTIONS, LEADERSHIP_LEVELS, LegalAddress, Profile,
    YEARS_EXPERIENCE,
};

/// One line of `roster.tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Person {
    pub name: &'static str,
    pub first_name: &'static str,
    pub last_name: &'static str,
    pub local_part: &'static str,
    pub country: &'static str,
    pub standing: Standing,
}

/// In which state of an account's life somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Superuser,
    Staff,
    Learner,
    /// Stopped after the first step of the registration.
    Unfinished,
    /// Inactive until the export check has spoken.
    Pending,
    Denied,
    Unknown,
    Approved,
    Deactivated,
    Retired,
    /// Asked for an account and never opened the link.
    Unverified,
}

impl Standing {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "superuser" => Standing::Superuser,
            "staff" => Standing::Staff,
            "learner" => Standing::Learner,
            "unfinished" => Standing::Unfinished,
            "pending" => Standing::Pending,
            "denied" => Standing::Denied,
            "unknown" => Standing::Unknown,
            "approved" => Standing::Approved,
            "deactivated" => Standing::Deactivated,
            "retired" => Standing::Retired,
            "unverified" => Standing::Unverified,
            _ => return None,
        })
    }

    pub(super) fn is_active(self) -> bool {
        matches!(
            self,
            Standing::Superuser | Standing::Staff | Standing::Learner | Standing::Unfinished | Standing::Approved
        )
    }

    pub(super) fn compliance_status(self) -> &'static str {
        match self {
            Standing::Denied => "denied",
            Standing::Unknown => "unknown",
            Standing::Approved => "manually_approved",
            _ => "not_checked",
        }
    }
}

/// Everybody, in the order in which they registered.
pub(super) fn people() -> impl Iterator<Item = Person> {
    include_str!("roster.tsv").lines().filter_map(|line| {
        let mut columns = line.split('\t');
        let mut next = || columns.next();
        Some(Person {
            name: next()?,
            first_name: next()?,
            last_name: next()?,
            local_part: next()?,
            country: next()?,
            standing: Standing::parse(next()?)?,
        })
    })
}

/// Addresses that may not register.
pub(super) const BLOCKED: [&str; 3] =
    ["blocked.one@example.com", "blocked.two@example.com", "blocked.three@example.com"];

/// What each member of staff may do.
pub(super) fn permissions(local_part: &str) -> &'static [&'static str] {
    match local_part {
        "editor" | "moderator" => &["content.access"],
        "finance" => &["orders.view", "coupons.add", "coupons.change"],
        "support" => &["orders.view", "users.view", "enrollments.view", "enrollments.retry", "jobs.view", "jobs.retry"],
        "partner-admin" => &["coupons.assign"],
        _ => &[],
    }
}

/// A home in the person's country.
pub(super) fn address(person: &Person) -> LegalAddress {
    let (lines, city, country, state, postal_code, vat_id): (&[&str], _, _, _, _, _) = match person.country {
        "US" => (&["77 Elm Street"], "Cambridge", "US", "US-MA", "02139", ""),
        "US+4" => (&["1200 Lakeside Drive", "Apt 4B"], "Boulder", "US", "US-CO", "80309-1234", ""),
        "CA" => (&["18 Maple Avenue"], "Toronto", "CA", "CA-ON", "M5V 2T6", ""),
        "IN" => (&["24 Residency Road", "Second Floor"], "Bengaluru", "IN", "", "560025", "29AAACX1234A1Z5"),
        "DE" => (&["Lindenstraße 12"], "Hamburg", "DE", "", "20095", ""),
        "BR" => (&["Rua das Flores 85"], "Curitiba", "BR", "", "80020-090", ""),
        "GB" => (&["5 Station Road"], "Leeds", "GB", "", "LS1 4DY", ""),
        "FR" => (&["9 rue des Lilas"], "Lyon", "FR", "", "69003", ""),
        "MX" => (&["Calle Robles 31"], "Guadalajara", "MX", "", "44100", ""),
        "JP" => (&["中央 3-2-1"], "札幌市", "JP", "", "060-0042", ""),
        "UA" => (&["вул. Садова 7"], "Львів", "UA", "", "79000", ""),
        "CN" => (&["人民路 66 号"], "杭州", "CN", "", "310000", ""),
        "SE" => (&["Björkgatan 14"], "Uppsala", "SE", "", "753 27", ""),
        "NG" => (&["3 Palm Close"], "Lagos", "NG", "", "100001", ""),
        "VN" => (&["45 Hoa Mai"], "Đà Nẵng", "VN", "", "550000", ""),
        "BG" => (&["ул. Роза 8"], "Пловдив", "BG", "", "4000", ""),
        _ => (&["10 Hanbit-ro"], "Daejeon", "KR", "", "34126", ""),
    };
    LegalAddress {
        first_name: person.first_name.to_owned(),
        last_name: person.last_name.to_owned(),
        street_address: lines.iter().map(|line| (*line).to_owned()).collect(),
        city: city.to_owned(),
        state_or_territory: state.to_owned(),
        country: country.to_owned(),
        postal_code: postal_code.to_owned(),
        vat_id: vat_id.to_owned(),
    }
}

/// A profile that differs from person to person and is the same every time.
pub(super) fn profile(number: usize) -> Profile {
    const COMPANIES: [&str; 6] = [
        "Northwind Turbines",
        "Contoso Robotics",
        "Fabrikam Energy",
        "Tailspin Aerospace",
        "Wide World Health",
        "Adatum Materials",
    ];
    const TITLES: [&str; 5] =
        ["Systems Engineer", "Program Manager", "Data Analyst", "Director of Engineering", "Product Designer"];
    let year = i32::try_from(1960 + number * 7 % 45).unwrap_or(1980);
    Profile {
        gender: ["f", "m", "o"][number % 3].to_owned(),
        birth_year: Some(year),
        company: COMPANIES[number % COMPANIES.len()].to_owned(),
        job_title: TITLES[number % TITLES.len()].to_owned(),
        industry: INDUSTRIES[number * 5 % INDUSTRIES.len()].to_owned(),
        job_function: JOB_FUNCTIONS[number * 5 % JOB_FUNCTIONS.len()].to_owned(),
        company_size: Some(COMPANY_SIZES[number % COMPANY_SIZES.len()].value),
        years_experience: Some(YEARS_EXPERIENCE[number * 3 % YEARS_EXPERIENCE.len()].value),
        leadership_level: LEADERSHIP_LEVELS[number * 3 % LEADERSHIP_LEVELS.len()].to_owned(),
        highest_education: HIGHEST_EDUCATION[number * 2 % HIGHEST_EDUCATION.len()].to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::{AddressInput, check_full_name};
    use std::collections::HashSet;

    #[test]
    fn the_roster_is_what_the_specification_asks_for() {
        let everybody: Vec<Person> = people().collect();
        let count = |standing| everybody.iter().filter(|person| person.standing == standing).count();

        assert_eq!(everybody.len(), include_str!("roster.tsv").lines().count(), "every line is understood");
        assert_eq!((count(Standing::Superuser), count(Standing::Staff)), (1, 5));
        assert_eq!(everybody.len(), 46, "40 learners besides the staff");
        assert_eq!(
            [
                Standing::Unverified,
                Standing::Unfinished,
                Standing::Pending,
                Standing::Denied,
                Standing::Unknown,
                Standing::Approved,
                Standing::Deactivated,
                Standing::Retired
            ]
            .map(count),
            [5, 3, 2, 1, 1, 1, 2, 2]
        );
        assert!(everybody.iter().map(|person| person.country).collect::<HashSet<_>>().len() >= 12);
        assert_eq!(everybody.iter().map(|person| person.local_part).collect::<HashSet<_>>().len(), everybody.len());
    }

    #[test]
    fn everybody_could_have_registered() {
        for (number, person) in people().enumerate().filter(|(_, person)| person.standing != Standing::Unverified) {
            assert_eq!(check_full_name(person.name).as_deref(), Ok(person.name));
            assert_eq!(
                AddressInput::from(&address(&person)).check().as_ref(),
                Ok(&address(&person)),
                "{}",
                person.name
            );
            assert!(profile(number).is_complete());
            assert!(crate::person::ProfileInput::from(&profile(number)).check(2026).is_ok());
        }
    }
}
