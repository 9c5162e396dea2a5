//! Names, usernames, addresses and profiles, with the vectors of accounts_ops.md 1.7-1.9 and 13.3.

use super::*;
use crate::{ADDRESS_FIELDS, FieldErrors};

#[test]
fn full_names_follow_the_rule() {
    for fine in ["Ada Lovelace", "O'Brien", "Mary-Jane", "José", "年號", "A.", "Éa", &"x".repeat(255)] {
        assert_eq!(check_full_name(fine).as_deref(), Ok(fine));
    }
    assert_eq!(check_full_name("  Ada  ").as_deref(), Ok("Ada"));
    for bad in ["", "   ", "a", &"x".repeat(256), "a\n/b", "a\nb", "a\0b"] {
        assert!(check_full_name(bad).is_err(), "{bad:?}");
    }
    assert!(check_full_name("a").is_err_and(|message| message.contains("two characters")));
    for first in "~!@&)(+:'.?/,`-".chars() {
        assert!(check_full_name(&format!("{first}Ada")).is_err(), "{first} first");
    }
    for anywhere in "/^$#*=[]`%_;<>{}\"|".chars() {
        assert!(check_full_name(&format!("Ada{anywhere}b")).is_err(), "{anywhere} anywhere");
    }
}

#[test]
fn address_names_are_at_most_sixty_characters() {
    assert!(check_address_name(&"x".repeat(60), "Your first name").is_ok());
    assert!(check_address_name(&"x".repeat(61), "Your first name").is_err());
    assert_eq!(check_address_name(" ", "Your first name"), Err("Enter your first name.".to_owned()));
    assert!(check_address_name("a\r\n<b", "Your first name").is_err());
}

#[test]
fn usernames_follow_the_vectors() {
    let vectors = [
        (" John  Doe ", "john-doe"),
        ("-Dashy_St._Underscores-", "dashy-st-underscores"),
        ("Repeated-----Chars___Jr.", "repeated-chars-jr"),
        ("Numbers123 !$!@ McStrange!!##^", "numbers123-mcstrange"),
        ("Àccèntèd Ñame, Ësq.", "àccèntèd-ñame-ësq"),
        ("Jose\u{301}", "josé"),
        ("年號", "年號"),
        ("O'Brien-Smith", "obrien-smith"),
        ("A", "a11"),
        ("A.", "a11"),
        ("İpek Işık ılgaz", "ipek-işik-ilgaz"),
        ("Abcdefghijklmnopqrstuvwxyz Abcdefghij", "abcdefghijklmnopqrstuvwxyz-abc"),
    ];
    for (name, username) in vectors {
        assert_eq!(username_base(name, "somebody"), username, "{name}");
    }
    assert_eq!(username_base("", "some.email"), "someemail");
    assert_eq!(username_base("!!! ...", "some.email"), "someemail");
}

#[test]
fn without_letters_a_username_is_random() {
    let username = username_base("!!!", "...");
    assert!((8..=30).contains(&username.len()), "{username}");
    assert!(
        username.starts_with(|c: char| c.is_ascii_lowercase())
            && username.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    );
    assert_ne!(username, username_base("!!!", "..."));
}

#[test]
fn suffixes_fill_the_room_that_shortening_frees() {
    let ranges: Vec<_> =
        suffix_ranges(&"x".repeat(30)).take(3).map(|range| (range.base.len(), range.from, range.to)).collect();
    assert_eq!(ranges, [(29, 1, 9), (28, 10, 99), (27, 100, 999)]);

    let ranges: Vec<_> = suffix_ranges(&"ü".repeat(29))
        .take(2)
        .map(|range| (range.base.chars().count(), range.from, range.to))
        .collect();
    assert_eq!(ranges, [(29, 1, 9), (28, 10, 99)]);

    let first = suffix_ranges("johndoe").next().expect("a range");
    assert_eq!((first.base.as_str(), first.from, first.to), ("johndoe", 1, 999_999_999));
}

fn input(country: &str, state: &str, postal_code: &str) -> AddressInput {
    AddressInput {
        first_name: "Sally".into(),
        last_name: "Smith".into(),
        street_address: vec!["Main Street".into()],
        city: "Boulder".into(),
        country: country.into(),
        state_or_territory: state.into(),
        postal_code: postal_code.into(),
        vat_id: String::new(),
    }
}

fn errors(input: &AddressInput) -> FieldErrors {
    input.check().err().unwrap_or_default()
}

#[test]
fn us_postal_codes_are_anchored_at_both_ends() {
    for fine in ["02139", "02139-1234", " 02139 "] {
        assert_eq!(errors(&input("US", "US-MA", fine)), FieldErrors::new(), "{fine}");
    }
    for bad in ["3082", "02139abc", "123456", "02139-123", "x02139", "02139-", "０２１３９"] {
        assert!(errors(&input("US", "US-MA", bad)).contains_key("postal_code"), "{bad}");
    }
}

#[test]
fn canadian_postal_codes_have_a_blank_in_the_middle() {
    for fine in ["K0M 2K0", "l6l 1c2"] {
        assert_eq!(errors(&input("CA", "CA-QC", fine)), FieldErrors::new(), "{fine}");
    }
    for bad in ["0M0 2K0", "J8R P7Q", "GAG 2B7", "L6L 122", "K0M-2K0", "K0M2K0"] {
        assert!(errors(&input("CA", "CA-QC", bad)).contains_key("postal_code"), "{bad}");
    }
}

#[test]
fn states_belong_to_their_country() {
    let wrong = errors(&input("US", "CA-QC", "02139"));
    assert!(
        wrong["state_or_territory"].contains("CA-QC") && wrong["state_or_territory"].contains("United States"),
        "{wrong:?}"
    );
    let missing = errors(&input("US", "", ""));
    assert!(
        missing["state_or_territory"].contains("United States") && missing["postal_code"].contains("United States"),
        "both at once: {missing:?}"
    );
    assert!(errors(&input("US", "MA", "02139")).contains_key("state_or_territory"));
    assert_eq!(errors(&input("FR", "", "")), FieldErrors::new());
    assert_eq!(
        input("FR", "US-MA", "75001").check().map(|address| address.state_or_territory),
        Ok(String::new()),
        "what was chosen before is dropped"
    );
}

#[test]
fn countries_are_codes_of_the_list() {
    for bad in ["", "United States", "us", "XX", "U", "U\0"] {
        assert!(errors(&input(bad, "", "")).contains_key("country"), "{bad:?}");
    }
}

#[test]
fn street_lines_are_counted_and_measured() {
    let with_lines = |lines: Vec<String>| errors(&AddressInput { street_address: lines, ..input("FR", "", "") });
    assert!(with_lines(vec![])["street_address"].contains("list of lines"));
    assert!(with_lines(vec![" ".into()]).contains_key("street_address"));
    assert!(with_lines(vec!["x".into(); 6]).contains_key("street_address"));
    assert!(with_lines(vec!["x".repeat(61)]).contains_key("street_address"));
    assert_eq!(with_lines(vec!["x".repeat(60), String::new(), "y".into()]), FieldErrors::new());
}

#[test]
fn everything_wrong_is_told_at_once_under_known_names() {
    let found = errors(&AddressInput { vat_id: "9".repeat(31), ..AddressInput::default() });
    assert!(found.keys().all(|field| ADDRESS_FIELDS.contains(field)));
    assert_eq!(
        found.keys().copied().collect::<Vec<_>>(),
        ["city", "country", "first_name", "last_name", "street_address", "vat_id"]
    );
}

#[test]
fn addresses_are_read_from_json() {
    let json = r#"{"first_name":"Sally","last_name":"Smith","street_address":["Main Street"],"city":"Boulder","country":"US","state_or_territory":"US-CO","postal_code":"80309","vat_id":null,"more":1}"#;
    let input: AddressInput = serde_json::from_str(json).expect("valid");
    assert!(input.check().is_ok());
}

#[test]
fn profiles_are_read_checked_and_complete() {
    let input: ProfileInput = serde_json::from_str(r#"{"gender":"f","birth_year":2000,"company":"MIT","job_title":"Tester","company_size":null,"years_experience":"5"}"#).expect("valid");
    let profile = input.check(2026).expect("valid");
    assert!(profile.is_complete());
    assert_eq!((profile.birth_year, profile.company_size, profile.years_experience), (Some(2000), None, Some(5)));
    assert!(input.missing().is_empty());
    assert_eq!(
        ProfileInput::default().missing().into_keys().collect::<Vec<_>>(),
        ["birth_year", "company", "gender", "job_title"]
    );
    assert_eq!(ProfileInput::default().check(2026), Ok(Profile::default()), "blank is allowed when editing");
    assert!(!Profile::default().is_complete());

    let wrong = ProfileInput {
        gender: "x".into(),
        birth_year: "1850".into(),
        company: "c".repeat(129),
        company_size: "7".into(),
        highest_education: "Wizardry".into(),
        ..input
    };
    assert_eq!(
        wrong.check(2026).expect_err("all wrong").into_keys().collect::<Vec<_>>(),
        ["birth_year", "company", "company_size", "gender", "highest_education"]
    );
}

#[test]
fn birth_years_run_from_newest_to_oldest() {
    let years: Vec<i32> = birth_years(2026).collect();
    assert_eq!((years.first(), years.last()), (Some(&2011), Some(&1906)));
}
