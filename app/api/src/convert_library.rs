//! From the libraries' words to the wire's.

use crate::{
    ApiError, DocumentForm, DocumentItem, FocusArea, ImageForm, ImageItem, LibraryClash, LibraryOutcome, UploadAnswer,
    Usage,
};
use sqlx::PgConnection;
use xpro_cms::{
    access::{Editor, LoadEditorError, load_editor},
    media::{self, Changed, DocumentFacts, DocumentRow, ImageFacts, LibraryImage, MediaError, ReferringPage, Signer},
};
use xpro_kernel::Staff;

/// Longest search text.
const LONGEST_SEARCH: usize = 254;

/// The caller with what their groups grant; whoever may not open the studio gets nothing.
pub(crate) async fn editor(conn: &mut PgConnection, staff: &Staff) -> Result<Editor, ApiError> {
    load_editor(conn, staff).await.map_err(|error| match error {
        LoadEditorError::NoAccess => ApiError::Forbidden,
        LoadEditorError::Internal(error) => error.into(),
    })
}

pub(crate) fn search_text(text: &str) -> Result<String, ApiError> {
    if text.chars().count() > LONGEST_SEARCH {
        return Err(ApiError::invalid(format!("A search can have at most {LONGEST_SEARCH} characters.")));
    }
    Ok(text.to_owned())
}

pub(crate) fn one_tag(tag: &str) -> Vec<String> {
    if tag.is_empty() { Vec::new() } else { vec![tag.to_owned()] }
}

pub(crate) fn image(image: &LibraryImage, signer: &Signer) -> ImageItem {
    let version = image.version();
    let address = |spec: &str| signer.image_url(image.id, &version, spec);
    let whole = |side: i32| u32::try_from(side).unwrap_or_default();
    ImageItem {
        id: image.id.0,
        title: image.title.clone(),
        alt: image.alt.clone(),
        file_name: image.file_name.clone(),
        file_size: image.file_size,
        format: format_name(&image.mime),
        width: whole(image.width),
        height: whole(image.height),
        focus: FocusArea { x: image.focal_x, y: image.focal_y, width: image.focal_width, height: image.focal_height },
        tags: image.tags.clone(),
        uploaded_by: image.uploaded_by.clone(),
        created_at: image.created_at.into(),
        uses: image.uses,
        thumbnail: address("max-320x320"),
        preview: address("max-1280x1280"),
        original: media::url(&image.file_key),
    }
}

/// `image/svg+xml` is `SVG`.
fn format_name(mime: &str) -> String {
    let name = mime.rsplit('/').next().unwrap_or_default();
    name.split('+').next().unwrap_or_default().to_ascii_uppercase()
}

pub(crate) fn document(row: DocumentRow) -> DocumentItem {
    let ending = row.file_name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_uppercase()).unwrap_or_default();
    DocumentItem {
        id: row.id.0,
        url: media::document_url(row.id, &row.file_name),
        title: row.title,
        file_name: row.file_name,
        file_size: row.file_size,
        format: ending,
        tags: row.tags,
        uploaded_by: row.uploaded_by,
        created_at: row.created_at.into(),
        uses: row.uses,
    }
}

pub(crate) fn image_facts(form: ImageForm) -> ImageFacts {
    let FocusArea { x, y, width, height } = form.focus;
    ImageFacts { title: form.title, alt: form.alt, tags: form.tags, focus: [x, y, width, height] }
}

pub(crate) fn document_facts(form: DocumentForm) -> DocumentFacts {
    DocumentFacts { title: form.title, tags: form.tags }
}

pub(crate) fn outcome<T, I>(changed: Changed<T>, item: impl FnOnce(T) -> I) -> LibraryOutcome<I> {
    match changed {
        Changed::Written(now) => LibraryOutcome::Saved { item: item(now) },
        Changed::Conflict { clashes, now } => {
            let clashes = clashes.into_iter().map(|clash| LibraryClash { field: clash.field.to_owned(), by: clash.by });
            LibraryOutcome::Conflict { clashes: clashes.collect(), item: item(now) }
        }
    }
}

pub(crate) fn usage(page: ReferringPage) -> Usage {
    Usage {
        page: page.page.0,
        title: page.title,
        kind: page.kind,
        url_path: page.url_path,
        in_live: page.in_live,
        in_draft: page.in_draft,
    }
}

impl From<MediaError> for ApiError {
    fn from(error: MediaError) -> Self {
        match error {
            MediaError::NotFound => ApiError::NotFound,
            MediaError::Denied(_) => ApiError::Forbidden,
            MediaError::Refused(refused) => ApiError::invalid(sentence(&refused.to_string())),
            MediaError::Invalid { field, message } => ApiError::invalid(match field {
                "file" => sentence(&message),
                "alt" => format!("The alternative text {message}."),
                "tags" => format!("Tags: {message}."),
                field => format!("The {field} {message}."),
            }),
            MediaError::InUse(1) => ApiError::invalid("One page uses it. Nothing was deleted."),
            MediaError::InUse(pages) => ApiError::invalid(format!("{pages} pages use it. Nothing was deleted.")),
            MediaError::Storage(error) => crate::door::internal(error),
            MediaError::Internal(error) => error.into(),
        }
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}

/// Answers of the upload handlers, which are no server functions: their body is the file.
pub mod uploads {
    use super::{ApiError, DocumentItem, ImageItem, LibraryImage, UploadAnswer};
    use sqlx::PgConnection;
    use xpro_cms::{
        access::Editor,
        media::{DocumentRow, MediaError, Signer},
    };
    use xpro_kernel::Staff;

    /// The caller with what their groups grant.
    ///
    /// # Errors
    /// When they may not open the studio.
    pub async fn editor(conn: &mut PgConnection, staff: &Staff) -> Result<Editor, ApiError> {
        super::editor(conn, staff).await
    }

    /// What became of a picture, for the wire.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn image_answer(
        conn: &mut PgConnection,
        image: &LibraryImage,
        wrap: fn(ImageItem) -> UploadAnswer<ImageItem>,
    ) -> Result<UploadAnswer<ImageItem>, ApiError> {
        let signer = Signer::load(conn).await?;
        Ok(wrap(super::image(image, &signer)))
    }

    /// What became of a document, for the wire.
    pub fn document_answer(
        row: DocumentRow,
        wrap: fn(DocumentItem) -> UploadAnswer<DocumentItem>,
    ) -> UploadAnswer<DocumentItem> {
        wrap(super::document(row))
    }

    /// An error of the library, for the wire.
    pub fn refusal(error: MediaError) -> ApiError {
        error.into()
    }
}
