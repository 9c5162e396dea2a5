//! The doors of jobs: decode, call one act or one client, map the error (architecture.md decision 1).

mod check_links;
mod deliver_webhook;
mod maintenance;
mod open_enrollments;
mod provision_courseware_user;
mod push_enrollment;
mod refresh_blog;
mod render_image;
mod replay_notices;
mod run_bulk_act;
mod run_release;
mod run_schedule;
mod send_mail;
mod send_receipt;
mod single_flight;
mod tell_people;

use crate::{
    gateways::{CAUSE, Cause, Gateways},
    link_visitor::LinkVisitor,
    settings::Settings,
    webhook_sender::WebhookSender,
};
pub use single_flight::SingleFlight;
use std::{future::Future, sync::Arc};
use time::Duration;
use xpro_outbound::Retryable;
use xpro_platform::jobs::{Every, Job, JobContext, JobError, Registry, Schedule};

/// What handlers need.
#[derive(Debug, Clone)]
pub struct JobState {
    /// Outside systems.
    pub gateways: Gateways,
    /// Settings.
    pub settings: Arc<Settings>,
    /// Published content, for the brand in mails.
    pub app: xpro_app::state::AppState,
    /// Turns at people's Open edX accounts.
    pub turns: SingleFlight,
    /// Where renditions are made.
    pub darkroom: xpro_cms::media::Darkroom,
    /// The way to webhooks.
    pub webhooks: WebhookSender,
    /// The way to links of other sites.
    pub links: LinkVisitor,
}

/// Every kind of job and every schedule.
pub fn registry(state: &JobState) -> Registry {
    let seconds = |seconds: u64| Every::Span(Duration::seconds(i64::try_from(seconds).unwrap_or(1800)));
    let repairs = Schedule::new(
        "repair_courseware_users",
        seconds(state.settings.repair_users_seconds),
        xpro_learning::enrollment::RepairCoursewareUsers {},
    );
    let half_a_period = i64::try_from(state.settings.repair_users_seconds / 2).unwrap_or(900);
    let registry = Registry::new();
    let registry = on(registry, state, send_mail::run);
    let registry = on(registry, state, open_enrollments::run);
    let registry = on(registry, state, push_enrollment::run);
    let registry = on(registry, state, push_enrollment::retry_all);
    let registry = on(registry, state, provision_courseware_user::run);
    let registry = on(registry, state, provision_courseware_user::rename);
    let registry = on(registry, state, provision_courseware_user::refresh_email);
    let registry = on(registry, state, provision_courseware_user::repair_all);
    let registry = on(registry, state, send_receipt::run);
    let registry = on(registry, state, render_image::run);
    let registry = on(registry, state, render_image::delete_files);
    let registry = on(registry, state, refresh_blog::run);
    let registry = on(registry, state, run_bulk_act::run);
    let registry = on(registry, state, tell_people::run);
    let registry = on(registry, state, deliver_webhook::run);
    let registry = on(registry, state, maintenance::expire_baskets);
    let registry = on(registry, state, replay_notices::run);
    let registry = on(registry, state, maintenance::purge);
    let registry = on(registry, state, run_schedule::run);
    let registry = on(registry, state, run_release::run);
    let registry = on(registry, state, check_links::run);
    let registry = on(registry, state, check_links::run_one);
    let links = Schedule::new("check_links", Every::Span(Duration::minutes(15)), xpro_cms::links::CheckLinks {});
    let registry = if state.settings.checks_links() { registry.schedule(links) } else { registry };
    registry
        .schedule(Schedule::new(
            "retry_enrollments",
            seconds(state.settings.retry_enrollments_seconds),
            xpro_learning::enrollment::RetryEnrollments {},
        ))
        .schedule(repairs.shifted(Duration::seconds(half_a_period)))
        .schedule(Schedule::new("expire_baskets", Every::DayAt(time::Time::MIDNIGHT), maintenance::ExpireBaskets {}))
        .schedule(Schedule::new("replay_notices", Every::Span(Duration::minutes(5)), replay_notices::ReplayNotices {}))
        .schedule(Schedule::new(
            "refresh_blog",
            seconds(state.settings.blog_cache_timeout),
            xpro_cms::blog::RefreshBlog {},
        ))
        .schedule(Schedule::new("purge", Every::Span(Duration::hours(1)), maintenance::Purge {}))
}

fn on<J, F, Fut>(registry: Registry, state: &JobState, handler: F) -> Registry
where
    J: Job,
    F: Fn(JobState, JobContext, J) -> Fut + Send + Sync + Clone + 'static,
    Fut: Future<Output = Result<(), JobError>> + Send + 'static,
{
    let state = state.clone();
    registry.handle(move |context: JobContext, job: J| {
        let cause = Cause { job: context.job.0, request_id: context.request_id.clone() };
        CAUSE.scope(cause, handler(state.clone(), context, job))
    })
}

/// A client's error as a job's decision.
fn decide<E: Retryable + std::fmt::Display>(class: &'static str, error: &E) -> JobError {
    if error.is_retryable() { JobError::retry(class, error) } else { JobError::fail(class, error) }
}
