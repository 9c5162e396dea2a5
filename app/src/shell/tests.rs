//! What every document holds, and what it must not.

use super::{Assets, Bundle, Frame, Head, SiteFrame, SiteNotice, Viewer, document};
use leptos::prelude::*;

fn frame() -> Frame {
    Frame {
        site: SiteFrame {
            name: "Test School".to_owned(),
            base_url: "https://shop.example".to_owned(),
            ..SiteFrame::default()
        },
        assets: Assets {
            css: "/static/site.css".to_owned(),
            site_boot: Some("/static/site.boot.js".to_owned()),
            ..Assets::default()
        },
        head: Head::of_page("A page", "Says what it is.", "/a-page/"),
        topics: Vec::new(),
        bundle: Bundle::Site,
        viewer: Viewer::Everybody,
    }
}

fn body() -> AnyView {
    view! { <h1>"A page"</h1> }.into_any()
}

#[test]
fn one_title_one_description_one_canonical_address() {
    let html = document(&frame(), body);

    assert!(html.starts_with("<!doctype html><html lang=\"en\""), "{html}");
    assert_eq!(html.matches("<title>").count(), 1, "{html}");
    assert!(html.contains("<title>A page | Test School</title>"), "{html}");
    assert_eq!(html.matches("name=\"description\"").count(), 1, "{html}");
    assert!(html.contains("href=\"https://shop.example/a-page/\""), "{html}");
}

#[test]
fn nothing_needs_inline_scripts_or_styles() {
    let mut frame = frame();
    frame.site.notice = Some(SiteNotice { id: 3, message_html: "<b>Hello</b>".to_owned(), color: "alert" });

    let html = document(&frame, body);

    assert!(!html.contains(" style="), "{html}");
    assert!(!html.contains("<style"), "{html}");
    assert!(!html.contains("<script>"), "{html}");
    assert!(html.contains("<b>Hello</b>"), "{html}");
}

#[test]
fn two_renders_are_equal() {
    assert_eq!(document(&frame(), body), document(&frame(), body));
}

#[test]
fn a_page_without_a_bundle_has_no_scripts() {
    let html = document(&Frame { bundle: Bundle::None, ..frame() }, body);

    assert!(!html.contains("<script"), "{html}");
    assert!(!html.contains("leptos-island"), "{html}");
}
