//! What a feed says.

use std::fmt;
use time::Date;
use url::Url;

/// Posts that are kept, from the top of the feed.
pub const MOST_POSTS: usize = 200;
/// Characters of a description that are kept: a card shows five lines.
pub const LONGEST_DESCRIPTION: usize = 400;

/// A feed that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// In the feed's order.
    pub posts: Vec<Post>,
    /// What cannot be shown.
    pub skipped: Vec<Skipped>,
}

/// A post that can be shown. All texts are plain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Never empty.
    pub title: String,
    /// Where it is read; http or https.
    pub url: Url,
    /// The words of its HTML, at most [`LONGEST_DESCRIPTION`] characters; never empty.
    pub description: String,
    /// The first picture of its HTML.
    pub picture: Option<Url>,
    /// The day, as the feed's own time zone has it.
    pub published_on: Date,
    /// At least one.
    pub categories: Vec<String>,
}

/// An item that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// From 1.
    pub position: usize,
    /// As far as it has one.
    pub title: String,
    /// What it lacks.
    pub flaw: Flaw,
}

/// Why an item cannot be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Without words to click on.
    NoTitle,
    /// Without an http(s) address.
    NoLink,
    /// Without a text.
    NoDescription,
    /// Without a `dc:date` that can be read.
    NoDate,
    /// Without a category.
    NoCategory,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Flaw::NoTitle => "It has no title.",
            Flaw::NoLink => "It has no link that can be followed.",
            Flaw::NoDescription => "It has no description.",
            Flaw::NoDate => "It has no date (dc:date) that can be read.",
            Flaw::NoCategory => "It has no category.",
        })
    }
}
