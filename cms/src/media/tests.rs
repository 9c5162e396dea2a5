//! Uploads are looked at before they are kept.

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
    assert_eq!(probe(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), Err(ImageRefused::WrongType));
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
