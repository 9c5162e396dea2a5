//! The language of renditions (cms.md 2.4): operations joined by `|`.

use super::{Format, SpecError};
use std::str::FromStr;

/// No spec of use is longer.
pub const LONGEST_SPEC: usize = 255;

/// No side that is asked for may be longer.
const LONGEST_SIDE: u32 = 10_000;

/// One change of size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// Crops to the ratio around the focal point, then scales down.
    Fill {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
        /// 0 takes as much as fits, 1 as little as holds the focal rectangle.
        closeness: f64,
    },
    /// Fits inside.
    Max(u32, u32),
    /// Covers at least.
    Min(u32, u32),
    /// This wide at most.
    Width(u32),
    /// This high at most.
    Height(u32),
    /// By a factor.
    Scale(f64),
    /// As it is.
    Original,
}

/// What is to be made of a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    text: String,
    /// Changes of size, in order.
    pub steps: Vec<Step>,
    /// The one format that is wanted; without it, whatever the browser reads best.
    pub format: Option<Format>,
    /// 1 to 100.
    pub jpeg_quality: u8,
    /// 1 to 100.
    pub webp_quality: u8,
    /// 1 to 100.
    pub avif_quality: u8,
    /// Behind transparent pixels.
    pub background: Option<[u8; 3]>,
}

impl Spec {
    /// Reads a spec. White space around it means nothing.
    ///
    /// # Errors
    /// When it asks for something that cannot be made.
    pub fn parse(text: &str) -> Result<Self, SpecError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(SpecError::Empty);
        }
        if text.len() > LONGEST_SPEC {
            return Err(SpecError::TooLong);
        }
        let mut spec = Spec {
            text: text.to_owned(),
            steps: Vec::new(),
            format: None,
            jpeg_quality: 85,
            webp_quality: 80,
            avif_quality: 65,
            background: None,
        };
        for operation in text.split('|') {
            spec.add(operation)?;
        }
        Ok(spec)
    }

    /// The text it was read from.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the focal point changes the result.
    pub fn uses_focus(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Fill { .. }))
    }

    fn add(&mut self, operation: &str) -> Result<(), SpecError> {
        let (name, rest) = operation.split_once('-').unwrap_or((operation, ""));
        let bad = || SpecError::BadNumber(operation.to_owned());
        match name {
            "fill" => self.steps.push(fill(rest).ok_or_else(bad)?),
            "max" => self.steps.push(sides(rest).map(|(width, height)| Step::Max(width, height)).ok_or_else(bad)?),
            "min" => self.steps.push(sides(rest).map(|(width, height)| Step::Min(width, height)).ok_or_else(bad)?),
            "width" => self.steps.push(side(rest).map(Step::Width).ok_or_else(bad)?),
            "height" => self.steps.push(side(rest).map(Step::Height).ok_or_else(bad)?),
            "scale" => self.steps.push(percent(rest).map(|percent| Step::Scale(percent / 100.0)).ok_or_else(bad)?),
            "original" if rest.is_empty() => self.steps.push(Step::Original),
            "format" => {
                self.format = Some(Format::from_name(rest).ok_or_else(|| SpecError::BadFormat(rest.to_owned()))?);
            }
            "jpegquality" => self.jpeg_quality = quality(rest).ok_or_else(bad)?,
            "webpquality" => self.webp_quality = quality(rest).ok_or_else(bad)?,
            "avifquality" => self.avif_quality = quality(rest).ok_or_else(bad)?,
            "bgcolor" => self.background = Some(color(rest).ok_or_else(bad)?),
            _ => return Err(SpecError::Unknown(operation.to_owned())),
        }
        Ok(())
    }
}

/// A whole number of plain digits: `+5` and ` 5` are none.
fn number<T: FromStr>(text: &str) -> Option<T> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

fn side(text: &str) -> Option<u32> {
    number(text).filter(|side| (1..=LONGEST_SIDE).contains(side))
}

fn sides(text: &str) -> Option<(u32, u32)> {
    let (width, height) = text.split_once('x')?;
    Some((side(width)?, side(height)?))
}

fn fill(text: &str) -> Option<Step> {
    let (size, closeness) = match text.split_once("-c") {
        Some((size, closeness)) => (size, number::<u32>(closeness)?),
        None => (text, 0),
    };
    let (width, height) = sides(size)?;
    Some(Step::Fill { width, height, closeness: f64::from(closeness.min(100)) / 100.0 })
}

fn percent(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    text.parse().ok().filter(|percent: &f64| plain && *percent > 0.0 && *percent <= 400.0)
}

fn quality(text: &str) -> Option<u8> {
    number(text).filter(|quality| (1..=100).contains(quality))
}

fn color(text: &str) -> Option<[u8; 3]> {
    if !text.is_ascii() {
        return None;
    }
    let text = if text.len() == 3 { text.chars().flat_map(|digit| [digit, digit]).collect() } else { text.to_owned() };
    if text.len() != 6 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let part = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}
