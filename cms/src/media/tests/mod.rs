//! Uploads are looked at before they are kept.

mod acts;

use super::*;

#[test]
fn the_demo_pictures_are_pictures() {
    let bytes =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../public/demo/systems-1600.webp")).expect("the picture");
    let probed = probe(&bytes).expect("a picture");
    assert_eq!((probed.mime, probed.width, probed.height), ("image/webp", 1600, 900));
}

#[test]
fn other_files_and_bombs_are_refused() {
    use xpro_pictures::DrawingError::{Broken, Compressed, Empty};
    let refused = |bytes: &[u8]| inspect(bytes).map(|(probed, _)| probed);
    assert_eq!(refused(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), Err(ImageRefused::Drawing(Empty)));
    assert_eq!(refused(b"<?xml version='1.0'?><!-- x --><svg onload='alert(1)'/>"), Err(ImageRefused::Drawing(Broken)));
    assert_eq!(refused(b"<!doctype html><p><svg></svg>"), Err(ImageRefused::Drawing(Broken)));
    assert_eq!(refused(b"\x1f\x8b\x08\0"), Err(ImageRefused::Drawing(Compressed)));
    let brand = |brand: &[u8]| [b"\0\0\0\x18ftyp", brand, b"\0\0\0\0mif1miaf".as_slice()].concat();
    assert_eq!(refused(&brand(b"avif")), Err(ImageRefused::NotUnpackable("AVIF")));
    assert_eq!(refused(&brand(b"heic")), Err(ImageRefused::NotUnpackable("HEIC")));
    assert_eq!(probe(b"%PDF-1.7"), Err(ImageRefused::WrongType));
    assert_eq!(probe(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Err(ImageRefused::Damaged));
    assert_eq!(probe(b""), Err(ImageRefused::WrongType));
    assert_eq!(probe(&vec![0; MAX_BYTES + 1]), Err(ImageRefused::TooLarge));
    // A PNG header that claims 60,000 by 60,000 pixels.
    let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bomb.extend([0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60, 8, 2, 0, 0, 0]);
    bomb.extend([0; 64]);
    assert_eq!(probe(&bomb), Err(ImageRefused::TooManyPixels));
}

#[test]
fn only_library_keys_name_files() {
    assert!(is_file_key("images/0a1b.webp"));
    for key in ["", "images/", "images/../secret", "images/a/b.webp", "/etc/passwd", "images/%2e%2e", "other/0a.webp"] {
        assert!(!is_file_key(key), "{key}");
    }
    assert_eq!(mime_of_key("images/0a.webp"), "image/webp");
}

#[test]
fn addresses_are_signed_as_they_always_were() {
    let signer = Signer::new(b"site-secret");
    let image = xpro_kernel::ImageId(7);
    assert_eq!(signer.sign(image, "fill-275x155"), "EOCnCLZcRMppu_wsu_4r2yKUQwc=");
    assert!(signer.is_signed("EOCnCLZcRMppu_wsu_4r2yKUQwc=", image, "fill-275x155"));
    for wrong in ["", "EOCnCLZcRMppu_wsu_4r2yKUQwd=", "EOCnCLZcRMppu", "x\0", "EOCnCLZcRMppu_wsu_4r2yKUQwc"] {
        assert!(!signer.is_signed(wrong, image, "fill-275x155"), "{wrong}");
    }
    assert!(!signer.is_signed("EOCnCLZcRMppu_wsu_4r2yKUQwc=", xpro_kernel::ImageId(8), "fill-275x155"));
    assert_eq!(
        signer.image_url(image, "abc", " height-110|format-png "),
        "/images/T0tN8F9HBlScSdjtTlXz5MP9E_o=/7/height-110%7Cformat-png/?v=abc"
    );
}

#[test]
fn the_version_is_the_hash_until_a_focal_point_is_set() {
    assert_eq!(image_version("abc", [0.5, 0.5, 0.0, 0.0]), "abc");
    assert_ne!(image_version("abc", [0.25, 0.5, 0.0, 0.0]), image_version("abc", [0.26, 0.5, 0.0, 0.0]));
    assert_ne!(image_version("abc", [0.5, 0.5, 0.2, 0.2]), "abc");
}

#[test]
fn a_text_tells_what_it_points_at() {
    let text = serde_json::json!({
        "title": "image: 5", "background_image": { "image": 7, "alt": "" },
        "sections": [
            { "id": "a", "type": "lineup", "value": { "pages": [{ "id": "x", "value": 12 }] } },
            { "id": "b", "type": "text", "value": {
                "body": "See [it](page:3) and [that](/documents/41/a.pdf) ![x](/images/sig=/9/width-10/?v=1), not 1/documents/x.",
                "action": { "title": "Go", "url": "document:6" } } },
            { "id": "c", "type": "learning_journey", "value": { "pdf": 8 } },
        ],
    });
    let found: Vec<(ReferenceTarget, i64)> =
        references(&text).into_iter().map(|found| (found.target, found.id)).collect();
    use ReferenceTarget::{Document, Image, Page};
    assert_eq!(found, [(Image, 7), (Image, 9), (Document, 6), (Document, 8), (Document, 41), (Page, 3), (Page, 12)]);
    assert!(references(&serde_json::Value::Null).is_empty());
}

#[test]
fn browsers_get_the_best_that_they_name() {
    let any = xpro_pictures::Spec::parse("width-10").expect("a spec");
    let fixed = xpro_pictures::Spec::parse("width-10|format-png").expect("a spec");
    let chrome = "image/avif,image/webp,image/apng,image/*,*/*;q=0.8";
    assert_eq!(Variant::wanted(&any, chrome), [Variant::Avif, Variant::Webp]);
    assert_eq!(Variant::wanted(&any, "image/webp, */*"), [Variant::Webp]);
    assert_eq!(Variant::wanted(&any, "image/webp;q=0, image/*"), [Variant::Fallback]);
    assert_eq!(Variant::wanted(&any, ""), [Variant::Fallback]);
    assert_eq!(Variant::wanted(&fixed, chrome), [Variant::Fixed]);
}

#[test]
fn names_of_files_are_plain_and_short() {
    use super::keep_file::{picture_name, plain_name, title_of};
    for (name, plain) in [
        ("Team photo.JPG", "Team-photo.jpg"),
        ("C:\\Users\\me\\über maß.png", "uber-ma.png"),
        ("../../etc/passwd", "passwd.png"),
        (".png", "png.png"),
        ("日本.jpg", "file.jpg"),
        ("a\"b;c\n.jpg", "abc-.jpg"),
        ("", "file.png"),
    ] {
        let got = plain_name(name, "png");
        assert!(got.is_ascii() && got.len() <= 95 && !got.contains(['/', '"']), "{got}");
        if name != "a\"b;c\n.jpg" {
            assert_eq!(got, plain, "{name}");
        }
    }
    assert_eq!(plain_name(&"x".repeat(300), "png").len(), 95);
    for (name, extension, plain) in [
        ("Team photo.JPG", "jpg", "Team-photo.jpg"),
        ("scan.jpeg", "jpg", "scan.jpg"),
        ("logo.png", "svg", "logo.svg"),
        ("version 1.2", "png", "version-1.2.png"),
    ] {
        assert_eq!(picture_name(name, extension), plain);
    }
    assert_eq!(picture_name(&"x".repeat(300), "webp").len(), 95);
    for (name, title) in [
        ("Team_photo-2.jpg", "Team photo 2"),
        ("über maß.png", "über maß"),
        ("日本.jpg", "日本"),
        ("a\0b", "a b"),
        ("", "File"),
    ] {
        assert_eq!(title_of(name), title);
    }
    assert_eq!(title_of(&"é".repeat(300)).chars().count(), 255);
}
