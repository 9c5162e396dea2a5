//! The dashboard's page.

use super::{
    super::{layout, visit::Visit},
    cards,
};
use leptos::prelude::*;
use std::collections::HashMap;
use time::OffsetDateTime;
use xpro_account::{EnrollmentWatch, PurchaseStatus};
use xpro_catalog::model::ProductTarget;
use xpro_cms::delivery::{Picture, SiteData};
use xpro_commerce::codes::UnusedCode;
use xpro_kernel::{ProductId, ProgramId};
use xpro_learning::dashboard::{CourseCard, Dashboard, ProgramCard};
use xpro_ui::{EmptyState, IconName, LinkButton, Notice, Tone};

/// What the page shows.
pub(super) struct Shown {
    pub(super) dashboard: Dashboard,
    pub(super) codes: Vec<UnusedCode>,
    pub(super) watch: Option<ShownWatch>,
    pub(super) is_under_review: bool,
    pub(super) pictures: Pictures,
    pub(super) courseware_url: String,
    pub(super) support: String,
    pub(super) now: OffsetDateTime,
}

/// The purchase that is watched.
pub(super) struct ShownWatch {
    pub(super) purchased: Option<String>,
    pub(super) status: PurchaseStatus,
    pub(super) late: String,
}

/// Addresses of the thumbnails.
#[derive(Default)]
pub(super) struct Pictures {
    courses: HashMap<String, String>,
    programs: HashMap<ProgramId, String>,
    products: HashMap<ProductId, String>,
}

impl Pictures {
    /// Those of the pages of everything on the dashboard; no query.
    pub(super) fn of(visit: &Visit, dashboard: &Dashboard, codes: &[UnusedCode]) -> Self {
        let generation = visit.state.content.current();
        let site = generation.site();
        let programs = dashboard.programs.iter().chain(&dashboard.past_programs);
        let in_programs = programs.clone().flat_map(|card| &card.courses);
        let courses = in_programs.chain(&dashboard.courses).chain(&dashboard.past_courses).filter_map(|card| {
            let course = site.catalog().course_by_readable_id(&card.course_readable_id)?;
            Some((card.course_readable_id.clone(), site.course_thumbnail(course.id)?.url))
        });
        let products = codes.iter().filter_map(|code| Some((code.product_id, of_product(site, code.product_id)?.url)));
        Pictures {
            courses: courses.collect(),
            programs: programs
                .filter_map(|card| Some((card.program, site.program_thumbnail(card.program)?.url)))
                .collect(),
            products: products.collect(),
        }
    }

    pub(super) fn of_product(&self, product: ProductId) -> Option<String> {
        self.products.get(&product).cloned()
    }

    pub(super) fn of_course(&self, card: &CourseCard) -> Option<String> {
        self.courses.get(&card.course_readable_id).cloned()
    }

    pub(super) fn of_program(&self, card: &ProgramCard) -> Option<String> {
        self.programs.get(&card.program).cloned()
    }
}

fn of_product(site: &SiteData, product: ProductId) -> Option<Picture> {
    match site.catalog().product(product)?.product.target {
        ProductTarget::CourseRun(run) => site.course_thumbnail(site.catalog().run(run)?.course_id),
        ProductTarget::Program(program) => site.program_thumbnail(program),
    }
}

pub(super) fn page(shown: &Shown) -> AnyView {
    let dashboard = &shown.dashboard;
    let body = view! {
        {shown.watch.as_ref().map(watch)}
        {shown.is_under_review.then(|| under_review(&shown.support))}
        {(dashboard.is_empty() && shown.codes.is_empty() && shown.watch.is_none()).then(empty)}
        {unused_codes(shown)}
        {section("Courses and Programs", "current", shown, &dashboard.programs, &dashboard.courses)}
        {section("Past Courses and Programs", "past", shown, &dashboard.past_programs, &dashboard.past_courses)}
    };
    layout::wide("Dashboard", "", body.into_any())
}

fn watch(watch: &ShownWatch) -> AnyView {
    view! { <EnrollmentWatch purchased=watch.purchased.clone() first=watch.status.clone() late=watch.late.clone() /> }
        .into_any()
}

fn under_review(support: &str) -> AnyView {
    let support = layout::support_link(support);
    view! {
        <Notice tone=Tone::Info title="Your payment is under review" announce=true>
            <p>"Our payment provider looks at it more closely. You need not pay again: your course appears here once it is approved, and we write to you either way. Questions? Write to "{support}"."</p>
        </Notice>
    }
    .into_any()
}

fn empty() -> AnyView {
    view! {
        <div data-testid="dashboard-empty">
            <EmptyState title="You are not enrolled in anything yet" text="Choose a course or program; it appears here as soon as you have enrolled." icon=IconName::Book>
                <LinkButton href="/catalog/">"Browse our catalog"</LinkButton>
            </EmptyState>
        </div>
    }
    .into_any()
}

fn unused_codes(shown: &Shown) -> Option<AnyView> {
    if shown.codes.is_empty() {
        return None;
    }
    let cards: Vec<_> = shown.codes.iter().map(|code| cards::unused_code(code, shown)).collect();
    let section = view! {
        <section class="dashboard-section" aria-labelledby="dashboard-codes" data-testid="dashboard-codes">
            <h2 class="dashboard-section__title" id="dashboard-codes">"Unredeemed Enrollment Code(s)"</h2>
            <ul class="dashboard-section__cards">{cards}</ul>
        </section>
    };
    Some(section.into_any())
}

fn section(
    title: &'static str,
    name: &'static str,
    shown: &Shown,
    programs: &[ProgramCard],
    courses: &[CourseCard],
) -> Option<AnyView> {
    let is_current = name == "current";
    let setting_up: Vec<_> = shown.dashboard.setting_up.iter().filter(|_| is_current).map(cards::setting_up).collect();
    if programs.is_empty() && courses.is_empty() && setting_up.is_empty() {
        return None;
    }
    let programs: Vec<_> = programs.iter().map(|card| cards::program(card, shown)).collect();
    let courses: Vec<_> = courses.iter().map(|card| cards::course(card, shown)).collect();
    let id = format!("dashboard-{name}");
    let section = view! {
        <section class="dashboard-section" aria-labelledby=id.clone() data-testid=id.clone()>
            <h2 class="dashboard-section__title" id=id.clone()>{title}</h2>
            <ul class="dashboard-section__cards">{setting_up}{programs}{courses}</ul>
        </section>
    };
    Some(section.into_any())
}
