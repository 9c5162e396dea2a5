//! What changed from one text of a page to another: blocks are matched by their ids, texts word by word (cms.md 5.5, L5).

mod blocks;
mod words;

pub use blocks::compare;
use serde::Serialize;
use serde_json::Value;
pub use words::{Word, WordKind, compare_words};

/// Everything that differs; empty when nothing does.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Comparison {
    /// Fields of the page itself.
    pub fields: Vec<FieldChange>,
    /// Blocks and list entries, the outer before those inside it.
    pub blocks: Vec<BlockChange>,
}

impl Comparison {
    /// Whether both texts say the same.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.blocks.is_empty()
    }
}

/// A field with another value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldChange {
    /// Where in the page or block: `promote/seo_title`.
    pub path: String,
    /// What it was; null when it was not there.
    pub before: Value,
    /// What it is; null when it is not there.
    pub after: Value,
    /// For texts: what stayed, went and came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<Vec<Word>>,
}

/// A block or list entry that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BlockChange {
    /// The list that it is in: `sections`, `sections/<id>/items`.
    pub list: String,
    /// Its id.
    pub id: String,
    /// Its type; empty for entries of a list.
    pub block: String,
    /// What happened to it. Something moved may have changed as well.
    pub change: Change,
    /// Its place before, from 0.
    pub from: Option<usize>,
    /// Its place after, from 0.
    pub to: Option<usize>,
    /// What changed inside, apart from lists inside, which have entries of their own.
    pub fields: Vec<FieldChange>,
    /// What it says, when it came or went.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
}

/// What happened to a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It came.
    Added,
    /// It went.
    Removed,
    /// It stands elsewhere among those that stayed.
    Moved,
    /// It says something else.
    Changed,
}

#[cfg(test)]
mod tests;
