//! Looks at uploads and writes them to object storage, before any row is written.

use super::{MAX_DOCUMENT_BYTES, MediaError};
use object_store::{ObjectStoreExt as _, path::Path};
use sha1::{Digest as _, Sha1};
use uuid::Uuid;
use xpro_platform::files::Files;

/// A picture that is in storage, and in no library yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptImage {
    /// Key in object storage.
    pub file_key: String,
    /// Name in the library until somebody gives it a better one.
    pub title: String,
    /// Name that it came under, made plain.
    pub file_name: String,
    /// SHA-1 of the file.
    pub file_hash: String,
    /// Bytes.
    pub file_size: i64,
    /// Type, by content.
    pub mime: &'static str,
    /// Pixels, as it is seen.
    pub width: i32,
    /// Pixels, as it is seen.
    pub height: i32,
}

/// A document that is in storage, and in no library yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDocument {
    /// Key in object storage.
    pub file_key: String,
    /// Name in the library until somebody gives it a better one.
    pub title: String,
    /// Name that it came under, made plain.
    pub file_name: String,
    /// SHA-1 of the file.
    pub file_hash: String,
    /// Bytes.
    pub file_size: i64,
    /// Type, by the name's ending; PDF by content too.
    pub mime: String,
}

/// SHA-1 of bytes, as 40 hex digits.
pub(super) fn sha1_hex(bytes: &[u8]) -> String {
    Sha1::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Checks a picture, unpacks it once to see that it is whole, and writes it to storage; of a drawing only what is left of it
/// when it is sanitized, so that nothing else can ever be given out. The work takes a turn in the darkroom, so that uploads
/// cannot take the whole processor.
///
/// # Errors
/// When it may not be kept, or storage does not answer.
pub async fn keep_image(
    files: &Files,
    darkroom: &super::Darkroom,
    file_name: &str,
    bytes: Vec<u8>,
) -> Result<KeptImage, MediaError> {
    let (probed, bytes) = darkroom.inspect(bytes).await?;
    let file_hash = sha1_hex(&bytes);
    // The same file may be in the library twice on purpose, so its hash alone is no key.
    let file_key = format!("images/{}-{}.{}", &file_hash[..16], Uuid::new_v4().simple(), probed.extension);
    let file_size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    files.put(&Path::from(file_key.as_str()), bytes.into()).await?;
    let (title, file_name) = (title_of(file_name), picture_name(file_name, probed.extension));
    Ok(KeptImage {
        file_key,
        title,
        file_name,
        file_hash,
        file_size,
        mime: probed.mime,
        width: probed.width,
        height: probed.height,
    })
}

/// Writes a document to storage.
///
/// # Errors
/// When it is too large or empty, or storage does not answer.
pub async fn keep_document(files: &Files, file_name: &str, bytes: Vec<u8>) -> Result<KeptDocument, MediaError> {
    let refuse = |message: &str| Err(MediaError::Invalid { field: "file", message: message.to_owned() });
    if bytes.is_empty() {
        return refuse("the file is empty");
    }
    if bytes.len() > MAX_DOCUMENT_BYTES {
        return refuse("the file is larger than 25 MB");
    }
    let (title, file_name) = (title_of(file_name), plain_name(file_name, "bin"));
    let is_pdf = bytes.starts_with(b"%PDF-");
    let mime = mime_guess::from_path(&file_name).first_or_octet_stream().essence_str().to_owned();
    if mime == "application/pdf" && !is_pdf {
        return refuse("the file is called a PDF, but it is none");
    }
    let file_hash = sha1_hex(&bytes);
    let file_key = format!("documents/{}", Uuid::new_v4().simple());
    let file_size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    files.put(&Path::from(file_key.as_str()), bytes.into()).await?;
    Ok(KeptDocument { file_key, title, file_name, file_hash, file_size, mime })
}

/// Longest name of a file that is kept.
const LONGEST_NAME: usize = 95;

/// A name of plain letters, digits, `-`, `_` and dots, without folders, at most 95 characters, with an ending.
pub(super) fn plain_name(name: &str, extension: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let (stem, ending) = match last.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && !ending.is_empty() => (stem, ending),
        _ => (last, extension),
    };
    let plain = |text: &str| {
        let mut plain = String::new();
        for letter in text.nfkd() {
            match letter {
                letter if letter.is_ascii_alphanumeric() || letter == '_' || letter == '.' => plain.push(letter),
                letter if (letter.is_whitespace() || letter == '-') && !plain.ends_with('-') => plain.push('-'),
                _ => {}
            }
        }
        plain.trim_matches(['-', '.']).to_owned()
    };
    let (stem, ending) = (plain(stem), plain(ending).to_ascii_lowercase());
    let stem = if stem.is_empty() { "file".to_owned() } else { stem };
    let ending = if ending.is_empty() { extension.to_owned() } else { ending.chars().take(10).collect() };
    let room = LONGEST_NAME.saturating_sub(ending.len() + 1);
    format!("{}.{ending}", stem.chars().take(room).collect::<String>())
}

/// Endings that say, rightly or wrongly, what kind of picture a file is.
const PICTURE_ENDINGS: [&str; 10] = ["jpg", "jpeg", "jpe", "png", "gif", "webp", "avif", "heic", "svg", "xml"];

/// The same for a picture, whose ending is told by its content.
pub(super) fn picture_name(name: &str, extension: &str) -> String {
    let plain = plain_name(name, extension);
    let (stem, ending) = plain.rsplit_once('.').unwrap_or((&plain, ""));
    let stem = if PICTURE_ENDINGS.contains(&ending) { stem } else { &plain };
    let room = LONGEST_NAME.saturating_sub(extension.len() + 1);
    format!("{}.{extension}", stem.chars().take(room).collect::<String>())
}

/// Longest title that is made of a name.
const LONGEST_TITLE: usize = 255;

/// A title from a file's name, in whatever script it is: `Team_photo-2.jpg` is "Team photo 2".
pub(super) fn title_of(file_name: &str) -> String {
    let last = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let title = stem.replace(['_', '-'], " ").replace(char::is_control, " ");
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() { "File".to_owned() } else { title.chars().take(LONGEST_TITLE).collect() }
}
