//! What the catalogue export is told about product pages (catalog_export.md 3).

use super::{SiteData, SitePage, sections::filled};
use crate::richtext;
use std::collections::HashMap;
use xpro_catalog::export::{PageFacts, ProductPageFacts};
use xpro_kernel::{CourseId, ProgramId};

/// The facts of every product page that was ever published, with absolute addresses.
#[derive(Debug, Clone, Default)]
pub struct ExportFacts {
    courses: HashMap<CourseId, ProductPageFacts>,
    programs: HashMap<ProgramId, ProductPageFacts>,
}

impl ExportFacts {
    /// Facts of this site under `base_url`, which has no slash at its end. Keep them as long as the site data.
    pub fn new(site: &SiteData, base_url: &str) -> Self {
        let mut facts = ExportFacts::default();
        // Of private pages nothing is said; what is in the catalog beside them is.
        for page in site.pages.iter().filter(|page| page.guards.is_empty()) {
            let Some(of_page) = page_facts(site, page, base_url) else { continue };
            match (page.course, page.program) {
                (Some(course), _) => drop(facts.courses.insert(course, of_page)),
                (None, Some(program)) => drop(facts.programs.insert(program, of_page)),
                (None, None) => {}
            }
        }
        facts
    }
}

impl PageFacts for ExportFacts {
    fn course_page(&self, course: CourseId) -> Option<&ProductPageFacts> {
        self.courses.get(&course)
    }

    fn program_page(&self, program: ProgramId) -> Option<&ProductPageFacts> {
        self.programs.get(&program)
    }
}

fn page_facts(site: &SiteData, page: &SitePage, base_url: &str) -> Option<ProductPageFacts> {
    let product = page.product()?;
    Some(ProductPageFacts {
        live: page.live,
        url: format!("{base_url}{}", page.url_path),
        description: richtext::to_html(&product.description.0).trim().to_owned(),
        external_marketing_url: filled(&product.external_marketing_url),
        marketing_hubspot_form_id: product.marketing_hubspot_form_id.clone(),
        thumbnail_url: site
            .picture(product.thumbnail_image.as_ref())
            .map(|picture| format!("{base_url}{}", picture.url)),
        time_commitment: filled(&product.time_commitment),
        min_weekly_hours: product.min_weekly_hours,
        max_weekly_hours: product.max_weekly_hours,
        duration: filled(&product.duration),
        min_weeks: product.min_weeks,
        max_weeks: product.max_weeks,
        format: Some(product.format.name().to_owned()),
        video_url: filled(&product.video_url),
        credits: page.ceus(),
        language: product.language,
        topics: page.topics.clone(),
        instructors: page.instructors().into_iter().map(str::to_owned).collect(),
    })
}
