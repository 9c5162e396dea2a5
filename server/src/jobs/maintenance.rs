//! Housekeeping by the clock; every retention rule is here (docs/architecture.md lists them with reasons).

use super::JobState;
use serde::{Deserialize, Serialize};
use time::Duration;
use xpro_kernel::System;
use xpro_platform::{
    jobs::{self, Job, JobContext, JobError},
    outbound_log, throttle,
};

/// Deletes baskets nobody touched for BASKET_EXPIRY_DAYS (ecommerce.md 3.8).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ExpireBaskets {}

impl Job for ExpireBaskets {
    const KIND: &'static str = "expire_baskets";

    fn unique_key(&self) -> Option<String> {
        Some("expire_baskets".to_owned())
    }
}

/// Deletes what is only kept for a while.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Purge {}

impl Job for Purge {
    const KIND: &'static str = "purge";

    fn unique_key(&self) -> Option<String> {
        Some("purge".to_owned())
    }
}

/// Jobs that ended well, for an order's timeline in its first months.
const KEEP_JOBS: Duration = Duration::days(90);
/// Outbound calls, for finding causes.
const KEEP_CALLS: Duration = Duration::days(30);
/// Links that no text leads to any more, for when one does again.
const KEEP_LINKS: Duration = Duration::days(90);
/// Throttle windows; none is longer than a day.
const KEEP_THROTTLES: Duration = Duration::days(1);

pub(super) async fn expire_baskets(state: JobState, context: JobContext, _: ExpireBaskets) -> Result<(), JobError> {
    let age = Duration::days(i64::from(state.settings.basket_expiry_days));
    let mut tx = context.db.begin(&context.request_id).await?;
    let deleted = xpro_commerce::basket::expire_baskets(&mut tx, System("expire_baskets"), age).await?;
    tx.commit().await?;
    tracing::info!(deleted, "deleted baskets that nobody touched");
    Ok(())
}

pub(super) async fn purge(_: JobState, context: JobContext, _: Purge) -> Result<(), JobError> {
    let now = context.db.now();
    let mut conn = context.db.read().await?;
    jobs::store::purge(&mut conn, now - KEEP_JOBS).await?;
    outbound_log::purge(&mut conn, now - KEEP_CALLS).await?;
    throttle::purge(&mut conn, now - KEEP_THROTTLES).await?;
    xpro_accounts::purge(&mut conn, now).await?;
    xpro_cms::content_api::purge_deliveries(&mut conn, now).await?;
    xpro_cms::store::external_link::purge(&mut conn, now - KEEP_LINKS).await?;
    drop(conn);
    let mut tx = context.db.begin(&context.request_id).await?;
    let gone = xpro_cms::trash::purge_trash(&mut tx, System("purge")).await?;
    tx.commit().await?;
    tracing::debug!(gone, "deleted what lay in the trash for thirty days");
    Ok(())
}
