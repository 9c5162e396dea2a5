//! What a learner sees of their learning (courseware.md 8): three statements, and the truth about pending pushes.

mod dates;
mod model;

pub use dates::{DateSummary, date_summary};
pub use model::{CourseCard, Dashboard, ProgramCard, PushState, SettingUp};

use crate::store::dashboard as store;
use sqlx::{Connection as _, PgConnection};
use time::OffsetDateTime;
use xpro_kernel::Learner;

/// The learner's dashboard.
///
/// # Errors
/// When the database refuses.
pub async fn load_dashboard(
    conn: &mut PgConnection,
    learner: &Learner,
    now: OffsetDateTime,
) -> Result<Dashboard, sqlx::Error> {
    // As of one moment: between two looks an order that is being set up becomes an enrollment, and would be in neither.
    let mut snapshot = conn.begin_with("begin isolation level repeatable read read only").await?;
    let courses = store::list_courses(&mut snapshot, learner.id).await?;
    let programs = store::list_programs(&mut snapshot, learner.id).await?;
    let setting_up = store::list_setting_up(&mut snapshot, learner.id).await?;
    snapshot.commit().await?;
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
