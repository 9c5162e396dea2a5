//! Sections as the reference's section pages (cms.md 3.13, 6.4): `{id, meta, title, …}` of the shown section, or null.

use super::{
    page::{Looked, Read, section_meta},
    product::image,
};
use crate::{
    content_api::{
        json::{Json, object},
        params::Output,
        reader::Reader,
    },
    document::{self as doc, Block, BlockContent, Item, Markdown},
    tree::slugify,
};
use std::borrow::Cow;

/// A field that is made from a section.
pub(super) fn field(reader: &Reader<'_>, read: &Read, name: &str, output: &Output, looked: &Looked) -> Json {
    let Ok(document) = &read.document else { return Json::Null };
    let shown: Vec<&Block> = document.sections().iter().filter(|block| !block.hidden).collect();
    if name == "faqs_list" {
        return faqs(reader, &shown, output);
    }
    let own = shown.iter().find(|block| field_name(&block.content) == Some(name)).copied();
    let inherited = (name == "news_and_events").then(|| reader.site.inherited_news(read.page.course_id)).flatten();
    let Some(block) = inherited.or(own) else { return Json::Null };
    section(reader, read, block, output, looked)
}

/// The name of the field that shows a section (cms.md 3.13).
fn field_name(content: &BlockContent) -> Option<&'static str> {
    Some(match content {
        BlockContent::Overview(_) => "course_overview",
        BlockContent::Outcomes(_) => "outcomes",
        BlockContent::Audience(_) => "who_should_enroll",
        BlockContent::IconGrid(_) => "techniques",
        BlockContent::Testimonials(_) => "testimonials",
        BlockContent::Faculty(_) => "faculty",
        BlockContent::News(_) => "news_and_events",
        BlockContent::TextImage(_) => "for_teams",
        BlockContent::Text(_) => "propel_career",
        BlockContent::Certificate(_) => "certificate_page",
        _ => return None,
    })
}

/// Machine name of the reference's page, anchor, title.
fn identity(content: &BlockContent, page_title: &str) -> (&'static str, &'static str, String) {
    let usual = |title: &str| title.to_owned();
    match content {
        BlockContent::Overview(_) => ("CourseOverviewPage", "courseOverview", usual("Course Overview")),
        BlockContent::Outcomes(_) => ("LearningOutcomesPage", "learningOutcomes", usual("Learning Outcomes Page")),
        BlockContent::Audience(_) => ("WhoShouldEnrollPage", "targetAudience", usual("Who Should Enroll Page")),
        BlockContent::IconGrid(data) => ("LearningTechniquesPage", "learningTechniques", data.heading.clone()),
        BlockContent::Testimonials(_) => ("UserTestimonialsPage", "testimonials", usual("Testimonials Section")),
        BlockContent::Faculty(_) => ("FacultyMembersPage", "faculty", usual("Faculty Members Page")),
        BlockContent::News(_) => ("NewsAndEventsPage", "news-and-events", usual("News And Events")),
        BlockContent::TextImage(data) => ("ForTeamsPage", "forTeams", data.heading.clone()),
        BlockContent::Text(data) => ("TextSection", "textSection", data.heading.clone()),
        BlockContent::Certificate(_) => ("CertificatePage", "", format!("Certificate For {page_title}")),
        _ => ("", "", String::new()),
    }
}

fn section(reader: &Reader<'_>, read: &Read, block: &Block, output: &Output, looked: &Looked) -> Json {
    let (type_name, anchor, title) = identity(&block.content, &read.page.title);
    let slug = slugify(&format!("{}-{title}", read.page.id));
    let mut fields = vec![
        (Cow::Borrowed("id"), Json::Text(block.id.to_string())),
        (Cow::Borrowed("meta"), section_meta(reader, read, type_name, anchor, &slug)),
        (Cow::Borrowed("title"), Json::Text(title)),
    ];
    if let Json::Object(own) = own_fields(reader, &block.content, output, looked) {
        fields.extend(own);
    }
    Json::Object(fields)
}

fn own_fields(reader: &Reader<'_>, content: &BlockContent, output: &Output, looked: &Looked) -> Json {
    let rich = |text: &Markdown| reader.rich(text, output);
    match content {
        BlockContent::Overview(data) => {
            object! { "heading" => data.heading.as_str(), "overview" => rich(&data.body) }
        }
        BlockContent::Outcomes(data) => object! {
            "heading" => data.heading.as_str(),
            "sub_heading" => rich(&data.lead),
            "outcome_items" => stream("outcome", &data.items, |text| text.as_str().into()),
        },
        BlockContent::Audience(data) => object! {
            "heading" => data.heading.as_str(),
            "content" => stream("item", &data.items, rich),
            "image" => image(data.image.as_ref()),
            "switch_layout" => data.image_first,
        },
        BlockContent::IconGrid(data) => {
            object! { "technique_items" => stream("techniques", &data.items, technique) }
        }
        BlockContent::Testimonials(data) => object! {
            "heading" => data.heading.as_str(),
            "subhead" => data.subhead.as_str(),
            "items" => stream("testimonial", &data.items, testimonial),
        },
        BlockContent::Faculty(data) => object! {
            "heading" => data.heading.as_str(),
            "subhead" => data.subhead.as_str(),
            "members" => stream("member", &data.members, |member| object! {
                "name" => member.name.as_str(),
                "image" => image(member.image.as_ref()),
                "description" => rich(&member.description),
            }),
        },
        BlockContent::News(data) => object! {
            "heading" => data.heading.as_str(),
            "items" => stream("news_and_events", &data.items, news),
        },
        BlockContent::TextImage(data) => object! {
            "content" => rich(&data.body),
            "action_title" => data.action.title.as_str(),
            "action_url" => url(&data.action.url),
            "dark_theme" => data.dark,
            "switch_layout" => data.image_first,
            "image" => image(data.image.as_ref()),
        },
        BlockContent::Text(data) => object! {
            "content" => rich(&data.body),
            "action_title" => data.action.title.as_str(),
            "action_url" => url(&data.action.url),
            "dark_theme" => data.dark,
        },
        BlockContent::Certificate(data) => certificate(reader, data, looked),
        _ => Json::Null,
    }
}

/// `[{type, value, id}]`
fn stream<T>(name: &'static str, items: &[Item<T>], value: impl Fn(&T) -> Json) -> Json {
    let block = |item: &Item<T>| {
        object! { "type" => name, "value" => value(&item.value), "id" => item.id.to_string() }
    };
    Json::List(items.iter().map(block).collect())
}

fn url(url: &str) -> Json {
    if url.trim().is_empty() { Json::Null } else { url.into() }
}

fn technique(data: &doc::Technique) -> Json {
    object! {
        "heading" => data.heading.as_str(),
        "sub_heading" => data.text.as_str(),
        "image" => image(data.image.as_ref()),
    }
}

fn testimonial(data: &doc::Testimonial) -> Json {
    object! {
        "name" => data.name.as_str(),
        "title" => data.title.as_str(),
        "image" => image(data.image.as_ref()),
        "quote" => data.quote.as_str(),
    }
}

fn news(data: &doc::NewsEntry) -> Json {
    object! {
        "content_type" => data.kind.as_str(),
        "title" => data.title.as_str(),
        "image" => image(data.image.as_ref()),
        "content" => data.text.as_str(),
        "call_to_action" => data.action.title.as_str(),
        "action_url" => data.action.url.as_str(),
    }
}

fn certificate(reader: &Reader<'_>, data: &doc::Certificate, looked: &Looked) -> Json {
    let ceus = |ceus: Option<rust_decimal::Decimal>| Json::text_or_null(ceus.map(|ceus| format!("{ceus:.2}")));
    let overrides = stream("course_run", &data.overrides, |entry| {
        let run = entry.run.and_then(|id| reader.site.catalog().run(id));
        object! {
            "readable_id" => Json::text_or_null(run.map(|run| run.courseware_id.to_string())),
            "CEUs" => ceus(entry.ceus),
        }
    });
    let signs = |item: &Item<Option<xpro_kernel::SnippetId>>| {
        let signatory = looked.signatories.get(&item.value?)?;
        Some(object! {
            "name" => signatory.name.as_str(),
            "title_1" => signatory.title_1.as_str(),
            "title_2" => signatory.title_2.as_str(),
            "organization" => signatory.organization.as_str(),
        })
    };
    object! {
        "product_name" => data.product_name.as_str(),
        "institute_text" => data.institute_text.as_str(),
        "CEUs" => ceus(data.ceus),
        "partner_logo" => image(data.partner_logo.as_ref()),
        "partner_logo_placement" => Json::from(data.partner_logo_placement.number().map(i64::from)),
        "display_mit_seal" => data.display_mit_seal,
        "overrides" => overrides,
        "signatory_items" => Json::List(data.signatories.iter().filter_map(signs).collect()),
    }
}

/// `[{id, sort_order, faqs_page_id, question, answer}]`; keys are those of our entries and of their section.
fn faqs(reader: &Reader<'_>, shown: &[&Block], output: &Output) -> Json {
    let found = shown.iter().find_map(|block| match &block.content {
        BlockContent::Faq(data) => Some((block.id, data)),
        _ => None,
    });
    let Some((section, data)) = found else { return Json::List(Vec::new()) };
    let entry = |(at, item): (usize, &Item<doc::Question>)| {
        object! {
            "id" => item.id.to_string(),
            "sort_order" => i64::try_from(at).unwrap_or(i64::MAX),
            "faqs_page_id" => section.to_string(),
            "question" => item.value.question.as_str(),
            "answer" => reader.rich(&item.value.answer, output),
        }
    };
    Json::List(data.items.iter().enumerate().map(entry).collect())
}
