//! Copies of the feed's pictures: visitors load nothing from other hosts.

use crate::media::{Darkroom, RenditionError};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use xpro_pictures::Spec;
use xpro_platform::files;

/// What cards show; cut to their shape, never enlarged.
const SPECS: [&str; 3] = ["fill-320x200", "fill-480x300", "fill-800x500"];

/// Our copies of a picture, 16 by 10.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostPicture {
    /// Keys in object storage with the width in pixels, the widest last; at least one.
    pub copies: Vec<(String, u32)>,
    /// Pixels of the widest.
    pub height: u32,
}

impl PostPicture {
    /// Pixels of the widest copy.
    pub fn width(&self) -> u32 {
        self.copies.last().map_or(0, |copy| copy.1)
    }
}

/// Unpacks a picture within the limits of uploads and keeps copies in the sizes of cards.
///
/// # Errors
/// When it is no picture, or storage does not answer.
pub async fn keep_picture(darkroom: &Darkroom, bytes: Vec<u8>) -> Result<PostPicture, RenditionError> {
    // Never the name of a file that was given up: that one is deleted some days later.
    let name = Uuid::new_v4().simple();
    let specs: Vec<Spec> = SPECS.iter().filter_map(|spec| Spec::parse(spec).ok()).collect();
    let mut kept = PostPicture { copies: Vec::new(), height: 0 };
    for made in darkroom.copies(bytes, specs).await? {
        if kept.copies.iter().any(|copy| copy.1 == made.width) {
            continue;
        }
        let key = format!("images/feed-{name}-{}.{}", made.width, made.format.extension());
        kept.copies.push((key.clone(), made.width));
        kept.height = made.height;
        files::write(darkroom.files(), &key, made.bytes).await.map_err(RenditionError::Storage)?;
    }
    Ok(kept)
}
