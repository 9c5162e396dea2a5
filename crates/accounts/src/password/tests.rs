//! The rule, both kinds of hashes, and equal cost for unknown people.

use super::{Checked, Password, hash_password, password_problem, verify_password};
use std::time::{Duration, Instant};

#[tokio::test]
async fn argon2id_hashes_verify_and_do_not_repeat() {
    let password = Password::from("correct horse 1");
    let (first, second) = (hash_password(&password).await, hash_password(&password).await);

    assert!(first.starts_with("$argon2id$v=19$"), "{first}");
    assert_ne!(first, second);
    assert_eq!(verify_password(Some(&first), &password).await, Checked::Right { rehashed: None });
    assert_eq!(verify_password(Some(&first), &Password::from("correct horse 2")).await, Checked::Wrong);
}

#[tokio::test]
async fn hashes_of_the_former_site_verify_and_are_replaced() {
    // Made with Python: hashlib.pbkdf2_hmac("sha256", b"demo-pass-1", b"seasalt", 1000).
    let stored = format!("pbkdf2_sha256$1000$seasalt${DEMO_DIGEST}");

    let Checked::Right { rehashed: Some(rehashed) } =
        verify_password(Some(&stored), &Password::from("demo-pass-1")).await
    else {
        panic!("the old hash must fit")
    };
    assert!(rehashed.starts_with("$argon2id$"));
    assert!(verify_password(Some(&rehashed), &Password::from("demo-pass-1")).await.is_right());
    assert_eq!(verify_password(Some(&stored), &Password::from("demo-pass-2")).await, Checked::Wrong);
}

#[tokio::test]
async fn malformed_and_unusable_hashes_fit_nothing() {
    for stored in [
        "",
        "!",
        "pbkdf2_sha256$",
        "pbkdf2_sha256$x$salt$AA==",
        "pbkdf2_sha256$1000$salt$AA==",
        "pbkdf2_sha256$4000000000$s$AAAA",
        "$argon2id$broken",
        "plain",
    ] {
        assert_eq!(verify_password(Some(stored), &Password::from("plain")).await, Checked::Wrong, "{stored}");
    }
}

#[tokio::test]
async fn nobody_costs_as_much_as_somebody() {
    let password = Password::from("correct horse 1");
    let stored = hash_password(&password).await;
    let _warm = verify_password(None, &password).await;

    let median = async |hash: Option<&str>| {
        let mut times: Vec<Duration> = Vec::new();
        for _ in 0..7 {
            let start = Instant::now();
            assert_eq!(verify_password(hash, &Password::from("wrong horse 1")).await, Checked::Wrong);
            times.push(start.elapsed());
        }
        times.sort();
        times[3]
    };
    let (somebody, nobody) = (median(Some(&stored)).await, median(None).await);

    // Without the dummy hash the ratio would be in the thousands.
    let ratio = somebody.as_secs_f64() / nobody.as_secs_f64();
    assert!((0.1..10.0).contains(&ratio), "{somebody:?} against {nobody:?}");
}

#[test]
fn new_passwords_need_length_a_letter_a_number_and_independence() {
    let problem = |text: &str| password_problem(&Password::from(text), "ada1234@example.com", "ada-lovelace-1");
    for refused in ["", "pass1", "password", "12345678", "Ada1234@example.com", "ada-lovelace-1", &"a1".repeat(600)] {
        assert!(problem(refused).is_some(), "{refused}");
    }
    for fine in ["demo-pass-1", "пароль123", "        a1"] {
        assert_eq!(problem(fine), None, "{fine}");
    }
}

#[test]
fn passwords_do_not_show_in_debug() {
    assert_eq!(format!("{:?}", Password::from("secret-1")), "Password(***)");
}

const DEMO_DIGEST: &str = "Q+B0jGWNKmQbCtqxLHaEHmDh5OtLacZ4sArinSSAmjI=";
