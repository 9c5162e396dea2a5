//! Pictures of the library in rich texts (cms.md T4): where they stand, and that nothing shifts when they come.

use super::html::Known;
use ammonia::clean_text;
use pulldown_cmark::{Event, Tag, TagEnd};
use xpro_kernel::ImageId;

/// A picture as one place shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The file for whoever cannot choose.
    pub src: String,
    /// Files with their widths in pixels, to choose from.
    pub sources: Vec<(String, u32)>,
    /// Pixels, of `src`.
    pub width: u32,
    /// Pixels, of `src`.
    pub height: u32,
}

/// Where a picture stands.
#[derive(Debug, Clone, Copy)]
struct Form {
    class: &'static str,
    /// Pixels.
    width: u32,
    sizes: &'static str,
}

impl Form {
    /// By the title of its Markdown: `![words](image:7 "left")`.
    fn of(title: &str) -> Self {
        let beside = |class| Form { class, width: 500, sizes: "(width >= 40rem) 500px, 100vw" };
        match title {
            "left" => beside("left"),
            "right" => beside("right"),
            _ => Form { class: "full-width", width: 800, sizes: "(width >= 52rem) 800px, 100vw" },
        }
    }
}

/// Turns pictures into elements; their words between the brackets are the alternative text.
pub(super) struct Pictures<'k> {
    known: &'k dyn Known,
    open: Option<Open>,
}

/// The picture whose words come, and the words so far.
struct Open {
    /// None when it is gone.
    shown: Option<Shown>,
    form: Form,
    alt: String,
}

impl<'k> Pictures<'k> {
    pub(super) fn new(known: &'k dyn Known) -> Self {
        Pictures { known, open: None }
    }

    /// Takes pictures out of the stream and puts their elements in. HTML that somebody wrote becomes text, so that what
    /// is HTML behind this is ours.
    pub(super) fn pass<'a>(&mut self, event: Event<'a>) -> Option<Event<'a>> {
        match (&mut self.open, event) {
            (None, Event::Start(Tag::Image { dest_url, title, .. })) => {
                let form = Form::of(&title);
                let image = dest_url.strip_prefix("image:").and_then(|id| id.parse().ok());
                let shown = image.and_then(|id| self.known.picture(ImageId(id), form.width));
                self.open = Some(Open { shown, form, alt: String::new() });
                None
            }
            (Some(_), Event::End(TagEnd::Image)) => self.open.take().map(|Open { shown, form, alt }| match shown {
                Some(shown) => Event::InlineHtml(element(&shown, form, &alt).into()),
                None => Event::Text(alt.into()),
            }),
            (Some(open), event) => {
                if let Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) = event {
                    open.alt.push_str(&text);
                }
                None
            }
            (None, Event::InlineHtml(text)) => Some(Event::Text(text)),
            (None, event) => Some(event),
        }
    }
}

fn element(shown: &Shown, Form { class, sizes, .. }: Form, alt: &str) -> String {
    let (src, alt) = (clean_text(&shown.src), clean_text(alt));
    let (width, height) = (shown.width, shown.height);
    let candidates: Vec<String> = shown.sources.iter().map(|(url, wide)| format!("{url} {wide}w")).collect();
    let choice = if candidates.is_empty() {
        String::new()
    } else {
        format!(r#" srcset="{}" sizes="{sizes}""#, clean_text(&candidates.join(", ")))
    };
    format!(
        r#"<img class="{class}" loading="lazy" decoding="async" src="{src}"{choice} width="{width}" height="{height}" alt="{alt}">"#
    )
}
