//! What can be bought on a product page, and when it starts (cms.md 3.5.1, 3.5.3).

use super::{
    DateChoice, EnrollOffer, EnrollTarget, Opening, SiteData,
    card::{Offer, Target},
};
use time::OffsetDateTime;
use xpro_catalog::model::{CourseRun, PricedProduct, ProductTarget};
use xpro_kernel::{CourseRunId, ProgramId};

impl SiteData {
    /// The button, for a visitor about whom nothing is known.
    pub(super) fn enroll_offer(&self, offer: Offer<'_>, now: OffsetDateTime) -> EnrollOffer {
        if !offer.product.external_marketing_url.is_empty() {
            return EnrollOffer::LearnMore(offer.product.external_marketing_url.clone());
        }
        if offer.page.document.kind().is_external() {
            return EnrollOffer::None;
        }
        let checkout = match offer.target {
            Target::Course(course) => {
                self.catalog.first_unexpired_run(course, now).and_then(|run| self.sold_run(run.id))
            }
            Target::Program(program) => {
                let can_start = self.catalog.program_first_unexpired_run(program, now).is_some();
                self.sold_program(program).filter(|_| can_start)
            }
        };
        let Some(product) = checkout else { return EnrollOffer::None };
        let id = product.product.id;
        let path = match offer.target {
            Target::Course(_) => format!("/checkout/?product={id}"),
            Target::Program(program) => match self.catalog.soonest_future_program_run(program, now) {
                Some(run) => format!(
                    "/checkout/?product={}",
                    encoded(&format!("{}+{}", self.readable_id(offer.target), run.run_tag))
                ),
                None => format!("/checkout/?product={id}"),
            },
        };
        EnrollOffer::Checkout { product: id, path }
    }

    pub(super) fn enroll_target(&self, offer: Offer<'_>, now: OffsetDateTime) -> Option<EnrollTarget> {
        if offer.page.document.kind().is_external() {
            return None;
        }
        match offer.target {
            Target::Course(course) => {
                self.catalog.first_unexpired_run(course, now).map(|run| EnrollTarget::Run(run.id))
            }
            Target::Program(program) => Some(EnrollTarget::Program(program)),
        }
    }

    pub(super) fn first_run(&self, target: Target, now: OffsetDateTime) -> Option<&CourseRun> {
        match target {
            Target::Course(course) => self.catalog.first_unexpired_run(course, now),
            Target::Program(program) => self.catalog.program_first_unexpired_run(program, now),
        }
    }

    /// When the next run that is on sale can be bought.
    pub(super) fn opening(&self, target: Target, now: OffsetDateTime) -> Option<Opening> {
        let course = match target {
            Target::Course(course) => course,
            Target::Program(program) => self.catalog.first_course(program)?.id,
        };
        let is_sold = |run: &CourseRun| match target {
            Target::Course(_) => self.sold_run(run.id).is_some(),
            Target::Program(program) => self.sold_program(program).is_some(),
        };
        let ahead = self.catalog.runs_of(course).filter(|run| run.live && !run.is_past(now) && is_sold(run));
        ahead
            .filter_map(|run| {
                Some(Opening { opens: run.enrollment_start.filter(|at| *at > now)?, start: run.start_date? })
            })
            .min()
    }

    /// Every date that can be bought, when there is more than one.
    pub(super) fn more_dates(&self, offer: Offer<'_>, now: OffsetDateTime) -> Vec<DateChoice> {
        let choices: Vec<DateChoice> = match offer.target {
            Target::Course(course) => {
                let runs = self.catalog.unexpired_runs(course, now);
                runs.into_iter().filter_map(|run| self.course_date(offer, run)).collect()
            }
            Target::Program(program) => {
                let runs = self.catalog.program_unexpired_runs(program, now);
                runs.into_iter().filter_map(|run| self.program_date(offer, program, run)).collect()
            }
        };
        if choices.len() > 1 { choices } else { Vec::new() }
    }

    fn course_date(&self, offer: Offer<'_>, run: &CourseRun) -> Option<DateChoice> {
        let product = self.sold_run(run.id);
        let marketing = Some(&offer.product.external_marketing_url).filter(|url| !url.is_empty());
        let url = match (marketing, product) {
            (Some(url), _) => url.clone(),
            (None, Some(product)) => format!("/checkout/?product={}", product.product.id),
            (None, None) => return None,
        };
        Some(DateChoice {
            start: run.start_date?,
            end: run.end_date,
            url,
            price: product.and_then(PricedProduct::current_price),
        })
    }

    fn program_date(&self, offer: Offer<'_>, program: ProgramId, run: &CourseRun) -> Option<DateChoice> {
        let product = self.sold_program(program);
        let marketing = Some(&offer.product.external_marketing_url).filter(|url| !url.is_empty());
        let url = match (marketing, product) {
            (Some(url), _) => url.clone(),
            (None, Some(product)) => format!("/checkout/?product={}&preselect={}", product.product.id, run.id),
            (None, None) => return None,
        };
        Some(DateChoice {
            start: run.start_date?,
            end: run.end_date,
            url,
            price: product.and_then(PricedProduct::current_price),
        })
    }

    fn sold_run(&self, run: CourseRunId) -> Option<&PricedProduct> {
        self.sold(ProductTarget::CourseRun(run))
    }

    fn sold_program(&self, program: ProgramId) -> Option<&PricedProduct> {
        self.sold(ProductTarget::Program(program))
    }

    /// Active and priced: what has no price cannot pass the checkout.
    fn sold(&self, target: ProductTarget) -> Option<&PricedProduct> {
        self.catalog.active_product_of(target).filter(|product| product.current_price().is_some())
    }
}

/// A text id as a query value.
fn encoded(text_id: &str) -> String {
    url::form_urlencoded::byte_serialize(text_id.as_bytes()).collect()
}
