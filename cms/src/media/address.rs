//! Addresses of renditions, signed so that nobody can make the server cut pictures at will (cms.md 2.5).

use crate::store::{image::ImageRow, library_image::LibraryImage};
use base64::{Engine as _, engine::general_purpose::URL_SAFE};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use sqlx::PgConnection;
use std::sync::Arc;
use xpro_kernel::ImageId;
use xpro_pictures::Focus;

/// Signs and checks addresses. Cheap to clone.
#[derive(Clone, PartialEq, Eq)]
pub struct Signer(Arc<[u8]>);

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signer")
    }
}

impl Default for Signer {
    /// For content that is in memory only.
    fn default() -> Self {
        Signer::new(b"")
    }
}

impl Signer {
    /// With this key.
    pub fn new(key: &[u8]) -> Self {
        Signer(key.into())
    }

    /// With the site's key.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn load(conn: &mut PgConnection) -> Result<Self, sqlx::Error> {
        crate::store::library_image::signing_key(conn).await.map(|key| Signer::new(&key))
    }

    /// URL-safe base64 of HMAC-SHA1 over `<image id>/<spec>/`.
    pub fn sign(&self, image: ImageId, spec: &str) -> String {
        URL_SAFE.encode(self.mac(image, spec).finalize().into_bytes())
    }

    /// Compares in constant time.
    pub fn is_signed(&self, signature: &str, image: ImageId, spec: &str) -> bool {
        let Ok(given) = URL_SAFE.decode(signature) else { return false };
        self.mac(image, spec).verify_slice(&given).is_ok()
    }

    fn mac(&self, image: ImageId, spec: &str) -> Hmac<Sha1> {
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.0).unwrap_or_else(|_| Hmac::<Sha1>::new(&Default::default()));
        mac.update(format!("{image}/{spec}/").as_bytes());
        mac
    }

    /// Address of a rendition. White space around the spec means nothing.
    pub fn image_url(&self, image: ImageId, version: &str, spec: &str) -> String {
        let spec = spec.trim();
        format!("/images/{}/{image}/{}/?v={version}", self.sign(image, spec), escaped(spec))
    }
}

/// Changes whenever a rendition may look different: the file's hash, and the focal point where one is set.
pub fn image_version(file_hash: &str, focus: [f32; 4]) -> String {
    match focal_rectangle(focus) {
        None => file_hash.to_owned(),
        Some(_) => {
            // Parts of 0 to 1 in steps that no eye sees.
            let steps = focus.map(|part| format!("{:03x}", (part.clamp(0.0, 1.0) * 4000.0).round() as u16));
            format!("{file_hash}-{}", steps.concat())
        }
    }
}

/// The focal point; none when it is a mere point in the middle, which is what everybody starts with.
pub(crate) fn focal_rectangle([x, y, width, height]: [f32; 4]) -> Option<Focus> {
    let middle = |at: f32| (at - 0.5).abs() < 0.000_5;
    if middle(x) && middle(y) && width == 0.0 && height == 0.0 {
        return None;
    }
    Some(Focus { x: x.into(), y: y.into(), width: width.into(), height: height.into() })
}

impl LibraryImage {
    /// Center and size of what must be seen.
    pub fn focus(&self) -> [f32; 4] {
        [self.focal_x, self.focal_y, self.focal_width, self.focal_height]
    }

    /// See [`image_version`].
    pub fn version(&self) -> String {
        image_version(&self.file_hash, self.focus())
    }
}

impl ImageRow {
    /// Center and size of what must be seen.
    pub fn focus(&self) -> [f32; 4] {
        [self.focal_x, self.focal_y, self.focal_width, self.focal_height]
    }

    /// See [`image_version`].
    pub fn version(&self) -> String {
        image_version(&self.file_hash, self.focus())
    }
}

/// One part of a path: everything but letters, digits and `-._~` is escaped.
pub(crate) fn escaped(part: &str) -> String {
    let mut escaped = String::with_capacity(part.len());
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}
