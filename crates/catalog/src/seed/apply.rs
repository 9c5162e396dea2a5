//! Writes the demo catalogue through the acts.

use super::plan::{DemoCatalog, DemoCourse, DemoProgram, DemoRun, demo_catalog};
use crate::acts::{
    CourseInput, CourseRunInput, EditError, Editor, Membership, Outcome, PriceInput, ProductInput, ProgramInput,
    ProgramRunInput, ensure_language, ensure_platform, ensure_topic, save_course, save_course_run, save_product,
    save_program, save_program_run, set_price,
};
use crate::model::{ProductTarget, RunDateCheck};
use std::collections::HashMap;
use time::OffsetDateTime;
use xpro_kernel::{CourseId, Money, PlatformId, ProgramId, System};
use xpro_platform::db::Tx;

/// How many rows met which fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SeedReport {
    /// New.
    pub created: usize,
    /// Said something else before, for instance the dates of another day.
    pub updated: usize,
    /// Said the same already.
    pub unchanged: usize,
}

impl SeedReport {
    fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Created => self.created += 1,
            Outcome::Updated => self.updated += 1,
            Outcome::Unchanged => self.unchanged += 1,
        }
    }
}

/// Makes the demo catalogue as it should be on the day of `now`; a second time on that day changes nothing.
///
/// # Errors
/// When the database refuses, for instance because a real course has one of the demo's ids and another course's run.
pub async fn apply_demo_catalog(tx: &mut Tx, now: OffsetDateTime) -> Result<SeedReport, EditError> {
    let catalog = demo_catalog(now);
    let editor = Editor::from(System("seed_demo"));
    let mut report = SeedReport::default();
    let platforms = apply_taxonomy(tx, editor, &catalog, &mut report).await?;
    let mut programs = HashMap::new();
    for program in &catalog.programs {
        programs.insert(program.readable_id, apply_program(tx, editor, program, &platforms, &mut report).await?);
    }
    for course in &catalog.courses {
        let id = apply_course(tx, editor, course, &platforms, &programs, &mut report).await?;
        for run in &course.runs {
            apply_run(tx, editor, id, course, run, &mut report).await?;
        }
    }
    Ok(report)
}

type Platforms = HashMap<&'static str, PlatformId>;

async fn apply_taxonomy(
    tx: &mut Tx,
    editor: Editor<'_>,
    catalog: &DemoCatalog,
    report: &mut SeedReport,
) -> Result<Platforms, EditError> {
    for language in catalog.languages {
        let saved = ensure_language(tx, editor, language.name, language.bcp47, Some(language.priority)).await?;
        report.count(saved.outcome);
    }
    for topic in catalog.topics {
        let parent = ensure_topic(tx, editor, topic.name, None).await?;
        report.count(parent.outcome);
        for child in topic.children {
            report.count(ensure_topic(tx, editor, child, Some(parent.row.id)).await?.outcome);
        }
    }
    let mut platforms = HashMap::new();
    for name in catalog.platforms {
        let saved = ensure_platform(tx, editor, name).await?;
        report.count(saved.outcome);
        platforms.insert(*name, saved.row.id);
    }
    Ok(platforms)
}

async fn apply_program(
    tx: &mut Tx,
    editor: Editor<'_>,
    program: &DemoProgram,
    platforms: &Platforms,
    report: &mut SeedReport,
) -> Result<ProgramId, EditError> {
    let input = ProgramInput {
        title: program.title.to_owned(),
        readable_id: program.readable_id.to_owned(),
        live: true,
        is_external: false,
        platform_id: platforms["xPRO"],
    };
    let saved = save_program(tx, editor, input).await?;
    report.count(saved.outcome);
    for run in &program.runs {
        let input = ProgramRunInput {
            program_id: saved.row.id,
            run_tag: run.tag.clone(),
            start_date: Some(run.start),
            end_date: Some(run.end),
        };
        report.count(save_program_run(tx, editor, input).await?.outcome);
    }
    if let Some(price) = program.price {
        apply_price(tx, editor, ProductTarget::Program(saved.row.id), price, true, report).await?;
    }
    Ok(saved.row.id)
}

async fn apply_course(
    tx: &mut Tx,
    editor: Editor<'_>,
    course: &DemoCourse,
    platforms: &Platforms,
    programs: &HashMap<&'static str, ProgramId>,
    report: &mut SeedReport,
) -> Result<CourseId, EditError> {
    let membership = match course.program {
        Some((program, position)) => Membership::In(programs[program], Some(position)),
        None => Membership::Alone,
    };
    let input = CourseInput {
        title: course.title.to_owned(),
        readable_id: course.readable_id.to_owned(),
        live: course.live,
        is_external: !course.external_course_id.is_empty(),
        external_course_id: course.external_course_id.to_owned(),
        platform_id: platforms[course.platform],
        membership,
    };
    let saved = save_course(tx, editor, input).await?;
    report.count(saved.outcome);
    Ok(saved.row.id)
}

async fn apply_run(
    tx: &mut Tx,
    editor: Editor<'_>,
    course_id: CourseId,
    course: &DemoCourse,
    run: &DemoRun,
    report: &mut SeedReport,
) -> Result<(), EditError> {
    let courseware_id = format!("{}+{}", course.readable_id, run.tag);
    let is_external = !course.external_course_id.is_empty();
    let input = CourseRunInput {
        course_id,
        title: course.title.to_owned(),
        run_tag: run.tag.clone(),
        courseware_url_path: (!is_external).then(|| format!("/courses/{courseware_id}/course/")),
        external_course_run_id: if is_external {
            format!("{}-{}", course.external_course_id, run.tag)
        } else {
            String::new()
        },
        courseware_id,
        dates: run.dates,
        live: run.live,
    };
    // Runs of the past belong to a lively demo.
    let saved = save_course_run(tx, editor, input, RunDateCheck::OrderOnly).await?;
    report.count(saved.outcome);
    match run.price {
        Some(price) => apply_price(tx, editor, ProductTarget::CourseRun(saved.row.id), price, run.sold, report).await,
        None => Ok(()),
    }
}

async fn apply_price(
    tx: &mut Tx,
    editor: Editor<'_>,
    target: ProductTarget,
    price: Money,
    is_active: bool,
    report: &mut SeedReport,
) -> Result<(), EditError> {
    let product = save_product(tx, editor, ProductInput { target, is_active, is_private: false }).await?;
    report.count(product.outcome);
    let price = PriceInput { price, description: None, requires_enrollment_code: false };
    report.count(set_price(tx, editor, product.row.id, price).await?.outcome);
    Ok(())
}
