//! What an imported item says about its product page, and who turns it into one.

use rust_decimal::Decimal;
use std::future::Future;
use xpro_kernel::{CourseId, LanguageId, ProgramId, TopicId};
use xpro_platform::db::Tx;

/// What a product page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PageTarget {
    /// A course page.
    Course(CourseId),
    /// A program page.
    Program(ProgramId),
}

/// The facts of a product page as another installation served them. Texts are as served: trusted no further than that.
///
/// None means that the item did not say, or said null; the sink keeps what it knows, or leaves the field empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportedPage {
    /// Title of the course or program.
    pub title: String,
    /// Its readable id, the last segment of the page's address.
    pub readable_id: String,
    /// Described on a vendor's site.
    pub is_external: bool,
    /// The page's address over there.
    pub url: Option<String>,
    /// Rich text as HTML, not sanitised; may be empty.
    pub description_html: Option<String>,
    /// Absolute address of the picture over there; the import never fetches it.
    pub thumbnail_url: Option<String>,
    /// Such as `5 Hours per Week`, at most 100 characters.
    pub time_commitment: Option<String>,
    /// Hours per week, at least.
    pub min_weekly_hours: Option<i16>,
    /// Hours per week, at most.
    pub max_weekly_hours: Option<i16>,
    /// Such as `3 Weeks`, at most 50 characters.
    pub duration: Option<String>,
    /// Weeks, at least.
    pub min_weeks: Option<i16>,
    /// Weeks, at most.
    pub max_weeks: Option<i16>,
    /// `Online` or `Hybrid`.
    pub format: Option<String>,
    /// HLS playlist or YouTube address.
    pub video_url: Option<String>,
    /// Where the vendor sells it.
    pub external_marketing_url: Option<String>,
    /// Form of the "keep me updated" button; empty when there is none.
    pub marketing_hubspot_form_id: Option<String>,
    /// Continuing education units of the certificate, at most two decimals.
    pub credits: Option<Decimal>,
    /// Names of the faculty, in page order; none when nothing served tells them (a course without runs).
    pub instructors: Option<Vec<String>>,
    /// Topics of a course page, already created; always empty for programs, whose topics are those of their courses.
    pub topics: Vec<TopicId>,
    /// Language, already created.
    pub language: Option<LanguageId>,
}

/// What became of a product page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageOutcome {
    /// It is new.
    Created,
    /// It said something else before.
    Updated,
    /// It said the same already.
    Unchanged,
}

/// Why a page could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PageSinkError {
    /// The facts make no page; the item is reported and undone, the others still load.
    #[error("{0}")]
    Refused(String),
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// Turns imported facts into product pages. Implemented by the content engine, which this crate does not know.
pub trait PageSink: Send {
    /// Creates the page of `target` or brings it up to date, in the item's own transaction.
    ///
    /// # Errors
    /// When the facts make no page or the database refuses.
    fn upsert_product_page(
        &mut self,
        tx: &mut Tx,
        target: PageTarget,
        page: ImportedPage,
    ) -> impl Future<Output = Result<PageOutcome, PageSinkError>> + Send;
}
