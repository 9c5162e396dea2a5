//! Takes the pictures under `public/demo` into the library.

use super::SeedContentError;
use crate::{
    document::ImageUse,
    media::{NewPicture, store_image, store_rendition},
};
use std::{collections::HashMap, path::Path};
use xpro_kernel::{ImageId, System};
use xpro_platform::{db::Tx, files::Files};

/// (name, what it shows)
const SCENES: &[(&str, &str)] = &[
    ("additive", "Vessels built up in fine layers"),
    ("biology", "A double helix of small discs"),
    ("cities", "Isometric blocks rising to a center"),
    ("data", "A field of dots of many sizes"),
    ("design", "Paper cut-outs on colored squares"),
    ("dialogue", "Two forms of nested rings that touch"),
    ("health", "Lines that rise like a pulse"),
    ("horizon", "Layered dunes before a red sun"),
    ("innovation", "Folded facets from sand to dark red"),
    ("language", "Threads gathered into knots"),
    ("leadership", "Paper mountains under a small sun"),
    ("learning", "Contour lines and a path into a valley"),
    ("materials", "Dots in a spiral lattice"),
    ("mobility", "Curved lanes seen from above"),
    ("pages", "Sheets of paper opened like a fan"),
    ("product", "A grid of simple geometric forms"),
    ("quantum", "Two sources of interfering waves"),
    ("robotics", "A jointed arm reaching for a disc"),
    ("security", "Dark hexagons with a few lit ones"),
    ("strategy", "Interlaced paths on tiles"),
    ("supply", "Colored streams that cross and part"),
    ("sustainability", "Green hills with golden trees"),
    ("systems", "Circles connected by fine lines"),
    ("venture", "Concentric arcs of a rising sun"),
    ("water", "Layers of blue waves"),
];

/// The library's ids of the demo pictures, by name.
pub(super) struct Pictures(HashMap<String, ImageId>);

impl Pictures {
    /// Reads and keeps all of them; the same files again change nothing.
    pub(super) async fn keep(
        tx: &mut Tx,
        files: &Files,
        system: System,
        folder: &Path,
    ) -> Result<Self, SeedContentError> {
        let mut kept = HashMap::new();
        for (name, alt) in SCENES {
            let id = keep(tx, files, system, folder, name, alt, &[1600, 480, 800, 1200]).await?;
            kept.insert((*name).to_owned(), id);
        }
        for number in 1..=12 {
            let name = format!("portrait-{number:02}");
            let id = keep(tx, files, system, folder, &name, "", &[600, 300]).await?;
            kept.insert(name, id);
        }
        Ok(Pictures(kept))
    }

    /// With the library's text; for what the picture itself says.
    pub(super) fn get(&self, name: &str) -> Option<ImageUse> {
        self.0.get(name).map(|id| ImageUse::new(*id))
    }

    /// Beside a text that says it all.
    pub(super) fn decorative(&self, name: &str) -> Option<ImageUse> {
        self.0.get(name).map(|id| ImageUse { image: *id, alt: Some(String::new()) })
    }

    /// With its own text.
    pub(super) fn with_alt(&self, name: &str, alt: &str) -> Option<ImageUse> {
        self.0.get(name).map(|id| ImageUse { image: *id, alt: Some(alt.to_owned()) })
    }
}

/// Keeps one picture; the first width is the original, the others its copies.
async fn keep(
    tx: &mut Tx,
    files: &Files,
    system: System,
    folder: &Path,
    name: &str,
    alt: &str,
    widths: &[u32],
) -> Result<ImageId, SeedContentError> {
    let mut original = None;
    for width in widths {
        let path = folder.join(format!("{name}-{width}.webp"));
        let bytes = std::fs::read(&path)
            .map_err(|source| SeedContentError::Picture { path: path.display().to_string(), source })?;
        match original {
            None => {
                original =
                    Some(store_image(tx, files, system.into(), NewPicture { title: name, alt, bytes: &bytes }).await?)
            }
            Some(id) => store_rendition(tx, files, id, &bytes).await?,
        }
    }
    original
        .ok_or_else(|| SeedContentError::Picture { path: name.to_owned(), source: std::io::ErrorKind::NotFound.into() })
}
