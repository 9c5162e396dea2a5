//! Crops come out where the addresses already out in the world expect them, and files are what they say.

use super::*;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use std::io::Cursor;

fn spec(text: &str) -> Spec {
    Spec::parse(text).expect("a spec")
}

fn planned(text: &str, size: (u32, u32), focus: Option<Focus>) -> (u32, u32, u32, u32, (u32, u32)) {
    let plan = plan(&spec(text), size, focus).expect("a plan");
    (plan.crop.left, plan.crop.top, plan.crop.width, plan.crop.height, plan.size)
}

fn at(x: f64, y: f64, width: f64, height: f64) -> Option<Focus> {
    Some(Focus { x, y, width, height })
}

#[test]
fn specs_of_the_site_are_understood_and_nonsense_is_not() {
    for text in [
        "fill-275x155",
        " fill-300x300-c100 ",
        "height-110|format-png",
        "format-png|max-185x185",
        "original",
        "scale-50",
        "min-10x20|jpegquality-40|bgcolor-fff",
    ] {
        assert!(Spec::parse(text).is_ok(), "{text}");
    }
    assert_eq!(spec(" fill-275x155 ").as_str(), "fill-275x155");
    let nonsense = [
        "",
        "  ",
        "bad",
        "fill-0x10",
        "fill-10",
        "fill-10x",
        "fill-10x10-c",
        "fill-10x10-x5",
        "fill-99999x1",
        "width--5",
        "width-+5",
        "width-1.5",
        "scale-0",
        "scale-1e9",
        "scale-NaN",
        "format-heic",
        "format-",
        "jpegquality-101",
        "bgcolor-12345",
        "bgcolor-äöü",
        "width-10||height-10",
        "original-5",
        "width-18446744073709551616",
    ];
    for text in nonsense {
        assert!(Spec::parse(text).is_err(), "{text}");
    }
    assert_eq!(Spec::parse(&"width-10|".repeat(60)), Err(SpecError::TooLong));
}

#[test]
fn without_a_focal_point_the_middle_is_taken() {
    // 900 × 275/155 = 1596.77 wide, from 1.61 on, rounded outward.
    assert_eq!(planned("fill-275x155", (1600, 900), None), (1, 0, 1598, 900, (275, 155)));
    assert_eq!(planned("fill-300x300", (1600, 900), None), (350, 0, 900, 900, (300, 300)));
    assert_eq!(planned("fill-300x300", (900, 1600), None), (0, 350, 900, 900, (300, 300)));
}

#[test]
fn the_focal_point_keeps_its_place_in_the_crop_and_the_crop_stays_inside() {
    // A quarter from the left: 400 - (0.25 - 0.5) * 900 = 625 is the crop's center.
    assert_eq!(planned("fill-300x300", (1600, 900), at(0.25, 0.5, 0.0, 0.0)), (175, 0, 900, 900, (300, 300)));
    assert_eq!(planned("fill-300x300", (1600, 900), at(0.0, 0.5, 0.0, 0.0)), (0, 0, 900, 900, (300, 300)));
    assert_eq!(planned("fill-300x300", (1600, 900), at(1.0, 0.5, 0.0, 0.0)), (700, 0, 900, 900, (300, 300)));
}

#[test]
fn the_whole_focal_rectangle_is_in_the_crop_where_it_fits() {
    let focus = at(0.25, 0.5, 0.4, 0.2);
    let (left, _, width, ..) = planned("fill-300x300", (1600, 900), focus);
    assert!(left <= 80 && left + width >= 720, "{left} {width}");
    // Larger than any crop of this ratio: as much as fits, inside the picture.
    let (left, top, width, height, _) = planned("fill-300x300", (1600, 900), at(0.5, 0.5, 1.0, 1.0));
    assert!(left + width <= 1600 && top + height <= 900 && width == 900);
}

#[test]
fn closeness_zooms_in_and_never_so_far_that_the_result_is_enlarged() {
    let focus = at(0.5, 0.5, 0.1, 0.1);
    assert_eq!(planned("fill-100x100-c100", (1600, 900), focus), (720, 370, 160, 160, (100, 100)));
    let (.., width, _, size) = planned("fill-300x300-c100", (1600, 900), focus);
    assert_eq!((width, size), (300, (300, 300)));
    let (.., width, _, _) = planned("fill-100x100-c50", (1600, 900), focus);
    assert_eq!(width, 530);
}

#[test]
fn small_pictures_are_never_enlarged() {
    assert_eq!(planned("fill-300x300", (100, 50), None), (25, 0, 50, 50, (50, 50)));
    for text in ["max-500x500", "min-500x500", "width-500", "height-500", "original"] {
        assert_eq!(planned(text, (100, 50), None).4, (100, 50), "{text}");
    }
}

#[test]
fn fitting_keeps_the_ratio() {
    assert_eq!(planned("max-185x185", (1600, 900), None).4, (185, 104));
    assert_eq!(planned("max-1440x300", (1600, 900), None).4, (533, 300));
    assert_eq!(planned("min-800x600", (1600, 900), None).4, (1066, 600));
    assert_eq!(planned("width-400", (1600, 900), None).4, (400, 225));
    assert_eq!(planned("height-110", (1600, 900), None).4, (195, 110));
    assert_eq!(planned("scale-50", (1601, 901), None).4, (800, 450));
    assert_eq!(planned("width-1", (1, 900), None).4, (1, 900));
    assert_eq!(planned("max-5x5", (10_000, 1), None).4, (5, 1));
}

#[test]
fn steps_build_on_each_other() {
    // Half as large, 87 to 538 is the square around a quarter from the left: 174 to 1076 of the original.
    let taken = planned("width-800|fill-100x100", (1600, 900), at(0.25, 0.5, 0.0, 0.0));
    assert_eq!(taken, (174, 0, 902, 900, (100, 100)));
    assert!(plan(&spec("scale-400"), (8000, 8000), None).is_err());
}

fn file(pixels: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, format).expect("a file");
    bytes.into_inner()
}

fn photo() -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(160, 90, |x, y| Rgb([x as u8, y as u8, if x < 80 { 0 } else { 255 }])))
}

#[test]
fn every_format_comes_out_as_itself_and_in_the_size_asked_for() {
    let source = Source::decode(file(&photo(), ImageFormat::Jpeg)).expect("a picture");
    for format in Format::ALL {
        let made = source.make(&spec("fill-40x40"), None, format).expect("a rendition");
        assert_eq!((made.width, made.height, made.format), (40, 40, format));
        if format == Format::Avif {
            assert_eq!(made.bytes.get(4..12), Some(b"ftypavif".as_slice()));
        } else {
            let look = look(&made.bytes).expect("a picture");
            assert_eq!((look.width, look.height, look.format), (40, 40, format));
        }
    }
    let made = source.make(&spec("fill-40x40|format-png"), None, Format::Webp).expect("a rendition");
    assert_eq!(made.format, Format::Png, "a fixed format wins");
}

#[test]
fn the_pixels_are_those_around_the_focal_point() {
    let source = Source::decode(file(&photo(), ImageFormat::Png)).expect("a picture");
    let blue_of = |x: f64| {
        let made = source.make(&spec("fill-90x90"), at(x, 0.5, 0.0, 0.0), Format::Png).expect("a rendition");
        let pixels = image::load_from_memory(&made.bytes).expect("a picture").into_rgb8();
        pixels.pixels().map(|pixel| u64::from(pixel.0[2])).sum::<u64>() / 255
    };
    assert_eq!(blue_of(0.0), 10 * 90, "the dark left side");
    assert_eq!(blue_of(1.0), 80 * 90, "the blue right side");
}

#[test]
fn transparency_stays_or_is_laid_on_a_color() {
    let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(20, 20, Rgba([10, 20, 30, 0])));
    let source = Source::decode(file(&clear, ImageFormat::Png)).expect("a picture");
    let first = |text: &str, format| {
        let made = source.make(&spec(text), None, format).expect("a rendition");
        image::load_from_memory(&made.bytes).expect("a picture").into_rgba8().get_pixel(5, 5).0
    };
    assert_eq!(first("original", Format::Png)[3], 0);
    assert_eq!(first("original", Format::Webp)[3], 0);
    assert_eq!(first("original", Format::Jpeg), [255, 255, 255, 255]);
    assert_eq!(first("original|bgcolor-000000", Format::Png), [0, 0, 0, 255]);
}

#[test]
fn a_photograph_taken_sideways_is_turned() {
    let jpeg = file(&photo(), ImageFormat::Jpeg);
    // An Exif segment with the one entry "orientation 6": turn clockwise.
    let exif: &[u8] = b"\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let turned = [&jpeg[..2], exif, &jpeg[2..]].concat();
    let seen = look(&turned).expect("a picture");
    assert_eq!((seen.width, seen.height), (90, 160));
    assert_eq!(Source::decode(turned).expect("a picture").size(), (90, 160));
}

#[test]
fn a_moving_picture_keeps_moving() {
    let mut bytes = Vec::new();
    {
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
        for shade in [0, 128, 255] {
            let frame = RgbaImage::from_pixel(40, 20, Rgba([shade, 0, 0, 255]));
            encoder.encode_frame(image::Frame::new(frame)).expect("a frame");
        }
    }
    let source = Source::decode(bytes).expect("a picture");
    assert_eq!(source.fallback(), Format::Gif);
    let made = source.make(&spec("fill-10x10"), None, Format::Gif).expect("a rendition");
    assert!(moving::moves(&made.bytes));
    assert_eq!((made.width, made.height), (10, 10));
}

#[test]
fn bombs_and_damaged_files_are_refused_without_unpacking() {
    let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bomb.extend([0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60, 8, 2, 0, 0, 0, 0x2b, 0x6f, 0x6e, 0x5f]);
    bomb.extend([0; 64]);
    assert!(look(&bomb).is_err());
    assert!(Source::decode(bomb).is_err());
    let whole = file(&photo(), ImageFormat::Png);
    assert!(Source::decode(whole[..whole.len() / 2].to_vec()).is_err(), "half a file");
    for junk in [b"".as_slice(), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"\xff\xd8\xff"] {
        assert!(look(junk).is_err());
    }
}
