//! What goes in as text comes out harmless.

use super::*;
use xpro_kernel::ImageId;

#[test]
fn markdown_becomes_html_with_headings_below_the_section() {
    assert_eq!(to_html("# One\n\nA **bold** word").trim(), "<h3>One</h3>\n<p>A <strong>bold</strong> word</p>");
    assert_eq!(to_html("#### Deep").trim(), "<h5>Deep</h5>");
    assert_eq!(to_html("  \n "), "");
}

#[test]
fn a_heading_keeps_words_and_emphasis() {
    assert_eq!(
        inline(&to_html("## Learn *with* us\n\nor [alone](/catalog/)\n")),
        "Learn <em>with</em> us\nor <a href=\"/catalog/\" rel=\"noopener\">alone</a>"
    );
    assert_eq!(inline(&to_html("One\n\nTwo")), "One<br>\nTwo");
    assert_eq!(inline(""), "");
}

#[test]
fn nothing_that_runs_gets_through() {
    for text in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](<java\nscript:alert(1)>)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](//evil.example)",
        "<a href='javascript:alert(1)'>x</a>",
        "![x](https://evil.example/pixel.gif)",
        "<svg/onload=alert(1)>",
    ] {
        let html = to_html(text);
        for bad in ["<script", "<img", "<svg", "onerror=\"", "href=\"javascript", "href=\"data", "href=\"//"] {
            assert!(!html.contains(bad), "{text} gave {html}");
        }
    }
}

#[test]
fn pictures_of_the_library_are_shown_and_no_others() {
    struct Library;
    impl Known for Library {
        fn address(&self, _: &str) -> Option<String> {
            None
        }

        fn picture(&self, image: ImageId, width: u32) -> Option<Shown> {
            let src = match image.0 {
                7 => format!("/images/s/7/width-{width}/"),
                9 => "https://evil.example/x.gif".to_owned(),
                _ => return None,
            };
            let sources = vec![(src.clone(), width), (format!("{src}2"), width * 2)];
            Some(Shown { src, sources, width, height: 300 })
        }
    }
    let resolve = Library;
    let full = to_html_with("![An *otter*, \"wet\"](image:7)", &resolve);
    for part in [
        r#"src="/images/s/7/width-800/""#,
        r#"srcset="/images/s/7/width-800/ 800w, /images/s/7/width-800/2 1600w""#,
        r#"width="800" height="300""#,
        r#"class="full-width""#,
        "alt=\"An otter, ",
    ] {
        assert!(full.contains(part), "{part} in {full}");
    }
    let left = to_html_with("![](image:7 \"left\")", &resolve);
    assert!(left.contains(r#"class="left""#) && left.contains("width-500") && left.contains(r#"alt="""#), "{left}");
    let gone = to_html_with("Before ![the otter](image:8) after", &resolve);
    assert_eq!(gone.trim(), "<p>Before the otter after</p>");
    let foreign = to_html_with("![x](image:9) ![y](/pixel.gif) ![<img src=/z onerror=a>](image:8)", &resolve);
    assert!(!foreign.contains("evil") && !foreign.contains("pixel") && !foreign.contains("<img src"), "{foreign}");
}

#[test]
fn links_keep_safe_addresses_only() {
    assert!(to_html("[a](/catalog/)").contains(r#"href="/catalog/""#));
    assert!(to_html("[a](https://mit.edu)").contains(r#"rel="noopener""#));
    assert!(to_html("[a](mailto:a@b.org)").contains("mailto:a@b.org"));
    assert!(to_html("<a@b.org>").contains("mailto:a@b.org"));
    for address in ["/a/", "#top", "https://a.b", "tel:+1"] {
        assert!(is_safe_link(address), "{address}");
    }
    for address in ["", "//a.b", "javascript:x", "ftp://a.b", "a b", "/\\evil"] {
        assert!(!is_safe_link(address), "{address}");
    }
}

#[test]
fn imported_html_becomes_markdown() {
    assert_eq!(
        from_html("<p>The quantum computing revolution is upon us</p>"),
        "The quantum computing revolution is upon us"
    );
    assert_eq!(
        from_html("<p>One</p><ul><li>a</li><li><b>b</b></li></ul>").replace("*   ", "- ").replace("* ", "- "),
        "One\n\n- a\n- **b**"
    );
    assert_eq!(from_html("<p>x <a href=\"https://mit.edu/\">link</a></p>"), "x [link](https://mit.edu/)");
    let hostile = from_html("<script>alert(1)</script><p onclick=x>Text<iframe src=//e></iframe></p>");
    assert_eq!(hostile, "Text");
    assert_eq!(from_html("Just words"), "Just words");
    assert_eq!(from_html(""), "");
}

#[test]
fn excerpts_end_at_a_word() {
    assert_eq!(plain("# A\n\nb *c* [d](/e/)"), "A b c d");
    assert_eq!(excerpt("short", 20), "short");
    assert_eq!(excerpt("one two three four", 12), "one two…");
}

#[test]
fn what_is_nested_too_deep_keeps_its_words_only() {
    let html = to_html(&format!("{}Deep *words*", "> ".repeat(8_000)));
    assert!(html.contains("Deep"), "the words stay");
    let depth = html.matches("<blockquote>").count();
    assert_eq!((depth, html.matches("</blockquote>").count()), (50, 50));
    let lists: String = (0..200).map(|level| format!("{}- {level}\n", "  ".repeat(level))).collect();
    let lists = to_html(&lists);
    assert!(lists.contains("199") && lists.matches("<ul>").count() <= 50, "{}", lists.len());
    assert_eq!(to_html("> > - a\n").matches("<blockquote>").count(), 2, "what people write is as it was");
}
