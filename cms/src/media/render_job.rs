//! Makes renditions before anybody asks, and removes files that nobody needs any more.

use super::{Darkroom, RenditionError, Variant, darkroom};
use crate::store::{library_image, rendition};
use object_store::{ObjectStoreExt as _, path::Path};
use serde::{Deserialize, Serialize};
use time::Duration;
use xpro_kernel::ImageId;
use xpro_pictures::Spec;
use xpro_platform::{
    Subject,
    db::Database,
    files::Files,
    jobs::{Job, JobError},
};

/// What is made of every picture that comes into the library: the library's own thumbnail, cards, portraits and heroes.
pub const SITE_SPECS: &[&str] = &[
    "max-320x320",
    "max-1280x1280",
    "fill-480x300",
    "fill-800x500",
    "fill-1200x750",
    "fill-300x300",
    "width-640",
    "width-1280",
    "width-1920",
];

/// Makes the renditions of one picture: one spec, or all that the site uses and all that were ever asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RenderImage {
    /// Of which picture.
    pub image: ImageId,
    /// Only this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spec: Option<String>,
}

impl Job for RenderImage {
    const KIND: &'static str = "render_image";
    const MAX_ATTEMPTS: i32 = 4;
    // Everything else goes first: visitors get what they ask for anyway.
    const PRIORITY: i16 = 200;
    // Many pictures at once, as after an import, leave slots to other jobs.
    const WAITS_FOR: Option<&'static str> = Some("darkroom");

    fn unique_key(&self) -> Option<String> {
        Some(format!("render_image:{}:{}", self.image, self.spec.as_deref().unwrap_or_default()))
    }

    fn subject(&self) -> Option<Subject> {
        Some(Subject::new("image", self.image.0))
    }
}

/// Makes what is missing, the smaller formats first. A picture that is gone is no error; one that cannot be unpacked is told
/// and not tried again.
///
/// # Errors
/// When database or storage do not answer.
pub async fn render_image(db: &Database, darkroom: &Darkroom, job: &RenderImage) -> Result<(), JobError> {
    let mut specs: Vec<String> = match &job.spec {
        Some(spec) => vec![spec.clone()],
        None => SITE_SPECS.iter().map(|spec| (*spec).to_owned()).collect(),
    };
    {
        let mut conn = db.read().await?;
        let row = library_image::find(&mut conn, job.image).await?;
        // Whoever shows pictures shows a drawing itself; the few who cannot get theirs when they ask.
        if row.is_none_or(|row| darkroom::is_drawing(&row)) {
            return Ok(());
        }
        if job.spec.is_none() {
            specs.extend(rendition::specs_of(&mut conn, job.image).await?);
        }
    }
    specs.sort();
    specs.dedup();
    let specs: Vec<Spec> = specs.iter().filter_map(|spec| Spec::parse(spec).ok()).collect();
    match darkroom.make_all(db, job.image, &specs, &[Variant::Webp, Variant::Avif]).await {
        Ok(()) | Err(RenditionError::NotFound) => Ok(()),
        Err(RenditionError::Internal(error)) => Err(error.into()),
        Err(error @ RenditionError::Storage(_)) => Err(JobError::retry("storage", &error)),
        Err(error) => Err(JobError::fail("picture", &error)),
    }
}

/// Removes files from storage, some days after nothing points at them any more: cached pages may still ask.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeleteFiles {
    /// Keys in object storage.
    pub keys: Vec<String>,
}

impl DeleteFiles {
    /// How long cached pages are given.
    pub const AFTER: Duration = Duration::days(7);
}

impl Job for DeleteFiles {
    const KIND: &'static str = "delete_files";
}

/// Removes them. One that is gone already is fine.
///
/// # Errors
/// When storage does not answer.
pub async fn delete_files(files: &Files, job: &DeleteFiles) -> Result<(), JobError> {
    for key in &job.keys {
        match files.delete(&Path::from(key.as_str())).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(JobError::retry("storage", &error)),
        }
    }
    Ok(())
}
