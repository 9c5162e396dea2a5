//! What search engines and shared links say.

use super::{Code, Finding};
use crate::document::PageDocument;

/// More is cut off in most search results.
const LONGEST_TITLE: usize = 60;
/// The same.
const LONGEST_DESCRIPTION: usize = 160;

/// Only of pages that search engines are told of.
pub(super) fn find(document: &PageDocument) -> Vec<Finding> {
    if !document.kind().is_in_sitemap() {
        return Vec::new();
    }
    let promote = document.promote();
    let mut found = Vec::new();
    let own = promote.seo_title.trim();
    let title = if own.is_empty() { document.title().trim() } else { own };
    let letters = title.chars().count();
    if letters > LONGEST_TITLE {
        let message = if own.is_empty() {
            format!(
                "The title has {letters} characters; search results show about {LONGEST_TITLE}. Write a shorter title tag."
            )
        } else {
            format!("The title tag has {letters} characters; search results show about {LONGEST_TITLE}.")
        };
        found.push(Finding::warning(Code::TitleLong, "promote/seo_title", message));
    }
    let path = "promote/search_description";
    match promote.search_description.trim().chars().count() {
        0 => {
            let message = "Say in a sentence or two what the page is about; search results show it.";
            found.push(Finding::warning(Code::DescriptionMissing, path, message));
        }
        letters if letters > LONGEST_DESCRIPTION => {
            let message = format!("It has {letters} characters; search results show about {LONGEST_DESCRIPTION}.");
            found.push(Finding::warning(Code::DescriptionLong, path, message));
        }
        _ => {}
    }
    found
}
