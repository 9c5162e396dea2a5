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
    assert_eq!(probe(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), Err(ImageRefused::Svg));
    assert_eq!(probe(b"<?xml version='1.0'?><!-- x --><svg onload='alert(1)'/>"), Err(ImageRefused::Svg));
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
    use super::keep_file::{plain_name, title_of};
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
    assert_eq!(title_of("Team_photo-2.jpg"), "Team photo 2");
}
