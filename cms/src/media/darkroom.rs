//! Where renditions are made: each once however many ask at the same time, and never so many at once that pages wait.

use super::{ImageRefused, Probed, Variant, address::focal_rectangle, variant::names};
use crate::store::{
    library_image::{self, LibraryImage},
    rendition::{self, NewRendition, RenditionKey},
};
use object_store::{ObjectStoreExt as _, path::Path};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};
use tokio::sync::{Mutex as AsyncMutex, OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;
use xpro_kernel::ImageId;
use xpro_pictures::{DRAWING_MIME, Focus, Format, Made, PictureError, Source, Spec};
use xpro_platform::{
    db::Database,
    files::{self, Files},
};

/// Pixels of which one turn's worth of memory is reckoned; a picture with more takes several turns at once.
const PIXELS_PER_TURN: u64 = 32_000_000;

/// A rendition's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenditionFile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its type.
    pub mime: String,
    /// Changes with the bytes.
    pub etag: String,
}

/// Why there is no rendition.
#[derive(Debug, thiserror::Error)]
pub enum RenditionError {
    /// No such picture.
    #[error("there is no such picture")]
    NotFound,
    /// The picture's file is gone.
    #[error("the picture's file is missing")]
    SourceMissing,
    /// The file or the spec does not allow it.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// The storage does not answer.
    #[error("the file storage does not answer: {0}")]
    Storage(object_store::Error),
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

impl From<object_store::Error> for RenditionError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => RenditionError::SourceMissing,
            other => RenditionError::Storage(other),
        }
    }
}

/// Makes renditions. Cheap to clone; all clones share the turns.
#[derive(Debug, Clone)]
pub struct Darkroom {
    files: Files,
    turns: Arc<Semaphore>,
    /// Jobs at work: no more than turns, so that whoever waits for a picture waits for one rendition and not for one of each job.
    jobs: Arc<Semaphore>,
    most: u32,
    flights: Arc<Mutex<HashMap<RenditionKey, Weak<AsyncMutex<()>>>>>,
}

impl Darkroom {
    /// Works on at most `most` pictures at once.
    pub fn new(files: Files, most: u32) -> Self {
        let most = most.max(1);
        let turns = || Arc::new(Semaphore::new(most as usize));
        Darkroom { files, turns: turns(), jobs: turns(), most, flights: Arc::default() }
    }

    /// Half of the processors, at least one.
    pub fn for_this_machine(files: Files) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, |count| count.get() / 2);
        Darkroom::new(files, u32::try_from(processors).unwrap_or(1))
    }

    /// The storage.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// The rendition that an `Accept` header wants. Made now when it is not there, except as AVIF; then also tells that a job
    /// should make what is still missing.
    ///
    /// # Errors
    /// When there is no such picture or file, or it cannot be made.
    pub async fn rendition(
        &self,
        db: &Database,
        image: ImageId,
        spec: &Spec,
        accept: &str,
    ) -> Result<(RenditionFile, bool), RenditionError> {
        let row = {
            let mut conn = db.read().await?;
            library_image::find(&mut conn, image).await?.ok_or(RenditionError::NotFound)?
        };
        if is_drawing(&row) && spec.format.is_none() && names(accept, DRAWING_MIME) {
            return self.framed(&row, spec).await.map(|file| (file, false));
        }
        let wanted = Variant::wanted(spec, accept);
        for variant in &wanted {
            if let Some(file) = self.made(db, &key(&row, spec, *variant)).await? {
                return Ok((file, false));
            }
        }
        let variant = wanted.last().copied().unwrap_or(Variant::Fallback);
        let file = self.make_once(db, &row, spec, variant).await?;
        Ok((file, variant != Variant::Fixed && !file_moves(&row) && !is_drawing(&row)))
    }

    /// A drawing as the spec shows it. Framing is a few words around the kept text, so there is nothing to keep.
    async fn framed(&self, row: &LibraryImage, spec: &Spec) -> Result<RenditionFile, RenditionError> {
        let bytes = files::read(&self.files, &row.file_key).await?;
        let text = String::from_utf8(bytes).map_err(|error| PictureError::Unreadable(error.to_string()))?;
        let side = |side: i32| u32::try_from(side).unwrap_or_default();
        let size = (side(row.width), side(row.height));
        let framed = xpro_pictures::framed(&text, size, spec, focal_rectangle(row.focus()))?;
        let etag = format!("\"{}-drawing\"", version(row, spec));
        Ok(RenditionFile { bytes: framed.into_bytes(), mime: DRAWING_MIME.to_owned(), etag })
    }

    /// A rendition that is there already. A row whose file is gone counts as none.
    async fn made(&self, db: &Database, key: &RenditionKey) -> Result<Option<RenditionFile>, RenditionError> {
        let found = {
            let mut conn = db.read().await?;
            rendition::find(&mut conn, key).await?
        };
        let Some(row) = found else { return Ok(None) };
        match files::read(&self.files, &row.file_key).await {
            Ok(bytes) => Ok(Some(RenditionFile { bytes, mime: row.mime, etag: etag(key) })),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(RenditionError::Storage(error)),
        }
    }

    async fn make_once(
        &self,
        db: &Database,
        row: &LibraryImage,
        spec: &Spec,
        variant: Variant,
    ) -> Result<RenditionFile, RenditionError> {
        let key = key(row, spec, variant);
        let flight = self.flight(&key);
        let _turn = flight.lock().await;
        // Whoever was first has made it.
        if let Some(file) = self.made(db, &key).await? {
            return Ok(file);
        }
        let bytes = files::read(&self.files, &row.file_key).await?;
        let permit = self.permit(row).await;
        let (asked, focus) = (spec.clone(), focal_rectangle(row.focus()));
        let made = work(permit, move || {
            let source = Source::decode(bytes)?;
            make(&source, &asked, focus, variant)
        })
        .await?;
        self.keep(db, &key, &made).await?;
        Ok(RenditionFile { bytes: made.bytes, mime: made.format.mime().to_owned(), etag: etag(&key) })
    }

    /// Makes what is missing of these, unpacking the picture once.
    pub(super) async fn make_all(
        &self,
        db: &Database,
        image: ImageId,
        specs: &[Spec],
        variants: &[Variant],
    ) -> Result<(), RenditionError> {
        let row = {
            let mut conn = db.read().await?;
            library_image::find(&mut conn, image).await?.ok_or(RenditionError::NotFound)?
        };
        let mut missing = Vec::new();
        for spec in specs {
            let fixed = [Variant::Fixed];
            for variant in if spec.format.is_some() { &fixed } else { variants } {
                let mut conn = db.read().await?;
                if rendition::find(&mut conn, &key(&row, spec, *variant)).await?.is_none() {
                    missing.push((spec.clone(), *variant));
                }
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        // Never closed either.
        let _at_work = self.jobs.clone().acquire_owned().await.ok();
        let bytes = files::read(&self.files, &row.file_key).await?;
        let permit = self.permit(&row).await;
        let source = Arc::new(work(permit, move || Source::decode(bytes)).await?);
        let focus = focal_rectangle(row.focus());
        for (spec, variant) in missing {
            // A turn for each, so that visitors who wait get one in between.
            let permit = self.permit(&row).await;
            let (source, asked) = (source.clone(), spec.clone());
            let made = work(permit, move || make(&source, &asked, focus, variant)).await?;
            self.keep(db, &key(&row, &spec, variant), &made).await?;
        }
        Ok(())
    }

    /// Looks at an upload, and unpacks it to see that it is whole; gives back what may be kept of it.
    pub(super) async fn inspect(&self, bytes: Vec<u8>) -> Result<(Probed, Vec<u8>), ImageRefused> {
        // Told by the first bytes, before anything takes memory. A drawing says little before it is read.
        let size = if xpro_pictures::is_drawing(&bytes) {
            (1, 1)
        } else {
            super::probe(&bytes).map(|p| (p.width, p.height))?
        };
        let permit = self.permit_for(size).await;
        let task = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let (mut probed, kept) = super::inspect(&bytes)?;
            let bytes = kept.into_owned();
            let (width, height) = Source::decode(bytes.clone()).map_err(|_| ImageRefused::Damaged)?.size();
            let whole = |side: u32| i32::try_from(side).map_err(|_| ImageRefused::TooManyPixels);
            (probed.width, probed.height) = (whole(width)?, whole(height)?);
            Ok((probed, bytes))
        });
        // It gives up on what nobody thought of.
        task.await.unwrap_or(Err(ImageRefused::Damaged))
    }

    /// WebP copies of a picture that is not in the library, in these sizes; one that moves stays a GIF.
    ///
    /// # Errors
    /// When it cannot be unpacked.
    pub async fn copies(&self, bytes: Vec<u8>, specs: Vec<Spec>) -> Result<Vec<Made>, RenditionError> {
        let size = xpro_pictures::look(&bytes)?;
        let whole = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        let permit = self.permit_for((whole(size.width), whole(size.height))).await;
        let made = work(permit, move || {
            let source = Source::decode(bytes)?;
            specs.iter().map(|spec| make(&source, spec, None, Variant::Webp)).collect()
        });
        Ok(made.await?)
    }

    async fn keep(&self, db: &Database, key: &RenditionKey, made: &Made) -> Result<(), RenditionError> {
        let name = Uuid::new_v4().simple();
        let file_key = format!("renditions/{}/{name}.{}", key.image, made.format.extension());
        self.files
            .put(&Path::from(file_key.as_str()), made.bytes.clone().into())
            .await
            .map_err(RenditionError::Storage)?;
        let whole = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        let row = NewRendition {
            file_key: &file_key,
            mime: made.format.mime(),
            file_size: i64::try_from(made.bytes.len()).unwrap_or(i64::MAX),
            width: whole(made.width),
            height: whole(made.height),
        };
        let mut conn = db.read().await?;
        rendition::insert(&mut conn, key, row, db.now()).await?;
        Ok(())
    }

    async fn permit(&self, row: &LibraryImage) -> Option<OwnedSemaphorePermit> {
        self.permit_for((row.width, row.height)).await
    }

    async fn permit_for(&self, (width, height): (i32, i32)) -> Option<OwnedSemaphorePermit> {
        let pixels = u64::from(width.unsigned_abs()) * u64::from(height.unsigned_abs());
        let turns = u32::try_from(pixels / PIXELS_PER_TURN + 1).unwrap_or(self.most).min(self.most);
        // The semaphore is never closed, so there is always a permit.
        self.turns.clone().acquire_many_owned(turns).await.ok()
    }

    fn flight(&self, key: &RenditionKey) -> Arc<AsyncMutex<()>> {
        let mut flights = self.flights.lock().unwrap_or_else(PoisonError::into_inner);
        flights.retain(|_, flight| flight.strong_count() > 0);
        if let Some(flight) = flights.get(key).and_then(Weak::upgrade) {
            return flight;
        }
        let flight = Arc::new(AsyncMutex::new(()));
        flights.insert(key.clone(), Arc::downgrade(&flight));
        flight
    }
}

fn key(row: &LibraryImage, spec: &Spec, variant: Variant) -> RenditionKey {
    RenditionKey { image: row.id, spec: spec.as_str().to_owned(), version: version(row, spec), variant: variant.name() }
}

/// Of the file, and of the focal point where it matters.
fn version(row: &LibraryImage, spec: &Spec) -> String {
    let focus = if spec.uses_focus() { row.focus() } else { [0.5, 0.5, 0.0, 0.0] };
    super::image_version(&row.file_hash, focus)
}

fn etag(key: &RenditionKey) -> String {
    format!("\"{}-{}\"", key.version, key.variant)
}

fn file_moves(row: &LibraryImage) -> bool {
    row.mime == Format::Gif.mime()
}

pub(super) fn is_drawing(row: &LibraryImage) -> bool {
    row.mime == DRAWING_MIME
}

fn make(source: &Source, spec: &Spec, focus: Option<Focus>, variant: Variant) -> Result<Made, PictureError> {
    let format = match variant {
        Variant::Fixed | Variant::Fallback => source.fallback(),
        _ if source.fallback() == Format::Gif => Format::Gif,
        Variant::Avif => Format::Avif,
        Variant::Webp => Format::Webp,
    };
    source.make(spec, focus, format)
}

/// Runs on a thread that may be busy. The permit is given back when the work is done, even if nobody waits any more.
async fn work<T: Send + 'static>(
    permit: Option<OwnedSemaphorePermit>,
    act: impl FnOnce() -> Result<T, PictureError> + Send + 'static,
) -> Result<T, PictureError> {
    let task = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        act()
    });
    task.await.unwrap_or_else(|error| Err(PictureError::Unreadable(error.to_string())))
}
