//! What must be right before a page is published (cms.md 1.4). Drafts may be incomplete.

use super::{BlockContent, CallToAction, ImageUse, Item, Markdown, PageDocument, PageKind, ProductPage, ResourcePage};
use url::Url;
use xpro_kernel::is_plain_text;

/// Something that keeps a page from being published.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// The field: `subhead`, `sections/2/items/0/quote`.
    pub path: String,
    /// What to do about it, for the editor.
    pub message: String,
}

impl PageDocument {
    /// Everything that keeps this page from being published; empty when it may be.
    pub fn validate_for_publish(&self) -> Vec<Problem> {
        let mut checks = Checks::default();
        checks.text("title", self.title(), 255, true);
        checks.text("promote/seo_title", &self.promote().seo_title, 255, false);
        match self {
            PageDocument::HomePage(page) => {
                checks.text("subhead", &page.subhead, 255, true);
                checks.absolute_url("background_video_url", &page.background_video_url);
            }
            PageDocument::ResourcePage(page) => check_resource(&mut checks, page),
            _ => {}
        }
        if let Some(page) = self.product() {
            check_product(&mut checks, self.kind(), page);
        }
        for (at, block) in self.sections().iter().enumerate() {
            checks.inside(&format!("sections/{at}"), |checks| check_block(checks, &block.content));
        }
        checks.problems
    }
}

fn check_resource(checks: &mut Checks, page: &ResourcePage) {
    checks.text("sub_heading", &page.sub_heading, 250, false);
    checks.items("content", &page.content, |checks, part| {
        checks.text("heading", &part.heading, 100, false);
        checks.rich("detail", &part.detail, true);
    });
}

fn check_product(checks: &mut Checks, kind: PageKind, page: &ProductPage) {
    checks.require(!kind.is_course() || page.course.is_some(), "course", "Choose the course that this page describes.");
    checks.require(
        !kind.is_program() || page.program.is_some(),
        "program",
        "Choose the program that this page describes.",
    );
    checks.require(page.language.is_some(), "language", "Choose the language that this page is written in.");
    checks.text("subhead", &page.subhead, 255, true);
    checks.absolute_url("external_marketing_url", &page.external_marketing_url);
    checks.text("marketing_hubspot_form_id", &page.marketing_hubspot_form_id, 50, false);
    checks.absolute_url("video_url", &page.video_url);
    checks.absolute_url("background_video_url", &page.background_video_url);
    checks.text("duration", &page.duration, 50, false);
    checks.text("time_commitment", &page.time_commitment, 100, false);
    checks.range("weeks", page.min_weeks, page.max_weeks);
    checks.range("weekly_hours", page.min_weekly_hours, page.max_weekly_hours);
    checks.rich("video_title", &page.video_title, false);
    checks.rich("description", &page.description, false);
    checks.rich("catalog_details", &page.catalog_details, false);
}

fn check_block(checks: &mut Checks, content: &BlockContent) {
    match content {
        BlockContent::Overview(data) => {
            checks.text("heading", &data.heading, 255, false);
            checks.rich("body", &data.body, false);
        }
        BlockContent::Outcomes(data) => {
            checks.text("heading", &data.heading, 250, true);
            checks.items("items", &data.items, |checks, item| checks.lines("", item, true));
        }
        BlockContent::Audience(data) => {
            checks.text("heading", &data.heading, 255, true);
            checks.items("items", &data.items, |checks, item| checks.rich("", item, true));
        }
        BlockContent::IconGrid(data) => {
            checks.text("heading", &data.heading, 255, true);
            checks.items("items", &data.items, |checks, item| {
                checks.text("heading", &item.heading, 100, true);
                checks.text("text", &item.text, 250, true);
            });
        }
        BlockContent::Testimonials(_) | BlockContent::Faculty(_) | BlockContent::News(_) | BlockContent::Faq(_) => {
            check_people_and_news(checks, content);
        }
        BlockContent::Lineup(data) => {
            checks.text("heading", &data.heading, 255, true);
            checks.rich("body", &data.body, false);
        }
        BlockContent::TextImage(_) | BlockContent::Text(_) | BlockContent::TextVideo(_) => check_texts(checks, content),
        BlockContent::ImageCarousel(data) => {
            checks.text("heading", &data.heading, 255, true);
            checks.items("images", &data.images, |_, _: &ImageUse| {});
        }
        BlockContent::Certificate(data) => {
            checks.text("product_name", &data.product_name, 250, true);
            checks.text("institute_text", &data.institute_text, 255, false);
            let fits = data.ceus.is_none_or(|ceus| {
                !ceus.is_sign_negative() && ceus.scale() <= 2 && ceus < rust_decimal::Decimal::ONE_THOUSAND
            });
            checks.require(fits, "ceus", "Enter a number from 0 to 999.99 with at most two decimals.");
        }
        BlockContent::Unreadable { name, .. } => {
            checks.require(
                false,
                "",
                &format!("This section ({name}) cannot be shown. Remove it, or update the program."),
            );
        }
    }
}

fn check_people_and_news(checks: &mut Checks, content: &BlockContent) {
    match content {
        BlockContent::Testimonials(data) => {
            checks.text("heading", &data.heading, 255, true);
            checks.text("subhead", &data.subhead, 255, false);
            checks.items("items", &data.items, |checks, item| {
                checks.text("name", &item.name, 100, true);
                checks.text("title", &item.title, 255, true);
                checks.lines("quote", &item.quote, true);
            });
        }
        BlockContent::Faculty(data) => {
            checks.text("heading", &data.heading, 255, true);
            checks.text("subhead", &data.subhead, 255, false);
            checks.items("members", &data.members, |checks, item| checks.text("name", &item.name, 100, true));
        }
        BlockContent::News(data) => {
            checks.text("heading", &data.heading, 255, true);
            checks.items("items", &data.items, |checks, item| {
                checks.text("kind", &item.kind, 100, true);
                checks.text("title", &item.title, 255, true);
                checks.lines("text", &item.text, true);
                checks.action("action", &item.action, true, 100);
            });
        }
        BlockContent::Faq(data) => checks.items("items", &data.items, |checks, item| {
            checks.lines("question", &item.question, true);
            checks.rich("answer", &item.answer, true);
        }),
        _ => {}
    }
}

fn check_texts(checks: &mut Checks, content: &BlockContent) {
    let (heading, body, action) = match content {
        BlockContent::TextImage(data) => (&data.heading, &data.body, &data.action),
        BlockContent::Text(data) => (&data.heading, &data.body, &data.action),
        BlockContent::TextVideo(data) => {
            checks.absolute_url("video_url", &data.video_url);
            (&data.heading, &data.body, &data.action)
        }
        _ => return,
    };
    checks.text("heading", heading, 255, true);
    checks.rich("body", body, true);
    checks.action("action", action, false, 255);
}

/// Collects problems below a path.
#[derive(Default)]
struct Checks {
    at: String,
    problems: Vec<Problem>,
}

impl Checks {
    fn require(&mut self, holds: bool, field: &str, message: &str) {
        if !holds {
            let parts: Vec<&str> = [self.at.as_str(), field].into_iter().filter(|part| !part.is_empty()).collect();
            self.problems.push(Problem { path: parts.join("/"), message: message.to_owned() });
        }
    }

    fn inside(&mut self, field: &str, check: impl FnOnce(&mut Self)) {
        let outer = self.at.clone();
        self.at = if outer.is_empty() { field.to_owned() } else { format!("{outer}/{field}") };
        check(self);
        self.at = outer;
    }

    fn items<T>(&mut self, field: &str, items: &[Item<T>], mut check: impl FnMut(&mut Self, &T)) {
        self.require(!items.is_empty(), field, "Add at least one entry.");
        for (at, item) in items.iter().enumerate() {
            self.inside(&format!("{field}/{at}"), |checks| check(checks, &item.value));
        }
    }

    fn text(&mut self, field: &str, text: &str, max: usize, required: bool) {
        self.lines(field, text, required);
        self.require(text.chars().count() <= max, field, &format!("Use at most {max} characters."));
    }

    fn lines(&mut self, field: &str, text: &str, required: bool) {
        self.require(!required || !text.trim().is_empty(), field, "This field is required.");
        self.require(is_plain_text(text), field, "Remove the control characters.");
    }

    fn rich(&mut self, field: &str, text: &Markdown, required: bool) {
        self.lines(field, &text.0, required);
    }

    fn absolute_url(&mut self, field: &str, text: &str) {
        let is_web = || Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        self.require(
            text.is_empty() || (text.len() <= 200 && is_web()),
            field,
            "Enter a web address that begins with https://.",
        );
    }

    fn action(&mut self, field: &str, action: &CallToAction, required: bool, max: usize) {
        self.inside(field, |checks| {
            checks.text("title", &action.title, max, required);
            checks.require(!required || !action.url.is_empty(), "url", "This field is required.");
            let fits = action.url.is_empty() || crate::richtext::is_safe_link(&action.url);
            checks.require(fits, "url", "Enter a web address or a path on this site such as /catalog/.");
        });
    }

    fn range(&mut self, what: &str, min: Option<i16>, max: Option<i16>) {
        let positive = min.is_none_or(|min| min >= 0) && max.is_none_or(|max| max >= 0);
        self.require(positive, &format!("min_{what}"), "Enter a number that is not below zero.");
        let ordered = !matches!((min, max), (Some(min), Some(max)) if min > max);
        self.require(ordered, &format!("max_{what}"), "The maximum must not be below the minimum.");
    }
}
