//! Opening the enrollments of a paid order (courseware.md 3.1 and 3.2).

use super::PushEnrollment;
use crate::store::{program_enrollment, run_enrollment};
use xpro_kernel::{Actor, CompanyId, CourseRunId, OrderId, ProgramId, RunEnrollmentId, System, UserId};
use xpro_platform::{Subject, audit, db::Tx, jobs};

/// What was bought, as the shop tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenOrder {
    /// The order.
    pub order: OrderId,
    /// Who learns.
    pub user: UserId,
    /// Chosen runs.
    pub runs: Vec<CourseRunId>,
    /// The program, when one was bought.
    pub program: Option<ProgramId>,
    /// Who paid for the code, when a company did.
    pub company: Option<CompanyId>,
}

/// What the act did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Opened {
    /// Enrollments that are new or active again; each has a push job.
    pub enrollments: Vec<RunEnrollmentId>,
}

/// Writes the enrollments, pending until Open edX confirms, and the jobs that tell Open edX.
/// Doing it again for the same order changes nothing.
///
/// # Errors
/// When the database refuses.
pub async fn open_enrollments(tx: &mut Tx, system: System, order: &OpenOrder) -> Result<Opened, sqlx::Error> {
    if let Some(program) = order.program
        && let Some(id) = program_enrollment::open(tx, order, program).await?
    {
        note(tx, system, Subject::new("program_enrollment", id.0), order).await?;
    }
    let mut opened = Opened::default();
    for run in &order.runs {
        let Some(id) = run_enrollment::open(tx, order, *run).await? else { continue };
        note(tx, system, Subject::new("run_enrollment", id.0), order).await?;
        jobs::enqueue(tx, &PushEnrollment { enrollment_id: id }).await?;
        opened.enrollments.push(id);
    }
    Ok(opened)
}

async fn note(tx: &mut Tx, system: System, subject: Subject, order: &OpenOrder) -> Result<(), sqlx::Error> {
    let after =
        serde_json::json!({ "user_id": order.user, "order_id": order.order, "active": true, "push_state": "pending" });
    let change = audit::Change {
        act: "open_enrollments",
        actor: Actor::from(system),
        subject,
        before: None,
        after: Some(after),
        note: "",
    };
    audit::record(tx, change).await
}
