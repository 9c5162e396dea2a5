//! Usernames made from names (accounts_ops.md 1.9). They are the key that Open edX knows people by, so they never change.

use rand::RngExt;
use unicode_normalization::UnicodeNormalization;

/// Longest generated username, in characters (the column takes 50, for old accounts).
const MAX: usize = 30;
/// Nobody needs a suffix with more digits.
const MAX_SUFFIX_DIGITS: usize = 9;

/// The username to try first for this person.
pub(crate) fn username_base(name: &str, email_local_part: &str) -> String {
    let mut base = slug(name);
    if base.is_empty() {
        tracing::info!("a name holds no letter or digit; the username comes from the e-mail address");
        base = slug(email_local_part);
    }
    if base.is_empty() {
        tracing::warn!("neither name nor e-mail address gives a username; using a random one");
        base = random();
    }
    let mut base: String = base.chars().take(MAX).collect();
    if base.chars().count() < 2 {
        base.push_str("11");
    }
    base
}

/// One way to make a taken username free: a shorter base, and the numbers that fit behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SuffixRange {
    /// What stands before the number.
    pub base: String,
    /// Smallest number to use.
    pub from: i64,
    /// Largest number to use.
    pub to: i64,
}

/// The ranges to search, in order: first on the whole base, then with one character fewer each time.
pub(crate) fn suffix_ranges(base: &str) -> impl Iterator<Item = SuffixRange> {
    let chars: Vec<char> = base.chars().collect();
    let whole = chars.len();
    (1..=whole).rev().filter_map(move |length| {
        let digits = (MAX.saturating_sub(length)).min(MAX_SUFFIX_DIGITS);
        if digits == 0 {
            return None;
        }
        let shift = u32::try_from(digits).expect("at most nine");
        // A shortened base starts with numbers that fill the room: shorter ones were tried on the longer base.
        let from = if length == whole { 1 } else { 10_i64.pow(shift - 1) };
        Some(SuffixRange { base: chars[..length].iter().collect(), from, to: 10_i64.pow(shift) - 1 })
    })
}

fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.nfc() {
        match c {
            'ı' | 'İ' => slug.push('i'),
            c if c.is_alphanumeric() => slug.extend(c.to_lowercase()),
            c if (c == '_' || c == '-' || c.is_whitespace()) && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug.trim_matches('-').to_owned()
}

fn random() -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    let mut rng = rand::rng();
    let length = rng.random_range(8..=MAX);
    (0..length).map(|at| char::from(LETTERS[rng.random_range(0..if at == 0 { 26 } else { LETTERS.len() })])).collect()
}
