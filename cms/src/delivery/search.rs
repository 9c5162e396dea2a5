//! Words to look for in the catalogue.

use super::SitePage;
use crate::{document::BlockContent, richtext};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use xpro_catalog::CatalogData;

/// What a page can be found by, folded.
#[derive(Debug, Clone, Default)]
pub(super) struct SearchText {
    title: String,
    all: String,
}

/// What somebody typed, folded and split.
#[derive(Debug, Clone)]
pub(super) struct Words(Vec<String>);

impl Words {
    pub(super) fn of(search: &str) -> Self {
        Words(fold(search).split_whitespace().take(12).map(str::to_owned).collect())
    }
}

impl SearchText {
    pub(super) fn of(catalog: &CatalogData, page: &SitePage) -> Self {
        let Some(product) = page.product() else { return SearchText::default() };
        let mut all = vec![product.title.clone(), product.subhead.clone(), product.duration.clone()];
        all.extend(page.topics.iter().filter_map(|topic| catalog.topic(*topic)).map(|topic| topic.name.clone()));
        all.push(richtext::plain(&product.description.0));
        all.push(richtext::plain(&product.catalog_details.0));
        all.extend(page.document.shown().filter_map(|content| match content {
            BlockContent::Overview(overview) => Some(richtext::plain(&overview.body.0)),
            _ => None,
        }));
        all.extend(page.instructors().into_iter().map(str::to_owned));
        SearchText { title: fold(&product.title), all: fold(&all.join(" \n ")) }
    }

    /// Every word occurs somewhere.
    pub(super) fn matches(&self, words: &Words) -> bool {
        words.0.iter().all(|word| self.all.contains(word.as_str()))
    }

    /// Every word occurs in the title.
    pub(super) fn title_matches(&self, words: &Words) -> bool {
        words.0.iter().all(|word| self.title.contains(word.as_str()))
    }
}

/// Without letter case and diacritics.
fn fold(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}
