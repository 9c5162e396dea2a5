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
    std::fs::create_dir_all(path)
        .map_err(|source| object_store::Error::Generic { store: "folder", source: Box::new(source) })?;
    Ok(Arc::new(LocalFileSystem::new_with_prefix(path)?))
}

/// A file's bytes.
///
/// # Errors
/// When there is no such file, or storage is out of reach.
pub async fn read(files: &Files, key: &str) -> Result<Vec<u8>, object_store::Error> {
    use object_store::ObjectStoreExt as _;
    let found = files.get(&object_store::path::Path::from(key)).await?;
    Ok(found.bytes().await?.to_vec())
}

/// Keeps a file under a key, replacing what was there.
///
/// # Errors
/// When storage is out of reach.
pub async fn write(files: &Files, key: &str, bytes: Vec<u8>) -> Result<(), object_store::Error> {
    use object_store::ObjectStoreExt as _;
    files.put(&object_store::path::Path::from(key), bytes.into()).await.map(drop)
}
