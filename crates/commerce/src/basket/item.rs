//! What is in the basket, with the dates that can be chosen.

use crate::{pricing::day, store};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_catalog::{
    model::{Course, CourseRun},
    resolve::{Courseware, ResolveError, Sellable, resolve_product},
};
use xpro_kernel::{CourseId, CourseRunId, Money, ProductId, ProgramRunId, UserId};

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

/// A course of the item that needs a date, with the dates it offers.
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

/// A run of a course of the item, whether or not it can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRun {
    /// The run.
    pub run: CourseRun,
    /// Its own active product.
    pub product: Option<ProductId>,
    /// That product's price.
    pub price: Option<Money>,
    /// The person takes it already.
    pub is_enrolled: bool,
}

impl ItemRun {
    /// Live, with a start date, not past and open for enrollment.
    pub fn is_open(&self, now: OffsetDateTime) -> bool {
        self.run.live && self.run.start_date.is_some() && self.run.is_unexpired(now)
    }

    /// When enrollment begins, if that alone keeps the run from being bought.
    pub fn opens(&self, now: OffsetDateTime) -> Option<OffsetDateTime> {
        let opens = self.run.enrollment_start.filter(|opens| *opens > now)?;
        self.is_open(opens).then_some(opens)
    }

    /// Why a run that is not open cannot be bought.
    pub fn closed_because(&self, now: OffsetDateTime) -> String {
        let title = &self.run.title;
        match self.opens(now) {
            Some(opens) => format!("Enrollment in '{title}' opens on {}.", day(opens)),
            None => format!("'{title}' no longer accepts enrollments."),
        }
    }
}

/// A course of the item, live or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemCourse {
    /// The course.
    pub course: Course,
    /// All its runs, by start.
    pub runs: Vec<ItemRun>,
}

/// The item in a basket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasketItem {
    /// Product, price and what it sells.
    pub sellable: Sellable,
    /// Offering of the program that was asked for.
    pub program_run: Option<ProgramRunId>,
    /// The courses that need a date, in order: the program's live ones, or the run's own.
    pub courses: Vec<CourseChoice>,
    /// Chosen runs. One that has closed since it was chosen stays here until the person chooses another.
    pub selected: Vec<CourseRunId>,
    /// Every course with every run.
    pub all_courses: Vec<ItemCourse>,
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

    /// A run that the product sells; any run of any course of a program, and of a run product just that run.
    pub fn sold_run(&self, id: CourseRunId) -> Option<&ItemRun> {
        if let Courseware::Run { run, .. } = &self.sellable.courseware
            && run.id != id
        {
            return None;
        }
        self.all_courses.iter().flat_map(|course| &course.runs).find(|run| run.run.id == id)
    }

    /// What is chosen when nothing else is said: the run that is sold, or each course's first date, if every course has one.
    pub(crate) fn auto_selection(&self) -> Vec<CourseRunId> {
        match &self.sellable.courseware {
            Courseware::Run { run, .. } => vec![run.id],
            Courseware::Program { .. } => self
                .courses
                .iter()
                .map(|course| course.runs.first().map(|run| run.id))
                .collect::<Option<Vec<_>>>()
                .unwrap_or_default(),
        }
    }

    /// Keys of all its courses, for consents.
    pub(crate) fn course_ids(&self) -> Vec<CourseId> {
        self.all_courses.iter().map(|course| course.course.id).collect()
    }
}

/// The product with its courses and dates; none when it is no longer sold. At most five statements.
pub(crate) async fn load_item(
    conn: &mut PgConnection,
    user: UserId,
    product: ProductId,
    program_run: Option<ProgramRunId>,
    selected: Vec<CourseRunId>,
    now: OffsetDateTime,
) -> Result<Option<BasketItem>, sqlx::Error> {
    let mut sellable = match resolve_product(conn, product).await {
        Ok(sellable) => sellable,
        Err(ResolveError::NotFound(_)) => return Ok(None),
        Err(ResolveError::Internal(error)) => return Err(error),
    };
    if let (Courseware::Program { program_run: offering, .. }, Some(id)) = (&mut sellable.courseware, program_run) {
        *offering = xpro_catalog::store::program_run::find(conn, id).await?;
    }
    let all_courses = store::item::list_courses(conn, user, sellable.product.target).await?;
    let is_program = matches!(sellable.courseware, Courseware::Program { .. });
    let courses =
        all_courses.iter().filter(|known| !is_program || known.course.live).map(|known| choices(known, now)).collect();
    Ok(Some(BasketItem { sellable, program_run, courses, selected, all_courses }))
}

fn choices(known: &ItemCourse, now: OffsetDateTime) -> CourseChoice {
    let open = known.runs.iter().filter(|run| run.is_open(now) && !run.is_enrolled);
    let choice = |known: &ItemRun| RunChoice {
        id: known.run.id,
        product: known.product,
        run_tag: known.run.run_tag.clone(),
        start: known.run.start_date,
        end: known.run.end_date,
    };
    let course = &known.course;
    CourseChoice {
        id: course.id,
        title: course.title.clone(),
        readable_id: course.readable_id.clone(),
        runs: open.map(choice).collect(),
    }
}
