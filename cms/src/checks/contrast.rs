//! Whether text can be read on its ground (WCAG 2.2, 1.4.3), as far as people choose colors: the brand's and those of
//! HTML that they write themselves.

use super::{Code, Facts, Finding, texts::Text};

/// For text of ordinary size.
const LEAST: f64 = 4.5;

pub(super) fn find(texts: &[Text<'_>], facts: &Facts, is_shown: bool) -> Vec<Finding> {
    let mut found = Vec::new();
    if is_shown
        && let Some(ratio) = contrast(&facts.accent, "#ffffff")
        && ratio < LEAST
    {
        let message = format!(
            "White text on the brand color {} has a contrast of {ratio:.1}:1; {LEAST}:1 is the least. Choose a darker one in the site settings.",
            facts.accent
        );
        found.push(Finding::warning(Code::Contrast, "", message));
    }
    for text in texts.iter().filter(|text| text.features.is_none() && text.text.contains("style")) {
        found.extend(styled(text));
    }
    found
}

/// The first pair of colors of one `style` attribute that is hard to read.
fn styled(text: &Text<'_>) -> Option<Finding> {
    let lower = text.text.to_ascii_lowercase();
    let styles = lower.split("style=").skip(1).filter_map(|rest| {
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        rest.get(1..)?.split(quote).next().map(str::to_owned)
    });
    styles.into_iter().find_map(|style| {
        let value = |names: &[&str]| {
            let rules = style.split(';').filter_map(|rule| rule.split_once(':'));
            rules.filter(|(name, _)| names.contains(&name.trim())).map(|(_, value)| value.trim().to_owned()).next_back()
        };
        let (ink, ground) = (value(&["color"])?, value(&["background", "background-color"])?);
        let ratio = contrast(&ink, &ground).filter(|ratio| *ratio < LEAST)?;
        let message = format!("{ink} on {ground} has a contrast of {ratio:.1}:1; {LEAST}:1 is the least.");
        Some(Finding::warning(Code::Contrast, &text.path, message))
    })
}

/// Contrast of two colors, from 1 to 21; none when one of them is not `#rgb`, `#rrggbb`, black or white.
pub fn contrast(a: &str, b: &str) -> Option<f64> {
    let (a, b) = (luminance(a)?, luminance(b)?);
    Some((a.max(b) + 0.05) / (a.min(b) + 0.05))
}

fn luminance(color: &str) -> Option<f64> {
    let color = color.trim();
    let hex = match color {
        "white" => "ffffff",
        "black" => "000000",
        _ => color.strip_prefix('#')?,
    };
    let digits: Vec<u32> = hex.chars().map(|digit| digit.to_digit(16)).collect::<Option<_>>()?;
    let channels = match digits.as_slice() {
        [r, g, b] => [r * 17, g * 17, b * 17],
        [r1, r2, g1, g2, b1, b2] => [r1 * 16 + r2, g1 * 16 + g2, b1 * 16 + b2],
        _ => return None,
    };
    let linear = channels.map(|channel| {
        let part = f64::from(channel) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    Some(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
}

#[cfg(test)]
mod tests {
    use super::{Text, contrast, styled};

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((contrast("#000", "white").expect("colors") - 21.0).abs() < 0.001);
        assert!((contrast("#777777", "#ffffff").expect("colors") - 4.478).abs() < 0.001);
        assert!(contrast("#a31f34", "#fff").expect("colors") > 7.0);
        assert_eq!(contrast("tomato", "#fff"), None);
        assert_eq!(contrast("#ffff", "#fff"), None);
    }

    #[test]
    fn colors_of_written_html_are_looked_at() {
        let text = |text| Text { path: "content/0/html".to_owned(), features: None, text };
        assert!(styled(&text("<p style=\"color:#999; background: #FFF\">x</p>")).is_some());
        assert!(styled(&text("<p style='color:#333;background-color:#fff'>x</p>")).is_none());
        assert!(styled(&text("<p style=color>é</p><p style=")).is_none());
    }
}
