//! Pictures: a text for those who do not see them, and enough pixels (cms.md 2.3, 9.2).

use super::{Code, Facts, Finding};
use xpro_form::{Use, UsedThing};

/// Pictures that are gone are the links' matter.
pub(super) fn find(uses: &[Use], facts: &Facts) -> Vec<Finding> {
    let mut found = Vec::new();
    for used in uses {
        let UsedThing::Image { id, wanted, alt } = &used.thing else { continue };
        let Some(image) = facts.images.get(id) else { continue };
        let said = alt.as_deref().unwrap_or(&image.alt).trim();
        if alt.is_none() && said.is_empty() {
            let message = "Say what the picture shows, or mark it as decorative.";
            found.push(Finding::warning(Code::AltMissing, &used.path, message));
        } else if is_file_name(said) {
            let message = format!("“{said}” is the name of a file. Say what the picture shows.");
            found.push(Finding::warning(Code::AltFileName, &used.path, message));
        }
        let is_small = |least: Option<u32>, size: i32| least.is_some_and(|least| i64::from(size) < i64::from(least));
        if is_small(wanted.0, image.width) || is_small(wanted.1, image.height) {
            let least = [wanted.0, wanted.1].map(|size| size.map_or_else(|| "any".to_owned(), |size| size.to_string()));
            let message = format!(
                "The picture is {}×{}; here it should be at least {}×{}.",
                image.width, image.height, least[0], least[1]
            );
            found.push(Finding::warning(Code::ImageSmall, &used.path, message));
        }
    }
    found
}

/// `IMG_2034.JPG`, `hero-final2.png`.
fn is_file_name(text: &str) -> bool {
    let Some((name, ending)) = text.rsplit_once('.') else { return false };
    let endings = ["jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "tif", "tiff", "heic"];
    !name.is_empty() && endings.contains(&ending.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::is_file_name;

    #[test]
    fn names_of_files_are_no_texts() {
        for name in ["IMG_2034.JPG", "hero final 2.png", "a.webp"] {
            assert!(is_file_name(name), "{name}");
        }
        for text in ["Two engineers at a whiteboard.", "", ".png", "The v2.0 logo"] {
            assert!(!is_file_name(text), "{text}");
        }
    }
}
