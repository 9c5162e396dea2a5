//! Course and program pages: runs, their dates, and the price (cms.md 1.4.6 C3, 5.7).

use super::{Checked, Code, Facts, Finding, RunFact};
use crate::document::{BlockContent, PageDocument, ProductPage};
use time::OffsetDateTime;
use xpro_catalog::model::ProductTarget;
use xpro_kernel::{CourseRunId, ProgramId};

pub(super) fn find(checked: &Checked<'_>, facts: &Facts) -> Vec<Finding> {
    let Some(product) = checked.document.product() else { return Vec::new() };
    let mut found = certificate_runs(checked.document, product, facts);
    let runs: Vec<&RunFact> = match (product.course, product.program) {
        (Some(course), _) => facts.runs.iter().filter(|run| run.course == course).collect(),
        (None, Some(program)) => facts.runs.iter().filter(|run| run.program == Some(program)).collect(),
        (None, None) => return found,
    };
    let path = if product.course.is_some() { "course" } else { "program" };
    found.extend(runs.iter().filter(|run| run.live).filter_map(|run| dates(run, path, facts.now)));
    // Vendors' pages, and pages with a marketing address, send visitors elsewhere (3.5.1 row 2).
    if checked.document.kind().is_external() || !product.external_marketing_url.trim().is_empty() {
        return found;
    }
    let open: Vec<&RunFact> = runs.into_iter().filter(|run| run.live && run.is_open(facts.now)).collect();
    if open.is_empty() {
        let message = "Nobody can enroll: no run is open or will open. The page is shown without an enroll button.";
        found.push(Finding::warning(Code::NoOpenRun, path, message));
    } else if !is_priced(checked, product, &open, facts) {
        let message = "What this page sells has no price: nobody can buy it. Set one here, or in the products.";
        found.push(Finding::warning(Code::NoPrice, "#price", message));
    }
    found
}

fn is_priced(checked: &Checked<'_>, product: &ProductPage, open: &[&RunFact], facts: &Facts) -> bool {
    let is_coming =
        |target| checked.price.is_some_and(|intent| intent.target == target) || facts.upcoming.prices.contains(&target);
    let run_is_priced = |run: &&RunFact| run.is_priced || is_coming(ProductTarget::CourseRun(run.id));
    match (product.course, product.program) {
        (Some(_), _) => open.iter().any(run_is_priced),
        (None, Some(program)) => program_is_priced(program, facts) || is_coming(ProductTarget::Program(program)),
        (None, None) => true,
    }
}

fn program_is_priced(program: ProgramId, facts: &Facts) -> bool {
    facts.programs.iter().any(|priced| priced.program == program && priced.is_priced)
}

/// Dates that the database allows and people regret. A run that is over is history.
fn dates(run: &RunFact, path: &str, now: OffsetDateTime) -> Option<Finding> {
    if run.end_date.is_some_and(|end| end < now) {
        return None;
    }
    let after = |a: Option<OffsetDateTime>, b: Option<OffsetDateTime>| a.zip(b).is_some_and(|(a, b)| a > b);
    let what = if after(run.start_date, run.end_date) {
        "it starts after it ends"
    } else if after(run.enrollment_start, run.enrollment_end) {
        "its enrollment begins after it closes"
    } else if after(run.enrollment_end, run.end_date) {
        "its enrollment closes after the run ends"
    } else if after(run.enrollment_start, run.start_date) && run.enrollment_end.is_none() {
        "its enrollment begins after the run starts"
    } else if run.start_date.is_none() {
        "it has no start date"
    } else {
        return None;
    };
    let message =
        format!("The dates of the run {} do not fit: {what}. Correct them in the catalog.", run.courseware_id);
    Some(Finding::warning(Code::RunDates, path, message))
}

/// C3: overrides of a certificate name live runs, on a course's page only of that course.
fn certificate_runs(document: &PageDocument, product: &ProductPage, facts: &Facts) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, block) in document.sections().iter().enumerate() {
        let BlockContent::Certificate(certificate) = &block.content else { continue };
        if block.hidden {
            continue;
        }
        for (entry, over) in certificate.overrides.iter().enumerate() {
            let Some(run) = over.value.run.and_then(|run| fact_of(run, facts)) else { continue };
            let path = format!("sections/{at}/overrides/{entry}/run");
            if product.course.is_some_and(|course| course != run.course) {
                let message =
                    format!("The run {} is of another course. Choose one of this page's course.", run.courseware_id);
                found.push(Finding::error(Code::RunElsewhere, path, message));
            } else if !run.live {
                let message = format!("The run {} is not offered.", run.courseware_id);
                found.push(Finding::warning(Code::RunElsewhere, path, message));
            }
        }
    }
    found
}

fn fact_of(run: CourseRunId, facts: &Facts) -> Option<&RunFact> {
    facts.runs.iter().find(|fact| fact.id == run)
}
