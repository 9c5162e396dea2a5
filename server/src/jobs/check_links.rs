//! Asks links to other sites. Hosts are asked side by side, the links of one host one after the other with a pause: a site that
//! hangs holds up itself. What is seen is written down link by link, so that a crash loses the one that was being asked;
//! the lease of its host runs out, and another worker goes on.

use super::JobState;
use futures::{FutureExt as _, StreamExt as _, future::BoxFuture, stream::FuturesUnordered};
use time::Duration;
use xpro_cms::links::{
    Cadence, CheckLink, CheckLinks, DueLink, LinkId, claim_host, claim_link, give_back, note_seen, read_backlog,
};
use xpro_platform::jobs::{JobContext, JobError, enqueue};

/// Hosts that are asked side by side.
const SIDE_BY_SIDE: usize = 8;
/// Hosts that one job asks; the next job goes on.
const HOSTS: usize = 100;
/// Texts of the backlog that one job reads.
const TEXTS: i64 = 200;
/// How long a host is left alone whose circuit is open.
const LEFT_ALONE: Duration = Duration::hours(1);

pub(super) async fn run(state: JobState, context: JobContext, _: CheckLinks) -> Result<(), JobError> {
    let mut tx = context.db.begin(&context.request_id).await?;
    let read = read_backlog(&mut tx, TEXTS).await?;
    tx.commit().await?;
    let asked = ask_hosts(&state, &context).await?;
    tracing::debug!(read, asked, "asked links to other sites");
    let has_more = asked > 0 || read > 0;
    if has_more {
        let mut tx = context.db.begin(&context.request_id).await?;
        enqueue(&mut tx, &CheckLinks {}).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Asks the hosts that are due, a few at a time; returns how many links were asked.
async fn ask_hosts(state: &JobState, context: &JobContext) -> Result<usize, JobError> {
    let mut hosts: FuturesUnordered<BoxFuture<'static, Result<usize, JobError>>> = FuturesUnordered::new();
    let (mut begun, mut asked) = (0, 0);
    loop {
        while hosts.len() < SIDE_BY_SIDE && begun < HOSTS {
            let links = next(context).await?;
            if links.is_empty() {
                break;
            }
            begun += 1;
            hosts.push(ask_host(state.clone(), context.clone(), links).boxed());
        }
        match hosts.next().await {
            Some(one) => asked += one?,
            None => return Ok(asked),
        }
    }
}

/// The due links of the next host.
async fn next(context: &JobContext) -> Result<Vec<DueLink>, JobError> {
    let mut tx = context.db.begin(&context.request_id).await?;
    let links = claim_host(&mut tx).await?;
    tx.commit().await?;
    Ok(links)
}

/// Asks the links of one host; returns how many were asked.
async fn ask_host(state: JobState, context: JobContext, links: Vec<DueLink>) -> Result<usize, JobError> {
    let mut asked = 0;
    for (at, link) in links.iter().enumerate() {
        // Before the first one too: somebody may have asked this host a moment ago.
        state.links.pause().await;
        if !ask(&state, &context, link).await? {
            let left: Vec<LinkId> = links.iter().skip(at).map(|link| link.id).collect();
            let mut conn = context.db.read().await?;
            give_back(&mut conn, &left, context.db.now() + LEFT_ALONE).await?;
            break;
        }
        asked += 1;
    }
    Ok(asked)
}

/// Asks a link and writes down what is seen. False when its host is left alone at present.
async fn ask(state: &JobState, context: &JobContext, link: &DueLink) -> Result<bool, JobError> {
    let Some(seen) = state.links.visit(link).await else { return Ok(false) };
    let mut tx = context.db.begin(&context.request_id).await?;
    note_seen(&mut tx, link, seen, cadence(state)).await?;
    tx.commit().await?;
    Ok(true)
}

fn cadence(state: &JobState) -> Cadence {
    Cadence { healthy: Duration::days(state.settings.link_check_days.clamp(1, 365).into()) }
}

/// Asks one link, for somebody who wants to know.
pub(super) async fn run_one(state: JobState, context: JobContext, job: CheckLink) -> Result<(), JobError> {
    let mut tx = context.db.begin(&context.request_id).await?;
    let link = claim_link(&mut tx, job.link).await?;
    tx.commit().await?;
    // It is gone, or its host is being asked; the last attempt leaves it to the clock.
    let Some(link) = link else {
        return if context.is_last { Ok(()) } else { Err(JobError::retry("host_busy", "its host is being asked")) };
    };
    if !ask(&state, &context, &link).await? {
        let mut conn = context.db.read().await?;
        give_back(&mut conn, &[link.id], context.db.now() + LEFT_ALONE).await?;
    }
    Ok(())
}
