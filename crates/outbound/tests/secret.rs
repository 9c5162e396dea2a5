//! Secrets stay secret.

use xpro_outbound::Secret;

#[test]
fn no_formatting_shows_the_text() {
    let secret = Secret::from("s3cret");

    assert_eq!(format!("{secret} {secret:?}"), "*** Secret(***)");
    assert_eq!(secret.expose(), "s3cret");
}

#[test]
fn secrets_compare_by_text() {
    assert_eq!(Secret::from("same"), Secret::new(String::from("same")));
    assert_ne!(Secret::from("same"), Secret::from("other"));
    assert_ne!(Secret::from("same"), Secret::from("sam"));
}

#[test]
fn settings_files_can_hold_them() {
    let secret: Secret = serde_json::from_str("\"from a file\"").expect("a text");

    assert_eq!(secret, Secret::from("from a file"));
    assert!(!secret.is_empty());
    assert!(Secret::default().is_empty());
}
