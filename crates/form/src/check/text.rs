//! Texts that have to look a certain way.

/// No control characters but line breaks and tabs.
pub fn is_plain_text(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

/// Letters, digits, `_` and `-`, at most 255; empty is fine.
pub(super) fn is_slug(text: &str) -> bool {
    text.chars().count() <= 255 && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

/// `2026-11-24`, a day that exists.
pub(super) fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let &[year, month, day] = parts.as_slice() else { return false };
    let number = |part: &str, length: usize| -> Option<u32> {
        let fits = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|_| fits)
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    year > 0 && (1..=days).contains(&day)
}

/// `2026-11-24T08:00:00Z`, with fractions of a second and an offset if need be.
pub(super) fn is_date_time(text: &str) -> bool {
    let Some((day, clock)) = text.split_once('T') else { return false };
    let Some(at) = clock.find(['Z', '+', '-']) else { return false };
    let (clock, zone) = clock.split_at(at);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let is_fraction = (1..=9).contains(&fraction.len()) && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let is_zone = zone == "Z" || is_clock(zone.trim_start_matches(['+', '-']), &[24, 60]);
    is_date(day) && is_clock(clock, &[24, 60, 60]) && is_fraction && is_zone
}

/// Two-digit numbers below these bounds, with colons between them.
fn is_clock(text: &str, bounds: &[u32]) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let is_below = |(part, bound): (&&str, &u32)| {
        part.len() == 2
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && part.parse::<u32>().is_ok_and(|n| n < *bound)
    };
    parts.len() == bounds.len() && parts.iter().zip(bounds).all(is_below)
}

/// An exact number as text.
pub(super) struct DecimalText {
    /// Without leading zeros.
    pub(super) whole_digits: usize,
    /// Without trailing zeros.
    pub(super) fraction_digits: usize,
    /// A minus that changes something.
    pub(super) is_below_zero: bool,
}

impl DecimalText {
    /// `-12.50`; none for anything else, or for more digits than an exact number holds.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (is_negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(whole) || !is_number(fraction) || digits.len() > 28 {
            return None;
        }
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        Some(DecimalText {
            whole_digits: whole.len(),
            fraction_digits: fraction.len(),
            is_below_zero: is_negative && !(whole.is_empty() && fraction.is_empty()),
        })
    }
}

/// About how many characters of a Markdown text are read: marks and the addresses of links are not counted.
pub(super) fn visible_length(markdown: &str) -> usize {
    let mut count = 0;
    let mut chars = markdown.chars().peekable();
    let mut before = '\n';
    while let Some(c) = chars.next() {
        match c {
            ']' if chars.peek() == Some(&'(') => {
                for skipped in chars.by_ref() {
                    if skipped == ')' {
                        break;
                    }
                }
            }
            '\\' if chars.peek().is_some_and(char::is_ascii_punctuation) => {
                chars.next();
                count += 1;
            }
            '[' | ']' | '*' | '_' | '`' => {}
            '#' | '>' if before == '\n' || before == '#' => {}
            '\n' | '\r' => {}
            _ => count += 1,
        }
        before = c;
    }
    count
}
