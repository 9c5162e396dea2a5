//! Finds what a text id or number sells (courseware.md 1.16, ecommerce.md 2.1).

use crate::model::{Course, CourseRun, Product, ProductTarget, ProductVersion, Program, ProgramRun};
use crate::store;
use sqlx::PgConnection;
use xpro_kernel::{ProductId, split_run_tag};

/// The run or program that an id names, sold or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Courseware {
    /// A course run, with its course.
    Run {
        /// The run.
        run: CourseRun,
        /// Its course, whose title the product carries.
        course: Course,
    },
    /// A program, with the offering that the id's run tag names.
    Program {
        /// The program.
        program: Program,
        /// None when the id had no run tag, or one that is part of the program's own id.
        program_run: Option<ProgramRun>,
    },
}

impl Courseware {
    /// What a product of this would sell.
    pub fn target(&self) -> ProductTarget {
        match self {
            Courseware::Run { run, .. } => ProductTarget::CourseRun(run.id),
            Courseware::Program { program, .. } => ProductTarget::Program(program.id),
        }
    }

    /// The offering of the program, if one was named.
    pub fn program_run(&self) -> Option<&ProgramRun> {
        match self {
            Courseware::Program { program_run, .. } => program_run.as_ref(),
            Courseware::Run { .. } => None,
        }
    }

    /// Title under which it is sold: the program's, or that of the run's course.
    pub fn title(&self) -> &str {
        match self {
            Courseware::Run { course, .. } => &course.title,
            Courseware::Program { program, .. } => &program.title,
        }
    }

    /// The run's courseware id or the program's readable id.
    pub fn text_id(&self) -> &str {
        match self {
            Courseware::Run { run, .. } => &run.courseware_id,
            Courseware::Program { program, .. } => &program.readable_id,
        }
    }

    /// Sold on a vendor's site, never in our checkout.
    pub fn is_external(&self) -> bool {
        match self {
            Courseware::Run { course, .. } => course.is_external,
            Courseware::Program { program, .. } => program.is_external,
        }
    }
}

/// Something that can be put in a basket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sellable {
    /// An active product.
    pub product: Product,
    /// Its newest price.
    pub latest: ProductVersion,
    /// What it sells.
    pub courseware: Courseware,
}

/// What a text does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotFound {
    /// The text looked like a program's.
    #[error("program not found")]
    Program,
    /// The text looked like a run's.
    #[error("course run not found")]
    Run,
    /// A number that is no product's, or the thing has no active product with a price.
    #[error("product not found")]
    Product,
}

/// Why nothing was resolved.
#[derive(Debug, thiserror::Error)]
pub enum ResolveError {
    /// The text names nothing that can be given.
    #[error(transparent)]
    NotFound(#[from] NotFound),
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// The product that a number or text id names, if it can be sold. At most five statements.
///
/// Spaces count as `+`, because URL decoding turns plus into space. A number never names a program's offering.
///
/// # Errors
/// [`NotFound`] when nothing of that name has an active product with a price.
pub async fn resolve(conn: &mut PgConnection, text: &str) -> Result<Sellable, ResolveError> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let id = text.parse().map_err(|_| NotFound::Product)?;
        return resolve_product(conn, ProductId(id)).await;
    }
    let courseware = resolve_courseware(conn, text).await?;
    let priced = store::product::find_priced_by_target(conn, courseware.target()).await?.ok_or(NotFound::Product)?;
    sellable(priced.product, priced.latest, courseware)
}

/// The product with this key, if it can be sold.
///
/// # Errors
/// [`NotFound::Product`] when it does not exist, is inactive or has no price.
pub async fn resolve_product(conn: &mut PgConnection, id: ProductId) -> Result<Sellable, ResolveError> {
    let priced = store::product::find_priced(conn, id).await?.ok_or(NotFound::Product)?;
    let courseware = courseware_of(conn, priced.product.target).await?.ok_or(NotFound::Product)?;
    sellable(priced.product, priced.latest, courseware)
}

/// The run or program that a text id names; no product needs to exist (refunds concern what is no longer sold).
///
/// # Errors
/// [`NotFound::Program`] or [`NotFound::Run`], after the text's prefix.
pub async fn resolve_courseware(conn: &mut PgConnection, text: &str) -> Result<Courseware, ResolveError> {
    let text_id = text.replace(' ', "+");
    if text_id.contains('\0') {
        // Postgres takes no NUL in a text; nothing is called like that.
        return Err(NotFound::Run.into());
    }
    if !text_id.starts_with("program-") {
        let run = store::course_run::find_by_courseware_id(conn, &text_id).await?.ok_or(NotFound::Run)?;
        return with_course(conn, run).await?.ok_or(ResolveError::NotFound(NotFound::Run));
    }
    if let Some((base, tag)) = split_run_tag(&text_id)
        && let Some(program) = store::program::find_by_readable_id(conn, base).await?
        && let Some(program_run) = store::program_run::find_by_tag(conn, program.id, tag).await?
    {
        return Ok(Courseware::Program { program, program_run: Some(program_run) });
    }
    let program = store::program::find_by_readable_id(conn, &text_id).await?.ok_or(NotFound::Program)?;
    Ok(Courseware::Program { program, program_run: None })
}

async fn courseware_of(conn: &mut PgConnection, target: ProductTarget) -> Result<Option<Courseware>, sqlx::Error> {
    match target {
        ProductTarget::CourseRun(id) => match store::course_run::find(conn, id).await? {
            Some(run) => with_course(conn, run).await,
            None => Ok(None),
        },
        ProductTarget::Program(id) => {
            let program = store::program::find(conn, id).await?;
            Ok(program.map(|program| Courseware::Program { program, program_run: None }))
        }
    }
}

async fn with_course(conn: &mut PgConnection, run: CourseRun) -> Result<Option<Courseware>, sqlx::Error> {
    let course = store::course::find(conn, run.course_id).await?;
    Ok(course.map(|course| Courseware::Run { run, course }))
}

fn sellable(
    product: Product,
    latest: Option<ProductVersion>,
    courseware: Courseware,
) -> Result<Sellable, ResolveError> {
    match latest {
        Some(latest) if product.is_active => Ok(Sellable { product, latest, courseware }),
        _ => Err(NotFound::Product.into()),
    }
}
