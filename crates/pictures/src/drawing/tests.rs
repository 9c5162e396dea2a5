//! Drawings, friendly and far too large. The texts are typed here, so that each shows what it is about; the hostile ones
//! go through the real upload in `server/tests/people/drawings.rs`.

use super::*;
use crate::{Focus, Format, Source};

/// A red left half and a blue right half.
const HALVES: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 20'>\
    <rect width='20' height='20' fill='#f00'/><rect x='20' width='20' height='20' fill='#00f'/></svg>";

fn drawing(text: &str) -> Drawing {
    sanitize(text.as_bytes()).expect("a drawing")
}

fn svg(attributes: &str, content: &str) -> String {
    format!("<svg xmlns='http://www.w3.org/2000/svg' {attributes}>{content}</svg>")
}

#[test]
fn size_comes_from_the_attributes_or_the_view_box() {
    let cases = [
        ("viewBox='0 0 40 20'", (40, 20)),
        ("width='300' height='200' viewBox='0 0 3 2'", (300, 200)),
        ("width='100%' height='100%' viewBox='0 0 640 480'", (640, 480)),
        ("width='300' viewBox='0 0 3 2'", (300, 200)),
        ("width='30.4' height='20.6'", (30, 21)),
        ("width='1in' height='0.5in'", (96, 48)),
        ("width='210mm' height='297mm' viewBox='0 0 210 297'", (794, 1123)),
        ("viewBox='0 0 1000000 500000'", (2560, 1280)),
        ("viewBox='-5 -5 0.1 0.2'", (1, 1)),
    ];
    for (attributes, size) in cases {
        let kept = drawing(&svg(attributes, "<rect width='9' height='9'/>"));
        assert_eq!((kept.width, kept.height), size, "{attributes}");
        let source = Source::decode(kept.text.into_bytes()).expect("what is kept can be read");
        assert_eq!(source.size(), size, "{attributes}");
    }
    for attributes in ["", "width='40'", "width='100%' height='100%'", "viewBox='0 0 0 0'", "width='-4' height='4'"] {
        let refused = sanitize(svg(attributes, "<rect width='9' height='9'/>").as_bytes());
        assert_eq!(refused, Err(DrawingError::NoSize), "{attributes}");
    }
}

#[test]
fn what_is_kept_stays_as_it_is_when_it_comes_again() {
    let kept = drawing(&svg(
        "viewBox='0 0 40 20' style='width:100%;fill-rule:evenodd' aria-label='a &lt;b> &amp; &quot;c&quot;'",
        "<!-- note -->\n<style>.a{fill:url(#g)} .b > .c{fill:#fff}</style>\n<text x='1'>a &lt; <tspan>b</tspan> c</text>",
    ));
    assert!(
        kept.text.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\""),
        "{}",
        kept.text
    );
    assert!(kept.text.contains("fill-rule:evenodd") && !kept.text.contains("100%"), "{}", kept.text);
    assert!(kept.text.contains("url(#g)") && kept.text.contains("a &lt; <tspan>b</tspan> c"), "{}", kept.text);
    assert!(!kept.text.contains("note"), "{}", kept.text);
    assert_eq!(drawing(&kept.text), kept);
}

#[test]
fn what_drawing_programs_write_is_taken() {
    let program = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- Generator -->\n\
        <!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n\
        <svg version=\"1.1\" xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
        xmlns:tool=\"http://example.com/tool\" x=\"0px\" y=\"0px\" viewBox=\"0 0 512 512\" \
        style=\"enable-background:new 0 0 512 512;\" xml:space=\"preserve\" tool:version=\"1\">\
        <tool:view zoom=\"1\"/><metadata>who</metadata>\
        <defs><linearGradient id=\"a\"><stop offset=\"0\" stop-color=\"#fff\"/></linearGradient>\
        <linearGradient id=\"b\" xlink:href=\"#a\"/><symbol id=\"s\"><path d=\"M0 0h9v9z\"/></symbol>\
        <filter id=\"f\"><feGaussianBlur stdDeviation=\"2\"/></filter>\
        <marker id=\"m\" markerWidth=\"4\" markerHeight=\"4\"><path d=\"M0 0h4v4z\"/></marker></defs>\
        <g filter=\"url(#f)\"><use xlink:href=\"#s\" fill=\"url(#b)\"/><path marker-end=\"url(#m)\" d=\"M0 0h99\"/></g></svg>";
    let kept = drawing(program);
    for stays in ["linearGradient", "url(#f)", "url(#b)", "href=\"#s\"", "href=\"#a\"", "marker-end", "feGaussianBlur"]
    {
        assert!(kept.text.contains(stays), "{stays}: {}", kept.text);
    }
    for goes in ["tool", "metadata", "DOCTYPE", "Generator", "<?xml"] {
        assert!(!kept.text.contains(goes), "{goes}: {}", kept.text);
    }
}

#[test]
fn a_frame_shows_the_part_that_is_asked_for() {
    let kept = drawing(HALVES);
    let size = (kept.width, kept.height);
    let framed =
        |spec: &str, focus| framed(&kept.text, size, &Spec::parse(spec).expect("a spec"), focus).expect("framed");
    assert_eq!(framed("original", None), kept.text);
    assert_eq!(framed("width-640|format-png", None), kept.text, "a drawing is as large as it says");
    let right = Some(Focus { x: 1.0, y: 0.5, width: 0.0, height: 0.0 });
    let square = framed("fill-10x10", right);
    assert!(
        square
            .starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\" viewBox=\"20 0 20 20\""),
        "{square}"
    );
    assert!(framed("max-20x20", None).contains("width=\"20\" height=\"10\" viewBox=\"0 0 40 20\""));
    assert!(framed("original|bgcolor-0f0", None).contains("fill=\"#00ff00\""));
    let again = sanitize(square.as_bytes()).expect("a frame is a drawing too");
    assert_eq!((again.width, again.height), (10, 10));
}

#[test]
fn pixels_are_drawn_where_no_drawing_can_be_shown() {
    let source = Source::decode(drawing(HALVES).text.into_bytes()).expect("a source");
    let right = Some(Focus { x: 1.0, y: 0.5, width: 0.0, height: 0.0 });
    let made = source.make(&Spec::parse("fill-10x10").expect("a spec"), right, source.fallback()).expect("made");
    assert_eq!((made.format, made.width, made.height), (Format::Png, 10, 10));
    let pixels = image::load_from_memory(&made.bytes).expect("a picture").into_rgb8();
    assert!(pixels.pixels().all(|pixel| pixel.0 == [0, 0, 255]));
    let clear = drawing(&svg("viewBox='0 0 4 4'", "<rect width='2' height='4' fill='#f00'/>"));
    let source = Source::decode(clear.text.into_bytes()).expect("a source");
    let jpeg = source.make(&Spec::parse("original|format-jpeg").expect("a spec"), None, Format::Png).expect("made");
    let pixels = image::load_from_memory(&jpeg.bytes).expect("a picture").into_rgb8();
    assert!(pixels.get_pixel(3, 1).0.iter().all(|&part| part > 200), "white behind what is clear");
}

#[test]
fn an_embedded_picture_is_kept_and_drawn() {
    let mut png = std::io::Cursor::new(Vec::new());
    let green = image::RgbImage::from_pixel(2, 2, image::Rgb([0, 255, 0]));
    image::DynamicImage::ImageRgb8(green).write_to(&mut png, image::ImageFormat::Png).expect("a file");
    let escaped: String = png.into_inner().iter().map(|byte| format!("%{byte:02X}")).collect();
    let image = format!("<image width='4' height='4' href='data:image/gif,{escaped}'/>");
    let kept = drawing(&svg("viewBox='0 0 4 4'", &image));
    assert!(kept.text.contains("data:image/png;base64,"), "the type is told by the content: {}", kept.text);
    let source = Source::decode(kept.text.into_bytes()).expect("a source");
    let made = source.make(&Spec::parse("original").expect("a spec"), None, Format::Png).expect("made");
    assert_eq!(image::load_from_memory(&made.bytes).expect("a picture").into_rgb8().get_pixel(2, 2).0, [0, 255, 0]);
}

#[test]
fn no_file_of_this_machine_is_opened() {
    let plan = Plan { crop: crate::Crop { left: 0, top: 0, width: 4, height: 4 }, size: (4, 4) };
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/demo/systems-800.webp");
    assert!(std::path::Path::new(file).exists());
    let text = svg("width='4' height='4'", &format!("<image width='4' height='4' href='{file}'/>"));
    let pixels = draw::pixels(&text, plan).expect("drawn");
    assert!(pixels.pixels().all(|pixel| pixel.0[3] == 0), "even if the filter let it through");
}

#[test]
fn what_would_take_too_long_is_refused() {
    let sized = |content: &str| svg("viewBox='0 0 99 99'", content);
    let doubling = |name: &str, wrap: &dyn Fn(usize) -> String| {
        let steps: String = (1..40).map(wrap).collect();
        (name.to_owned(), sized(&steps))
    };
    let deep = |levels: usize| sized(&format!("{}<rect/>{}", "<g>".repeat(levels), "</g>".repeat(levels)));
    let markers: String = (1..30)
        .map(|at| {
            format!(
                "<marker id='m{at}'><path d='M0 0h9' marker-start='url(#m{0})' marker-end='url(#m{0})'/></marker>",
                at - 1
            )
        })
        .collect();
    let cases = [
        doubling("use that doubles", &|at| {
            format!("<g id='u{at}'><use href='#u{0}'/><use href='#u{0}'/><rect width='9' height='9'/></g>", at - 1)
        }),
        doubling("patterns that double, by class", &|at| {
            format!(
                "<style>.p{at}{{fill:url(#p{0})}}</style><pattern id='p{at}' width='9' height='9' patternUnits='userSpaceOnUse'>\
                 <rect class='p{at}' width='9' height='9'/><rect class='p{at}' width='8' height='8'/></pattern>\
                 <rect fill='url(#p{at})' width='9' height='9'/>",
                at - 1
            )
        }),
        ("use in a circle".to_owned(), sized("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>")),
        ("deep".to_owned(), deep(150)),
        ("deeper".to_owned(), deep(15_000)),
        ("as deep as fits".to_owned(), deep(250_000)),
        ("very many".to_owned(), sized(&"<rect/>".repeat(30_000))),
        ("markers in markers".to_owned(), sized(&format!("{markers}<path d='M0 0h9' marker-end='url(#m29)'/>"))),
        (
            "markers in markers, by class".to_owned(),
            sized(
                "<style>path{marker-end:url(#b)}</style><marker id='a'><path d='M0 0h9'/></marker><marker id='b'><path d='M0 0h9'/></marker>",
            ),
        ),
        (
            "markers at every corner".to_owned(),
            sized("<marker id='a'><path/></marker><path style='marker : url(#a)'/>"),
        ),
        (
            "sheets on sheets".to_owned(),
            sized(&format!("{}<rect width='9' height='9'/>{}", "<g opacity='.9'>".repeat(40), "</g>".repeat(40))),
        ),
        (
            "noise".to_owned(),
            sized(
                "<filter id='f'><feTurbulence numOctaves='90000'/></filter><rect filter='url(#f)' width='9' height='9'/>",
            ),
        ),
        (
            "a wide brush".to_owned(),
            sized("<filter id='f'><feMorphology radius='900'/></filter><rect filter='url(#f)' width='9' height='9'/>"),
        ),
        (
            "a huge tile".to_owned(),
            sized(
                "<pattern id='p' width='90000' height='90000' patternUnits='userSpaceOnUse'><rect width='9' height='9'/></pattern><rect fill='url(#p)' width='9' height='9'/>",
            ),
        ),
        ("long styles".to_owned(), sized(&format!("<style>{}</style><rect/>", ".a{fill:red}".repeat(20_000)))),
    ];
    for (name, text) in cases {
        assert_eq!(sanitize(text.as_bytes()), Err(DrawingError::TooComplex), "{name}");
    }
    let long = sized(&format!("<path d='M0 0{}'/>", "h1".repeat(MAX_DRAWING_BYTES / 2)));
    assert_eq!(sanitize(long.as_bytes()), Err(DrawingError::TooLarge));
}
