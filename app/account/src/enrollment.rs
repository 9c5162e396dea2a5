//! How far a purchase is, in words (courseware.md 8.8, ecommerce.md 5.7).

use crate::{Phase, PurchaseStatus, context::Caller};
use sqlx::PgConnection;
use xpro_commerce::checkout::has_held_payment;
use xpro_kernel::Learner;
use xpro_learning::dashboard::{CourseCard, Dashboard, PushState, load_dashboard};

/// The state of a purchase, looked up now.
///
/// # Errors
/// When the database refuses.
pub async fn load_status(caller: &Caller, purchased: Option<&str>) -> Result<PurchaseStatus, sqlx::Error> {
    let mut snapshot = caller.db.snapshot().await?;
    let dashboard = load_dashboard(&mut snapshot, &caller.learner, caller.db.now()).await?;
    status_with_payment(&mut snapshot, &caller.learner, &dashboard, purchased).await
}

/// The state of a purchase by the dashboard, or by its payment when that is all there is: one that staff look into is
/// nothing to wait for, and must not be paid again.
///
/// # Errors
/// When the database refuses.
pub async fn status_with_payment(
    conn: &mut PgConnection,
    learner: &Learner,
    dashboard: &Dashboard,
    purchased: Option<&str>,
) -> Result<PurchaseStatus, sqlx::Error> {
    let status = status_of(dashboard, purchased);
    match purchased {
        Some(text_id)
            if status.phase == Phase::AwaitingPayment
                && has_held_payment(conn, learner, &text_id.replace(' ', "+")).await? =>
        {
            Ok(PurchaseStatus { phase: Phase::NeedsHelp, text: HELD.to_owned() })
        }
        _ => Ok(status),
    }
}

const HELD: &str = "Your payment has reached us, but a person has to look at it before you are enrolled. Our staff have been told. Please do not pay again; write to us if you have not heard from us within a day.";

/// The state of the purchase with this text id, or of everything on the dashboard.
pub fn status_of(dashboard: &Dashboard, purchased: Option<&str>) -> PurchaseStatus {
    let (phase, title) = match purchased {
        // A plus that was not percent-encoded arrives as a blank.
        Some(text_id) => phase_of_purchase(dashboard, &text_id.replace(' ', "+")),
        None => (phase_of_all(dashboard), None),
    };
    PurchaseStatus { phase, text: text(phase, title.as_deref()) }
}

fn phase_of_purchase(dashboard: &Dashboard, text_id: &str) -> (Phase, Option<String>) {
    let program = dashboard.programs.iter().find(|card| card.readable_id == text_id);
    let mut all_courses = dashboard.programs.iter().flat_map(|card| &card.courses).chain(&dashboard.courses);
    let title = dashboard.title_of(text_id).map(str::to_owned);
    let phase = match program {
        Some(card) => phase_of(card.courses.iter()),
        None => all_courses.find(|card| card.courseware_id == text_id).and_then(|card| phase_of(std::iter::once(card))),
    };
    match phase {
        Some(phase) => (phase, title),
        // A program's card may be there before its runs are.
        None if program.is_some() => (Phase::SettingUp, title),
        None => match dashboard.setting_up.iter().find(|order| order.text_id == text_id) {
            Some(order) => (Phase::SettingUp, title.or_else(|| Some(order.title.clone()))),
            None => (Phase::AwaitingPayment, None),
        },
    }
}

fn phase_of_all(dashboard: &Dashboard) -> Phase {
    let courses = dashboard.programs.iter().flat_map(|card| &card.courses).chain(&dashboard.courses);
    match phase_of(courses) {
        Some(Phase::NeedsHelp) => Phase::NeedsHelp,
        _ if dashboard.is_settling() => Phase::SettingUp,
        _ => Phase::Enrolled,
    }
}

/// The least settled of these; none of none.
fn phase_of<'a>(cards: impl Iterator<Item = &'a CourseCard>) -> Option<Phase> {
    cards
        .map(|card| match card.push {
            PushState::Enrolled => Phase::Enrolled,
            PushState::Pending => Phase::SettingUp,
            PushState::NeedsHelp => Phase::NeedsHelp,
        })
        .max_by_key(|phase| match phase {
            Phase::Enrolled => 0,
            Phase::NeedsHelp => 1,
            Phase::SettingUp | Phase::AwaitingPayment => 2,
        })
}

fn text(phase: Phase, title: Option<&str>) -> String {
    let what = title.map_or_else(|| "your purchase".to_owned(), str::to_owned);
    match (phase, title) {
        (Phase::AwaitingPayment, _) => {
            "We are waiting for the payment provider to confirm your payment. Please do not pay again.".to_owned()
        }
        (Phase::SettingUp, _) => {
            format!("Paid. Your access to {what} is being set up. This usually takes less than a minute.")
        }
        (Phase::Enrolled, Some(title)) => format!("You are now enrolled in {title}!"),
        (Phase::Enrolled, None) => "Your enrollments are up to date.".to_owned(),
        (Phase::NeedsHelp, _) => format!(
            "Paid, but your access to {what} could not be set up automatically. Our support team has been told and will finish it; you do not need to do anything."
        ),
    }
}
