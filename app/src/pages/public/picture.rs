//! Pictures that shift nothing and load no more than needed.

use leptos::prelude::*;
use xpro_cms::delivery::Picture;

/// When a picture is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loading {
    /// At once: the first picture of a page.
    Now,
    /// When it is about to be seen.
    Later,
}

/// What part of a picture a place shows, as far as its box is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// All of it.
    Whole,
    /// 16 by 10 around the focal point: cards.
    Card,
    /// A square around the focal point: portraits.
    Square,
}

impl Shape {
    /// Widths that are offered, rising, with what to ask for. The library's job makes the common ones beforehand.
    fn specs(self) -> Vec<(u32, String)> {
        match self {
            Shape::Whole => [160, 320, 640, 960, 1280, 1920].map(|wide| (wide, format!("width-{wide}"))).to_vec(),
            Shape::Card => [320, 480, 800, 1200].map(|wide| (wide, format!("fill-{wide}x{}", wide * 10 / 16))).to_vec(),
            Shape::Square => [100, 150, 300, 600].map(|wide| (wide, format!("fill-{wide}x{wide}"))).to_vec(),
        }
    }

    /// Size of the largest part of this shape.
    fn within(self, width: u32, height: u32) -> (u32, u32) {
        match self {
            Shape::Whole => (width, height),
            Shape::Card => {
                let wide = width.min(height.saturating_mul(16) / 10);
                (wide, wide * 10 / 16)
            }
            Shape::Square => (width.min(height), width.min(height)),
        }
    }
}

/// The picture as one place shows it: smaller copies that came with it, or else renditions cut around the focal point.
fn shaped(picture: &Picture, shape: Shape) -> Picture {
    let Some(renditions) = picture.renditions.as_ref().filter(|_| picture.sources.is_empty()) else {
        return picture.clone();
    };
    let (width, height) = shape.within(picture.width, picture.height);
    let fitting = |(wide, _): &(u32, String)| *wide <= width;
    let mut sources: Vec<(String, u32)> =
        shape.specs().into_iter().filter(fitting).map(|(wide, spec)| (renditions.url(&spec), wide)).collect();
    if sources.is_empty() {
        // Smaller than the smallest: as it is, in the right shape.
        sources.extend(shape.specs().first().map(|(_, spec)| (renditions.url(spec), width.max(1))));
    }
    let middle = sources.get(sources.len() / 2).map_or_else(|| picture.url.clone(), |(url, _)| url.clone());
    Picture { url: middle, sources, width, height, ..picture.clone() }
}

/// An image with its sizes. `sizes` tells the browser how wide it will be shown.
pub(super) fn picture(source: &Picture, class: &str, shape: Shape, sizes: &'static str, loading: Loading) -> AnyView {
    let picture = shaped(source, shape);
    let srcset = srcset(&picture);
    let is_later = loading == Loading::Later;
    view! {
        <img
            class=[class, focus_class(picture.focus)].concat()
            src=picture.url.clone()
            srcset=srcset.clone()
            sizes=srcset.map(|_| sizes)
            alt=picture.alt.clone()
            width=picture.width.to_string()
            height=picture.height.to_string()
            loading=is_later.then_some("lazy")
            fetchpriority=(!is_later).then_some("high")
            decoding=is_later.then_some("async")
        />
    }
    .into_any()
}

fn srcset(picture: &Picture) -> Option<String> {
    let candidates: Vec<String> = picture.sources.iter().map(|(url, width)| format!("{url} {width}w")).collect();
    (!candidates.is_empty()).then(|| candidates.join(", "))
}

/// The focal point as one of nine places: style attributes are forbidden by the content security policy.
fn focus_class((x, y): (f32, f32)) -> &'static str {
    let third = |at: f32| {
        if at < 0.34 {
            0
        } else if at > 0.66 {
            2
        } else {
            1
        }
    };
    match (third(x), third(y)) {
        (0, 0) => " focus-left-top",
        (0, 1) => " focus-left",
        (0, 2) => " focus-left-bottom",
        (1, 0) => " focus-top",
        (1, 2) => " focus-bottom",
        (2, 0) => " focus-right-top",
        (2, 1) => " focus-right",
        (2, 2) => " focus-right-bottom",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upload(width: u32, height: u32) -> Picture {
        Picture {
            url: "/media/images/a.jpg".to_owned(),
            sources: Vec::new(),
            alt: String::new(),
            width,
            height,
            focus: (0.5, 0.5),
            is_drawing: false,
            renditions: Some(xpro_cms::delivery::Renditions::new(7, "abc", b"key")),
        }
    }

    #[test]
    fn cards_are_cut_around_the_focal_point_and_never_enlarged() {
        let shown = shaped(&upload(1000, 1000), Shape::Card);
        let widths: Vec<u32> = shown.sources.iter().map(|source| source.1).collect();
        assert_eq!(widths, [320, 480, 800]);
        assert_eq!((shown.width, shown.height), (1000, 625));
        assert!(
            shown
                .sources
                .iter()
                .all(|(url, wide)| url.contains(&format!("/7/fill-{wide}x")) && url.ends_with("/?v=abc"))
        );
    }

    #[test]
    fn the_smallest_picture_still_has_a_source() {
        let shown = shaped(&upload(40, 20), Shape::Square);
        assert_eq!(shown.sources.len(), 1);
        assert_eq!((shown.width, shown.height), (20, 20));
    }

    #[test]
    fn copies_that_came_with_the_picture_are_used_as_they_are() {
        let with_copies = Picture { sources: vec![("/media/images/b.webp".to_owned(), 480)], ..upload(1600, 900) };
        assert_eq!(shaped(&with_copies, Shape::Card), with_copies);
    }
}
