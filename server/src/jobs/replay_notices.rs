//! Payment notices that were stored and not dealt with, because the process died in between, are dealt with after all.

use super::JobState;
use crate::http::webhooks::{GATEWAY, NoticeDesk, deal_with};
use serde::{Deserialize, Serialize};
use time::Duration;
use xpro_platform::{
    jobs::{Job, JobContext, JobError},
    notices,
};

/// Younger ones are being dealt with by the request that brought them.
const GRACE: Duration = Duration::minutes(1);
/// Older ones have been tried often enough; they stay in the inbox for staff.
const PATIENCE: Duration = Duration::days(3);

/// Deals with the notices that are left over.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReplayNotices {}

impl Job for ReplayNotices {
    const KIND: &'static str = "replay_notices";

    fn unique_key(&self) -> Option<String> {
        Some("replay_notices".to_owned())
    }
}

pub(super) async fn run(state: JobState, context: JobContext, _: ReplayNotices) -> Result<(), JobError> {
    let now = context.db.now();
    let open = notices::list_open(&mut *context.db.read().await?, GATEWAY.0, now - PATIENCE, now - GRACE).await?;
    let desk = NoticeDesk { app: &state.app, gateways: &state.gateways, settings: &state.settings };
    for notice in open {
        // One that cannot be dealt with must not hold up the others.
        match deal_with(desk, &notice.request_id, notice.id, &notice.content_type, &notice.body).await {
            Ok(_) => tracing::warn!(notice = notice.id.0, "dealt with a payment notice that had been left over"),
            Err(error) => tracing::error!(notice = notice.id.0, %error, "a left-over payment notice fails again"),
        }
    }
    Ok(())
}
