//! Colors as settings hold them.

/// Red, green and blue of `#rrggbb`.
fn channels(color: &str) -> Option<[u8; 3]> {
    let digits = color.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let channel = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([channel(0)?, channel(2)?, channel(4)?])
}

/// Contrast between white and a color, from 1 to 21 (WCAG 2); none for what is no color.
pub fn contrast_with_white(color: &str) -> Option<f64> {
    let linear = |channel: u8| {
        let part = f64::from(channel) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let [red, green, blue] = channels(color)?.map(linear);
    let light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    Some(1.05 / (light + 0.05))
}

#[cfg(test)]
mod tests {
    use super::contrast_with_white;

    #[test]
    fn contrast_is_as_the_guidelines_say() {
        let rounded = |color: &str| contrast_with_white(color).map(|contrast| (contrast * 100.0).round() / 100.0);
        assert_eq!(rounded("#ffffff"), Some(1.0));
        assert_eq!(rounded("#000000"), Some(21.0));
        assert_eq!(rounded("#767676"), Some(4.54));
        assert_eq!(rounded("#a31f34"), Some(7.49));
        for nonsense in ["", "red", "#fff", "#12345g", "#ä2345", "a31f34f"] {
            assert_eq!(contrast_with_white(nonsense), None, "{nonsense}");
        }
    }
}
