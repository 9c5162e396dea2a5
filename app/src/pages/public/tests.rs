//! What the public pages write.

use super::text::cut;

#[test]
fn a_cut_text_ends_at_a_word_and_within_the_limit() {
    let text = "word ".repeat(60);

    let short = cut(&text, 150).expect("it is longer");

    assert!(short.chars().count() <= 150, "{}", short.chars().count());
    assert!(short.ends_with("word…"), "{short}");
    assert_eq!(cut("short", 150), None);
}
