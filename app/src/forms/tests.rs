//! Reading forms and sorting their errors.

use super::{FormErrors, posted::pairs};
use time::Duration;
use xpro_accounts::FieldErrors;
use xpro_platform::throttle::Throttled;
use xpro_ui::FormError;

#[test]
fn a_form_is_decoded_in_order_with_repeated_names() {
    let form = pairs(b"street=Main+St.&street=Apt%202&email=a%2Bb%40example.com&empty=&bare").expect("readable");

    assert_eq!(form.all("street"), ["Main St.", "Apt 2"]);
    assert_eq!(form.text("email"), "a+b@example.com");
    assert_eq!((form.find("empty"), form.find("bare"), form.find("missing")), (Some(""), Some(""), None));
    assert_eq!(form.starting("s").collect::<Vec<_>>(), ["Main St.", "Apt 2"]);
}

#[test]
fn bytes_that_are_no_text_and_nul_are_refused() {
    for body in [&b"name=%FF"[..], b"name=\xff", b"name=a%00b", b"%00=x"] {
        assert_eq!(pairs(body), None, "{body:?}");
    }
}

#[test]
fn what_was_typed_never_shows_in_debug() {
    let form = pairs(b"password=hunter2").expect("readable");

    assert_eq!(format!("{form:?}"), r#"["password"]"#);
}

#[test]
fn the_summary_begins_with_the_form_and_follows_its_order() {
    let fields = FieldErrors::from([
        ("city", "Enter your city.".to_owned()),
        ("name", "Enter your name.".to_owned()),
        ("non_field_errors", "Try again.".to_owned()),
    ]);
    let errors = FormErrors::from(fields);

    let expected = vec![
        FormError::form("Try again."),
        FormError::field("name", "Enter your name."),
        FormError::field("city", "Enter your city."),
    ];
    assert_eq!(errors.summary(&["name", "city"]), expected);
    assert_eq!(errors.of("city").as_deref(), Some("Enter your city."));
    assert_eq!(errors.about("name").of("name").as_deref(), Some("Try again."));
}

#[test]
fn too_many_tries_say_how_long_to_wait() {
    let errors = |seconds| FormErrors::from(Throttled { retry_after: Duration::seconds(seconds) });

    assert_eq!(errors(61).retry_after(), Some(Duration::seconds(61)));
    assert!(errors(61).summary(&[])[0].message.contains("wait 2 minutes"));
    assert!(errors(60).summary(&[])[0].message.contains("wait a minute"));
    assert_eq!(FormErrors::whole("Try again.").retry_after(), None);
}
