//! What the API needs to know of the site around it.

use super::{caller::Caller, json::Json, params::Output, store::pages::Reach};
use crate::{
    delivery::{ExportFacts, SiteData},
    document::Markdown,
    media::Signer,
};
use std::sync::OnceLock;
use time::OffsetDateTime;
use xpro_catalog::export::{Export, ExportSite};
use xpro_kernel::{CourseId, ProgramId};

/// The site as it is published now, and its addresses.
pub struct Reader<'a> {
    /// Published content and the catalog, in memory.
    pub site: &'a SiteData,
    /// Without a slash at its end.
    pub base_url: &'a str,
    /// What the catalog's export knows of the installation.
    pub export: &'a ExportSite,
    /// Signs addresses of renditions.
    pub signer: &'a Signer,
    /// The instant at which "open" and "past" are judged.
    pub now: OffsetDateTime,
    facts: OnceLock<ExportFacts>,
}

impl<'a> Reader<'a> {
    /// A reader of this site.
    pub fn new(
        site: &'a SiteData,
        base_url: &'a str,
        export: &'a ExportSite,
        signer: &'a Signer,
        now: OffsetDateTime,
    ) -> Self {
        Reader { site, base_url, export, signer, now, facts: OnceLock::new() }
    }

    /// An absolute address.
    pub(super) fn absolute(&self, path: &str) -> String {
        if path.starts_with('/') { format!("{}{path}", self.base_url) } else { path.to_owned() }
    }

    /// Host and port, as `site` names them.
    pub(super) fn host(&self) -> &str {
        self.base_url.split_once("://").map_or(self.base_url, |(_, host)| host)
    }

    /// A rich text: as stored, or as HTML.
    pub(super) fn rich(&self, text: &Markdown, output: &Output) -> Json {
        if output.html { Json::Text(self.site.html(&text.0)) } else { Json::Text(text.0.clone()) }
    }

    /// What the catalog's export says of a course.
    pub(super) fn course(&self, id: CourseId) -> Json {
        json_of(self.exported(|export| export.any_course_json(id)))
    }

    /// What the catalog's export says of a program.
    pub(super) fn program(&self, id: ProgramId) -> Json {
        json_of(self.exported(|export| export.any_program_json(id)))
    }

    fn exported<T>(&self, write: impl FnOnce(&Export<'_, ExportFacts>) -> T) -> T {
        // Worked out for the first item that shows a course, once for all of them.
        let pages = self.facts.get_or_init(|| ExportFacts::new(self.site, self.base_url));
        write(&Export { data: self.site.catalog(), pages, site: self.export, now: self.now, enrolled: None })
    }
}

fn json_of(written: Option<Vec<u8>>) -> Json {
    written.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or(Json::Null)
}

/// What a caller may read.
pub(super) fn reach(caller: &Caller, output: &Output) -> Result<Reach, super::problem::ApiProblem> {
    if !output.drafts {
        return Ok(Reach::default());
    }
    caller.need(super::caller::Scope::PagesReadDrafts)?;
    Ok(Reach { drafts_below: caller.editor().roots() })
}
