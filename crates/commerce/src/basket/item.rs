//! What is in the basket, with the dates that can be chosen.

use crate::store;
use sqlx::PgConnection;
use std::collections::HashMap;
use time::OffsetDateTime;
use xpro_catalog::{
    model::{Course, CourseRun, ProductTarget, unexpired_runs},
    resolve::{Courseware, ResolveError, Sellable, resolve_product},
    store::{course, course_run, product},
};
use xpro_kernel::{CourseId, CourseRunId, ProductId, ProgramRunId, UserId};

/// A date that can be chosen for a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunChoice {
    /// The run.
    pub id: CourseRunId,
    /// Its own product, when it has an active one.
    pub product: Option<ProductId>,
    /// `R4`.
    pub run_tag: String,
    /// Start.
    pub start: Option<OffsetDateTime>,
    /// End.
    pub end: Option<OffsetDateTime>,
}

/// A course of the item, with its dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseChoice {
    /// The course.
    pub id: CourseId,
    /// Title.
    pub title: String,
    /// `course-v1:…`.
    pub readable_id: String,
    /// Runs that are live, unexpired and not yet the person's, by start.
    pub runs: Vec<RunChoice>,
}

/// The item in a basket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasketItem {
    /// Product, price and what it sells.
    pub sellable: Sellable,
    /// Offering of the program that was asked for.
    pub program_run: Option<ProgramRunId>,
    /// Its courses in order; one for a run.
    pub courses: Vec<CourseChoice>,
    /// Chosen runs.
    pub selected: Vec<CourseRunId>,
}

impl BasketItem {
    /// Whether it is a program.
    pub fn is_program(&self) -> bool {
        matches!(self.sellable.courseware, Courseware::Program { .. })
    }

    /// The course a run belongs to, if the run can be chosen.
    pub fn course_of(&self, run: CourseRunId) -> Option<CourseId> {
        self.courses.iter().find(|course| course.runs.iter().any(|choice| choice.id == run)).map(|course| course.id)
    }

    /// The run chosen in a course.
    pub fn selected_in(&self, course: &CourseChoice) -> Option<CourseRunId> {
        course.runs.iter().map(|run| run.id).find(|run| self.selected.contains(run))
    }

    /// What is chosen when nothing else is said: the run that is sold, or each course's first date, if every course has one.
    pub(crate) fn auto_selection(&self) -> Vec<CourseRunId> {
        match &self.sellable.courseware {
            Courseware::Run { run, .. } => vec![run.id],
            Courseware::Program { .. } => self.courses.iter().map(|course| course.runs.first().map(|run| run.id)).collect::<Option<Vec<_>>>().unwrap_or_default(),
        }
    }
}

/// The product with its courses and dates; none when it is no longer sold. At most six statements.
pub(crate) async fn load_item(conn: &mut PgConnection, user: UserId, product: ProductId, program_run: Option<ProgramRunId>, selected: Vec<CourseRunId>, now: OffsetDateTime) -> Result<Option<BasketItem>, sqlx::Error> {
    let sellable = match resolve_product(conn, product).await {
        Ok(sellable) => sellable,
        Err(ResolveError::NotFound(_)) => return Ok(None),
        Err(ResolveError::Internal(error)) => return Err(error),
    };
    let (courses, runs) = match &sellable.courseware {
        Courseware::Run { course, .. } => (vec![course.clone()], course_run::list_of_course(conn, course.id).await?),
        Courseware::Program { program, .. } => {
            let mut courses = course::list_of_program(conn, program.id).await?;
            courses.retain(|course| course.live);
            (courses, course_run::list_of_program(conn, program.id).await?)
        }
    };
    let ids: Vec<CourseRunId> = runs.iter().map(|run| run.id).collect();
    let enrolled = store::basket::list_enrolled(conn, user, &ids).await?;
    let products = products_of_runs(conn, &ids).await?;
    let courses = courses.into_iter().map(|course| choices(course, &runs, &enrolled, &products, now)).collect();
    Ok(Some(BasketItem { sellable, program_run, courses, selected }))
}

async fn products_of_runs(conn: &mut PgConnection, runs: &[CourseRunId]) -> Result<HashMap<CourseRunId, ProductId>, sqlx::Error> {
    let products = product::list_active_of_runs(conn, runs).await?;
    let run_of = |target| match target {
        ProductTarget::CourseRun(run) => Some(run),
        ProductTarget::Program(_) => None,
    };
    Ok(products.into_iter().filter_map(|product| Some((run_of(product.target)?, product.id))).collect())
}

fn choices(course: Course, runs: &[CourseRun], enrolled: &[CourseRunId], products: &HashMap<CourseRunId, ProductId>, now: OffsetDateTime) -> CourseChoice {
    let own = runs.iter().filter(|run| run.course_id == course.id && !enrolled.contains(&run.id));
    let choice = |run: &CourseRun| RunChoice { id: run.id, product: products.get(&run.id).copied(), run_tag: run.run_tag.clone(), start: run.start_date, end: run.end_date };
    CourseChoice { id: course.id, title: course.title, readable_id: course.readable_id, runs: unexpired_runs(own, now).into_iter().map(choice).collect() }
}
