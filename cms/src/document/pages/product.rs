//! What the four kinds of course and program pages share (cms.md 1.4.4).

use super::{PageBody, Promote, page_title, promote_tab};
use crate::document::{Block, BlockContent, ImageUse, Markdown, PageDocument, PageFormat, Problem};
use xpro_form::{
    FormSpec, Target, choice, flag, form, image_of, integer, line, markdown, not_above, reference, sections,
    web_address,
};
use xpro_kernel::{CourseId, LanguageId, ProgramId, TopicId};

/// Sections of a course page.
const COURSE_SECTIONS: &[&str] = &[
    "overview",
    "outcomes",
    "audience",
    "icon_grid",
    "testimonials",
    "faculty",
    "news",
    "text_image",
    "faq",
    "text",
    "text_video",
    "image_carousel",
    "certificate",
];
/// Sections of a program page.
const PROGRAM_SECTIONS: &[&str] = &[
    "overview",
    "outcomes",
    "audience",
    "icon_grid",
    "testimonials",
    "faculty",
    "lineup",
    "news",
    "text_image",
    "faq",
    "text",
    "text_video",
    "image_carousel",
    "certificate",
];
/// What feeds get besides the page.
const CONTENT: &[&str] = &["heading", "paragraph", "image", "raw_html"];
/// Whole numbers of the database's small kind.
const MOST: i64 = i16::MAX as i64;

form! {
    /// A course or program page, ours or a vendor's.
    ProductPage {
        /// The course that this page describes. No other page may describe it.
        course: Option<CourseId> = reference(Target::Course),
        /// The program that this page describes. No other page may describe it.
        program: Option<ProgramId> = reference(Target::Program),
        /// What the catalog files it under.
        topics: Vec<TopicId> = reference(Target::Topic).many(),
        /// Its name.
        title: String = page_title(),
        /// Search engines.
        promote: Promote = promote_tab(),
        /// The language that it is taught in.
        language: Option<LanguageId> = reference(Target::Language).required(),
        /// The page on the vendor's site. Turns the enroll button into “Learn More”.
        external_marketing_url: String = web_address().label("Page on the vendor's site"),
        /// Handed to MIT Learn. This site shows no HubSpot form.
        marketing_hubspot_form_id: String = line(50).label("HubSpot form"),
        /// Second line of the hero, and text of its card in carousels.
        subhead: String = line(255).required(),
        /// Beside the button that opens the video.
        video_title: Markdown = markdown().label("Video caption"),
        /// HLS playlist or YouTube address.
        video_url: String = web_address().label("Video"),
        /// Free text such as “5 weeks”.
        duration: String = line(50),
        /// For feeds.
        min_weeks: Option<i16> = integer(0, MOST),
        /// For feeds.
        max_weeks: Option<i16> = integer(0, MOST),
        /// How it is taught.
        format: PageFormat = choice(&[("Online", "Online"), ("Hybrid", "Hybrid")]).required().starts_as("Online"),
        /// Free text such as “3-5 hours per week”.
        time_commitment: String = line(100),
        /// For feeds.
        min_weekly_hours: Option<i16> = integer(0, MOST),
        /// For feeds.
        max_weekly_hours: Option<i16> = integer(0, MOST),
        /// Takes the overview section's place when that is empty; feeds.
        description: Markdown = markdown(),
        /// Text of the catalog card that unfolds.
        catalog_details: Markdown = markdown(),
        /// Fills the hero; at least 1900×650.
        background_image: Option<ImageUse> = image_of(1900, 650),
        /// Handed to programs that read the content. This site shows the picture and plays nothing over it.
        background_video_url: String = web_address().label("Background video"),
        /// Picture of its cards; at least 550×310.
        thumbnail_image: Option<ImageUse> = image_of(550, 310),
        /// The one page that stands out in the catalog. Publishing takes this from any other page.
        featured: bool = flag(),
        /// Not shown on the page; feeds receive it.
        content: Vec<Block> = sections(CONTENT).label("Content for feeds"),
        /// In the order of the page.
        sections: Vec<Block> = sections(COURSE_SECTIONS),
    }
    rules {
        not_above("min_weeks", "max_weeks"),
        not_above("min_weekly_hours", "max_weekly_hours"),
    }
}

impl PageBody for ProductPage {
    fn title(&self) -> &str {
        &self.title
    }
    fn promote(&self) -> &Promote {
        &self.promote
    }
    fn sections(&self) -> &[Block] {
        &self.sections
    }
    fn sections_mut(&mut self) -> Option<&mut Vec<Block>> {
        Some(&mut self.sections)
    }
    fn product(&self) -> Option<&ProductPage> {
        Some(self)
    }
    fn product_mut(&mut self) -> Option<&mut ProductPage> {
        Some(self)
    }
}

/// The form of a page that describes a course.
pub(super) fn course_form() -> FormSpec {
    <ProductPage as xpro_form::Form>::form().without(&["program"]).requiring("course")
}

/// The form of a page that describes a program; it is filed under the topics of its courses.
pub(super) fn program_form() -> FormSpec {
    <ProductPage as xpro_form::Form>::form()
        .without(&["course", "topics"])
        .requiring("program")
        .allowing("sections", PROGRAM_SECTIONS)
}

/// Certificates of our own courses are signed (rule C1).
pub(super) fn signed_certificates(page: &PageDocument) -> Vec<Problem> {
    let unsigned = |(at, block): (usize, &Block)| match &block.content {
        BlockContent::Certificate(certificate)
            if !block.hidden && certificate.issued && certificate.signatories.is_empty() =>
        {
            Some(Problem::error(format!("sections/{at}/signatories"), "Add at least one signatory."))
        }
        _ => None,
    };
    page.sections().iter().enumerate().filter_map(unsigned).collect()
}
