//! Between the typed document and its stored body.

use super::{Block, BlockContent, PageDocument, PageKind, SCHEMA, upgrade};
use serde_json::Value;

/// A document as a revision stores it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredDocument {
    /// Schema of `body`.
    pub schema: i32,
    /// The document.
    pub body: Value,
}

/// A document with what could not be understood in it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadDocument {
    /// What could.
    pub document: PageDocument,
    /// What could not; those sections are kept but not shown.
    pub faults: Vec<Fault>,
}

/// A section that this program does not understand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where: `sections/3`.
    pub path: String,
    /// Why.
    pub reason: String,
}

/// Why a stored body is no document at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// A newer program wrote it.
    #[error("the document has schema {schema}, which is newer than this program's {SCHEMA}; update the program")]
    Newer {
        /// Its schema.
        schema: i32,
    },
    /// No program wrote it.
    #[error("the document has schema {schema}, which does not exist")]
    Unknown {
        /// Its schema.
        schema: i32,
    },
    /// A field holds what it cannot hold.
    #[error("the document cannot be read: {0}")]
    Malformed(String),
}

impl PageDocument {
    /// The body to store.
    ///
    /// # Errors
    /// Never for documents of this program's types; kept as a result because serialisation could in principle fail.
    pub fn to_stored(&self) -> Result<StoredDocument, DocumentError> {
        let body = self.to_body();
        Ok(StoredDocument { schema: SCHEMA, body: body.map_err(malformed)? })
    }

    /// Reads a stored body, upgrading it when it is older.
    ///
    /// # Errors
    /// When nothing of it can be used; single sections that cannot are faults instead.
    pub fn read(kind: PageKind, stored: StoredDocument) -> Result<ReadDocument, DocumentError> {
        let body = upgrade(stored.body, stored.schema)?;
        let document = PageDocument::parse(kind, body)?;
        let faults = faults(document.sections());
        Ok(ReadDocument { document, faults })
    }
}

fn malformed(error: serde_json::Error) -> DocumentError {
    DocumentError::Malformed(error.to_string())
}

fn faults(sections: &[Block]) -> Vec<Fault> {
    let unreadable = |(at, block): (usize, &Block)| match &block.content {
        BlockContent::Unreadable { name, reason, .. } => {
            Some(Fault { path: format!("sections/{at}"), reason: format!("{name}: {reason}") })
        }
        _ => None,
    };
    sections.iter().enumerate().filter_map(unreadable).collect()
}
