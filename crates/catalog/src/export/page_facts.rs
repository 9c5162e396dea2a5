//! What the export needs to know about product pages.

use rust_decimal::Decimal;
use xpro_kernel::{CourseId, LanguageId, ProgramId, TopicId};

/// What a product page says. Also kept for unpublished pages, which fill every field but `live`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProductPageFacts {
    /// Whether the page is published; only then is a course or program listed on its own.
    pub live: bool,
    /// Absolute address; the readable id in it is not percent-encoded.
    pub url: String,
    /// HTML, may be empty.
    pub description: String,
    /// Where the vendor sells it.
    pub external_marketing_url: Option<String>,
    /// Empty when there is none.
    pub marketing_hubspot_form_id: String,
    /// Absolute address of the original picture; none gives the site's default picture.
    pub thumbnail_url: Option<String>,
    /// Such as `5 Hours per Week`.
    pub time_commitment: Option<String>,
    /// Hours per week, at least.
    pub min_weekly_hours: Option<i16>,
    /// Hours per week, at most.
    pub max_weekly_hours: Option<i16>,
    /// Such as `3 Weeks`.
    pub duration: Option<String>,
    /// Weeks, at least.
    pub min_weeks: Option<i16>,
    /// Weeks, at most.
    pub max_weeks: Option<i16>,
    /// `Online` or `Hybrid`.
    pub format: Option<String>,
    /// Hero video.
    pub video_url: Option<String>,
    /// Continuing education units of the published certificate.
    pub credits: Option<Decimal>,
    /// Language of the page.
    pub language: Option<LanguageId>,
    /// Topics of a course page; unused for programs.
    pub topics: Vec<TopicId>,
    /// Names of the published faculty, in page order.
    pub instructors: Vec<String>,
}

/// Where the export looks pages up. Implemented by the content engine, which this crate does not know.
pub trait PageFacts {
    /// The page of a course, published or not.
    fn course_page(&self, course: CourseId) -> Option<&ProductPageFacts>;
    /// The page of a program, published or not.
    fn program_page(&self, program: ProgramId) -> Option<&ProductPageFacts>;
}
