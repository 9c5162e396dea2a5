//! Countries and, for the US and Canada, their states (accounts_ops.md 2.3). The lists are data files beside this one.

use serde::Serialize;
use std::sync::LazyLock;

/// A country, as `GET /api/countries/` shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: &'static str,
    /// Common English name.
    pub name: &'static str,
    /// Only of the US and Canada; sorted by name.
    pub states: Vec<State>,
}

/// A state or territory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct State {
    /// ISO 3166-2, such as `US-MA`.
    pub code: &'static str,
    /// English name.
    pub name: &'static str,
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let states: Vec<State> = rows(include_str!("states.tsv")).map(|(code, name)| State { code, name }).collect();
    let states_of = |country: &str| {
        states.iter().filter(|state| state.code.split_once('-').is_some_and(|(of, _)| of == country)).copied().collect()
    };
    rows(include_str!("countries.tsv")).map(|(code, name)| Country { code, name, states: states_of(code) }).collect()
});

/// All countries, sorted by name as people look for it (`Åland Islands` stands under A).
pub fn all() -> &'static [Country] {
    &COUNTRIES
}

/// The country with this code, which must be in capitals.
pub fn find(code: &str) -> Option<&'static Country> {
    COUNTRIES.iter().find(|country| country.code == code)
}

/// The name of a state such as `US-MA`.
pub fn state_name(code: &str) -> Option<&'static str> {
    let country = find(code.split_once('-')?.0)?;
    country.states.iter().find(|state| state.code == code).map(|state| state.name)
}

fn rows(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.lines().filter_map(|line| line.split_once('\t'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn counts_are_those_of_iso_3166() {
        assert_eq!(all().len(), 249);
        assert_eq!(all().iter().map(|country| country.code).collect::<HashSet<_>>().len(), 249);
        assert!(all().iter().all(|country| country.code.len() == 2
            && country.code.bytes().all(|b| b.is_ascii_uppercase())
            && !country.name.is_empty()));
        assert_eq!(find("US").map(|us| us.states.len()), Some(57));
        assert_eq!(find("CA").map(|ca| ca.states.len()), Some(13));
        assert_eq!(all().iter().filter(|country| !country.states.is_empty()).count(), 2);
    }

    #[test]
    fn common_names_are_shown() {
        for (code, name) in [
            ("US", "United States"),
            ("TW", "Taiwan"),
            ("BO", "Bolivia"),
            ("IR", "Iran"),
            ("KR", "South Korea"),
            ("KP", "North Korea"),
            ("VN", "Vietnam"),
            ("TZ", "Tanzania"),
        ] {
            assert_eq!(find(code).map(|country| country.name), Some(name));
        }
        assert_eq!(state_name("CA-QC"), Some("Quebec"));
        assert_eq!(state_name("US-MA"), Some("Massachusetts"));
        assert_eq!(state_name("MA"), None);
        assert_eq!(find("us"), None);
        assert_eq!(find("United States"), None);
    }

    #[test]
    fn lists_are_sorted_by_name() {
        let key = |name: &str| {
            name.replace('Å', "A")
                .replace('ç', "c")
                .replace('é', "e")
                .replace('ô', "o")
                .replace('ü', "u")
                .to_lowercase()
        };
        assert!(all().windows(2).all(|pair| key(pair[0].name) <= key(pair[1].name)));
        assert!(find("US").is_some_and(|us| us.states.windows(2).all(|pair| pair[0].name < pair[1].name)));
    }
}
