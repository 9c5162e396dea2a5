//! What is made of a picture for which browser.

use xpro_pictures::Spec;

/// What a browser reads, as a rendition is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Variant {
    /// The spec names the format.
    Fixed,
    /// AVIF; made by jobs only.
    Avif,
    /// WebP.
    Webp,
    /// JPEG, or PNG where pixels are transparent.
    Fallback,
}

impl Variant {
    pub(super) fn name(self) -> &'static str {
        match self {
            Variant::Fixed => "fixed",
            Variant::Avif => "avif",
            Variant::Webp => "webp",
            Variant::Fallback => "fallback",
        }
    }

    /// What to try for an `Accept` header, best first. Only what it names: `image/*` is said by browsers that read neither.
    pub fn wanted(spec: &Spec, accept: &str) -> Vec<Variant> {
        if spec.format.is_some() {
            return vec![Variant::Fixed];
        }
        let mut wanted = Vec::new();
        wanted.extend(names(accept, "image/avif").then_some(Variant::Avif));
        wanted.push(if names(accept, "image/webp") { Variant::Webp } else { Variant::Fallback });
        wanted
    }
}

/// Whether an `Accept` header names this very type.
pub(super) fn names(accept: &str, mime: &str) -> bool {
    accept.split(',').any(|part| {
        let mut words = part.split(';').map(str::trim);
        words.next() == Some(mime) && !words.any(|word| matches!(word, "q=0" | "q=0.0"))
    })
}
