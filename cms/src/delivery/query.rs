//! The catalogue's query string (cms.md 3.3.1).

use super::{CatalogQuery, CatalogTab, SortBy};

/// The `topic` value that means no filter.
const ALL_TOPICS: &str = "All Topics";
/// The `language` value that means no filter.
const ALL_LANGUAGES: &str = "All Languages";
/// Longer searches are cut.
const MAX_SEARCH: usize = 200;
/// No topic or language has a longer name.
const MAX_NAME: usize = 128;

impl CatalogQuery {
    /// Understands decoded name and value pairs: `topic`, `language`, `q`, `sort-by`, `active-tab`. What is not understood
    /// falls back to the default; of a repeated name the last counts.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut query = CatalogQuery::default();
        for (name, value) in pairs {
            let value = value.trim();
            match name {
                "topic" => query.topic = chosen(value, ALL_TOPICS),
                "language" => query.language = chosen(value, ALL_LANGUAGES),
                "q" => query.search = cut(value, MAX_SEARCH),
                "sort-by" => query.sort_by = SortBy::from_name(value),
                "active-tab" => query.tab = CatalogTab::from_name(value),
                _ => {}
            }
        }
        query
    }
}

fn chosen(value: &str, all: &str) -> Option<String> {
    Some(cut(value, MAX_NAME)).filter(|name| !name.is_empty() && name != all)
}

/// One line without control characters, at most so long: it is written back into the page many times over.
fn cut(value: &str, most: usize) -> String {
    xpro_kernel::plain_text(value).chars().take(most).collect::<String>().trim().to_owned()
}

impl SortBy {
    /// All four, in the order of the menu.
    pub const ALL: [SortBy; 4] = [SortBy::BestMatch, SortBy::StartDateAsc, SortBy::PriceDesc, SortBy::PriceAsc];

    /// Value in the query string.
    pub fn name(self) -> &'static str {
        match self {
            SortBy::BestMatch => "best_match",
            SortBy::StartDateAsc => "start_date_asc",
            SortBy::PriceDesc => "price_desc",
            SortBy::PriceAsc => "price_asc",
        }
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            SortBy::BestMatch => "Best Match",
            SortBy::StartDateAsc => "Start Date",
            SortBy::PriceDesc => "Price: High-Low",
            SortBy::PriceAsc => "Price: Low-High",
        }
    }

    /// Whatever the letter case; best match for anything else.
    pub fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|sort| sort.name().eq_ignore_ascii_case(name)).unwrap_or_default()
    }
}

impl CatalogTab {
    /// All three, in order.
    pub const ALL: [CatalogTab; 3] = [CatalogTab::All, CatalogTab::Programs, CatalogTab::Courses];

    /// Value in the query string.
    pub fn name(self) -> &'static str {
        match self {
            CatalogTab::All => "all-tab",
            CatalogTab::Programs => "programs-tab",
            CatalogTab::Courses => "courses-tab",
        }
    }

    /// The first tab for anything unknown.
    pub fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|tab| tab.name() == name).unwrap_or_default()
    }
}
