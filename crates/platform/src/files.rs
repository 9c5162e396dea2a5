//! Object storage: uploads and pictures. A folder in development, S3 or the like in production.

use object_store::{ObjectStore, local::LocalFileSystem};
use std::{path::Path, sync::Arc};

/// Where files are kept.
pub type Files = Arc<dyn ObjectStore>;

/// Files in a folder, which is created when missing.
///
/// # Errors
/// When the folder cannot be created or opened.
pub fn folder(path: &Path) -> Result<Files, object_store::Error> {
    std::fs::create_dir_all(path).map_err(|source| object_store::Error::Generic { store: "folder", source: Box::new(source) })?;
    Ok(Arc::new(LocalFileSystem::new_with_prefix(path)?))
}
