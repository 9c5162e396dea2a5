//! What a letter looks like.

use super::{Brand, Letter};

fn brand() -> Brand {
    Brand {
        site_name: "xPRO".into(),
        base_url: "https://shop.example".into(),
        support_email: "help@shop.example".into(),
        postal_address: "1 Main Street".into(),
    }
}

#[test]
fn what_people_typed_is_escaped_in_html_and_kept_in_text() {
    let letter = Letter::new("Hello\r\nBcc: all@example.com")
        .paragraph("<script>alert(1)</script> & Co")
        .button("Open", "https://shop.example/?a=1&b=2");

    let html = letter.html(&brand(), 2026);

    assert!(html.contains("&#60;script&#62;") || html.contains("&lt;script&gt;"), "{html}");
    assert!(!html.contains("<script>"));
    assert!(letter.text(&brand()).contains("<script>alert(1)</script> & Co"));
    assert!(letter.text(&brand()).contains("https://shop.example/?a=1&b=2"));
    assert_eq!(letter.subject_line(), "HelloBcc: all@example.com", "a subject stays one line");
}
