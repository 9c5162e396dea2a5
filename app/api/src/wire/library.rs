//! The image and document libraries.

use super::Instant;
use serde::{Deserialize, Serialize};

/// Items on one page of a library.
pub const LIBRARY_PAGE: u32 = 30;

/// Largest picture that is taken, in bytes.
pub const MAX_IMAGE_BYTES: u64 = 10 * 1024 * 1024;

/// Largest document that is taken, in bytes.
pub const MAX_DOCUMENT_BYTES: u64 = 25 * 1024 * 1024;

/// Where pictures are sent, one request each, the file as its body.
pub const IMAGE_UPLOAD: &str = "/api/studio/image-upload";

/// Where documents are sent, one request each, the file as its body.
pub const DOCUMENT_UPLOAD: &str = "/api/studio/document-upload";

/// Which pictures to list. Its fields are also the parameters of the library's address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ImageFilter {
    /// Words of title, alternative text, file name or tags; empty lists all.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// Only with this tag; empty is any.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub tag: String,
    /// Only those without an alternative text.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub without_alt: bool,
    /// Only those that no page uses.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unused: bool,
    /// Rows instead of tiles.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub rows: bool,
    /// From 0.
    #[serde(skip_serializing_if = "is_zero")]
    pub page: u32,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// Which documents to list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DocumentFilter {
    /// Words of title, file name or tags; empty lists all.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// Only with this tag; empty is any.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub tag: String,
    /// From 0.
    #[serde(skip_serializing_if = "is_zero")]
    pub page: u32,
}

/// Center and size of what must be seen of a picture, in parts of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FocusArea {
    /// Center, 0 to 1 from the left.
    pub x: f32,
    /// Center, 0 to 1 from the top.
    pub y: f32,
    /// 0 for a point.
    pub width: f32,
    /// 0 for a point.
    pub height: f32,
}

impl FocusArea {
    /// Where everybody starts.
    pub const MIDDLE: FocusArea = FocusArea { x: 0.5, y: 0.5, width: 0.0, height: 0.0 };
}

/// A picture of the library.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImageItem {
    /// Key.
    pub id: i64,
    /// Name in the library.
    pub title: String,
    /// Text for those who do not see it.
    pub alt: String,
    /// Name of the file as it came.
    pub file_name: String,
    /// Bytes.
    pub file_size: i64,
    /// Type, such as `JPEG`.
    pub format: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// What must be seen.
    pub focus: FocusArea,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Who brought it; empty when a job did.
    pub uploaded_by: String,
    /// When it came.
    pub created_at: Instant,
    /// Pages that use it.
    pub uses: i64,
    /// Address of a small copy, the whole picture.
    pub thumbnail: String,
    /// Address of a copy for the screen, the whole picture.
    pub preview: String,
    /// Address of the file as it came.
    pub original: String,
}

/// What the form of a picture holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImageForm {
    /// Name in the library.
    pub title: String,
    /// Text for those who do not see it.
    pub alt: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// What must be seen.
    pub focus: FocusArea,
}

/// What the form of a document holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentForm {
    /// Name in the library.
    pub title: String,
    /// Words to find it by.
    pub tags: Vec<String>,
}

/// A document of the library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentItem {
    /// Key.
    pub id: i64,
    /// Name in the library.
    pub title: String,
    /// Name that it is downloaded under.
    pub file_name: String,
    /// Bytes.
    pub file_size: i64,
    /// Ending of its name in capitals, such as `PDF`.
    pub format: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Who brought it; empty when a job did.
    pub uploaded_by: String,
    /// When it came.
    pub created_at: Instant,
    /// Pages that use it.
    pub uses: i64,
    /// Public address.
    pub url: String,
}

/// One page of a library.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LibraryPage<T> {
    /// What is listed, newest first.
    pub items: Vec<T>,
    /// How many match in all.
    pub total: i64,
    /// Tags in use with how often, the most used first.
    pub tags: Vec<(String, i64)>,
    /// Whether the person may add and change.
    pub may_change: bool,
}

/// A page that uses a picture or document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// The page.
    pub page: i64,
    /// Its newest title.
    pub title: String,
    /// Its kind, such as `CoursePage`.
    pub kind: String,
    /// Its public address.
    pub url_path: String,
    /// Visitors see it there.
    pub in_live: bool,
    /// The newest text has it.
    pub in_draft: bool,
}

/// One picture or document with where it is used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LibraryDetail<T> {
    /// The thing.
    pub item: T,
    /// The first pages that use it, by title.
    pub usage: Vec<Usage>,
    /// Whether the person may change it.
    pub may_change: bool,
}

/// What became of a save.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum LibraryOutcome<T> {
    /// It is kept, beside what somebody else wrote into other fields meanwhile.
    Saved {
        /// As it is now.
        item: T,
    },
    /// Somebody else changed the same fields meanwhile; nothing was written.
    Conflict {
        /// Which fields.
        clashes: Vec<LibraryClash>,
        /// As it is now.
        item: T,
    },
}

/// A field that two people changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LibraryClash {
    /// Its name: `title`, `alt`, `tags` or `focus`.
    pub field: String,
    /// Who changed it; empty when that is not known.
    pub by: String,
}

/// What became of an upload.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "outcome", content = "item", rename_all = "snake_case")]
pub enum UploadAnswer<T> {
    /// It is in the library.
    Added(T),
    /// The very same file was there already; nothing was added.
    Duplicate(T),
    /// It took the place of another file.
    Replaced(T),
}

/// What is deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deleted {
    /// One sentence.
    pub message: String,
}
