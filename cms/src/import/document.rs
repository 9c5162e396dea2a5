//! What an imported item makes of a page's document. Pure: the same facts give the same document, ids included.

use crate::{
    document::{
        Block, BlockContent, Certificate, Faculty, Item, Lineup, Markdown, Member, Overview, PageDocument, PageFormat,
        PageKind, ProductPage, stable_id,
    },
    richtext,
};
use xpro_catalog::import::{ImportedPage, PageTarget};
use xpro_kernel::{LanguageId, plain_text};

/// Longest subhead made from a description.
const SUBHEAD: usize = 200;

/// The kind of page that describes such a thing.
pub(super) fn kind_of(target: PageTarget, is_external: bool) -> PageKind {
    match (target, is_external) {
        (PageTarget::Course(_), false) => PageKind::CoursePage,
        (PageTarget::Course(_), true) => PageKind::ExternalCoursePage,
        (PageTarget::Program(_), false) => PageKind::ProgramPage,
        (PageTarget::Program(_), true) => PageKind::ExternalProgramPage,
    }
}

/// `known` with what the item says; what it does not say stays.
pub(super) fn merged(
    known: ProductPage,
    target: PageTarget,
    page: ImportedPage,
    default_language: LanguageId,
) -> ProductPage {
    let (course, program) = match target {
        PageTarget::Course(course) => (Some(course), None),
        PageTarget::Program(program) => (None, Some(program)),
    };
    let description = page.description_html.as_deref().map(richtext::from_html).map_or(known.description, Markdown);
    let title = plain_text(&page.title);
    let subhead = Some(richtext::excerpt(&description.0, SUBHEAD))
        .filter(|text| !text.is_empty())
        .unwrap_or_else(|| title.clone());
    let text = |said: Option<String>, known: String| said.map_or(known, |text| plain_text(&text));
    let mut sections = known.sections;
    let overview = Overview { heading: "Overview".to_owned(), ..Overview::default() };
    put(&mut sections, &page.readable_id, BlockContent::Overview(overview));
    if let Some(names) = page.instructors {
        put(&mut sections, &page.readable_id, BlockContent::Faculty(faculty(&page.readable_id, &names)));
    }
    if program.is_some() {
        let lineup = Lineup { heading: "Courses in this program".to_owned(), ..Lineup::default() };
        put(&mut sections, &page.readable_id, BlockContent::Lineup(lineup));
    }
    if let Some(ceus) = page.credits {
        let certificate = Certificate { product_name: title.clone(), ceus: Some(ceus), ..Certificate::default() };
        put(&mut sections, &page.readable_id, BlockContent::Certificate(certificate));
    }
    sections.retain(|block| !matches!(&block.content, BlockContent::Faculty(faculty) if faculty.members.is_empty()));
    ProductPage {
        title,
        course,
        program,
        subhead,
        description,
        sections,
        topics: if page.topics.is_empty() { known.topics } else { page.topics },
        language: page.language.or(known.language).or(Some(default_language)),
        external_marketing_url: text(page.external_marketing_url, known.external_marketing_url),
        marketing_hubspot_form_id: text(page.marketing_hubspot_form_id, known.marketing_hubspot_form_id),
        video_url: text(page.video_url, known.video_url),
        duration: text(page.duration, known.duration),
        time_commitment: text(page.time_commitment, known.time_commitment),
        min_weeks: page.min_weeks.or(known.min_weeks),
        max_weeks: page.max_weeks.or(known.max_weeks),
        min_weekly_hours: page.min_weekly_hours.or(known.min_weekly_hours),
        max_weekly_hours: page.max_weekly_hours.or(known.max_weekly_hours),
        format: page
            .format
            .as_deref()
            .map_or(known.format, |format| if format == "Hybrid" { PageFormat::Hybrid } else { PageFormat::Online }),
        ..ProductPage::default()
    }
}

/// The document of a kind that describes something.
pub(super) fn document(kind: PageKind, page: ProductPage) -> Option<PageDocument> {
    PageDocument::new_product(kind, page)
}

fn faculty(readable_id: &str, names: &[String]) -> Faculty {
    let member = |name: &String| Item {
        id: stable_id(&format!("{readable_id}/faculty/{name}")),
        value: Member { name: plain_text(name), ..Member::default() },
    };
    Faculty {
        heading: "Your Instructors".to_owned(),
        subhead: String::new(),
        members: names.iter().map(member).collect(),
    }
}

/// Replaces the section of the same type, or adds it at the end.
fn put(sections: &mut Vec<Block>, readable_id: &str, content: BlockContent) {
    match sections.iter_mut().find(|block| block.content.name() == content.name()) {
        Some(block) => block.content = content,
        None => sections.push(Block::named(&format!("{readable_id}/{}", content.name()), content)),
    }
}
