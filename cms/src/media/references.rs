//! What a page's text points at, kept in `content_reference` so that "where is this used" is one look.

use crate::{document::declarations, links::index_page_links, store::content_reference};
use serde_json::Value;
use std::{
    collections::{BTreeSet, HashSet},
    sync::LazyLock,
};
use xpro_form::{FieldKind, FieldSpec};
use xpro_kernel::PageId;
use xpro_platform::db::Tx;

/// What can be pointed at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReferenceTarget {
    /// A picture of the library.
    Image,
    /// A document of the library.
    Document,
    /// Another page.
    Page,
    /// A snippet.
    Snippet,
}

impl ReferenceTarget {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            ReferenceTarget::Image => "image",
            ReferenceTarget::Document => "document",
            ReferenceTarget::Page => "page",
            ReferenceTarget::Snippet => "snippet",
        }
    }
}

/// One pointer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// What kind of thing.
    pub target: ReferenceTarget,
    /// Its id.
    pub id: i64,
    /// Where in the document: `sections/2/items/0/image`.
    pub path: String,
}

/// Which text of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhichText {
    /// What visitors see.
    Live,
    /// What editors last wrote.
    Draft,
}

impl WhichText {
    /// As stored.
    pub(crate) fn name(self) -> &'static str {
        match self {
            WhichText::Live => "live",
            WhichText::Draft => "draft",
        }
    }
}

/// What a stored document points at: `"image": 7`, `"document": 7`, `"page": 7`, `"snippet": 7`, `"shared": 7`, the chosen pages
/// and snippets of lists, and links inside of texts.
pub fn references(document: &Value) -> Vec<Reference> {
    let mut found = BTreeSet::new();
    walk(document, &mut Vec::new(), &mut found);
    found.into_iter().collect()
}

/// Keeps what the text points at, links to other sites included. Call it wherever the draft is saved, and wherever a text goes live; with
/// [`Value::Null`] when a page is taken off.
///
/// # Errors
/// When the database refuses.
pub async fn index_references(
    tx: &mut Tx,
    (page, kind): (PageId, &str),
    which: WhichText,
    document: &Value,
) -> Result<(), sqlx::Error> {
    let (kinds, ids, paths) = columns(document);
    content_reference::replace(tx, page, which.name(), (&kinds, &ids, &paths)).await?;
    index_page_links(tx, (page, kind), which, document).await
}

/// Keeps what a snippet or the settings point at. [`Value::Null`] when there is nothing any more.
///
/// # Errors
/// When the database refuses.
pub async fn index_record(tx: &mut Tx, record: (&str, i64), document: &Value) -> Result<(), sqlx::Error> {
    let (kinds, ids, paths) = columns(document);
    content_reference::replace_of_record(tx, record, (&kinds, &ids, &paths)).await
}

fn columns(document: &Value) -> (Vec<String>, Vec<i64>, Vec<String>) {
    let found = references(document);
    let kinds = found.iter().map(|found| found.target.name().to_owned()).collect();
    let ids = found.iter().map(|found| found.id).collect();
    (kinds, ids, found.into_iter().map(|found| found.path).collect())
}

fn walk(value: &Value, path: &mut Vec<String>, found: &mut BTreeSet<Reference>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                path.push(name.clone());
                match (target_of(name, path), field.as_i64()) {
                    (Some(target), Some(id)) => {
                        found.insert(Reference { target, id, path: path.join("/") });
                    }
                    _ => walk(field, path, found),
                }
                path.pop();
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                path.push(at.to_string());
                walk(item, path, found);
                path.pop();
            }
        }
        Value::String(text) => {
            for (target, id) in links(text) {
                found.insert(Reference { target, id, path: path.join("/") });
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Lists of chosen snippets: testimonials, sets of questions, signatories.
const SNIPPET_LISTS: [&str; 4] = ["snippets", "chosen", "sets", "signatories"];

/// Names of the fields that hold a document, from the declarations: a field may be called `pdf`.
static DOCUMENT_FIELDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let declared = declarations();
    let forms = declared.kinds.iter().map(|kind| &kind.form);
    let forms = forms.chain(declared.blocks.0.iter().map(|block| &block.form));
    let mut names = HashSet::from(["document".to_owned()]);
    for form in forms.chain(declared.snippets.iter().map(|snippet| &snippet.form)) {
        form.fields.iter().for_each(|field| document_fields(field, &mut names));
    }
    names
});

fn document_fields(field: &FieldSpec, names: &mut HashSet<String>) {
    match &field.kind {
        FieldKind::Document => {
            names.insert(field.name.to_string());
        }
        FieldKind::Group { form } => form.fields.iter().for_each(|field| document_fields(field, names)),
        FieldKind::List { item, .. } => document_fields(item, names),
        _ => {}
    }
}

/// What a number of this name is the id of.
fn target_of(name: &str, path: &[String]) -> Option<ReferenceTarget> {
    // A list of chosen pages holds `{"id", "value": 7}` under `pages`.
    let in_list = |list: &str| path.len() >= 3 && path.get(path.len() - 3).is_some_and(|part| part == list);
    match name {
        "image" => Some(ReferenceTarget::Image),
        name if DOCUMENT_FIELDS.contains(name) => Some(ReferenceTarget::Document),
        "page" => Some(ReferenceTarget::Page),
        // A section that a snippet says carries `"shared": 12`.
        "snippet" | "shared" => Some(ReferenceTarget::Snippet),
        "value" if in_list("pages") => Some(ReferenceTarget::Page),
        "value" if SNIPPET_LISTS.iter().any(|list| in_list(list)) => Some(ReferenceTarget::Snippet),
        _ => None,
    }
}

/// `page:7`, `image:7`, `document:7` as targets of links, and the public addresses of documents and renditions.
fn links(text: &str) -> Vec<(ReferenceTarget, i64)> {
    let schemes = [
        ("](page:", ReferenceTarget::Page),
        ("](image:", ReferenceTarget::Image),
        ("](document:", ReferenceTarget::Document),
        ("/documents/", ReferenceTarget::Document),
    ];
    let mut found = Vec::new();
    for (prefix, target) in schemes {
        found.extend(text.split(prefix).skip(1).filter_map(leading_number).map(|id| (target, id)));
    }
    let renditions = text.split("/images/").skip(1).filter_map(|rest| leading_number(rest.split_once('/')?.1));
    found.extend(renditions.map(|id| (ReferenceTarget::Image, id)));
    // Whole values such as a button's address: `page:7`.
    for (prefix, target) in
        [("page:", ReferenceTarget::Page), ("document:", ReferenceTarget::Document), ("image:", ReferenceTarget::Image)]
    {
        found.extend(text.strip_prefix(prefix).and_then(|rest| rest.parse().ok()).map(|id| (target, id)));
    }
    found
}

fn leading_number(text: &str) -> Option<i64> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}
