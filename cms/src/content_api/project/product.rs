//! The fields of the four kinds of product pages.

use super::{
    page::{Looked, Read},
    sections,
};
use crate::{
    content_api::{json::Json, params::Output, reader::Reader},
    document::{Block, BlockContent, ImageUse, Markdown, ProductPage},
};
use std::borrow::Cow;

/// Fields that are made from sections, and so from snippets.
pub(super) const FROM_SECTIONS: &[&str] = &[
    "faqs_list",
    "outcomes",
    "who_should_enroll",
    "techniques",
    "testimonials",
    "faculty",
    "for_teams",
    "propel_career",
    "certificate_page",
    "course_overview",
    "news_and_events",
];

/// The value of a field; null when the document cannot be read.
pub(super) fn field(reader: &Reader<'_>, read: &Read, name: &'static str, output: &Output, looked: &Looked) -> Json {
    let Some(product) = read.document.as_ref().ok().and_then(|document| document.product()) else { return Json::Null };
    let rich = |text: &Markdown| reader.rich(text, output);
    let number = |number: Option<i16>| Json::from(number.map(i64::from));
    match name {
        "language_name" => {
            let language = product.language.and_then(|id| reader.site.catalog().language(id));
            Json::text_or_null(language.map(|language| language.name.clone()))
        }
        "description" => rich(&product.description),
        "external_marketing_url" => blank_is_null(&product.external_marketing_url),
        "marketing_hubspot_form_id" => text(&product.marketing_hubspot_form_id),
        "subhead" => text(&product.subhead),
        "video_title" => rich(&product.video_title),
        "video_url" => blank_is_null(&product.video_url),
        "duration" => blank_is_null(&product.duration),
        "min_weeks" => number(product.min_weeks),
        "max_weeks" => number(product.max_weeks),
        "format" => Json::from(product.format.name()),
        "time_commitment" => blank_is_null(&product.time_commitment),
        "min_weekly_hours" => number(product.min_weekly_hours),
        "max_weekly_hours" => number(product.max_weekly_hours),
        "thumbnail_image" => image(product.thumbnail_image.as_ref()),
        "background_image" => image(product.background_image.as_ref()),
        "background_video_url" => blank_is_null(&product.background_video_url),
        "featured" => Json::Bool(if read.page.is_newest { product.featured } else { read.page.featured }),
        "page_content" => page_content(product, reader),
        "is_external_course_page" => Json::Bool(read.page.kind == "ExternalCoursePage"),
        "is_external_program_page" => Json::Bool(read.page.kind == "ExternalProgramPage"),
        "course" => read.page.course_id.map_or(Json::Null, |id| reader.course(id)),
        "program" => read.page.program_id.map_or(Json::Null, |id| reader.program(id)),
        section => sections::field(reader, read, section, output, looked),
    }
}

fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

/// What the reference keeps as null when nothing is written.
fn blank_is_null(text: &str) -> Json {
    if text.trim().is_empty() { Json::Null } else { Json::Text(text.to_owned()) }
}

pub(super) fn image(image: Option<&ImageUse>) -> Json {
    image.map_or(Json::Null, |image| Json::Image(image.image.0))
}

/// By type: one block as it is, several as a list.
fn page_content(product: &ProductPage, reader: &Reader<'_>) -> Json {
    let mut by_type: Vec<(Cow<'static, str>, Vec<Json>)> = Vec::new();
    for block in product.content.iter().filter(|block| !block.hidden) {
        let Some((name, value)) = feed_value(block, reader) else { continue };
        match by_type.iter_mut().find(|(known, _)| known == name) {
            Some((_, values)) => values.push(value),
            None => by_type.push((Cow::Borrowed(name), vec![value])),
        }
    }
    let one_or_all = |mut values: Vec<Json>| if values.len() == 1 { values.remove(0) } else { Json::List(values) };
    Json::Object(by_type.into_iter().map(|(name, values)| (name, one_or_all(values))).collect())
}

fn feed_value(block: &Block, reader: &Reader<'_>) -> Option<(&'static str, Json)> {
    match &block.content {
        BlockContent::FeedHeading(heading) => Some(("heading", text(&heading.text))),
        BlockContent::FeedParagraph(paragraph) => Some(("paragraph", Json::Text(reader.site.html(&paragraph.text.0)))),
        BlockContent::FeedImage(data) => {
            let picture = reader.site.picture(data.image.as_ref());
            Some(("image", Json::text_or_null(picture.map(|picture| reader.absolute(&picture.url)))))
        }
        BlockContent::FeedHtml(html) => Some(("raw_html", text(&html.html))),
        _ => None,
    }
}
