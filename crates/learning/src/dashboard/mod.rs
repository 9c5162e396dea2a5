//! What a learner sees of their learning (courseware.md 8): three statements, and the truth about pending pushes.

mod dates;
mod model;

pub use dates::{DateSummary, date_summary};
pub use model::{CourseCard, Dashboard, ProgramCard, PushState, SettingUp};

use crate::store::dashboard as store;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::Learner;

/// The learner's dashboard. The connection is in a snapshot: between two statements an order that is being set up becomes
/// an enrollment, and would be in neither list.
///
/// # Errors
/// When the database refuses.
pub async fn load_dashboard(
    conn: &mut PgConnection,
    learner: &Learner,
    now: OffsetDateTime,
) -> Result<Dashboard, sqlx::Error> {
    let courses = store::list_courses(conn, learner.id).await?;
    let programs = store::list_programs(conn, learner.id).await?;
    let setting_up = store::list_setting_up(conn, learner.id).await?;
    Ok(Dashboard::sort(courses, programs, setting_up, now))
}

/// Whether the learner is actively enrolled in this run.
///
/// # Errors
/// When the database refuses.
pub async fn is_enrolled_in_run(
    conn: &mut PgConnection,
    learner: &Learner,
    run: xpro_kernel::CourseRunId,
) -> Result<bool, sqlx::Error> {
    store::is_enrolled_in_run(conn, learner.id, run).await
}

/// Whether the learner is actively enrolled in this program.
///
/// # Errors
/// When the database refuses.
pub async fn is_enrolled_in_program(
    conn: &mut PgConnection,
    learner: &Learner,
    program: xpro_kernel::ProgramId,
) -> Result<bool, sqlx::Error> {
    store::is_enrolled_in_program(conn, learner.id, program).await
}
