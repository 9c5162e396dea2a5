//! Writes one item in the transaction it is given.

use super::page::{ImportedPage, PageSink, PageSinkError, PageTarget};
use super::plan::{Member, Planned, PlannedCourse, PlannedProgram, issue};
use super::report::{ImportReport, Tally};
use super::wire::{Price, ServedPage, ServedRun, Text, names};
use crate::acts::{
    self, CourseInput, CourseRunInput, EditError, Editor, Membership, Outcome, PriceInput, ProductInput, ProgramInput,
};
use crate::model::{Platform, ProductTarget, RunDateCheck, RunDates};
use crate::store;
use xpro_kernel::{CourseId, LanguageId, PlatformId, ProgramId, TopicId, split_run_tag};
use xpro_platform::db::Tx;

/// Why an item was not written.
#[derive(Debug, thiserror::Error)]
pub(super) enum ItemError {
    #[error(transparent)]
    Edit(#[from] EditError),
    #[error(transparent)]
    Page(#[from] PageSinkError),
}

impl From<sqlx::Error> for ItemError {
    fn from(error: sqlx::Error) -> Self {
        ItemError::Edit(error.into())
    }
}

/// Writes a course and its page; its place in a program is the program's affair.
pub(super) async fn load_course<S: PageSink>(
    tx: &mut Tx,
    editor: Editor<'_>,
    planned: &PlannedCourse<'_>,
    sink: &mut S,
    report: &mut ImportReport,
) -> Result<CourseId, ItemError> {
    let Planned { item, page, .. } = &planned.course;
    let stored = store::course::find_by_readable_id(tx, &item.readable_id.0).await?;
    let input = CourseInput {
        title: item.title.0.clone(),
        readable_id: item.readable_id.0.clone(),
        live: true,
        is_external: item.is_external,
        // The vendor's code is not served; what we know of it stays.
        external_course_id: stored.map(|course| course.external_course_id).unwrap_or_default(),
        platform_id: platform(tx, editor, item.platform.as_ref()).await?,
        membership: Membership::Keep,
    };
    let saved = acts::save_course(tx, editor, input).await?;
    report.courses.add(saved.outcome.into());

    let mut imported = imported_page(tx, editor, page).await?;
    imported.title = item.title.0.clone();
    imported.readable_id = item.readable_id.0.clone();
    imported.is_external = item.is_external;
    imported.instructors = planned.runs.iter().find_map(|(_, run)| run.instructor_names());
    imported.topics = topics(tx, editor, &names(item.topics.as_deref().unwrap_or_default())).await?;
    report.pages.add(sink.upsert_product_page(tx, PageTarget::Course(saved.row.id), imported).await?.into());
    Ok(saved.row.id)
}

/// Writes a run and its price.
pub(super) async fn load_run(
    tx: &mut Tx,
    editor: Editor<'_>,
    course: CourseId,
    run: &ServedRun,
    report: &mut ImportReport,
) -> Result<(), ItemError> {
    let stored = store::course_run::find_by_courseware_id(tx, &run.courseware_id.0).await?;
    let at = |date: &Option<super::wire::Timestamp>| date.as_ref().map(|date| date.0);
    let input = CourseRunInput {
        course_id: course,
        title: run.title.0.clone(),
        courseware_id: run.courseware_id.0.clone(),
        run_tag: run_tag(run),
        courseware_url_path: run.courseware_url.as_ref().and_then(|path| path.0.clone()),
        external_course_run_id: stored.map(|run| run.external_course_run_id).unwrap_or_default(),
        dates: RunDates {
            start_date: at(&run.start_date),
            end_date: at(&run.end_date),
            enrollment_start: at(&run.enrollment_start),
            enrollment_end: at(&run.enrollment_end),
            expiration_date: at(&run.expiration_date),
        },
        live: true,
    };
    let saved = acts::save_course_run(tx, editor, input, RunDateCheck::OrderOnly).await?;
    report.runs.add(saved.outcome.into());
    let target = ProductTarget::CourseRun(saved.row.id);
    match run.current_price {
        Some(Some(price)) => sell(tx, editor, target, price, report).await,
        // Not sold over there, so not here; a product that never was is not made.
        Some(None) => withdraw(tx, editor, target, false).await,
        None => Ok(()),
    }
}

/// Writes a program, its price, its page and the order of its courses.
pub(super) async fn load_program<S: PageSink>(
    tx: &mut Tx,
    editor: Editor<'_>,
    planned: &PlannedProgram<'_>,
    sink: &mut S,
    report: &mut ImportReport,
) -> Result<(), ItemError> {
    let Planned { item, page, .. } = &planned.program;
    let input = ProgramInput {
        title: item.title.0.clone(),
        readable_id: item.readable_id.0.clone(),
        live: true,
        is_external: item.is_external,
        platform_id: platform(tx, editor, item.platform.as_ref()).await?,
    };
    let saved = acts::save_program(tx, editor, input).await?;
    let mut outcome = saved.outcome;
    let members = members(tx, saved.row.id, &planned.courses, report).await?;
    let arranged = acts::arrange_program(tx, editor, saved.row.id, &members).await?;
    if outcome == Outcome::Unchanged {
        outcome = arranged;
    }
    report.programs.add(outcome.into());

    let target = ProductTarget::Program(saved.row.id);
    match item.current_price {
        Some(Some(price)) => sell(tx, editor, target, price, report).await?,
        // It is listed, so it has a product; without a price, that one is switched off.
        Some(None) => withdraw(tx, editor, target, true).await?,
        None => {}
    }
    let mut imported = imported_page(tx, editor, page).await?;
    imported.title = item.title.0.clone();
    imported.readable_id = item.readable_id.0.clone();
    imported.is_external = item.is_external;
    imported.instructors = item.instructors.as_deref().map(names);
    report.pages.add(sink.upsert_product_page(tx, PageTarget::Program(saved.row.id), imported).await?.into());
    Ok(())
}

/// The loaded courses of a program. One that stands in another program already stays there and is reported.
async fn members(
    tx: &mut Tx,
    program: ProgramId,
    served: &[Member],
    report: &mut ImportReport,
) -> Result<Vec<CourseId>, ItemError> {
    let mut members = Vec::with_capacity(served.len());
    for Member { path, readable_id } in served {
        // A course that could not be loaded is reported on its own.
        let Some(course) = store::course::find_by_readable_id(tx, readable_id).await? else { continue };
        if members.contains(&course.id) {
            report.issues.push(issue(path, ".readable_id", "is in this program twice"));
        } else if course.program_id.is_some_and(|other| other != program) {
            report.issues.push(issue(path, ".readable_id", "belongs to another program already"));
        } else {
            members.push(course.id);
        }
    }
    Ok(members)
}

/// The tag as served, else what follows the last `+` of the courseware id.
fn run_tag(run: &ServedRun) -> String {
    if let Some(Text(tag)) = &run.run_tag {
        return tag.clone();
    }
    let id = run.courseware_id.0.as_str();
    let tail = split_run_tag(id).map(|(_, tag)| tag).or_else(|| id.rsplit_once('+').map(|(_, tail)| tail));
    tail.unwrap_or_default().to_owned()
}

async fn sell(
    tx: &mut Tx,
    editor: Editor<'_>,
    target: ProductTarget,
    price: Price,
    report: &mut ImportReport,
) -> Result<(), ItemError> {
    let stored = store::product::find_priced_by_target(tx, target).await?;
    let is_private = stored.as_ref().is_some_and(|priced| priced.product.is_private);
    let requires_enrollment_code =
        stored.and_then(|priced| priced.latest).is_some_and(|version| version.requires_enrollment_code);
    let product = acts::save_product(tx, editor, ProductInput { target, is_active: true, is_private }).await?.row;
    let price = PriceInput { price: price.0, description: None, requires_enrollment_code };
    let outcome = acts::set_price(tx, editor, product.id, price).await?.outcome;
    report.prices.add(Tally::from(outcome));
    Ok(())
}

async fn withdraw(tx: &mut Tx, editor: Editor<'_>, target: ProductTarget, create: bool) -> Result<(), ItemError> {
    let stored = store::product::find_priced_by_target(tx, target).await?;
    if stored.is_some() || create {
        let is_private = stored.is_some_and(|priced| priced.product.is_private);
        acts::save_product(tx, editor, ProductInput { target, is_active: false, is_private }).await?;
    }
    Ok(())
}

async fn platform(tx: &mut Tx, editor: Editor<'_>, served: Option<&Text>) -> Result<PlatformId, ItemError> {
    let name = served.map_or(Platform::OWN, |name| name.0.as_str());
    Ok(acts::ensure_platform(tx, editor, name).await?.row.id)
}

async fn topics(tx: &mut Tx, editor: Editor<'_>, names: &[String]) -> Result<Vec<TopicId>, ItemError> {
    let mut topics = Vec::with_capacity(names.len());
    for name in names {
        let id = acts::ensure_served_topic(tx, editor, name).await?.row.id;
        if !topics.contains(&id) {
            topics.push(id);
        }
    }
    Ok(topics)
}

async fn language(tx: &mut Tx, editor: Editor<'_>, name: Option<&Text>) -> Result<Option<LanguageId>, ItemError> {
    match name.map(|name| name.0.trim()).filter(|name| !name.is_empty()) {
        Some(name) => {
            Ok(Some(acts::ensure_language(tx, editor, name, acts::language_tag(name), Some(100)).await?.row.id))
        }
        None => Ok(None),
    }
}

async fn imported_page(tx: &mut Tx, editor: Editor<'_>, page: &ServedPage) -> Result<ImportedPage, ItemError> {
    let text = |text: &Option<Text>| text.as_ref().map(|text| text.0.clone());
    let url = |url: &Option<super::wire::WebUrl>| url.as_ref().and_then(|url| url.0.clone());
    let count = |count: &Option<super::wire::Count>| count.as_ref().map(|count| count.0);
    Ok(ImportedPage {
        url: url(&page.url),
        description_html: text(&page.description),
        thumbnail_url: url(&page.thumbnail_url),
        time_commitment: text(&page.time_commitment),
        min_weekly_hours: count(&page.min_weekly_hours),
        max_weekly_hours: count(&page.max_weekly_hours),
        duration: text(&page.duration),
        min_weeks: count(&page.min_weeks),
        max_weeks: count(&page.max_weeks),
        format: page.format.as_ref().and_then(|format| format.0.clone()),
        video_url: url(&page.video_url),
        external_marketing_url: url(&page.external_marketing_url),
        marketing_hubspot_form_id: text(&page.marketing_hubspot_form_id),
        credits: page.credits.as_ref().map(|credits| credits.0),
        language: language(tx, editor, page.language.as_ref()).await?,
        ..ImportedPage::default()
    })
}
