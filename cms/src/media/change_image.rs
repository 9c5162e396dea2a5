//! Changes to a picture of the library.

use super::{
    Changed, DeleteFiles, KeptImage, MediaError, RenderImage,
    library::{IMAGES_CHANGE, allow},
    merge::Merge,
};
use crate::{
    store::{
        image,
        library_image::{self, ImageFacts, LibraryImage, NewFile},
        rendition,
    },
    tree::Author,
};
use serde_json::{Value, json};
use xpro_kernel::ImageId;
use xpro_platform::{Subject, audit, content, db::Tx, jobs};

/// Longest title and alternative text.
const LONGEST_TEXT: usize = 255;
/// Longest tag.
const LONGEST_TAG: usize = 50;
/// Most tags of one file.
const MOST_TAGS: usize = 30;

/// Writes title, alternative text, tags and focal point. A moved focal point makes every crop anew. Only what differs from
/// what the author `began` from is written; the rest stays as somebody else may have made it meanwhile.
///
/// # Errors
/// When the author may not, a field cannot be so, or there is no such picture.
pub async fn update_image(
    tx: &mut Tx,
    author: Author<'_>,
    id: ImageId,
    began: &ImageFacts,
    facts: ImageFacts,
) -> Result<Changed<LibraryImage>, MediaError> {
    allow(author, IMAGES_CHANGE)?;
    let before = locked(tx, id).await?;
    let mut merge = Merge::default();
    let facts = merged(&mut merge, began, facts, &before)?;
    let clashes = merge.clashes(tx, "image", id.0).await?;
    if !clashes.is_empty() {
        return Ok(Changed::Conflict { clashes, now: before });
    }
    let now = tx.now();
    library_image::set_facts(tx, id, &facts, now).await?;
    if facts.focus != before.focus() {
        make_anew(tx, id).await?;
    }
    let after = library_image::find(tx, id).await?.ok_or(MediaError::NotFound)?;
    record(tx, author, "update_image", Some(&before), Some(&after)).await?;
    content::changed(tx).await?;
    Ok(Changed::Written(after))
}

/// Puts another file behind a picture: every page that uses it shows the new one.
///
/// # Errors
/// When the author may not, or there is no such picture.
pub async fn replace_image(
    tx: &mut Tx,
    author: Author<'_>,
    id: ImageId,
    kept: &KeptImage,
) -> Result<LibraryImage, MediaError> {
    allow(author, IMAGES_CHANGE)?;
    let before = locked(tx, id).await?;
    let now = tx.now();
    let file = NewFile {
        file_key: &kept.file_key,
        file_name: &kept.file_name,
        file_hash: &kept.file_hash,
        file_size: kept.file_size,
        mime: kept.mime,
        width: kept.width,
        height: kept.height,
    };
    library_image::set_file(tx, id, file, now).await?;
    make_anew(tx, id).await?;
    let after = library_image::find(tx, id).await?.ok_or(MediaError::NotFound)?;
    record(tx, author, "replace_image", Some(&before), Some(&after)).await?;
    content::changed(tx).await?;
    Ok(after)
}

/// A picture that is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletedImage {
    /// Its title.
    pub title: String,
    /// Pages that used it, and show none now.
    pub uses: i64,
}

/// Deletes a picture for good; its files go some days later, when no cached page asks for them any more. When pages use it,
/// `even_if_used` must be given.
///
/// # Errors
/// When the author may not, pages use it, or there is no such picture.
pub async fn delete_image(
    tx: &mut Tx,
    author: Author<'_>,
    id: ImageId,
    even_if_used: bool,
) -> Result<DeletedImage, MediaError> {
    allow(author, IMAGES_CHANGE)?;
    let before = locked(tx, id).await?;
    if before.uses > 0 && !even_if_used {
        return Err(MediaError::InUse(before.uses));
    }
    let mut files = rendition::delete_of(tx, id).await?;
    files.extend(image::drop_copies(tx, id).await?);
    files.push(before.file_key.clone());
    library_image::delete(tx, id).await?;
    let later = tx.now() + DeleteFiles::AFTER;
    jobs::enqueue_at(tx, &DeleteFiles { keys: files }, later).await?;
    record(tx, author, "delete_image", Some(&before), None).await?;
    content::changed(tx).await?;
    Ok(DeletedImage { title: before.title, uses: before.uses })
}

async fn locked(tx: &mut Tx, id: ImageId) -> Result<LibraryImage, MediaError> {
    library_image::lock(tx, id).await?;
    library_image::find(tx, id).await?.ok_or(MediaError::NotFound)
}

/// Renditions of the old file or focal point are nobody's any more: their addresses carry the old version.
async fn make_anew(tx: &mut Tx, id: ImageId) -> Result<(), sqlx::Error> {
    let mut old = rendition::delete_of(tx, id).await?;
    old.extend(image::drop_copies(tx, id).await?);
    if !old.is_empty() {
        let later = tx.now() + DeleteFiles::AFTER;
        jobs::enqueue_at(tx, &DeleteFiles { keys: old }, later).await?;
    }
    jobs::enqueue(tx, &RenderImage { image: id, spec: None }).await.map(drop)
}

fn merged(
    merge: &mut Merge,
    began: &ImageFacts,
    sent: ImageFacts,
    now: &LibraryImage,
) -> Result<ImageFacts, MediaError> {
    let clean = checked(sent.clone())?;
    Ok(ImageFacts {
        title: merge.field("title", (&began.title, &sent.title, &now.title), clean.title),
        alt: merge.field("alt", (&began.alt, &sent.alt, &now.alt), clean.alt),
        tags: merge.field("tags", (&began.tags, &sent.tags, &now.tags), clean.tags),
        focus: merge.field("focus", (&began.focus, &sent.focus, &now.focus()), clean.focus),
    })
}

pub(super) fn checked(facts: ImageFacts) -> Result<ImageFacts, MediaError> {
    let [x, y, width, height] = facts.focus;
    if !facts.focus.iter().all(|part| part.is_finite() && (0.0..=1.0).contains(part)) {
        return Err(MediaError::Invalid { field: "focus", message: "lies outside of the picture".to_owned() });
    }
    Ok(ImageFacts {
        title: line("title", &facts.title, true)?,
        alt: line("alt", &facts.alt, false)?,
        tags: tags(&facts.tags)?,
        focus: [x, y, width, height],
    })
}

/// A text of one line.
pub(super) fn line(field: &'static str, text: &str, required: bool) -> Result<String, MediaError> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if required && text.is_empty() {
        return Err(MediaError::Invalid { field, message: "must not be empty".to_owned() });
    }
    if text.chars().count() > LONGEST_TEXT {
        return Err(MediaError::Invalid { field, message: format!("can have at most {LONGEST_TEXT} characters") });
    }
    Ok(text)
}

/// Tags: trimmed, in lower case, each once.
pub(super) fn tags(tags: &[String]) -> Result<Vec<String>, MediaError> {
    let refuse = |message: String| Err(MediaError::Invalid { field: "tags", message });
    let mut kept: Vec<String> = Vec::new();
    for tag in tags {
        let tag = tag.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        if tag.chars().count() > LONGEST_TAG {
            return refuse(format!("a tag can have at most {LONGEST_TAG} characters"));
        }
        if !tag.is_empty() && !kept.contains(&tag) {
            kept.push(tag);
        }
    }
    if kept.len() > MOST_TAGS {
        return refuse(format!("a file can have at most {MOST_TAGS} tags"));
    }
    Ok(kept)
}

fn told(image: &LibraryImage) -> Value {
    json!({
        "title": image.title, "alt": image.alt, "tags": image.tags, "focus": image.focus(),
        "file_key": image.file_key, "file_hash": image.file_hash, "width": image.width, "height": image.height,
    })
}

async fn record(
    tx: &mut Tx,
    author: Author<'_>,
    act: &'static str,
    before: Option<&LibraryImage>,
    after: Option<&LibraryImage>,
) -> Result<(), sqlx::Error> {
    let id = before.or(after).map_or(0, |image| image.id.0);
    let change = audit::Change {
        act,
        actor: author.into(),
        subject: Subject::new("image", id),
        before: before.map(told),
        after: after.map(told),
        note: "",
    };
    audit::record(tx, change).await
}
