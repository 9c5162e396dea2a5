//! File formats that renditions come in.

/// A format this server writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// For everybody, without transparency.
    Jpeg,
    /// For everybody, with transparency.
    Png,
    /// Moving pictures.
    Gif,
    /// Smaller than JPEG and PNG.
    Webp,
    /// Smaller still, and slow to make.
    Avif,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 5] = [Format::Jpeg, Format::Png, Format::Gif, Format::Webp, Format::Avif];

    /// As specs and the database write it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Jpeg => "jpeg",
            Format::Png => "png",
            Format::Gif => "gif",
            Format::Webp => "webp",
            Format::Avif => "avif",
        }
    }

    /// The format of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// As browsers call it.
    pub fn mime(self) -> &'static str {
        match self {
            Format::Jpeg => "image/jpeg",
            Format::Png => "image/png",
            Format::Gif => "image/gif",
            Format::Webp => "image/webp",
            Format::Avif => "image/avif",
        }
    }

    /// The format that browsers call this.
    pub fn from_mime(mime: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.mime() == mime)
    }

    /// Usual ending of a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Jpeg => "jpg",
            other => other.name(),
        }
    }
}
