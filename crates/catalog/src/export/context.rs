//! What an export is made of.

use crate::CatalogData;
use std::collections::HashSet;
use time::OffsetDateTime;
use url::Url;
use xpro_kernel::CourseRunId;

/// What the export needs to know about the installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportSite {
    /// Absolute address of the picture of pages without one.
    pub default_thumbnail_url: String,
    /// Where classrooms live (`OPENEDX_BASE_REDIRECT_URL`).
    pub courseware_base_url: Url,
}

/// One picture of the catalogue, ready to be written in any of its published forms.
pub struct Export<'a, P> {
    /// The rows.
    pub data: &'a CatalogData,
    /// The product pages.
    pub pages: &'a P,
    /// The installation.
    pub site: &'a ExportSite,
    /// The instant at which "open" and "past" are judged.
    pub now: OffsetDateTime,
    /// Runs left out of a course's own listing, because the person asking is actively enrolled in them (D-03).
    /// None for everyone else, MIT Learn included.
    pub enrolled: Option<&'a HashSet<CourseRunId>>,
}
